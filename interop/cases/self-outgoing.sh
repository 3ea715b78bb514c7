# Both ends ours: the LNS has the LAC dial (OCRQ, OCRP, OCCN), with tunnel authentication both ways, CHAP, traffic.
. "$(dirname "$0")/../lib.sh"
space lac lns
link lac 10.0.0.1/24 lns 10.0.0.2/24
capture lns to-lac l2tp
prol2tpd lac lac '' 'peer profile "lns" { lac_lns lac; tunnel_profile_name "t"; session_profile_name "dial"; }
tunnel profile "t" { secret "tunnelsecret"; auth_mode challenge; }
session profile "dial" { called_number "5551234"; connect_speed 128000; user_name "fred"; user_password "flintstone"; interface_name "ppp-s"; }'
prol2tpd lns lns '' "$(lns_config chap)
tunnel \"to-lac\" { version l2tpv2
    dest_ipaddr 10.0.0.1
    secret \"tunnelsecret\"
    auth_mode challenge
    ppp_profile_name \"p\"
    session \"office\" { session_type lnoc; called_number \"5551234\"; minimum_bps 64000; maximum_bps 256000; }
    session \"nobody\" { session_type lnoc; called_number \"911\"; persist no; }
}"
wait_for 15 "the LNS's session is up" session_is_up lns
wait_for 5 "the LAC's session is up" session_is_up lac
wait_for 5 "the other number is not dialled" logged lns 'session down.*result=6'
both_ways lac lns 10.77.0.1
prol2tp lns show session to-lac office >"$out/show.txt" || fail "prol2tp show session at the LNS"
grep -q 'LNS Outgoing Call' "$out/show.txt" || fail "the session is not shown as an outgoing call of the LNS"
grep -q '128000' "$out/show.txt" || fail "the speed of the line is not shown"
stop_prol2tpd lac lns
for type in 7 8 9; do # OCRQ OCRP OCCN
    [ "$(messages l2tp $type)" -gt 0 ] || fail "no message of type $type crossed"
done
check_captures
pass "$traffic"
