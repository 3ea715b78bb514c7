# in the lab
# needs xl2tpd ppp iperf3 tcpdump tshark iputils-ping ethtool
# xl2tpd and pppd log in at our LNS, where pppd has the PPP too (ppp_unix), by MS-CHAPv2: traffic both ways, nothing left behind.
. "$(dirname "$0")/../lib.sh"
space lac lns
link lac 10.0.0.1/24 lns 10.0.0.2/24
capture lns to-lac l2tp
printf '"fred" * "flintstone" *\n' >"$out/secrets"
chmod 600 "$out/secrets"
pppd_secrets=$out/secrets prol2tpd lns lns 'data_plane kernel; plugin ppp_unix; log_level debug' "$(lns_config mschapv2)"
xl2tpd_ppp=$'noauth\nuser fred\npassword flintstone'
xl2tpd lac lac '[lac t]' 'lns = 10.0.0.2' 'autodial = yes' 'require authentication = no' 'name = fred' 'length bit = yes'
wait_for 30 "pppd has an address" has_address lac 10.77.1
wait_for 10 "our session is up" session_is_up lns
both_ways lac lns 10.77.0.1
[ "$(pppds lns)" = 1 ] || fail "there are $(pppds lns) pppd at the LNS"
prol2tp lns show session --json | grep -q '"fred"' || fail "the LNS does not say who its user is"
xl2tpd_control lac 'd t'
wait_for 10 "the session is down" logged lns ' session down '
wait_for 10 "its pppd has ended" eval '[ "$(pppds lns)" = 0 ]'
wait_for 5 "the interface is gone" eval '! inside lns ip -d link | grep -q "^ *ppp "'
stop_prol2tpd lns
[ -z "$(inside lns ip l2tp show tunnel)$(inside lns ip l2tp show session)" ] || fail "the kernel still has something of ours"
check_captures
pass "mschapv2, $traffic"
