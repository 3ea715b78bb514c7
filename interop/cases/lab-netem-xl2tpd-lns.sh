# in the lab
# needs xl2tpd ppp iperf3 tcpdump tshark iputils-ping ethtool
# lab-kernel-xl2tpd-lns through a link that loses 5% of the packets each way and delays them by 50 ms.
netem='delay 50ms loss 5%'
. "$(dirname "$0")/lab-kernel-xl2tpd-lns.sh"
