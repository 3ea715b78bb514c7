# Both ends ours, with a router between them whose second link carries less than Ethernet does, and then still less. Tunnels with
# `do_pmtu_discovery`: their interfaces carry what fits into the path, PPP of L2TPv2, PPP and Ethernet of L2TPv3 with cookie and
# sublayer, IPv4 and IPv6, over UDP and IP; nothing that fits is cut in pieces or lost. Then the LNS's first link becomes narrow: its
# tunnels use the listening socket, where the kernel cuts in pieces what is too long, until the interfaces carry less.
. "$(dirname "$0")/../lib.sh"
need tcpdump
space lac mid lns
link lac 10.0.1.1/24 mid 10.0.1.2/24
link mid 10.0.2.1/24 lns 10.0.2.2/24
ip -n "$(ns lac)" addr add fd00:1::1/64 dev to-mid nodad
ip -n "$(ns mid)" addr add fd00:1::2/64 dev to-lac nodad
ip -n "$(ns mid)" addr add fd00:2::1/64 dev to-lns nodad
ip -n "$(ns lns)" addr add fd00:2::2/64 dev to-mid nodad
inside mid sh -c 'echo 1 >/proc/sys/net/ipv6/conf/all/forwarding; echo 0 >/proc/sys/net/ipv4/icmp_ratelimit; echo 0 >/proc/sys/net/ipv6/icmp/ratelimit'
route lac 10.0.2.0/24 via 10.0.1.2
route lac fd00:2::/64 via fd00:1::2
route lns 10.0.1.0/24 via 10.0.2.1
route lns fd00:1::/64 via fd00:2::1
back() { ip -n "$(ns mid)" link set to-lac mtu "$1"; ip -n "$(ns lac)" link set to-mid mtu "$1"; }
path() { ip -n "$(ns mid)" link set to-lns mtu "$1"; ip -n "$(ns lns)" link set to-mid mtu "$1"; }
prol2tpd lns lns 'listen_on_ip yes' "
peer profile \"default\" { tunnel_profile_name t; ppp_profile_name p; session_profile_name s; ethernet_profile_name e }
tunnel profile \"t\" { secret \"pathsecret\"; mtu 1500; do_pmtu_discovery yes }
session profile \"s\" { cookie_length 8 }
ethernet profile \"e\" { mtu 1518; local_ipaddr 10.90.0.1; netmask 255.255.255.0 }
ppp profile \"p\" { local_ipaddr 10.77.0.1; ip_pool_name pool; auth_peer yes }
ippool \"pool\" { network 10.77.1.0/24 }
user \"fred\" { password \"flintstone\" }"
who='user_name fred; user_password flintstone; interface_name'
common='secret "pathsecret"; do_pmtu_discovery yes; mtu 1500'
prol2tpd lac lac '' "
ethernet profile \"e\" { mtu 1518; local_ipaddr 10.90.0.2; netmask 255.255.255.0 }
tunnel \"v2\" { dest_ipaddr 10.0.2.2; version l2tpv2; $common; session \"s\" { $who v2-ppp } }
tunnel \"v3\" { dest_ipaddr 10.0.2.2; version l2tpv3; $common; session \"s\" { $who v3-ppp } }
tunnel \"eth\" { dest_ipaddr 10.0.2.2; version l2tpv3; $common
    session \"s\" { pseudowire_type eth; ethernet_profile_name e; interface_name v3-eth; l2spec_type none } }
tunnel \"v6\" { dest_ipaddr fd00:2::2; version l2tpv3; $common; session \"s\" { $who v6-ppp } }
tunnel \"ip\" { dest_ipaddr 10.0.2.2; version l2tpv3; encap ip; $common; session \"s\" { $who ip-ppp } }"
all_up() { [ "$(prol2tp lac show session --json | jq '[.sessions[] | select(.up_seconds > 0)] | length')" = 5 ]; }
mtu() { ip -n "$(ns lac)" -j link show "$1" | jq '.[0].mtu'; }
is() { [ "$(mtu "$1")" = "$2" ]; }
wait_for 20 "all sessions are up" all_up
# Of 1500 octets: IP's and UDP's header, L2TP's, cookie, sublayer, PPP's or Ethernet's.
before="$(mtu v2-ppp) $(mtu v3-ppp) $(mtu v3-eth) $(mtu v6-ppp)"
names=(v2-ppp v3-ppp v3-eth v6-ppp ip-ppp) to=(10.77.0.1 10.77.0.1 10.90.0.1 10.77.0.1 10.77.0.1)
expect() { # expect PATH V2 V3 ETH V6 IP: sends what is too long until the interfaces carry what fits
    path "$1"
    local wanted=("${@:2}") i
    for i in "${!names[@]}"; do
        poll 20 settles "${names[i]}" "${to[i]}" "${wanted[i]}" || fail "path of $1: ${names[i]} carries $(mtu "${names[i]}"), not ${wanted[i]}"
    done
    # What fills an interface arrives in one piece.
    start pieces mid tcpdump -l -n -i to-lns '(ip[6:2] & 0x3fff != 0) or (ip6 and ip6[6] = 44)'
    wait_for 20 "looking for pieces" logged pieces "listening on"
    for i in "${!names[@]}"; do
        inside lac ping -q -n -M do -c 3 -i 0.1 -W 3 -s $((wanted[i] - 28)) -I "${names[i]}" "${to[i]}" | grep ' 0% packet loss' ||
            fail "path of $1: what fits into ${names[i]} is lost"
    done
    stop pieces 3 INT
    grep -q '> 10\|> fd' "$out/pieces.log" && fail "path of $1: datagrams are cut in pieces: $(grep -m1 '> ' "$out/pieces.log")"
    say "path of $1: ${*:2}"
}
settles() { inside lac ping -q -n -M do -c 1 -W 1 -s $(($(mtu "$1") - 28)) -I "$1" "$2"; is "$1" "$3"; }
expect 1400 1356 1348 1338 1328 1360
expect 1300 1256 1248 1238 1228 1260
prol2tp lac show log 2>/dev/null | grep 'the path carries' | tail -4
[ "$(grep -c 'the path carries' "$out/lac.log")" -ge 10 ] || fail "the log does not tell of each"
# From the LNS: the interface whose peer is the LAC's address.
address() { ip -n "$(ns lac)" -o -4 addr show dev "$1" | sed -n 's:.* inet \([0-9.]*\)[ /].*:\1:p'; }
theirs() { ip -n "$(ns lns)" -j route get "$1" | jq -r '.[0].dev'; }
theirs_mtu() { ip -n "$(ns lns)" -j link show "$(theirs "$1")" | jq '.[0].mtu'; }
lns_settles() { # lns_settles ADDRESS MTU: what fits into the LNS's own link, but not beyond the router
    inside lns ping -q -n -M do -c 1 -W 1 -s 1300 "$1"
    [ "$(theirs_mtu "$1")" = "$2" ]
}
path 1500
back 1280
wanted=(1236 1236 1230 1216 1248) # the LAC asks for no cookie, and in one for no sublayer
for i in "${!names[@]}"; do
    at=$(address "${names[i]}")
    poll 20 lns_settles "$at" "${wanted[i]}" || fail "LNS, path of 1280: $(theirs "$at") of ${names[i]} carries $(theirs_mtu "$at"), not ${wanted[i]}"
    inside lns ping -q -n -M do -c 3 -i 0.1 -W 3 -s 1150 "$at" | grep ' 0% packet loss' || fail "LNS, path of 1280: what fits is lost"
done
stop_prol2tpd lac lns
pass "1500: $before; 1400: 1356 1348 1338 1328 1360; 1300: 1256 1248 1238 1228 1260; nothing in pieces; the LNS, 1280: ${wanted[*]}"
