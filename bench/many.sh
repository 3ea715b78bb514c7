# bench/many.sh: many sessions that carry traffic at once. A LAC and an LNS of ours with SESSIONS PPP sessions between them (10,000;
# 1,000 if PLAN=quick), each a TUN device at both ends, or all one (`shared`): IP packets of 64 octets from the LNS to one of them, and to
# all in turns; TCP to one, and a stream to each; on the embedded data plane and by eBPF (PLANES). Beside them as many addresses without a tunnel, and as many
# devices of VXLAN. ROUNDS (5; 1), SECONDS_EACH (3; 1). About four minutes for each plane, most of it for 20,000 devices to come and go.
. "$(dirname "$0")/lib.sh"
rounds=5 seconds=3 sessions=10000
[ "${PLAN:-quick}" = quick ] && rounds=1 seconds=1 sessions=1000
rounds=${ROUNDS:-$rounds} seconds=${SECONDS_EACH:-$seconds} sessions=${SESSIONS:-$sessions}
export PROL2TP_CAPABILITIES=+bpf
java_options=-Xmx1g
lns_pool=10.128.0.0/16
space lac lns plain-lac plain-lns vxlan-lac vxlan-lns
for links in '' plain- vxlan-; do link "${links}lac" 10.0.0.1/24 "${links}lns" 10.0.0.2/24; done
many_lac() {
    echo 'tunnel profile "m" { unfinished_checksums yes; secret "tunnelsecret"; version l2tpv2; max_sessions 0 }'
    echo 'session profile "m" { user_name fred; user_password flintstone; ppp_profile_name m }'
    echo "ppp profile \"m\" { ${1:-} }"
    echo 'tunnel "t" { dest_ipaddr 10.0.0.2; profile_name m; session_profile_name m'
    for ((i = 0; i < sessions; i++)); do echo "session \"s$i\" { }"; done
    echo '}'
}
all_up() { [ "$(ip -n "$(ns lac)" -o -4 addr show up | grep -c ' 10\.128\.')" -ge "$sessions" ]; }
carried() { prol2tp "$1" show system | grep -q "by programs: $sessions of"; }
# moved TOOL UNIT CASE TO: what arrives in a second of what org.prol2tp.bench.TOOL sends there; in `rate`, 0 if nothing does
moved() {
    local lines log=receive-$1
    rate=0
    lines=$(wc -l <"$out/$log.log")
    # shellcheck disable=SC2046
    inside "${links}lns" $(heap=128m bench_java) "org.prol2tp.bench.$1" send "$4:9000" "$seconds" >"$out/sent" || { tell "failed: $who $3"; return; }
    poll_step=0.05 poll 5 more_lines "$log" "$lines" || { tell "nothing arrived: $who $3"; return; }
    sleep 0.5
    rate=$(arrived $log "$lines" "$seconds" "$([ "$2" = Mbit/s ] && echo 8e-6)")
    sample "$3" "$who" "$2" "$rate"
}
compare() { # compare TOOL UNIT CASE ONE FILE: to one address, then to all in the file, and the ratio
    moved "$1" "$2" "$3one-of-many" "$4"
    local of=${rate:-0}
    moved "$1" "$2" "$3all-of-many" "@$5"
    sample "$3all-of-many" "$who" of-one "$(awk -v a="${rate:-0}" -v b="$of" 'BEGIN {printf "%.2f", a / (b > 0 ? b : 1)}')"
}
rounds_of() { # rounds_of WHO ONE FILE: packets and TCP; the receivers are where the LAC is
    who=$1
    for tool in $tools; do
        # shellcheck disable=SC2046
        start receive-$tool "${links}lac" $(heap=128m bench_java) org.prol2tp.bench.$tool receive 0.0.0.0:9000 look
        wait_for 10 "receiver" logged receive-$tool ready
    done
    for warm in "$2" "@$3"; do moved Packets packets/s warm "$warm" >/dev/null 3>&1; done 3>/dev/null
    for ((i = 1; i <= rounds; i++)); do
        compare Packets packets/s "" "$2" "$3"
        [ "$tools" = Packets ] || compare Streams Mbit/s tcp- "$2" "$3"
    done
    for tool in $tools; do stop receive-$tool 0; done
}
middle() { sed -n $((sessions / 2))p "$1"; }
numbered() { for ((i = 1; i <= sessions; i++)); do echo "$1.$((i / 200)).$((i % 200 + 1))"; done; }

tools="Packets Streams"
step "$sessions addresses, no tunnel"
# In namespaces of its own: where there is a route of kind `local`, the kernel looks up the source of every packet that comes in, and
# at the LAC 10,000 routes lead to the same LNS.
links=plain-
ip -n "$(ns plain-lac)" route add local 10.129.0.0/16 dev lo
ip -n "$(ns plain-lns)" route add 10.129.0.0/16 via 10.0.0.1
numbered 10.129 >"$out/plain"
rounds_of veth "$(middle "$out/plain")" "$out/plain"

step "$sessions devices of VXLAN"
links=vxlan-
numbered 10.130 >"$out/vxlan"
vxlan_end() { # vxlan_end NUMBER OF-PEER: commands for ip
    i=0
    while read -r address; do
        i=$((i + 1))
        mine=10.77.0.1 theirs=$address
        [ "$1" = 2 ] || mine=$address theirs=10.77.0.1
        printf -v mac '%02x:%02x' $((i / 256)) $((i % 256))
        echo "link add v$i address 02:00:00:0$1:$mac type vxlan id $i local 10.0.0.$1 remote 10.0.0.$2 dstport 4789 noudpcsum"
        echo "addr add $mine peer $theirs/32 dev v$i"
        echo "link set v$i up"
        echo "neigh add $theirs lladdr 02:00:00:0$2:$mac dev v$i nud permanent"
    done <"$out/vxlan"
}
for end in lac lns; do
    inside vxlan-$end sh -c 'echo 1 >/proc/sys/net/ipv6/conf/default/disable_ipv6'
    vxlan_end $([ $end = lac ] && echo 1 2 || echo 2 1) | ip -n "$(ns vxlan-$end)" -batch - || fail "not all devices of VXLAN are there"
done
rounds_of vxlan "$(middle "$out/vxlan")" "$out/vxlan"
for end in lac lns; do ip netns del "$(ns vxlan-$end)"; done
links=
for plane in ${PLANES:-userspace shared ebpf ebpf-shared}; do
    label= kind=userspace shared= tools="Packets Streams"
    case $plane in
        ebpf*) label=-ebpf kind=ebpf ;;
    esac
    case $plane in
        *shared) label=$label-shared tools=Packets shared='shared_interface "users";' ;; # the LAC would answer by any session
    esac
    step "$sessions sessions, $plane"
    prol2tpd lns lns "data_plane $kind; log_level notice" "$(lns_tunnel='unfinished_checksums yes' lns_ppp="$shared ipv6 no" lns_config pap)"
    prol2tpd lac lac "data_plane $kind; log_level notice" "$(many_lac "$shared")"
    poll_step=2 poll 600 all_up || { tell "failed: not all of $sessions sessions came up ($(ip -n "$(ns lac)" -o -4 addr show up | grep -c ' 10\.128\.'))"; stop lac 0; stop lns 0; continue; }
    step "all are up"
    [ $kind != ebpf ] || poll_step=1 poll 120 eval 'carried lac && carried lns'
    prol2tp lns show system | grep -i ebpf | while read -r line; do step "$line"; done
    ip -n "$(ns lac)" -o -4 addr show up | sed -n 's/.* inet \(10\.128\.[0-9.]*\).*/\1/p' >"$out/addresses"
    rounds_of "prol2tp$label" "$(middle "$out/addresses")" "$out/addresses"
    for end in lac lns; do
        before=$EPOCHREALTIME
        stop $end 300
        step "$end stopped after $(awk -v a="$before" -v b="$EPOCHREALTIME" 'BEGIN {printf "%.1f", b - a}') s"
    done
done
