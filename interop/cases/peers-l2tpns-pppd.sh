# in the lab
# needs xl2tpd ppp l2tpns freeradius iperf3 tcpdump tshark iputils-ping ethtool
# xl2tpd and pppd as LAC, l2tpns with FreeRADIUS as LNS, an address behind it. Proves both peers' set-up.
. "$(dirname "$0")/../lib.sh"
space lac lns net
link lac 10.0.0.1/24 lns 10.0.0.2/24
link lns 10.9.0.1/24 net 10.9.0.2/24
route net default via 10.9.0.1
capture lns to-lac l2tp
radius radius lns
l2tpns lns lns 10.0.0.2
xl2tpd_ppp=$'noauth\nuser fred\npassword flintstone'
xl2tpd lac lac '[lac t]' 'lns = 10.0.0.2' 'autodial = yes' 'require authentication = no' 'name = fred' 'length bit = yes'
wait_for 10 "PPP is up" has_address lac 10.66
route lac 10.9.0.0/24 dev ppp0
both_ways lac net 10.9.0.2
xl2tpd_control lac 'd t'
sleep 1
check_captures
pass "$traffic"
