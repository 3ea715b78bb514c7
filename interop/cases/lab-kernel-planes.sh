# in the lab -t 1200
# needs iperf3 tcpdump tshark iputils-ping ethtool
# Both ends ours, the kernel's data plane at one end and the embedded one at the other, in both roles: PPP of L2TPv2, PPP and
# Ethernet of L2TPv3 with cookies, sublayer and sequence numbers, by UDP and IP, IPv4 and IPv6. Traffic both ways in all; then
# the same through a link that loses 5% and delays 50 ms. Somebody sets an Ethernet session's interface down: the other end is told,
# and its interface does not run and sends nothing. Nothing is left behind.
. "$(dirname "$0")/../lib.sh"
layouts=() # NAME FAMILY TUNNEL-KEYWORDS | SESSION-KEYWORDS
layouts+=("v2-ppp-udp 4 version l2tpv2|")
layouts+=("v2-ppp-udp6 6 version l2tpv2|use_sequence_numbers yes; sequencing_required yes; reorder_timeout 20")
layouts+=("v3-ppp-udp 4 version l2tpv3|cookie_length 4")
# The kernel, if it does not wait for a message that is missing, drops the next few as well.
layouts+=("v3-ppp-udp6 6 version l2tpv3|cookie_length 8; data_sequencing all; reorder_timeout 20")
layouts+=("v3-ppp-ip 4 version l2tpv3; encap ip|cookie_length 8; l2spec_type none")
layouts+=("v3-ppp-ip6 6 version l2tpv3; encap ip|")
layouts+=("v3-eth-udp 4 version l2tpv3|pseudowire_type eth; cookie_length 8; data_sequencing all; reorder_timeout 20")
layouts+=("v3-eth-udp6 6 version l2tpv3|pseudowire_type eth; cookie_length 4")
layouts+=("v3-eth-ip 4 version l2tpv3; encap ip|pseudowire_type eth; cookie_length 4; l2spec_type none")
layouts+=("v3-eth-ip6 6 version l2tpv3; encap ip|pseudowire_type eth; cookie_length 8")
layouts+=("v3-eth-ecn 4 version l2tpv3; ecn yes|pseudowire_type eth; cookie_length 4") # the kernel's L2TP has no word for it
count=${#layouts[@]}
space lac lns
link lac 10.0.0.1/24 lns 10.0.0.2/24
ip -n "$(ns lac)" addr add fd00::1/64 dev to-lns nodad
ip -n "$(ns lns)" addr add fd00::2/64 dev to-lac nodad
remember lac lns

# Each tunnel has an address of its own at the LAC (between the same two ports the kernel would carry the first alone), a
# session with a network of its own, and the profiles of its peer at the LNS.
lac='' lns=''
for ((i = 0; i < count; i++)); do
    read -r title family tunnel <<<"${layouts[i]%|*}"
    session=${layouts[i]#*|} address=10.0.0.$((100 + i)) peer=10.0.0.2
    [ "$family" = 6 ] && address=fd00::$((100 + i)) peer=fd00::2
    ip -n "$(ns lac)" addr add "$address/$([ "$family" = 6 ] && echo 64 nodad || echo 24)" dev to-lns 2>/dev/null ||
        ip -n "$(ns lac)" addr add "$address/64" dev to-lns nodad
    case $title in
        *ppp*) who="user_name fred; user_password flintstone; interface_name $title" ;;
        *eth*) who="ethernet_profile_name e$i; interface_name $title" ;;
    esac
    lac+="tunnel \"$title\" { dest_ipaddr $peer; src_ipaddr $address; secret tunnelsecret; $tunnel
    session \"$title\" { $who; $session } }
ethernet profile \"e$i\" { local_ipaddr 10.$((100 + i)).0.2; netmask 255.255.255.0 }
"
    lns+="peer profile \"$title\" { peer_ipaddr $address; tunnel_profile_name $([[ $tunnel == *ecn* ]] && echo ecn || echo t); ppp_profile_name p$i; session_profile_name s$i
    ethernet_profile_name e$i }
session profile \"s$i\" { ${session#pseudowire_type eth; } }
ethernet profile \"e$i\" { local_ipaddr 10.$((100 + i)).0.1; netmask 255.255.255.0 }
ppp profile \"p$i\" { local_ipaddr 10.$((100 + i)).0.1; ip_pool_name pool$i; auth_chap yes }
ippool \"pool$i\" { network 10.$((100 + i)).1.0/24 }
"
done
lns+='tunnel profile "t" { secret "tunnelsecret" }
tunnel profile "ecn" { secret "tunnelsecret"; ecn yes }
user "fred" { password "flintstone" }'
start capture-l2tp lns tcpdump -i to-lac -U -s 256 -w "$out/l2tp.pcap" \
    '(udp port 1701 and udp[8] & 0x80 != 0) or (ip proto 115 and ip[20:4] = 0) or (ip6 and udp port 1701 and ip6[48] & 0x80 != 0) or (ip6 proto 115 and ip6[40:4] = 0)'
captures+=(l2tp.pcap)
wait_for 20 "capturing" logged capture-l2tp "listening on"
all_up() { [ "$(grep -c ' session up ' "$out/$1.log")" -ge $count ]; }
stands_still() { ip -n "$(ns "$1")" -o link show "$2" | grep -q NO-CARRIER; }
runs() { ! stands_still "$@"; }
shows() { prol2tp lac show session "$1" "$1" status | grep -q "$2"; }
circuits() { # circuits NUMBER: of an Ethernet session
    local title=${layouts[$1]%% *} far at
    far=$(ip -n "$(ns lns)" -o -4 addr show | awk -v a="10.$((100 + $1)).0.1/24" '$4 == a {print $2}')
    ip -n "$(ns lac)" link set "$title" down
    wait_for 10 "$title: the port of the LNS has no carrier" stands_still lns "$far"
    wait_for 5 "$title: the LAC shows its circuit" shows "$title" '^ *circuit: inactive'
    ip -n "$(ns lac)" link set "$title" up
    wait_for 10 "$title: the port of the LNS has its carrier" runs lns "$far"
    ip -n "$(ns lns)" link set "$far" down
    wait_for 10 "$title: the port of the LAC has no carrier" stands_still lac "$title"
    wait_for 5 "$title: the LAC shows its peer's circuit" shows "$title" 'peer circuit: inactive'
    # Set down and up again by its own operator, it stands still all the same.
    ip -n "$(ns lac)" link set "$title" down
    ip -n "$(ns lac)" link set "$title" up
    wait_for 5 "$title: the LAC's circuit is active again" shows "$title" '^ *circuit: active'
    stands_still lac "$title" || fail "$title: runs though its peer's circuit is inactive"
    at=$(has_sent "$title")
    inside lac ping -q -n -c 3 -i 0.1 -W 1 "10.$((100 + $1)).0.1"
    [ "$(has_sent "$title")" = "$at" ] || fail "$title: data is sent to an inactive circuit"
    ip -n "$(ns lns)" link set "$far" up
    wait_for 10 "$title: the port of the LAC has its carrier" runs lac "$title"
    ping_through lac "10.$((100 + $1)).0.1"
}
marked() { # marked NUMBER ECN: what a packet with ECT(0) has outside. By its length: neighbours and routers ask meanwhile, unmarked
    start marks lns tcpdump -i to-lac -c 3 -U -w "$out/marks" "ip and src 10.0.0.$((100 + $1)) and udp port 1701 and udp[8] & 0x80 = 0 and greater 700"
    wait_for 10 "looking for marks" logged marks "listening on"
    inside lac ping -q -n -c 5 -i 0.1 -W 2 -s 700 -Q 2 "10.$((100 + $1)).0.1" | grep ' 0% packet loss' || fail "no ping: ${layouts[$1]}"
    poll 5 eval '! alive marks' || fail "no data seen: ${layouts[$1]}"
    [ "$(tcpdump -n -r "$out/marks" "ip[1] & 3 = $2" 2>/dev/null | wc -l)" = 3 ] || fail "ECN is not $2 outside: ${layouts[$1]}"
    rm -f "$out/marks"
}
has_sent() { ip -n "$(ns lac)" -s -j link show "$1" | jq '.[0].stats64.tx.packets'; }
round() { # round LAC-PLANE LNS-PLANE WHOSE-CIRCUITS
    prol2tpd lns lns "data_plane $2; listen_on_ip yes" "$lns"
    prol2tpd lac lac "data_plane $1" "$lac"
    wait_for 40 "$1 to $2: all sessions are up" all_up lac
    wait_for 10 "$1 to $2: at the LNS too" all_up lns
    for end in lac lns; do
        plane=$1
        [ $end = lns ] && plane=$2
        has=$(inside $end ip l2tp show session | grep -c '^Session')
        [ "$plane" = userspace ] || [ "$has" = $((count - 1)) ] || fail "the kernel of the $end has $has sessions"
    done
    for ((i = 0; i < count; i++)); do
        ping_through lac "10.$((100 + i)).0.1"
        iperf_through lac lns "10.$((100 + i)).0.1"
        iperf_through lac lns "10.$((100 + i)).0.1" -R
    done
    for end in lac lns; do
        prol2tp $end show session --json >"$out/$end.sessions"
        counted=$(jq '[.sessions[] | select(.data.rx_packets > 20 and .data.tx_packets > 20)] | length' <"$out/$end.sessions")
        [ "$counted" = $count ] || fail "the $end has counted in $counted sessions only"
    done
    for i in $3; do circuits $i; done
    marked $((count - 1)) 2
    marked 6 0
    inside lac tc qdisc add dev to-lns root netem delay 25ms loss 2.5% || fail "no netem"
    inside lns tc qdisc add dev to-lac root netem delay 25ms loss 2.5%
    pings=()
    for ((i = 0; i < count; i++)); do
        inside lac ping -q -n -c 20 -i 0.1 -W 3 "10.$((100 + i)).0.1" >"$out/ping.$i" &
        pings+=($!)
    done
    wait "${pings[@]}"
    for ((i = 0; i < count; i++)); do
        grep -E ' (1[2-9]|20) received' "$out/ping.$i" || fail "ping under loss, ${layouts[i]}: $(grep received "$out/ping.$i")"
    done
    for i in 0 4 7; do
        start iperf-lns lns iperf3 -s -1
        poll 5 listens lns 5201
        inside lac timeout 30 iperf3 -c "10.$((100 + i)).0.1" -n 200K -R >"$out/iperf.log" 2>&1 || fail "TCP under loss, ${layouts[i]}"
        stop iperf-lns 0
    done
    inside lac tc qdisc del dev to-lns root
    inside lns tc qdisc del dev to-lac root
    stop_prol2tpd lac lns
    wait_for 20 "all is gone at the LAC" all_gone lac
    wait_for 20 "all is gone at the LNS" all_gone lns
    told="${told:-}$1 to $2, circuits told; "
}
round kernel userspace "6 9"
round userspace kernel 9
check_captures
pass "${told}$count layouts each, TCP both ways, then under 5% loss and 50 ms"
