# Both ends ours: each is killed with SIGKILL and started again with keep_sessions. The other end does not notice, and
# sessions come and go afterwards. Without the kernel's data plane a session has no interface in between.
. "$(dirname "$0")/../lib.sh"
space lac lns
link lac 10.0.0.1/24 lns 10.0.0.2/24
keep() { echo "data_plane userspace; keep_sessions yes; state_file $out/$1.state"; }
lns() { prol2tpd lns lns "$(keep lns)" "$(lns_config chap)"; }
lac() { prol2tpd lac lac "$(keep lac)" "$(lac_config 10.0.0.2)"; }
lns
lac
ups() { [ "$(cat "$out/$1".log* | grep -c ' session up ')" = "$2" ]; }
wait_for 15 "the session is up" ups lac 1
wait_for 5 "at the LNS too" ups lns 1
stop lns 5 KILL
lns
wait_for 5 "the LNS goes on" ups lns 2
logged lns 'goes on after a restart; sessions: 1 of 1' || fail "the LNS does not say so"
ping_through lac 10.77.0.1
stop lac 5 KILL
lac
wait_for 5 "the LAC goes on" ups lac 2
logged lac 'goes on after a restart; sessions: 1 of 1' || fail "the LAC does not say so"
ping_through lac 10.77.0.1
prol2tp lac stop --keep || fail "the LAC cannot be told to leave all to the next"
poll 10 eval '! alive lac' || fail "the LAC does not end"
lac
wait_for 5 "the LAC goes on once more" ups lac 3
ping_through lac 10.77.0.1
# On purpose: SIGPWR leaves all to the next one, in order.
stop lns 10 PWR || fail "the LNS does not end by SIGPWR"
[ -e "$out/lns.pid" ] && fail "the pid file is left"
lns
wait_for 5 "the LNS goes on once more" ups lns 3
ping_through lac 10.77.0.1
cat "$out"/l??.log* | grep -E ' (session|tunnel) down ' && fail "something went down"
prol2tp lac delete session t s || fail "the session cannot be deleted"
session_is_down() { logged lns ' session down '; }
wait_for 5 "the LNS hears that the session ends" session_is_down
stop_prol2tpd lac
wait_for 5 "the LNS hears of the tunnel's end" logged lns ' tunnel down '
stop_prol2tpd lns
ls "$out" | grep -q '\.state$' && fail "a state file is left"
pass "sessions go on after SIGKILL of the LNS and of the LAC, after SIGPWR and after stop --keep"
