# Both ends ours, `version auto`; between them sits what drops every SCCRQ with AVPs of L2TPv3, as an old peer might: the same
# tunnel comes up in L2TPv2 after some retransmissions, and carries PPP.
. "$(dirname "$0")/../lib.sh"
need python3
space lac lns
link lac 10.0.0.1/24 lns 10.0.0.2/24
capture lns to-lac l2tp
lns_config_v2=$(lns_tunnel='version l2tpv2' lns_config chap | sed 's|10.0.0.0/8|127.0.0.0/8|')
prol2tpd lns lns 'listen_ip 127.0.0.1' "$lns_config_v2"
# AVP 62, Pseudowire Capabilities List, in a message of type 1
cat >"$out/old.py" <<'END'
import select, socket
outer = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
outer.bind(("10.0.0.2", 1701))
inner = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
inner.bind(("127.0.0.1", 0))
peer = None
while True:
    for s in select.select([outer, inner], [], [])[0]:
        data, source = s.recvfrom(65536)
        if s is inner:
            outer.sendto(data, peer)
            continue
        peer = source
        avp, types = 12, []
        while data[0] & 0x80 and avp + 6 <= len(data):
            types.append(int.from_bytes(data[avp + 4:avp + 6], "big"))
            avp += max(6, int.from_bytes(data[avp:avp + 2], "big") & 1023)
        if 62 in types:
            print("dropped an SCCRQ of both versions", flush=True)
        else:
            inner.sendto(data, ("127.0.0.1", 1701))
END
start old lns python3 "$out/old.py"
poll 5 listens_udp lns 1701
prol2tpd lac lac '' "$(lac_version=auto lac_config 10.0.0.2 '' 'retry_timeout 1')"
wait_for 25 "the LAC's session is up" session_is_up lac
logged lac 'no answer to an SCCRQ of L2TPv3 and L2TPv2; L2TPv2 alone is tried' || fail "the LAC's log does not say that it falls back"
[ "$(prol2tp lac show tunnel t --json | jq -r '.. | .protocol_version? // empty' | head -1)" = 1.0 ] || say "$(prol2tp lac show tunnel t --json)"
ping_through lac 10.77.0.1
n=$(grep -c dropped "$out/old.log")
[ "$n" = 3 ] || fail "$n SCCRQs of both versions, 3 expected"
stop_prol2tpd lac lns
check_captures
pass "three SCCRQs of both versions ignored, then L2TPv2"
