# Both ends ours, FreeRADIUS beside the LNS: PAP, CHAP, MS-CHAP, MS-CHAPv2 and EAP of a user whom only RADIUS knows; address and route are
# RADIUS's; accounting records of every session; a session ended by Disconnect-Request; refused without a server.
. "$(dirname "$0")/../lib.sh"
need python3
space lac lns
link lac 10.0.0.1/24 lns 10.0.0.2/24
radius_of_lns radius lns
radius_keywords='radius_server 127.0.0.1; radius_secret "radiussecret"; radius_disconnect_port 3799; radius_timeout 1; radius_retries 1'
lac_of_barney() { lac_config 10.0.0.2 "$1" | sed 's/fred/barney/; s/flintstone/rubble/'; }
for way in pap chap mschapv1 eap mschapv2; do
    lns_ppp='use_radius yes' prol2tpd "lns-$way" lns "$radius_keywords" "$(lns_ppp='use_radius yes' lns_config $way)"
    prol2tpd "lac-$way" lac '' "$(lac_of_barney '')"
    wait_for 15 "$way: the LAC's session is up" session_is_up "lac-$way"
    wait_for 5 "$way: the LNS's session is up" session_is_up "lns-$way"
    ip -n "$(ns lac)" -4 addr show dev ppp-s | grep -q 'inet 10.77.9.9' || fail "$way: the LAC has not the address of RADIUS"
    ip -n "$(ns lns)" route | grep -q '^10.99.0.0/16 dev' || fail "$way: the LNS has not the route of RADIUS"
    inside lac ping -n -c 3 -i 0.2 -W 2 10.77.0.1 >/dev/null || fail "$way: no ping"
    prol2tp "lns-$way" show system | tee -a "$out/show.txt" | grep -q 'radius: questions 1, accepted 1' || fail "$way: show system does not count"
    if [ $way = mschapv2 ]; then
        # Code 40, User-Name, and the digest of all of it (RFC 5176 §2.3).
        inside lns python3 - <<'END' >"$out/disconnect.txt" || fail "no answer to the Disconnect-Request"
import hashlib, socket, struct
attributes = b"\x01\x08barney"
head = struct.pack("!BBH", 40, 7, 20 + len(attributes))
digest = hashlib.md5(head + bytes(16) + attributes + b"radiussecret").digest()
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.settimeout(5)
s.sendto(head + digest + attributes, ("127.0.0.1", 3799))
print("answer", s.recv(4096)[0])
END
        grep -q 'answer 41' "$out/disconnect.txt" || fail "the Disconnect-Request is not acknowledged: $(cat "$out/disconnect.txt")"
        wait_for 5 "the session is ended by RADIUS" logged "lac-$way" 'session down'
    fi
    stop_prol2tpd "lac-$way" "lns-$way"
done
records() { grep -c "Acct-Status-Type = $1" "$out/radius.etc/detail"; }
has_records() { [ "$(records Start)" -ge 5 ] && [ "$(records Stop)" -ge 5 ]; }
wait_for 5 "records of five sessions" has_records
grep -q 'Acct-Output-Octets = [1-9]' "$out/radius.etc/detail" || fail "no record says what was carried"
grep -q 'Acct-Terminate-Cause = Admin-Reset' "$out/radius.etc/detail" || fail "no record says that a session was ended by RADIUS"
grep -q 'Class = 0x70726f6c327470' "$out/radius.etc/detail" || fail "no record has the Class of the server"
stop radius
prol2tpd lns-dead lns "$radius_keywords" "$(lns_ppp='use_radius yes' lns_config pap)"
prol2tpd lac-dead lac '' "$(lac_of_barney '')"
wait_for 20 "without a server the user is refused" logged lns-dead 'no RADIUS server answers'
session_is_up lac-dead && fail "a session without RADIUS"
stop_prol2tpd lac-dead lns-dead
pass "PAP, CHAP, MS-CHAP, EAP, MS-CHAPv2; $(records Start) records of begins, $(records Stop) of ends; disconnect; refused without a server"
