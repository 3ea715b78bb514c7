# Both ends ours, in the background, with no more capabilities than the systemd unit leaves them: the command returns when
# the daemon serves, a second one is refused, SIGHUP opens a moved log anew under traffic, SIGTERM leaves nothing behind.
. "$(dirname "$0")/../lib.sh"
space lac lns
link lac 10.0.0.1/24 lns 10.0.0.2/24
prol2tpd_conf lns '' "$(lns_config chap)"
prol2tpd_conf lac '' "$(lac_config 10.0.0.2 '' 'hello_timeout 5')"
background() { # background NAME: starts it; its status
    inside "$1" setpriv --bounding-set=-all,+net_admin,+net_raw,+net_bind_service \
        env PROL2TP_JAVA_OPTIONS=-Xmx256m "$root/bin/prol2tpd" -c "$out/$1.conf" -o "$out/$1.log" 2>"$out/$1.stderr"
}
pid() { cat "$out/$1.pid"; }
gone() { [ -z "$(ip netns pids "$(ns "$1")")" ] && [ ! -e "$out/$1.pid" ] && [ ! -e "/tmp/$run-$1.sock" ]; }
has_no_device() { ! ip -n "$(ns "$1")" -o link show | grep -qE ': (ppp|l2tp)'; }
for n in lns lac; do
    background $n || fail "$n does not start: $(tail -1 "$out/$n.stderr")"
    ready $n $n || fail "$n is said to serve and does not"
    [ -s "$out/$n.stderr" ] && fail "$n said: $(head -1 "$out/$n.stderr")"
done
say "both serve"
[ "$(ps -o sid= -p "$(pid lac)" | tr -d ' ')" = "$(pid lac)" ] || fail "the LAC is in no session of its own"
wait_for 15 "the session is up" session_is_up lac
ping_through lac 10.77.0.1
background lns && fail "a second LNS starts"
grep -q "another prol2tpd is running as process $(pid lns)" "$out/lns.stderr" || fail "no reason: $(cat "$out/lns.stderr")"
inside lns "$root/bin/prol2tpd" -n -c "$out/lns.conf" | grep -qx "Config file OK." || fail "no check beside the live one"
mv "$out/lac.log" "$out/lac.log.1"
kill -HUP "$(pid lac)"
wait_for 5 "the LAC's log is opened anew" test -s "$out/lac.log"
ping_through lac 10.77.0.1
prol2tp lac show log | grep -q ' session up ' || fail "prol2tp show log does not tell of the session"
grep -q ' tunnel down ' "$out/lac.log" && fail "SIGHUP cost the tunnel"
kill -TERM "$(pid lac)"
wait_for 10 "the LAC is gone" gone lac
wait_for 5 "the LNS has no device" has_no_device lns
kill -TERM "$(pid lns)"
wait_for 10 "the LNS is gone" gone lns
has_no_device lac || fail "a device is left at the LAC"
pass "up, HUP, down, nothing left"
