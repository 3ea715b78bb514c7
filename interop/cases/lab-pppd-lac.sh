# in the lab
# needs ppp iperf3 tcpdump tshark iputils-ping ethtool
# Both ends ours: pppd has the PPP of our LAC (ppp_unix), and we have it at the LNS, with PAP, CHAP and MS-CHAPv2; then pppd at both ends.
. "$(dirname "$0")/../lib.sh"
pppd_ends
told=
for authentication in pap chap mschapv2; do
    pppd_round $authentication ppp_unix ppp_embedded
done
pppd_round mschapv2 ppp_unix ppp_unix
check_captures
pass "${told#; }"
