# in the lab
# needs ppp iperf3 tcpdump tshark iputils-ping ethtool
# PPP of L2TPv3 by pppd (ppp_unix) at our LAC, over UDP, and at both ends, over IP.
. "$(dirname "$0")/../lib.sh"
pppd_ends
told=
lac_version=l2tpv3
pppd_round chap ppp_unix ppp_embedded
pppd_round chap ppp_unix ppp_unix 'encap ip'
check_captures
pass "${told#; }"
