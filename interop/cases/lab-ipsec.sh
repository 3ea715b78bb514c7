# in the lab
# needs jq iputils-ping strongswan-swanctl charon-systemd tcpdump
# L2TP over IPsec by examples/ipsec: strongSwan at both ends, transport mode, pre-shared key. ESP on the wire and nothing
# else; who comes in clear is refused by require_ipsec, and not without it.
. "$(dirname "$0")/../lib.sh"
examples=$root/examples/ipsec
space lac lns plain
link lac 10.0.0.1/24 lns 10.0.0.2/24
link plain 10.0.1.1/24 lns 10.0.1.2/24
start wire lac tcpdump -i to-lns -U -w "$out/wire.pcap" 'ip'
wait_for 10 "capturing" logged wire "listening on"
strongswan lns-ike lns "$examples/lns-swanctl.conf"
strongswan lac-ike lac "$examples/lac-swanctl.conf" 's/192\.0\.2\.1/10.0.0.2/'

prol2tpd lns lns "require_ipsec yes" "$(sed '/^system/,/^}/d' "$examples/lns.conf")"
prol2tpd lac lac "require_ipsec yes" "$(sed '/^system/,/^}/d; s/192\.0\.2\.1/10.0.0.2/' "$examples/lac.conf")"
wait_for 60 "the LAC's session is up" session_is_up lac
ping_through lac 10.77.0.1
[ "$(prol2tp lac show tunnel office --json | jq -r '.tunnels[0].transport.using_ipsec')" = 1 ] || fail "using_ipsec is not 1"
swanctl lns-ike --list-sas | tee "$out/sas" | grep -q 'TRANSPORT' || fail "no association in transport mode"
mode=$(prol2tp lns show system | sed -n 's/.*data.plane: *//p')

# In clear: no answer, no tunnel, told in the log.
dropped() { prol2tp lns show system | sed -n 's/.*ipsec: required; datagrams dropped: //p'; }
[ "$(dropped)" = 0 ] || fail "$(dropped) datagrams dropped before any came in clear"
prol2tpd plain plain "" "$(lac_config 10.0.1.2)"
dropped_some() { [ "$(dropped)" -ge 2 ]; }
wait_for 20 "what comes in clear is dropped" dropped_some
wait_for 20 "and told in the log" logged lns 'datagrams were dropped: they came without the IPsec'
logged lns 'peer=10.0.1.1' && fail "the LNS has heard of the peer that comes in clear"
logged plain 'tunnel up' && fail "a tunnel came up in clear"
refused=$(dropped)
stop_prol2tpd lac
sleep 1
stop wire 3 INT
sealed wire esp || fail "not all of it is ESP: $(tcpdump -n -r "$out/wire.pcap" 2>/dev/null | grep -v ESP | head -3)"

# A client that requires IPsec hears nobody who has none: no tunnel without it either way.
stop lns 20
prol2tpd lns lns "" "$(lns_config chap)"
wait_for 60 "without require_ipsec it is served" session_is_up plain
stop_prol2tpd plain
prol2tpd plain plain "require_ipsec yes" "$(lac_config 10.0.1.2)"
its_dropped() { prol2tp plain show system | grep -qE 'datagrams dropped: [1-9]'; }
wait_for 30 "what the LNS answers in clear is dropped" its_dropped
logged plain 'tunnel up' && fail "a tunnel of a LAC that requires IPsec came up in clear"
stop plain 0
stop lns 0
pass "data plane $mode in ESP, nothing in clear; $refused datagrams in clear refused, served without require_ipsec"
