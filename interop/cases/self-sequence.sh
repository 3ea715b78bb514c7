# Both ends ours: sequence numbers in data messages, demanded by both, with late ones put back in order.
. "$(dirname "$0")/../lib.sh"
space lac lns
link lac 10.0.0.1/24 lns 10.0.0.2/24
capture lns to-lac l2tp
prol2tpd lns lns '' "$(lns_config chap)
session profile \"default\" { use_sequence_numbers yes; sequencing_required yes; reorder_timeout 20 }"
prol2tpd lac lac '' "$(lac_config 10.0.0.2 $'use_sequence_numbers yes\n sequencing_required yes\n reorder_timeout 20')"
wait_for 15 "the LAC's session is up" session_is_up lac
wait_for 5 "the LNS's session is up" session_is_up lns
both_ways lac lns 10.77.0.1
stop_prol2tpd lac lns
check_captures
numbered=$(tshark -n -r "$out/l2tp.pcap" -Y 'l2tp.type == 0 && l2tp.seq_bit == 1' 2>/dev/null | wc -l)
[ "$numbered" -gt 0 ] || fail "no data message has a sequence number"
pass "$traffic, $numbered numbered messages captured"
