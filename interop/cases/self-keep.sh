# Both ends ours: each is killed with SIGKILL and started again with keep_sessions. The other end does not notice, and
# sessions come and go afterwards. The interfaces stay as they are, so that a connection over them goes on, and so do the
# sequence numbers of data, which both ends demand.
. "$(dirname "$0")/../lib.sh"
space lac lns
link lac 10.0.0.1/24 lns 10.0.0.2/24
keep() { echo "data_plane userspace; keep_sessions yes; state_file $out/$1.state"; }
lns() { prol2tpd lns lns "$(keep lns)" "$(lns_config chap)
session profile \"default\" { use_sequence_numbers yes; sequencing_required yes }"; }
lac() { prol2tpd lac lac "$(keep lac)" "$(lac_config 10.0.0.2 'use_sequence_numbers yes; sequencing_required yes')"; }
lns
lac
ups() { [ "$(cat "$out/$1".log* | grep -c ' session up ')" = "$2" ]; }
wait_for 15 "the session is up" ups lac 1
wait_for 5 "at the LNS too" ups lns 1
keeps() { ls -l "/proc/$(pgrep -f "KeeperMain $out/$1.state.keeper")/fd" | grep -q /dev/net/tun; }
for end in lac lns; do wait_for 10 "the keeper of $end has its interface" keeps $end; done
interfaces() { ip -n "$(ns "$1")" -o addr show type tun | sed 's/ valid_lft.*//'; }
interfaces lac >"$out/before-lac"
interfaces lns >"$out/before-lns"
stay() { interfaces "$1" | diff "$out/before-$1" - || fail "$2"; }
nothing_late() { # nothing_late END AFTER: an end that counts from 0 again has its messages discarded at the other
    prol2tp "$1" show session --json | jq -c '.sessions[0].data'
    [ "$(prol2tp "$1" show session --json | jq '.sessions[0].data.rx_oos_discards')" = 0 ] || fail "$2: the other end discards data that is late"
}
start iperf-lns lns iperf3 -s -1
poll 5 listens lns 5201 || fail "iperf3 did not start"
start connection lac iperf3 -c 10.77.0.1 -t 8 -J
sleep 1
stop lns 5 KILL
stay lns "the LNS's interface did not stay as it is"
lns
wait_for 5 "the LNS goes on" ups lns 2
stay lns "the LNS's interface is not as it was"
logged lns 'goes on after a restart; sessions: 1 of 1' || fail "the LNS does not say so"
ping_through lac 10.77.0.1
nothing_late lac "the LNS was killed"
nothing_late lns "the LNS was killed"
stop lac 5 KILL
stay lac "the LAC's interface did not stay as it is"
lac
wait_for 5 "the LAC goes on" ups lac 2
stay lac "the LAC's interface is not as it was"
logged lac 'goes on after a restart; sessions: 1 of 1' || fail "the LAC does not say so"
ping_through lac 10.77.0.1
nothing_late lns "the LAC was killed"
nothing_late lac "the LAC was killed"
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
stop connection 30 0
# Its two ends exchange their results over a second connection, as old: it is an error if that has gone.
bytes=$(sed '/^+/d' "$out/connection.log" | jq '.end.sum_received.bytes // 0 | floor')
stay lns "the LNS's interface is not as it was after SIGPWR"
[ "${bytes:-0}" -gt 100000 ] || fail "the connection moved $bytes octets: $(sed -n 's/.*"error"://p' "$out/connection.log")"
cat "$out"/l??.log* | grep -E ' (session|tunnel) down ' && fail "something went down"
prol2tp lac delete session t s || fail "the session cannot be deleted"
session_is_down() { logged lns ' session down '; }
wait_for 5 "the LNS hears that the session ends" session_is_down
stop_prol2tpd lac
wait_for 5 "the LNS hears of the tunnel's end" logged lns ' tunnel down '
stop_prol2tpd lns
[ "$(interfaces lac; interfaces lns)" = "" ] || fail "an interface is left"
ls "$out" | grep -q '\.state$' && fail "a state file is left"
pass "sessions, sequence numbers, interfaces and a TCP connection ($((bytes / 1000000)) MB) go on after SIGKILL of the LNS and of the LAC, after SIGPWR and after stop --keep"
