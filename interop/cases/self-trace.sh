# Both ends ours: watch and trace --pcap follow a tunnel of the LAC over IPv4 and one over IPv6; tshark decodes what was written.
. "$(dirname "$0")/../lib.sh"
need tshark
space lac lns
link lac 10.0.0.1/24 lns 10.0.0.2/24
ip -n "$(ns lac)" addr add 2001:db8::1/64 dev to-lns nodad
ip -n "$(ns lns)" addr add 2001:db8::2/64 dev to-lac nodad
gone() { ! alive "$1"; }
follow() { # follow NAME ARGUMENT...: prol2tp in the background
    start "$1" lac "$root/bin/prol2tp" --socket "/tmp/$run-lac.sock" "${@:2}"
}
prol2tpd lac lac '' "$(lac_config 10.0.0.2)
tunnel six { dest_ipaddr 2001:db8::2; secret tunnelsecret; session s6 { user_name fred; user_password flintstone; } }"
follow watch watch -v
follow four trace t --pcap "$out/four.pcap"
follow six trace six fsm --pcap "$out/six.pcap"
prol2tpd lns lns '' "$(lns_config chap | sed 's|peer_ipaddr 10.0.0.0/8; ||')"
both_up() { [ "$(grep -c ' session up ' "$out/lac.log")" -ge 2 ]; }
wait_for 60 "both sessions of the LAC are up" both_up
stop_prol2tpd lac lns
for n in watch four six; do poll 5 gone "$n"; done
for n in four six; do
    "$root/interop/check-capture" "$out/$n.pcap" || fail "tshark objects to $n.pcap"
    for filter in 'l2tp.type == 1 && l2tp.avp.message_type == 2' 'l2tp.avp.message_type == 12' 'ppp && lcp' 'chap' 'ipcp'; do
        [ "$(tshark -n -r "$out/$n.pcap" -Y "$filter" 2>/dev/null | wc -l)" -gt 0 ] || fail "$n.pcap: nothing is $filter"
    done
done
logged watch "TUNNEL UP: handle=[0-9]+ tid=[0-9]+ peer_tid=[0-9]+" || fail "watch tells of no tunnel that is up"
logged watch "SESSION UP: handle=[0-9]+ tid=[0-9]+ sid=[0-9]+ peer_tid=[0-9]+ peer_sid=[0-9]+" || fail "watch tells of no session"
logged four 'FSM: LAIC\([0-9]+/[0-9]+\) state change: WAITREPLY --> ESTABLISHED' || fail "trace tells nothing of the session"
logged lac '^.*FSM: ' && fail "the log has what only the follower wants"
pass "followed, and tshark decodes it"
