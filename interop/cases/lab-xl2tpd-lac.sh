# in the lab
# needs xl2tpd ppp iperf3 tcpdump tshark iputils-ping ethtool
# xl2tpd and pppd log in at our LNS by PAP, CHAP, MS-CHAPv1, MS-CHAPv2 and EAP in turn: traffic both ways.
. "$(dirname "$0")/../lib.sh"
space lac lns
link lac 10.0.0.1/24 lns 10.0.0.2/24
xl2tpd_ppp=$'noauth\nuser fred\npassword flintstone'
report=
for auth in pap chap mschapv1 mschapv2 eap; do
    capture lns to-lac "$auth"
    prol2tpd lns lns 'data_plane userspace' "$(lns_config $auth)"
    xl2tpd lac lac '[lac t]' 'lns = 10.0.0.2' 'autodial = yes' 'require authentication = no' 'name = fred' 'length bit = yes'
    wait_for 20 "pppd has an address ($auth)" has_address lac 10.77.1
    wait_for 5 "our session is up ($auth)" session_is_up lns
    both_ways lac lns 10.77.0.1
    prol2tp lns show session
    xl2tpd_control lac 'd t'
    wait_for 10 "the session is down ($auth)" logged lns ' session down '
    stop_prol2tpd lns
    stop lac
    report+="; $auth: $traffic"
done
check_captures
pass "${report#; }"
