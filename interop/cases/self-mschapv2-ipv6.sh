# Both ends ours: MS-CHAPv2, and IPv6 in the tunnel besides IPv4; no capture may show the password.
. "$(dirname "$0")/../lib.sh"
space lac lns
link lac 10.0.0.1/24 lns 10.0.0.2/24
capture lns to-lac l2tp
prol2tpd lns lns '' "$(lns_config mschapv2 | sed 's/^    auth_peer yes/&; ipv6 yes/')
session profile \"default\" { interface_name \"ppp-s\" }"
prol2tpd lac lac '' "$(lac_config 10.0.0.2 'ppp_profile_name "six"')
ppp profile \"six\" { ipv6 yes }"
wait_for 15 "the LAC's session is up" session_is_up lac
wait_for 5 "the LNS's session is up" session_is_up lns
link_local() { ip -n "$(ns "$1")" -6 -o addr show dev ppp-s scope link | sed -n 's/.*inet6 \(fe80[0-9a-f:]*\).*/\1/p' | head -1; }
has_link_local() { [ -n "$(link_local "$1")" ]; }
wait_for 5 "the LAC has a link-local address" has_link_local lac
wait_for 5 "the LNS has a link-local address" has_link_local lns
inside lac ping -6 -n -c 3 -i 0.2 -W 2 "$(link_local lns)%ppp-s" || fail "no IPv6 ping from the LAC"
inside lns ping -6 -n -c 3 -i 0.2 -W 2 "$(link_local lac)%ppp-s" || fail "no IPv6 ping from the LNS"
both_ways lac lns 10.77.0.1
stop_prol2tpd lac lns
grep -aq flintstone "$out/l2tp.pcap" && fail "the password is in the capture"
check_captures
pass "IPv6 ping, $traffic"
