# Both ends ours: CHAP, tunnel authentication both ways, hidden AVPs, traffic, and both ends agree on its counters.
. "$(dirname "$0")/../lib.sh"
space lac lns
link lac 10.0.0.1/24 lns 10.0.0.2/24
capture lns to-lac l2tp
lns_tunnel='auth_mode challenge; hide_avps yes' prol2tpd lns lns '' "$(lns_tunnel='auth_mode challenge; hide_avps yes' lns_config chap)"
prol2tpd lac lac '' "$(lac_config 10.0.0.2 '' $'auth_mode challenge\n    hide_avps yes')"
wait_for 15 "the LAC's session is up" session_is_up lac
wait_for 5 "the LNS's session is up" session_is_up lns
both_ways lac lns 10.77.0.1
ping_through lns 10.77.1.1
for n in lac lns; do
    prol2tp $n show session | tee -a "$out/show.txt" | grep -q . || fail "prol2tp show session says nothing at the $n"
    prol2tp $n show tunnel >>"$out/show.txt" || fail "prol2tp show tunnel at the $n"
    prol2tp $n show system --json >>"$out/show.txt" || fail "prol2tp show system --json at the $n"
done
stop_prol2tpd lac lns
check_captures
pass "$traffic"
