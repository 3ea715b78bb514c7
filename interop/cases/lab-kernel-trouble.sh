# in the lab
# needs tcpdump tshark iputils-ping ethtool
# The kernel's data plane in trouble: `auto` chooses it and says why; a session whose interface cannot be made is refused
# with result 4 and a line that names call and errno, and the others carry on. A daemon that is killed leaves nothing behind
# in the kernel, and the next one starts.
. "$(dirname "$0")/../lib.sh"
space lac lns
link lac 10.0.0.1/24 lns 10.0.0.2/24
capture lns to-lac l2tp
prol2tpd lns lns "data_plane kernel" "$(lns_config chap)"
session() { echo "session \"$1\" { user_name \"fred\"; user_password \"flintstone\"; interface_name \"$2\" }"; }
config="tunnel \"t\" { dest_ipaddr 10.0.0.2; version l2tpv2; secret \"tunnelsecret\"
$(session a ppp-a)
$(session b ppp-b)
$(session c to-lns)
}"
prol2tpd lac lac "data_plane auto" "$config"
logged lac 'data_plane.*kernel \(auto: this kernel has L2TP and PPP\)' || fail "the log does not say which data plane and why"
prol2tp lac show system | grep -q 'kernel (auto: this kernel has L2TP and PPP)' || fail "show system does not say it"
two_up() { [ "$(grep -c ' session up ' "$out/lac.log")" -ge 2 ]; }
wait_for 20 "two sessions are up" two_up
wait_for 20 "the third is refused, with call and errno" logged lac 'link name to-lns.*errno 17'
wait_for 5 "the peer is told result 4" logged lns 'result=4'
through() { inside lac ping -q -n -c 3 -i 0.2 -W 2 -I "$1" 10.77.0.1 | grep -q ' 0% packet loss'; }
through ppp-a || fail "no ping through a"
through ppp-b || fail "no ping through b"
[ "$(grep -c ' tunnel up ' "$out/lac.log")" = 1 ] || fail "the tunnel went down"

java=$(pgrep -f "$out/lac.conf" | tail -1)
kill -KILL "$java" || fail "no daemon to kill"
nothing_left() { [ -z "$(inside lac ip l2tp show tunnel)" ] && ! inside lac ip -d link | grep -q '^ *ppp '; }
wait_for 10 "a killed daemon leaves nothing behind" nothing_left
prol2tpd lac lac "data_plane kernel" "$config"
wait_for 30 "the next one carries traffic" through ppp-a
through ppp-b || fail "no ping through b"
stop_prol2tpd lac lns
[ -z "$(inside lac ip l2tp show tunnel)$(inside lns ip l2tp show tunnel)" ] || fail "a kernel still has something of ours"
check_captures
pass "auto says why; one session refused with call, errno and result 4; killed: nothing left"
