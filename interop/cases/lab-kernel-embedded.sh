# in the lab
# needs iperf3 tcpdump tshark iputils-ping ethtool
# Both ends ours, PPP of L2TPv2: the kernel's data plane at one end and the embedded one at the other, in both roles, then
# the kernel's at both; with and without sequence numbers, over IPv4 and IPv6. Counters, and nothing left behind.
. "$(dirname "$0")/../lib.sh"
space lac lns
link lac 10.0.0.1/24 lns 10.0.0.2/24
ip -n "$(ns lac)" addr add fd00::1/64 dev to-lns nodad
ip -n "$(ns lns)" addr add fd00::2/64 dev to-lac nodad
capture lns to-lac l2tp
told=
round() { # round LAC LNS PEER OPTIONS
    prol2tpd lns lns "data_plane $2" "$(lns_config mschapv2)
session profile \"default\" { $4 }"
    prol2tpd lac lac "data_plane $1" "$(lac_config "$3" "$4")"
    wait_for 20 "the LAC's session is up" session_is_up lac
    wait_for 5 "the LNS's session is up" session_is_up lns
    both_ways lac lns 10.77.0.1
    told="$told; $1 to $2: $up/$mbits"
    for end in lac lns; do
        plane=$1
        [ $end = lns ] && plane=$2
        prol2tp $end show system | grep -q "data_plane *$plane" || prol2tp $end show system --json | grep -q "\"$plane" ||
            fail "show system does not say $plane"
        if [ "$plane" = kernel ]; then
            inside $end ip l2tp show session | grep -q '^Session' || fail "the kernel has no session of the $end"
            inside $end ip -d link show up | grep -q '^ *ppp ' || fail "the $end's interface is not the kernel's PPP"
        fi
        # What was counted of the traffic: far more than the ping's.
        packets=$(prol2tp $end show session --json | tr ',{' '\n\n' | sed -n 's/.*"rx_*[pP]ackets": *\([0-9]*\).*/\1/p' | head -1)
        say "packets received by the $end: $packets"
        [ "${packets:-0}" -gt 100 ] || fail "the $end has counted $packets packets"
    done
    stop_prol2tpd lac lns
    [ -z "$(inside lac ip l2tp show tunnel)$(inside lns ip l2tp show tunnel)" ] || fail "a kernel still has something of ours"
    if inside lac ip -d link | grep -q '^ *ppp '; then fail "an interface is left"; fi
}
both_ways() { ping_through "$1" "$3"; iperf_through "$1" "$2" "$3"; up=$mbits; iperf_through "$1" "$2" "$3" -R; }
round kernel userspace 10.0.0.2 ''
round userspace kernel 10.0.0.2 'use_sequence_numbers yes; sequencing_required yes; reorder_timeout 20'
round kernel kernel fd00::2 ''
check_captures
pass "Mbit/s up/down${told#;}"
