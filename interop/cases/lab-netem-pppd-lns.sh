# in the lab
# needs ppp iperf3 tcpdump tshark iputils-ping ethtool
# lab-pppd-lns through a link that loses 5% of the packets each way and delays them by 50 ms.
netem='delay 50ms loss 5%'
. "$(dirname "$0")/lab-pppd-lns.sh"
