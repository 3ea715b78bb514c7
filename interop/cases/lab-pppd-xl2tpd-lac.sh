# in the lab
# needs xl2tpd ppp iperf3 tcpdump tshark iputils-ping ethtool
# xl2tpd and pppd log in at our LNS, where nobody is named for PPP and so pppd has it too (ppp_unix), by MS-CHAPv2: traffic both
# ways, nothing left behind. A reload that asks for what pppd does not do is refused with its place; after a restart PPP is ours.
. "$(dirname "$0")/../lib.sh"
pppd_ends
lns='log_level debug'
config=$(lns_config mschapv2 | sed '/^user /d')
ppp_choice=auto users=none pppd_secrets=$out/secrets prol2tpd lns lns "$lns" "$config"
automatic='ppp_unix (auto: the kernel carries PPP, and pppd is there)'
logged lns " ready .*ppp=\"${automatic//[()]/.}\"" || fail "the log does not say who has the PPP and why: $(grep ' ready ' "$out/lns.log")"
prol2tp lns show system | grep -qF "ppp: $automatic; pppd running: 0, started: 0, at most starting: 16" || fail "show system does not say it"
xl2tpd_ppp=$'noauth\nuser fred\npassword flintstone'
xl2tpd lac lac '[lac t]' 'lns = 10.0.0.2' 'autodial = yes' 'require authentication = no' 'name = fred' 'length bit = yes'
wait_for 30 "pppd has an address" has_address lac 10.77.1
wait_for 10 "our session is up" session_is_up lns
both_ways lac lns 10.77.0.1
[ "$(pppds lns)" = 1 ] || fail "there are $(pppds lns) pppd at the LNS"
prol2tp lns show session --json | grep -q '"fred"' || fail "the LNS does not say who its user is"
ppp_choice=auto users=none prol2tpd_conf lns "$lns" "$config"$'\nuser "wilma" { password "x" }'
place="lns.conf:$(grep -n '^user "wilma"' "$out/lns.conf" | cut -d: -f1):1: user \"wilma\""
for reload in 'reload --dry-run' reload; do
    prol2tp lns $reload >"$out/reload" 2>&1 && fail "$reload does not object to users"
    grep -F "$place" "$out/reload" | grep -q 'pppd has the PPP: restart the daemon' || fail "$reload says: $(cat "$out/reload")"
done
ping_through lac 10.77.0.1
xl2tpd_control lac 'd t'
wait_for 10 "the session is down" logged lns ' session down '
wait_for 10 "its pppd has ended" eval '[ "$(pppds lns)" = 0 ]'
wait_for 5 "the interface is gone" eval '! inside lns ip -d link | grep -q "^ *ppp "'
stop_prol2tpd lns
[ -z "$(inside lns ip l2tp show tunnel)$(inside lns ip l2tp show session)" ] || fail "the kernel still has something of ours"
ppp_choice=auto users=none pppd_secrets=$out/secrets prol2tpd lns lns "$lns" "$config"$'\nuser "wilma" { password "x" }'
logged lns " ready .*ppp=\"ppp_embedded .auto: [^ ]*${place% \"*}" || fail "a restart does not have PPP embedded: $(grep ' ready ' "$out/lns.log")"
stop_prol2tpd lns
check_captures
pass "mschapv2, $traffic"
