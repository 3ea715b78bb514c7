# in the lab
# needs xl2tpd ppp iperf3 tcpdump tshark iputils-ping ethtool
# Our LAC, where pppd has the PPP (ppp_unix, since nobody is named), logs in at xl2tpd and pppd by chap: traffic both ways, nothing left behind. A wrong
# password is told in the log.
. "$(dirname "$0")/../lib.sh"
space lac lns
link lac 10.0.0.1/24 lns 10.0.0.2/24
capture lns to-lac l2tp
xl2tpd_ppp=$'auth\nrequire-chap\nname lns'
mkdir -p "$out/lns.etc"
echo 'fred * flintstone *' >"$out/lns.etc/secrets"
xl2tpd lns lns '[lns default]' 'ip range = 192.168.77.10-192.168.77.20' 'local ip = 192.168.77.1' \
    'require authentication = yes' 'name = lns' 'length bit = yes'
ppp_choice=auto prol2tpd lac lac 'data_plane kernel; log_level debug' "$(lac_config 10.0.0.2)"
wait_for 30 "our session is up" session_is_up lac
wait_for 5 "the interface has an address" has_address lac 192.168.77
both_ways lac lns 192.168.77.1
[ "$(pppds lac)" = 1 ] || fail "there are $(pppds lac) pppd at the LAC"
stop_prol2tpd lac
wait_for 10 "no pppd of ours is left" eval '[ "$(pppds lac)" = 0 ]'
[ -z "$(inside lac ip l2tp show tunnel)$(inside lac ip l2tp show session)" ] || fail "the kernel still has something of ours"
wait_for 10 "xl2tpd's tunnel is closed" logged lns 'Connection .*closed'
prol2tpd lac lac 'data_plane kernel; plugin ppp_unix' "$(lac_config 10.0.0.2 | sed 's/flintstone/wrong/')"
wait_for 30 "the wrong password is told" logged lac 'pppd ended status=19 meaning="we failed to authenticate ourselves to the peer"'
stop_prol2tpd lac
check_captures
pass "chap, $traffic"
