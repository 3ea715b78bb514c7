# in the lab -k time-travel=inf-cpu
# needs tcpdump tshark iputils-ping ethtool
# Both ends ours, the kernel's data plane at both, for two idle hours of the guest's time: PPP of L2TPv2 by UDP and of L2TPv3 by
# IP. HELLO and LCP's echo keep both alive; a session that may be idle for ten minutes ends after them; then the link is cut:
# both ends notice, and the sessions come back. Time that nobody uses passes at once.
. "$(dirname "$0")/../lib.sh"
space lac lns
link lac 10.0.0.1/24 lns 10.0.0.2/24
ip -n "$(ns lac)" addr add 10.0.0.3/24 dev to-lns
capture lns to-lac l2tp
lns_tunnel='hello_timeout 50' lns_ppp='lcp_echo_interval 30; lcp_echo_failure_count 4'
prol2tpd lns lns 'data_plane kernel; listen_on_ip yes' "$(lns_config chap)"
session() { echo "session \"$1\" { user_name fred; user_password flintstone; interface_name $1; ${2:-} }"; }
prol2tpd lac lac 'data_plane kernel' "
tunnel \"two\" { dest_ipaddr 10.0.0.2; src_ipaddr 10.0.0.1; version l2tpv2; secret tunnelsecret; hello_timeout 70
    $(session kept) $(session idle 'ppp_profile_name idle; persist no') }
tunnel \"three\" { dest_ipaddr 10.0.0.2; src_ipaddr 10.0.0.3; version l2tpv3; encap ip; secret tunnelsecret; hello_timeout 70
    $(session third) }
ppp profile \"idle\" { idle_timeout 600; ipv6 no } # the solicitations of IPv6 hosts are traffic
"
up() { [ "$(grep -c ' session up ' "$out/lac.log")" -ge "$1" ]; }
wait_for 60 "three sessions are up" up 3
[ "$(inside lac ip l2tp show session | grep -c '^Session')" = 3 ] || fail "the kernel has not three sessions"
poll_step=5  # a look costs more than the time between two
sleep 500
logged lac ' session down ' && fail "a session went down within ten minutes"
sleep 300
[ "$(grep -c ' session down ' "$out/lac.log")" = 1 ] || fail "not one session went down after ten idle minutes"
grep ' session down ' "$out/lac.log" | grep 'session=idle' || fail "another session than the idle one went down"
sleep 6400
[ "$(grep -c ' session down ' "$out/lac.log")" = 1 ] || fail "a session did not live for two hours"
inside lac ping -n -c 3 -W 2 -I kept 10.77.0.1 || fail "no ping after two hours"
inside lac ping -n -c 3 -W 2 -I third 10.77.0.1 || fail "no ping after two hours by IP"
hellos=$(messages l2tp 6)
[ "$hellos" -ge 100 ] || fail "$hellos HELLOs in two hours"
echoes=$(tcpdump -n -r "$out/l2tp.pcap" 2>/dev/null | grep -c 'Echo-Re')
ip -n "$(ns lns)" link set to-lac down
down_at() { [ "$(grep -c ' tunnel down ' "$out/$1.log")" -ge 2 ]; }
wait_for 300 "our LNS notices the cut" down_at lns
wait_for 300 "our LAC notices the cut" down_at lac
ip -n "$(ns lns)" link set to-lac up
wait_for 400 "the sessions are back" up 5
inside lac ping -n -c 3 -W 2 -I kept 10.77.0.1 || fail "no ping after the cut"
stop_prol2tpd lac lns
[ -z "$(inside lac ip l2tp show tunnel)$(inside lns ip l2tp show tunnel)" ] || fail "a kernel still has something of ours"
check_captures
pass "two hours, $hellos HELLOs by UDP, $echoes echoes, an idle session ended, a cut, the others back"
