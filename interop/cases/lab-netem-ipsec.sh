# in the lab
# needs jq iputils-ping strongswan-swanctl charon-systemd tcpdump
# lab-ipsec through a link that loses 5% of the packets each way and delays them by 50 ms.
netem='delay 50ms loss 5%'
. "$(dirname "$0")/lab-ipsec.sh"
