# xl2tpd, as LNS, has our LAC dial: OCRQ, OCRP, OCCN. No PPP. xl2tpd 1.3.18 reads the OCCN and is silent from then
# on, so the tunnel ends by our patience.
. "$(dirname "$0")/../lib.sh"
space lac lns
link lac 10.0.0.1/24 lns 10.0.0.2/24
capture lns to-lac l2tp
prol2tpd lac lac 'data_plane none' 'tunnel profile "default" { secret "tunnelsecret"; auth_mode none; max_retries 1; }
session profile "default" { session_type laoc; called_number "5551234"; no_ppp yes; }'
xl2tpd lns lns '[lns default]' 'ip range = 192.168.77.10-192.168.77.20' 'local ip = 192.168.77.1' \
    'require authentication = no' 'name = lns' 'length bit = yes'
xl2tpd_control lns 't 10.0.0.1'
wait_for 10 "our LAC has the tunnel" logged lac ' tunnel up '
tunnel=$(sed -n 's/.*Connection established to [^,]*, [0-9]*\. *Local: \([0-9]*\),.*/\1/p' "$out/lns.log" | tail -1)
say "xl2tpd's tunnel is $tunnel"
xl2tpd_control lns "o $tunnel 5551234"
wait_for 10 "our LAC has dialled" logged lac ' session up '
wait_for 10 "xl2tpd has the call" logged lns 'Outgoing-Call-Connected'
sleep 1
logged lac ' session down ' && fail "the call was not steady"
stop_prol2tpd lac
stop lns
for type in 7 8 9; do # OCRQ OCRP OCCN
    [ "$(messages l2tp $type)" -gt 0 ] || fail "no message of type $type crossed"
done
check_captures
pass "xl2tpd has our LAC dial"
