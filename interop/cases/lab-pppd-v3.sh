# in the lab
# needs ppp iperf3 tcpdump tshark iputils-ping ethtool
# PPP of L2TPv3 by pppd (ppp_unix) at our LAC, over UDP, and at both ends, over IP.
. "$(dirname "$0")/../lib.sh"
space lac lns
link lac 10.0.0.1/24 lns 10.0.0.2/24
capture lns to-lac l2tp
printf '"fred" * "flintstone" *\n' >"$out/secrets"
chmod 600 "$out/secrets"
told=
lac_version=l2tpv3
pppd_round chap ppp_unix ppp_embedded
pppd_round chap ppp_unix ppp_unix 'encap ip'
check_captures
pass "${told#; }"
