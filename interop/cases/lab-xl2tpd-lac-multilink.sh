# in the lab
# needs xl2tpd ppp iperf3 tcpdump tshark iputils-ping ethtool
# Two sessions of pppd's multilink at our LNS, each by an xl2tpd of its own, since one cannot have two tunnels in the
# kernel: they are one bundle, for pppd and for us; traffic both ways, in pieces too; the second goes, and the bundle stays.
. "$(dirname "$0")/../lib.sh"
space lac lns
link lac 10.0.0.1/24 lns 10.0.0.2/24
capture lns to-lac l2tp
prol2tpd lns lns 'data_plane userspace' "$(lns_ppp='multilink yes' lns_config chap)"
xl2tpd_ppp=$'noauth\nuser fred\npassword flintstone\nmultilink\nmrru 1500'
dial=('[lac t]' 'lns = 10.0.0.2' 'autodial = yes' 'require authentication = no' 'name = fred' 'length bit = yes')
mkdir -p /var/run/pppd /run/pppd 2>/dev/null
xl2tpd lac lac "${dial[@]}"
wait_for 30 "pppd has an address" has_address lac 10.77.1
xl2tpd other lac 'port = 1702' "${dial[@]}"
two_up() { [ "$(grep -c ' session up ' "$out/lns.log")" = 2 ]; }
wait_for 30 "both sessions are up" two_up
devices() { ip -n "$(ns "$1")" -o link show | grep -cE ': (ppp|l2tp)'; }
ip -n "$(ns lac)" addr
prol2tp lns show session --json | tee "$out/show.txt" | grep -q 'link 2 of 2' || fail "we show no bundle"
[ "$(devices lns)" = 1 ] || fail "$(devices lns) devices at our end"
[ "$(devices lac)" = 1 ] || fail "$(devices lac) devices at pppd's end"
both_ways lac lns 10.77.0.1
long_ping() { inside lac ping -n -c 5 -i 0.1 -W 2 -s 1450 10.77.0.1 || fail "no long ping $*"; }
long_ping "over two links"
ping_through lns 10.77.1.1
xl2tpd_control other 'd t'
wait_for 10 "a session is down" logged lns ' session down '
# pppd asks the link that went to terminate, and sends by it as well, until it has waited long enough
carries() { inside lac ping -n -c 1 -W 1 10.77.0.1; }
sleep 12; wait_for 20 "pppd sends by the link that is left alone" carries
long_ping "over the link that is left"
ping_through lns 10.77.1.1
[ "$(devices lns)" = 1 ] || fail "$(devices lns) devices at our end after that"
prol2tp lns show session --json | tee -a "$out/show.txt" | grep -q 'link 1 of 1' || fail "we show no bundle of one link"
stop_prol2tpd lns
check_captures
pass "$traffic, in pieces too, and over one link"
