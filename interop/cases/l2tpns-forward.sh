# A PPP session from our LAC arrives at l2tpns, which as a LAC passes it on to our LNS: traffic LAC, l2tpns, LNS.
. "$(dirname "$0")/../lib.sh"
space lac mid lns
link lac 10.0.0.1/24 mid 10.0.0.2/24
link mid 10.1.0.1/24 lns 10.1.0.2/24
capture mid to-lac lac-side
capture mid to-lns lns-side
radius radius mid
l2tpns mid mid 10.0.0.2 'set radius_authtypes "pap"' 'setforward fred 10.1.0.2 1701 tunnelsecret'
prol2tpd lns lns '' "$(lns_config pap chap)"
prol2tpd lac lac '' "$(lac_config 10.0.0.2)"
wait_for 30 "our LAC's session is up" session_is_up lac
wait_for 5 "our LNS's session is up" session_is_up lns
wait_for 5 "the interface has an address" has_address lac 10.77.1
both_ways lac lns 10.77.0.1
stop_prol2tpd lac
stop_prol2tpd lns
check_captures
pass "$traffic"
