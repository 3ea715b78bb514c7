# xl2tpd as LAC, l2tpns as LNS: control messages only, as no program of ours takes part. Proves the scaffolding.
. "$(dirname "$0")/../lib.sh"
space lac lns
link lac 10.0.0.1/24 lns 10.0.0.2/24
capture lns to-lac l2tp
l2tpns lns lns 10.0.0.2
xl2tpd lac lac '[lac t]' 'lns = 10.0.0.2' 'autodial = no' 'require authentication = no' 'name = lac' 'length bit = yes'
sleep 1
xl2tpd_control lac 'c t'
wait_for 10 "the call is up" logged lac 'Call established'
xl2tpd_control lac 'd t'
wait_for 10 "the call is down" logged lac 'Connection .*closed|Disconnecting|StopCCN'
stop lac || fail "xl2tpd did not end"
sleep 1
check_captures
pass "tunnel and call up and down"
