# Both ends ours, sessions that are up carried by programs in the kernel: PPP with IPv4 and IPv6, and Ethernet with a
# cookie. Traffic goes on while both daemons are stopped (SIGSTOP), and their counters know of it; and after both are killed
# (SIGKILL), and when the next ones go on with the sessions. On a wire that carries packets one by one, TCP's are merged again.
# needs clang
. "$(dirname "$0")/../lib.sh"
export PROL2TP_CAPABILITIES=+bpf
space lac lns
link lac 10.0.0.1/24 lns 10.0.0.2/24
capture lns to-lac l2tp
keep() { echo "data_plane ebpf; keep_sessions yes; state_file $out/$1.state"; }
lns() { prol2tpd lns lns "$(keep lns)" "
peer profile \"lac\" { peer_ipaddr 10.0.0.0/8; tunnel_profile_name t; ppp_profile_name p; ethernet_profile_name port }
tunnel profile \"t\" { unfinished_checksums yes; secret \"tunnelsecret\" }
ppp profile \"p\" { local_ipaddr 10.77.0.1; ip_pool_name pool; auth_peer yes }
ethernet profile \"port\" { local_ipaddr 10.79.0.2; netmask 255.255.255.0 }
ippool \"pool\" { network 10.77.1.0/24 }"; }
lac() { prol2tpd lac lac "$(keep lac)" "
ethernet profile \"port\" { local_ipaddr 10.79.0.1; netmask 255.255.255.0 }
$(lac_config 10.0.0.2 '' 'unfinished_checksums yes')
tunnel \"w\" { dest_ipaddr 10.0.0.2; unfinished_checksums yes; version l2tpv3; secret \"tunnelsecret\"
    session \"e\" { pseudowire_type eth; cookie_length 8; ethernet_profile_name port } }"; }
lns
logged lns 'no ebpf' && skip "$(grep -o 'no ebpf.*' "$out/lns.log" | head -1 | cut -c1-150)"
lac
wait_for 15 "the LNS gave fred an address" has_address lac 10.77.1
wait_for 15 "the port is up" has_address lac 10.79.0.1
both_ways lac lns 10.77.0.1
ppp=$traffic
both_ways lac lns 10.79.0.2
carried() { prol2tp "$1" show system | grep -q 'sessions carried by programs: 2 of 2$'; }
for end in lac lns; do
    carried $end || fail "$end carries by programs: $(prol2tp $end show system | grep ebpf)"
done
# What came in pieces of the MTU, the interface of the session has in long ones, of PPP and of Ethernet.
inside lac ethtool -K to-lns tso off gso off tx-udp_tnl-segmentation off >/dev/null
for way in "10.77.0.1 l2tp0" "10.79.0.2 l2tpeth0"; do
    start "long-${way#* }" lns tcpdump -i "${way#* }" -c 20 'tcp and greater 3000'
    wait_for 20 "watching for long packets" logged "long-${way#* }" "listening on"
    iperf_through lac lns "${way% *}"
    logged "long-${way#* }" '20 packets captured' || fail "${way#* }: segments are not merged"
done
merged_tcp=$mbits
settings=$(inside lns sh -c 'cd /sys/class/net/l2tp-gro0-out; cat threaded gro_flush_timeout' | paste -sd ' ')
[ "$settings" = "1 20000" ] || fail "a thread merges, and waits: $settings instead of 1 20000"
inside lac ethtool -K to-lns tso on gso on tx-udp_tnl-segmentation on >/dev/null
for end in lac lns; do kill -STOP "${pids[$end]}"; done
stopped() { inside lac ping -q -c 20 -i 0.05 -W 1 "$@" | grep -q ' 0% packet loss'; }
verdicts=
stopped 10.77.0.1 || verdicts="PPP with IPv4"
stopped -s 1300 10.79.0.2 || verdicts="$verdicts Ethernet"
iperf_through lac lns 10.79.0.2 # of PPP, SYN goes the long way: it is held to the MTU
for end in lac lns; do kill -CONT "${pids[$end]}"; done
[ -z "$verdicts" ] || fail "nothing crosses while the daemons are stopped: $verdicts"
packets=$(prol2tp lac show session --json | jq '[.sessions[].data.tx_packets] | add')
say "the LAC counts $packets packets sent"
[ "$packets" -gt 1000 ] || fail "the LAC counts $packets packets"
stopped_tcp=$mbits
start pings lac ping -q -i 0.05 -w 60 10.77.0.1
for end in lac lns; do stop $end 5 KILL; done
verdicts=
stopped 10.77.0.1 || verdicts="PPP with IPv4"
stopped -s 1300 10.79.0.2 || verdicts="$verdicts Ethernet"
iperf_through lac lns 10.79.0.2
[ -z "$verdicts" ] || fail "nothing crosses while there is no daemon: $verdicts"
lns
lac
for end in lac lns; do
    wait_for 10 "$end carries its sessions on" carried $end
    logged $end 'goes on after a restart; sessions: 1 of 1' || fail "$end does not say that it goes on"
done
sleep 0.5
stopped -s 1300 10.77.0.1 || fail "packets are lost after the restart"
stop pings 2 INT
lost=$(missed "$out/pings.log")
say "pings lost all the while: $lost"
[ "${lost:-99}" -le 3 ] || fail "$lost pings were lost: $(grep transmitted "$out/pings.log")"
prol2tp lac show session
stop_prol2tpd lac lns
check_captures
for kind in tun veth; do # the pair of the case itself is one
    left=$(ip netns exec "$(ns lac)" ip -o link show type $kind | grep -v ' to-lns' | cut -d: -f2)
    [ -z "$left" ] || fail "left:$left"
done
pass "PPP: $ppp; Ethernet: $traffic; over a wire of packets: TCP $merged_tcp Mbit/s; daemons stopped: TCP $stopped_tcp Mbit/s; killed: TCP $mbits Mbit/s, $lost pings lost until the next ones went on"
