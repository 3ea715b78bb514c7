# What a daemon does, seen live: debug, watch, trace of a tunnel, and its capture as tshark reads it.
. "$(dirname "$0")/../lib.sh"
need jq tshark
space lac lns
link lac 10.0.0.1/24 lns 10.0.0.2/24
prol2tpd lns lns '' "$(lns_config chap)"
prol2tpd lac lac '' "$(lac_config 10.0.0.2)"
wait_for 15 "the LAC's session is up" session_is_up lac

# Categories, switched on and off.
prol2tp lac debug xprt,fsm on || fail "debug: status $?"
prol2tp lac show system config >"$out/last"; grep -q '^ *trace flags: FSM XPRT$' "$out/last" || fail "trace flags: $(grep 'trace flags' "$out/last")"
prol2tp lac debug tunnel t off || fail "debug tunnel: status $?"
prol2tp lac debug tunnel nobody on && fail "debug of a tunnel that is not there: no failure"

# Events, while the LAC's session ends and comes back.
prol2tp lac watch -n 2 -T 30 >"$out/watch" &
watch=$!
prol2tp lac watch -n 2 -T 30 --json >"$out/watch.json" &
json=$!
prol2tp lac watch -n 2 -T 30 -c -p -t none -s down,up >"$out/watch.csv" &
csv=$!
prol2tp lac trace t --pcap "$out/trace.pcap" >"$out/trace" 2>"$out/trace.complaints" &
trace=$!
sleep 1
id=$(prol2tp lns show tunnel --json | jq -r '.tunnels[0].tunnel_id')
prol2tp lns delete session "@$id" "@$(prol2tp lns show session "$id" --json | jq -r '.sessions[0].session_id')" || fail "delete: status $?"
wait $watch || fail "watch: status $?"
wait $json || fail "watch --json: status $?"
wait $csv || fail "watch -c: status $?"
cat "$out/watch" "$out/watch.json" "$out/watch.csv"
grep -q '^time,event,handle,tid,sid,' "$out/watch.csv" || fail "no head: $(head -1 "$out/watch.csv")"
sed -n 2p "$out/watch.csv" | grep -q '^20..-..-.. ..:..:..\.......,session_down,.*,3,0,' || fail "events as CSV: $(sed -n 2p "$out/watch.csv")"
sed -n 3p "$out/watch.csv" | grep -q ',session_up,' || fail "events as CSV: $(sed -n 3p "$out/watch.csv")"
grep -q '^SESSION DOWN: .*result=3 error=0' "$out/watch" || fail "no SESSION DOWN: $(head -1 "$out/watch")"
[ "$(jq -r .event "$out/watch.json" | head -1)" = session_down ] || fail "events as JSON: $(head -1 "$out/watch.json")"
wait_for 30 "the LAC's session is up again" session_is_up lac
prol2tp lac watch -T 1 >"$out/last"; [ $? = 0 ] && [ ! -s "$out/last" ] || fail "watch -T 1: $(cat "$out/last")"
prol2tp lac watch -n 1 -T 1; [ $? = 4 ] || fail "watch -n 1 -T 1, where nothing happens, has another status than 4"

# What the follower saw.
kill -TERM $trace
wait $trace
grep -q '^PROTOCOL: tunl [0-9]*/[0-9]*: CDN received from peer' "$out/trace" || fail "no CDN in the trace: $(head -3 "$out/trace")"
grep -q '^PPP: tunl ' "$out/trace" || fail "no PPP in the trace"
grep -rq 'tunnelsecret\|password' "$out/trace" && fail "a secret is in the trace"
tshark -r "$out/trace.pcap" >"$out/trace.read" 2>/dev/null || fail "tshark does not read the capture"
for what in CDN ICRQ 'LCP' 'IPCP'; do
    grep -q -e "$what" "$out/trace.read" || fail "no $what in the capture: $(head -3 "$out/trace.read")"
done
[ -z "$(tshark -r "$out/trace.pcap" -Y _ws.malformed 2>/dev/null)" ] || fail "tshark finds malformed packets in the capture"
grep -q Trace "$out/trace.complaints" && fail "$(cat "$out/trace.complaints")"
stop_prol2tpd lac lns
pass "debug, watch, trace; a capture of $(wc -l <"$out/trace.read") packets"
