# in the lab
# needs xl2tpd ppp iperf3 tcpdump tshark iputils-ping ethtool
# Our LAC logs in at xl2tpd and pppd by eap: traffic both ways.
. "$(dirname "$0")/../lib.sh"
space lac lns
link lac 10.0.0.1/24 lns 10.0.0.2/24
capture lns to-lac l2tp
xl2tpd_ppp=$'auth\nrequire-eap\nname lns'
mkdir -p "$out/lns.etc"
echo 'fred * flintstone *' >"$out/lns.etc/secrets"
xl2tpd lns lns '[lns default]' 'ip range = 192.168.77.10-192.168.77.20' 'local ip = 192.168.77.1' \
    'require authentication = yes' 'name = lns' 'length bit = yes'
prol2tpd lac lac 'data_plane userspace' "$(lac_config 10.0.0.2)"
wait_for 20 "our session is up" session_is_up lac
wait_for 5 "the interface has an address" has_address lac 192.168.77
both_ways lac lns 192.168.77.1
prol2tp lac show session
stop_prol2tpd lac
wait_for 10 "xl2tpd's tunnel is closed" logged lns 'Connection .*closed'
check_captures
pass "eap, $traffic"
