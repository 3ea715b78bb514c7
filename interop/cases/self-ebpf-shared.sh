# An LNS that has one interface for all sessions, by programs in the kernel: three sessions carry pings and TCP, each its own; so they do
# while the LNS is stopped (SIGSTOP). TCP of a wire that carries packets one by one is merged. Who sends from an address that
# is another's is not heard, and counted.
# needs clang
. "$(dirname "$0")/../lib.sh"
export PROL2TP_CAPABILITIES=+bpf
space lac lns
link lac 10.0.0.1/24 lns 10.0.0.2/24
prol2tpd lns lns "data_plane ebpf" "$(lns_tunnel='unfinished_checksums yes' lns_ppp='shared_interface "users"' lns_config pap)"
logged lns 'no ebpf' && skip "$(grep -o 'no ebpf.*' "$out/lns.log" | head -1 | cut -c1-150)"
sessions=3
prol2tpd lac lac "data_plane ebpf" "
tunnel \"t\" { dest_ipaddr 10.0.0.2; version l2tpv2; secret \"tunnelsecret\"; unfinished_checksums yes
$(for ((i = 1; i <= sessions; i++)); do echo "session \"s$i\" { user_name fred; user_password flintstone; interface_name s$i }"; done)
}"
carried() { prol2tp "$1" show system | grep -q "sessions carried by programs: $sessions of $sessions$"; }
for end in lac lns; do wait_for 20 "$end has all its sessions carried" carried $end; done
address() { ip -n "$(ns lac)" -4 -o addr show dev "s$1" | sed -n 's/.* inet \([0-9.]*\).*/\1/p'; }
[ "$(ip -n "$(ns lns)" -o link show type tun | wc -l)" = 1 ] || fail "the LNS has more than one interface"
# Packets of the address of a session leave by it: to the same LNS all three would go by the route of one.
for ((i = 1; i <= sessions; i++)); do
    ip -n "$(ns lac)" rule add from "$(address $i)" lookup $((100 + i))
    ip -n "$(ns lac)" route add default dev "s$i" table $((100 + i))
done
each() { # each COMMAND [WHAT]: from each session's address; appended to it
    for ((i = 1; i <= sessions; i++)); do "$@" "$i" || fail "session $i: $*"; done
}
pings() { inside lac ping -q -c 10 -i 0.05 -W 1 -I "$(address "$1")" 10.77.0.1 | grep -q ' 0% packet loss'; }
backwards() { inside lns ping -q -c 10 -i 0.05 -W 1 "$(address "$1")" | grep -q ' 0% packet loss'; }
tcp() { iperf_through lac lns 10.77.0.1 -B "$(address "$1")" && iperf_through lac lns 10.77.0.1 -R -B "$(address "$1")"; }
each pings
each backwards
each tcp
whole=$mbits
inside lac ethtool -K to-lns tso off gso off tx-udp_tnl-segmentation off >/dev/null
start long lns tcpdump -i users -c 20 'tcp and greater 3000'
wait_for 20 "watching for long packets" logged long "listening on"
iperf_through lac lns 10.77.0.1 -B "$(address 2)"
logged long '20 packets captured' || fail "segments are not merged"
merged=$mbits
kill -STOP "${pids[lns]}"
verdict_of_stopped=
for ((i = 1; i <= sessions; i++)); do pings $i && backwards $i || verdict_of_stopped="$verdict_of_stopped $i"; done
kill -CONT "${pids[lns]}"
[ -z "$verdict_of_stopped" ] || fail "while the LNS is stopped nothing crosses in session$verdict_of_stopped"
# What each has carried is counted for it, at both ends.
for end in lac lns; do
    counted=$(prol2tp $end show session --json | jq '[.sessions[] | select(.data.rx_packets > 1000 and .data.tx_packets > 1000)] | length')
    [ "$counted" = $sessions ] || fail "the $end has counted in $counted sessions only"
done
ip -n "$(ns lac)" addr add 10.77.1.200/32 dev s1
ip -n "$(ns lac)" rule add from 10.77.1.200 lookup 101
inside lac ping -q -c 3 -i 0.05 -W 1 -I 10.77.1.200 10.77.0.1 && fail "an address that is another's is heard"
errors=$(prol2tp lns show session --json | jq '[.sessions[].data.rx_errors] | add')
[ "$errors" = 3 ] || fail "$errors errors counted instead of 3"
stop_prol2tpd lac lns
for end in lac lns; do
    [ "$(ip netns exec "$(ns $end)" ip -o link | grep -cvE ' (lo|to-)')" = 0 ] || fail "a device is left"
done
pass "$sessions sessions by one interface: TCP $whole Mbit/s, over a wire of packets $merged; they go on while the LNS is stopped"
