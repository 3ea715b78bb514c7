# Our LAC calls xl2tpd: tunnel authentication both ways, call, HELLO, and the tunnel closed by either end. No PPP.
. "$(dirname "$0")/../lib.sh"
space lac lns
link lac 10.0.0.1/24 lns 10.0.0.2/24
capture lns to-lac l2tp
xl2tpd lns lns '[lns default]' 'ip range = 192.168.77.10-192.168.77.20' 'local ip = 192.168.77.1' 'challenge = yes' \
    'require authentication = no' 'name = lns' 'length bit = yes'
lac() { prol2tpd lac lac 'data_plane none; tunnel_persist_pend_timeout 120' \
    "$(lac_config 10.0.0.2 'no_ppp yes' $'auth_mode simple\n    hello_timeout 1')"; }
lac
wait_for 10 "xl2tpd has the call" logged lns 'Call established'
wait_for 5 "our LAC has its session" logged lac ' session up '
sleep 2.5
logged lac ' session down ' && fail "the call was not steady"
stop_prol2tpd lac
wait_for 5 "our StopCCN closed xl2tpd's tunnel" logged lns 'Connection .* closed'
mv "$out/lac.log" "$out/lac-first.log"
lac
wait_for 10 "a session again" logged lac ' session up '
stop lns
wait_for 5 "xl2tpd's StopCCN closed our tunnel" logged lac ' tunnel down '
stop_prol2tpd lac
has_message l2tp 6 || fail "no HELLO was sent"
check_captures
pass "both ends authenticated, HELLO, StopCCN from either end"
