# in the lab
# needs jq iputils-ping
# The counter using_ipsec: 1 for a tunnel to whose peer the kernel has ESP associations both ways. Associations without
# policies change nothing of the traffic.
. "$(dirname "$0")/../lib.sh"
space lac lns
link lac 10.0.0.1/24 lns 10.0.0.2/24
capture lns to-lac l2tp
prol2tpd lns lns '' "$(lns_config chap)"
prol2tpd lac lac '' "$(lac_config 10.0.0.2)"
wait_for 30 "the LAC's session is up" session_is_up lac
using_ipsec() { prol2tp lac show tunnel t --json | jq -r '.tunnels[0].transport.using_ipsec'; }
protect() { # protect SOURCE DESTINATION SPI
    ip -n "$(ns lac)" xfrm state add src "$1" dst "$2" proto esp spi "$3" mode transport \
        auth 'hmac(sha1)' 0x1111111111111111111111111111111111111111 enc 'cbc(aes)' 0x11111111111111111111111111111111 ||
        fail "the guest's kernel takes no ESP association"
}
[ "$(using_ipsec)" = 0 ] || fail "using_ipsec is $(using_ipsec) without IPsec"
protect 10.0.0.1 10.0.0.2 1
[ "$(using_ipsec)" = 0 ] || fail "using_ipsec is $(using_ipsec) with one direction protected"
protect 10.0.0.2 10.0.0.1 2
[ "$(using_ipsec)" = 1 ] || fail "using_ipsec is $(using_ipsec) with both directions protected"
prol2tp lac show tunnel t statistics | grep -q 'using ipsec: 1' || fail "the text does not tell"
stop_prol2tpd lac lns
check_captures
pass "0, then 1 with associations both ways"
