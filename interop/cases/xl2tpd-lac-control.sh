# xl2tpd calls our LNS: tunnel authentication both ways, call, HELLO, and the tunnel closed by either end. No PPP.
. "$(dirname "$0")/../lib.sh"
space lac lns
link lac 10.0.0.1/24 lns 10.0.0.2/24
capture lns to-lac l2tp
prol2tpd lns lns 'data_plane none' \
    "$(lns_tunnel='auth_mode challenge; hello_timeout 1' lns_config pap chap)"
xl2tpd lac lac '[lac t]' 'lns = 10.0.0.2' 'autodial = no' 'challenge = yes' 'require authentication = no' 'name = lac' \
    'length bit = yes' 'redial = no'
xl2tpd_control lac 'c t'
wait_for 10 "xl2tpd has its call" logged lac 'Call established'
wait_for 5 "our LNS has the tunnel" logged lns ' tunnel up '
sleep 2.5
xl2tpd_control lac 'd t'
wait_for 5 "xl2tpd's StopCCN closed the tunnel" logged lns ' tunnel down '
[ "$(grep -c 'Call established' "$out/lac.log")" = 1 ] || fail "the call was not steady"
xl2tpd_control lac 'c t'
twice() { [ "$(grep -c "$2" "$out/$1.log")" = 2 ]; }
wait_for 10 "xl2tpd calls again" twice lac 'Call established'
stop_prol2tpd lns
wait_for 5 "our StopCCN closed xl2tpd's tunnel" twice lac 'Connection .*closed'
stop lac
[ "$(messages l2tp 6)" -gt 0 ] || fail "no HELLO was sent"
check_captures
pass "both ends authenticated, HELLO, StopCCN from either end"
