# in the lab -k time-travel=inf-cpu
# needs xl2tpd ppp tcpdump tshark iputils-ping ethtool
# xl2tpd and pppd at our LNS for an idle hour of the guest's time; then the link is cut: both ends notice. Time that
# nobody uses passes at once.
. "$(dirname "$0")/../lib.sh"
space lac lns
link lac 10.0.0.1/24 lns 10.0.0.2/24
capture lns to-lac l2tp
prol2tpd lns lns 'data_plane userspace' "$(lns_tunnel='hello_timeout 50' lns_config chap)"
xl2tpd_ppp=$'noauth\nuser fred\npassword flintstone\nlcp-echo-interval 30\nlcp-echo-failure 4'
xl2tpd lac lac '[lac t]' 'lns = 10.0.0.2' 'autodial = yes' 'require authentication = no' 'name = fred' 'length bit = yes' \
    'redial = yes' 'redial timeout = 10'
wait_for 20 "pppd has an address" has_address lac 10.77.1
poll_step=5  # a look costs more than the time between two
sleep 3600
logged lns ' session down ' && fail "the session did not live for an hour"
ping_through lac 10.77.0.1
hellos=$(messages l2tp 6)
[ "$hellos" -ge 60 ] || fail "$hellos HELLOs in an hour"
ip -n "$(ns lns)" link set to-lac down
wait_for 180 "our LNS notices the cut" logged lns ' tunnel down '
wait_for 300 "xl2tpd notices the cut" logged lac 'Maximum retries exceeded|Terminating pppd'
ip -n "$(ns lns)" link set to-lac up
again() { [ "$(grep -c ' session up ' "$out/lns.log")" = 2 ]; }
wait_for 300 "a session again" again
stop_prol2tpd lns
check_captures
pass "an hour, $hellos HELLOs, a cut, a session again"
