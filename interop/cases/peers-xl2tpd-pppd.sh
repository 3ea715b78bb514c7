# in the lab
# needs xl2tpd ppp iperf3 tcpdump tshark iputils-ping ethtool
# xl2tpd at both ends, each driving pppd on the guest's kernel. Proves the lab.
. "$(dirname "$0")/../lib.sh"
space lac lns
link lac 10.0.0.1/24 lns 10.0.0.2/24
capture lns to-lac l2tp
xl2tpd lns lns '[lns default]' 'ip range = 192.168.77.10-192.168.77.20' 'local ip = 192.168.77.1' \
    'require authentication = no' 'name = lns' 'length bit = yes'
xl2tpd lac lac '[lac t]' 'lns = 10.0.0.2' 'autodial = yes' 'require authentication = no' 'name = lac' 'length bit = yes'
wait_for 10 "PPP is up" has_address lac 192.168.77
both_ways lac lns 192.168.77.1
xl2tpd_control lac 'd t'
sleep 1
check_captures
pass "$traffic"
