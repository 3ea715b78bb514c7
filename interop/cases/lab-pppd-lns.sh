# in the lab
# needs ppp iperf3 tcpdump tshark iputils-ping ethtool
# Both ends ours: pppd has the PPP of our LNS (ppp_unix), and we have it at the LAC, with PAP, CHAP and MS-CHAPv2.
. "$(dirname "$0")/../lib.sh"
pppd_ends
told=
for authentication in pap chap mschapv2; do
    pppd_round $authentication ppp_embedded ppp_unix
done
check_captures
pass "${told#; }"
