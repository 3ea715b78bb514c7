# Both ends ours: tunnels that no control protocol sets up, made while the daemons run: a static one over IP, a quiescent one over
# UDP, which says HELLO and notices when its peer is gone and when it is there again. Their circuits are told of to nobody.
. "$(dirname "$0")/../lib.sh"
space lac lns
link lac 10.0.0.1/24 lns 10.0.0.2/24
capture_v3 lns to-lac l2tp none
start_end() { # start_end END
    prol2tpd "$1" "$1" 'listen_on_ip yes' 'ethernet profile "static" { mtu 1400 } ethernet profile "quiet" { mtu 1300 }'
}
create() { # create END OTHER N PEER: both tunnels at that end
    local e=$1 n=$2 p=$3 peer=$4
    prol2tp "$e" create tunnel static version l2tpv3 mode static encap ip dest_ipaddr "$peer" tunnel_id "1$n" peer_tunnel_id "1$p" || fail "$e: no static tunnel"
    printf 'hex:a%sa1a2a3a4a5a6a7\n' "$n" "$p" | prol2tp "$e" create session static port pseudowire_type eth interface_name static0 \
        ethernet_profile_name static session_id "2$n" peer_session_id "2$p" cookie - peer_cookie - cookie_length 8 2>"$out/create.txt" || fail "$e: no static session: $(cat "$out/create.txt")"
    prol2tp "$e" create tunnel quiet version l2tpv3 mode quiescent dest_ipaddr "$peer" tunnel_id "3$n" peer_tunnel_id "3$p" \
        hello_timeout 1 retry_timeout 1 max_retries 2 || fail "$e: no quiescent tunnel"
    prol2tp "$e" create session quiet port pseudowire_type eth interface_name quiet0 ethernet_profile_name quiet session_id "4$n" peer_session_id "4$p" || fail "$e: no quiescent session"
    ip -n "$(ns "$e")" addr add "10.91.0.$n/24" dev static0
    ip -n "$(ns "$e")" addr add "10.92.0.$n/24" dev quiet0
}
start_end lac
start_end lns
create lac 1 2 10.0.0.2
create lns 2 1 10.0.0.1
prol2tp lac show tunnel
prol2tp lac show session
ping_through lac 10.91.0.2
both_ways lac lns 10.92.0.2
poll 10 eval 'tshark -n -r "$out/l2tp.pcap" -Y "l2tp.avp.message_type == 6" 2>/dev/null | grep -q .' || fail "no HELLO crossed"
others=$(tshark -n -r "$out/l2tp.pcap" -Y "l2tp.avp.message_type && l2tp.avp.message_type != 6 && l2tp.avp.message_type != 20" 2>/dev/null)
[ -z "$others" ] || fail "messages besides HELLO and ACK crossed: $(echo "$others" | head -1)"
quiet_is() { prol2tp lac show tunnel quiet --json | jq -e "(.tunnels[0].state == \"Established\") == $1"; }
stop lns 0 KILL
wait_for 20 "the quiescent tunnel is down when nobody answers HELLO" quiet_is false
logged lac 'tunnel down tunnel=quiet' || fail "the LAC's log does not tell"
prol2tp lac show tunnel static --json | jq -e '.tunnels[0].state == "Established"' || fail "the static tunnel is down too"
rm -f "/tmp/$run-lns.sock" "$out/lns.pid"
start_end lns
create lns 2 1 10.0.0.1
wait_for 30 "the quiescent tunnel is up again with its peer" quiet_is true
ip -n "$(ns lac)" addr replace 10.92.0.1/24 dev quiet0
ping_through lac 10.92.0.2
ip -n "$(ns lac)" neigh flush dev static0 # nothing told us that the other end is a new interface
ping_through lac 10.91.0.2
stop_prol2tpd lac lns
check_captures
pass "a static tunnel over IP with cookies and a quiescent one over UDP, made by prol2tp create: $traffic; loss and return of the peer noticed by HELLO"
