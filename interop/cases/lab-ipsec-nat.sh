# in the lab
# needs iputils-ping strongswan-swanctl charon-systemd tcpdump nftables
# Two clients behind one NAT, of one address to the LNS, over IPsec by examples/ipsec with its marks: ESP in UDP on the wire,
# nothing in clear, each client has what is its own.
. "$(dirname "$0")/../lib.sh"
examples=$root/examples/ipsec
space one two nat lns
link one 192.168.1.2/24 nat 192.168.1.1/24
link two 192.168.2.2/24 nat 192.168.2.1/24
link nat 10.0.0.1/24 lns 10.0.0.2/24
route one default via 192.168.1.1
route two default via 192.168.2.1
# A port below 1024, which masquerading would give to the second client's IKE, may be another protocol's to tshark.
inside nat nft 'table ip nat { chain out { type nat hook postrouting priority srcnat; oifname "to-lns" ip protocol udp masquerade to :20000-60000; }; }' || fail "no NAT in this kernel"
inside lns nft -f "$examples/nftables.conf" || fail "nftables.conf is not taken"
start wire nat tcpdump -i to-lns -U -w "$out/wire.pcap" 'ip'
wait_for 10 "capturing" logged wire "listening on"
strongswan lns-ike lns "$examples/lns-swanctl.conf" 's/#\(mark_\|set_mark\)/\1/'
strongswan one-ike one "$examples/lac-swanctl.conf" 's/192\.0\.2\.1/10.0.0.2/'
strongswan two-ike two "$examples/lac-swanctl.conf" 's/192\.0\.2\.1/10.0.0.2/'
prol2tpd lns lns "require_ipsec yes" "$(sed '/^system/,/^}/d' "$examples/lns.conf")"
for client in one two; do
    prol2tpd $client $client "require_ipsec yes" "$(sed '/^system/,/^}/d; s/192\.0\.2\.1/10.0.0.2/' "$examples/lac.conf")"
    wait_for 60 "$client has a session" session_is_up $client
done
swanctl lns-ike --list-sas >"$out/sas"
[ "$(grep -c 'TRANSPORT-in-UDP' "$out/sas")" = 2 ] || fail "not two associations in UDP: $(grep -c TRANSPORT "$out/sas")"
address() { ip -n "$(ns "$1")" -4 addr show dev office | sed -n 's/.*inet \([0-9.]*\).*/\1/p'; }
[ -n "$(address one)" ] && [ "$(address one)" != "$(address two)" ] || fail "addresses: $(address one), $(address two)"
for client in one two one two; do
    ping_through $client 10.77.0.1
    ping_through lns "$(address $client)"
done
peers=$(grep -oE 'peer=10\.0\.0\.1:[0-9]+' "$out/lns.log" | sort -u | paste -sd ' ' -)
stop_prol2tpd one two lns
sleep 1
stop wire 3 INT
sealed wire 'udp port 4500' || fail "not all of it is ESP in UDP"
pass "two clients at $peers, ESP in UDP, nothing in clear"
