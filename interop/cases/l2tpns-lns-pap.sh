# Our LAC calls l2tpns, which asks FreeRADIUS by PAP and terminates PPP itself: traffic to an address behind it.
. "$(dirname "$0")/../lib.sh"
space lac lns net
link lac 10.0.0.1/24 lns 10.0.0.2/24
link lns 10.9.0.1/24 net 10.9.0.2/24
route net default via 10.9.0.1
capture lns to-lac l2tp
radius radius lns
l2tpns lns lns 10.0.0.2 'set radius_authtypes "pap"'
prol2tpd lac lac '' "$(lac_version=auto lac_config 10.0.0.2 'ppp_profile_name "p"')
ppp profile \"p\" { route 10.9.0.0/24 }"
wait_for 20 "our session is up" session_is_up lac
wait_for 5 "the interface has an address" has_address lac 10.66
chose_v2 lac
both_ways lac net 10.9.0.2
prol2tp lac show tunnel
prol2tp lac show session
stop_prol2tpd lac
check_captures
pass "pap, $traffic"
