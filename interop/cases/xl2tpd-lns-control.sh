# Our LAC calls xl2tpd: tunnel authentication both ways, call, HELLO, StopCCN. Then xl2tpd dies without a word: our LAC
# finds out by HELLO, and comes back when xl2tpd does. No PPP.
. "$(dirname "$0")/../lib.sh"
space lac lns
link lac 10.0.0.1/24 lns 10.0.0.2/24
capture lns to-lac l2tp
lns() { xl2tpd lns lns '[lns default]' 'ip range = 192.168.77.10-192.168.77.20' 'local ip = 192.168.77.1' 'challenge = yes' \
    'require authentication = no' 'name = lns' 'length bit = yes'; }
lns
lac() { prol2tpd lac lac 'data_plane none; tunnel_persist_pend_timeout 120' \
    "$(lac_version=auto lac_config 10.0.0.2 'no_ppp yes' $'auth_mode simple\n    hello_timeout 1\n    max_retries 2')"; }
lac
wait_for 10 "xl2tpd has the call" logged lns 'Call established'
wait_for 5 "our LAC has its session" logged lac ' session up '
chose_v2 lac
sleep 2.5
logged lac ' session down ' && fail "the call was not steady"
stop_prol2tpd lac
wait_for 5 "our StopCCN closed xl2tpd's tunnel" logged lns 'Connection .*closed'

lac
wait_for 10 "a session again" logged lac ' session up '
stop lns 1 KILL
wait_for 20 "our LAC finds xl2tpd dead" logged lac ' tunnel down '
lns
again() { [ "$(grep -c ' session up ' "$out/lac.log")" = 2 ]; }
wait_for 40 "our LAC is back" again
stop_prol2tpd lac
[ "$(messages l2tp 6)" -gt 0 ] || fail "no HELLO was sent"
check_captures
pass "both ends authenticated, HELLO, StopCCN; back after xl2tpd died"
