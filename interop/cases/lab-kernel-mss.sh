# in the lab
# needs iperf3 tcpdump tshark iputils-ping ethtool
# mss_clamp on the kernel's data plane: hosts behind LAC and LNS, which know nothing of the session's MTU, and no ICMP gets
# through. Their TCP is told segments that fit, in both directions, IPv4; without mss_clamp it is not. With keep_sessions it is
# told so too while there is no daemon, and by the one that comes after one that was killed.
. "$(dirname "$0")/../lib.sh"
space host lac lns server
link lac 10.0.0.1/24 lns 10.0.0.2/24
link host 10.1.0.2/24 lac 10.1.0.1/24
link lns 10.2.0.1/24 server 10.2.0.2/24
inside host ip route add default via 10.1.0.1
inside server ip route add default via 10.2.0.1
for n in lac lns; do
    inside $n sysctl -qw net.ipv4.ip_forward=1
    inside $n nft 'add table ip drops; add chain ip drops out { type filter hook output priority 0; }; add rule ip drops out icmp type destination-unreachable drop' ||
        fail "no packet filter"
done
capture lns to-lac l2tp
start syns server tcpdump -n -l -i to-lns 'tcp[tcpflags] & tcp-syn != 0'
start answers host tcpdump -n -l -i to-lac 'tcp[tcpflags] & tcp-syn != 0'
connected() { # the session is up, and host and server reach each other through it
    wait_for 20 "the session is up" session_is_up lac
    wait_for 20 "at the LNS too" session_is_up lns
    device=$(sed -n 's/.* session up .*interface=\([^ ]*\).*/\1/p' "$out/lns.log" | tail -1)
    inside lac ip route add 10.2.0.0/24 dev ppp-s
    inside lns ip route add 10.1.0.0/24 dev "$device"
    poll 10 inside host ping -q -n -c 1 -W 1 10.2.0.2 || fail "no ping from host to server"
}
round() { # round CLAMP: a session with that, and the routes
    prol2tpd lns lns "data_plane kernel" "$(lns_ppp="mss_clamp $1; mtu 1300; mru 1300" lns_config chap)"
    prol2tpd lac lac "data_plane kernel" "$(lac_config 10.0.0.2)
ppp profile \"default\" { mss_clamp $1; mtu 1300; mru 1300; }"
    connected
    inside lac nft list tables
}
both_end() {
    stop_prol2tpd lac
    stop_prol2tpd lns
}
round yes
inside lac nft list table inet "prol2tp-$(cat "$out/lac.pid")" || fail "no table of ours"
iperf_through host server 10.2.0.2
up=$mbits
iperf_through host server 10.2.0.2 -R
logged syns '\[S\], .*mss 1260' || fail "the server is told $(grep -o 'mss [0-9]*' "$out/syns.log" | tail -1)"
logged answers 'S\.\], .*mss 1260' || fail "the host is told $(grep -o 'mss [0-9]*' "$out/answers.log" | tail -1)"
both_end
inside lac nft list tables | grep prol2tp && fail "the table is left"
round no
inside lac nft list tables | grep prol2tp && fail "a table without a reason"
logged syns '\[S\], .*mss 1460' && fail "a SYN came by unclamped before"
inside host timeout 6 iperf3 -c 10.2.0.2 -t 1 >"$out/unclamped.log" 2>&1 # nobody listens: a SYN is all
poll 5 logged syns '\[S\], .*mss 1460' || fail "without mss_clamp the server is told $(grep -o 'mss [0-9]*' "$out/syns.log" | tail -1)"
both_end
# --- over the death of a daemon
keep="keep_sessions yes; state_file $out/lac.state"
lac() { prol2tpd lac lac "data_plane kernel; $keep" "$(lac_config 10.0.0.2)
ppp profile \"default\" { mss_clamp yes; mtu 1300; mru 1300; }"; }
syn() { # syn WHEN: one is told what fits
    local seen
    seen=$(grep -c '\[S\]' "$out/syns.log")
    inside host timeout 6 iperf3 -c 10.2.0.2 -t 1 >>"$out/syn.log" 2>&1 # nobody listens
    more() { [ "$(grep -c '\[S\]' "$out/syns.log")" -gt "$seen" ]; }
    wait_for 5 "$1: a SYN arrives" more
    grep '\[S\]' "$out/syns.log" | tail -1 | grep 'mss 1260' || fail "$1 the server is told $(grep -o 'mss [0-9]*' "$out/syns.log" | tail -1)"
}
tables() { inside lac nft list tables | grep -c prol2tp; }
prol2tpd lns lns "data_plane kernel" "$(lns_ppp="mss_clamp no; mtu 1300; mru 1300" lns_config chap)"
lac
connected
syn "with a daemon"
sleep 1
stop lac 10 KILL
[ "$(tables)" = 1 ] || fail "the table is gone with the daemon"
syn "without a daemon"
lac
wait_for 20 "the LAC goes on" session_is_up lac
sleep 1 # what nobody asks for is swept away
[ "$(tables)" = 1 ] || fail "there are $(tables) tables of ours"
syn "with the next daemon"
both_end
[ "$(tables)" = 0 ] || fail "the table is left after all"
check_captures
pass "MSS 1260 both ways in an MTU of 1300, TCP $up and $mbits Mbit/s; 1460 without mss_clamp; held while the daemon was away"
