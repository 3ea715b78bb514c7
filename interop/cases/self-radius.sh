# Both ends ours, FreeRADIUS beside the LNS: PAP, CHAP, MS-CHAP, MS-CHAPv2 and EAP of a user whom only RADIUS knows; address and route are
# RADIUS's; accounting records of every session; a session ended by Disconnect-Request, one by the time that a CoA-Request gave it; refused without a server;
# radius_hint.
. "$(dirname "$0")/../lib.sh"
need python3
space lac lns
link lac 10.0.0.1/24 lns 10.0.0.2/24
radius_of_lns radius lns
radius_keywords='radius_server 127.0.0.1; radius_secret "radiussecret"; radius_disconnect_port 3799; radius_timeout 1; radius_retries 1'
lac_of_barney() { lac_config 10.0.0.2 "$1" | sed 's/fred/barney/; s/flintstone/rubble/'; }
# authorization CODE PYTHON-OCTETS: a request with these attributes and the digest of all of it (RFC 5176 §2.3)
authorization() {
    inside lns python3 - "$1" "$2" <<'END' || fail "no answer to a request of code $1"
import hashlib, socket, struct, sys
code, attributes = int(sys.argv[1]), eval(sys.argv[2])
head = struct.pack("!BBH", code, 7, 20 + len(attributes))
digest = hashlib.md5(head + bytes(16) + attributes + b"radiussecret").digest()
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.settimeout(5)
s.sendto(head + digest + attributes, ("127.0.0.1", 3799))
answer, at, cause = s.recv(4096), 20, 0
while at < len(answer):
    if answer[at] == 101:
        cause = struct.unpack("!I", answer[at + 2:at + 6])[0]
    at += answer[at + 1]
print("answer", answer[0], "cause", cause)
END
}
for way in pap chap mschapv1 eap mschapv2; do
    lns_ppp='use_radius yes' prol2tpd "lns-$way" lns "$radius_keywords" "$(lns_ppp='use_radius yes' lns_config $way)"
    prol2tpd "lac-$way" lac '' "$(lac_of_barney '')"
    wait_for 15 "$way: the LAC's session is up" session_is_up "lac-$way"
    wait_for 5 "$way: the LNS's session is up" session_is_up "lns-$way"
    ip -n "$(ns lac)" -4 addr show dev ppp-s | grep -q 'inet 10.77.9.9' || fail "$way: the LAC has not the address of RADIUS"
    ip -n "$(ns lns)" route | grep -q '^10.99.0.0/16 dev' || fail "$way: the LNS has not the route of RADIUS"
    inside lac ping -n -c 3 -i 0.2 -W 2 10.77.0.1 >/dev/null || fail "$way: no ping"
    prol2tp "lns-$way" show system | tee -a "$out/show.txt" | grep -q "radius: questions $([ $way = eap ] && echo 2 || echo 1), accepted 1" || fail "$way: show system does not count"
    if [ $way = chap ]; then
        # Code 43: User-Name and Filter-Id, which nobody can change; then Session-Timeout 3.
        authorization 43 'b"\x01\x08barney" + b"\x0b\x04ab"' >"$out/coa.txt"
        grep -q 'answer 45 cause 401' "$out/coa.txt" || fail "a CoA-Request with Filter-Id: $(cat "$out/coa.txt")"
        authorization 43 'b"\x01\x08barney" + b"\x1b\x06\x00\x00\x00\x03"' >"$out/coa.txt"
        grep -q 'answer 44' "$out/coa.txt" || fail "the CoA-Request is not acknowledged: $(cat "$out/coa.txt")"
        wait_for 6 "the session lasts no longer than RADIUS wants" logged "lns-$way" 'may last no longer'
    fi
    if [ $way = mschapv2 ]; then
        authorization 40 'b"\x01\x08barney"' >"$out/disconnect.txt"
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
# EAP by another method, which is between FreeRADIUS and the user.
stop radius
eap_method=mschapv2
radius_of_lns radius lns
lns_ppp='use_radius yes' prol2tpd lns-eap2 lns "$radius_keywords" "$(lns_ppp='use_radius yes' lns_config eap)"
prol2tpd lac-eap2 lac '' "$(lac_of_barney '')"
wait_for 15 "EAP with MS-CHAPv2: the LAC's session is up" session_is_up lac-eap2
inside lac ping -n -c 3 -i 0.2 -W 2 10.77.0.1 >/dev/null || fail "EAP with MS-CHAPv2: no ping"
prol2tp lns-eap2 show system | tee -a "$out/show.txt" | grep -q 'radius: questions 3, accepted 1' || fail "EAP with MS-CHAPv2: not the three questions of the method"
stop_prol2tpd lac-eap2
prol2tpd lac-eap2 lac '' "$(lac_of_barney '' | sed 's/rubble/slate/')"
wait_for 15 "EAP with a wrong password is refused" logged lns-eap2 'refused by RADIUS'
stop_prol2tpd lac-eap2 lns-eap2
# radius_hint: the system's servers do not answer, those of the profile's file do; a reload reads the file anew.
printf 'authserver 127.0.0.1\nacctserver 127.0.0.1\nservers hint.servers\nradius_timeout 1\nradius_retries 1\n' >"$out/hint.conf"
printf '127.0.0.1 radiussecret\n' >"$out/hint.servers"
chmod 600 "$out/hint.servers"
prol2tpd lns-hint lns 'radius_server 127.0.0.9; radius_secret "other"' "$(lns_ppp='use_radius yes; radius_hint "hint.conf"' lns_config chap)"
prol2tpd lac-hint lac '' "$(lac_of_barney '')"
wait_for 15 "radius_hint: the LAC's session is up" session_is_up lac-hint
printf '127.0.0.1\n' >"$out/hint.servers"
prol2tp lns-hint reload >"$out/reload.txt" 2>&1 && fail "a file of secrets without a secret is taken"
grep -q "hint.servers:1:1: a line needs a host and its secret" "$out/reload.txt" || fail "the error does not say where: $(cat "$out/reload.txt")"
printf '127.0.0.1 wrongsecret\n' >"$out/hint.servers"
prol2tp lns-hint reload >"$out/reload.txt" || fail "no reload: $(cat "$out/reload.txt")"
grep -q 'radius servers' "$out/reload.txt" || fail "the reload does not say that servers changed: $(cat "$out/reload.txt")"
inside lac ping -n -c 2 -i 0.2 -W 2 10.77.0.1 >/dev/null || fail "a reload of the servers took the session away"
stop_prol2tpd lac-hint
prol2tpd lac-hint lac '' "$(lac_of_barney '')"
wait_for 20 "with another secret no server answers" logged lns-hint 'no RADIUS server answers'
stop_prol2tpd lac-hint lns-hint
stop radius
prol2tpd lns-dead lns "$radius_keywords" "$(lns_ppp='use_radius yes' lns_config pap)"
prol2tpd lac-dead lac '' "$(lac_of_barney '')"
wait_for 20 "without a server the user is refused" logged lns-dead 'no RADIUS server answers'
session_is_up lac-dead && fail "a session without RADIUS"
stop_prol2tpd lac-dead lns-dead
pass "PAP, CHAP, MS-CHAP, EAP (MD5, MS-CHAPv2), MS-CHAPv2; $(records Start) records of begins, $(records Stop) of ends; disconnect, change; radius_hint; refused without a server"
