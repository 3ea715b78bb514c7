# in the lab -k time-travel=inf-cpu
# needs xl2tpd ppp tcpdump tshark iputils-ping ethtool
# Our LAC at xl2tpd and pppd for an idle hour of the guest's time; then the link is cut: our LAC notices, and comes back
# by itself when the link does.
. "$(dirname "$0")/../lib.sh"
space lac lns
link lac 10.0.0.1/24 lns 10.0.0.2/24
capture lns to-lac l2tp
xl2tpd_ppp=$'noauth\nlcp-echo-interval 30\nlcp-echo-failure 4'
xl2tpd lns lns '[lns default]' 'ip range = 192.168.77.10-192.168.77.20' 'local ip = 192.168.77.1' \
    'require authentication = no' 'name = lns' 'length bit = yes'
prol2tpd lac lac 'data_plane userspace; tunnel_persist_pend_timeout 120' \
    "$(lac_config 10.0.0.2 '' 'hello_timeout 50')"
wait_for 20 "the interface has an address" has_address lac 192.168.77
poll_step=5  # a look costs more than the time between two
sleep 3600
logged lac ' session down ' && fail "the session did not live for an hour"
ping_through lac 192.168.77.1
hellos=$(messages l2tp 6)
[ "$hellos" -ge 60 ] || fail "$hellos HELLOs in an hour"
ip -n "$(ns lns)" link set to-lac down
wait_for 180 "our LAC notices the cut" logged lac ' tunnel down '
sleep 600
ip -n "$(ns lns)" link set to-lac up
again() { [ "$(grep -c ' session up ' "$out/lac.log")" = 2 ]; }
wait_for 300 "a session again" again
ping_through lac 192.168.77.1
stop_prol2tpd lac
check_captures
pass "an hour, $hellos HELLOs, ten minutes cut, a session again"
