# The sample plugin at both ends: it logs events, sends and sees an AVP of its own, and refuses one user; a plugin that is not
# there keeps the daemon from starting; without PPP sessions come up too.
. "$(dirname "$0")/../lib.sh"
space lac lns
link lac 10.0.0.1/24 lns 10.0.0.2/24
JAVA_HOME=${JAVA_HOME:-$("$root/dev/java-home")}; export JAVA_HOME
"$root/examples/plugin/build" "$root/target/prol2tp.jar" "$out/sample.jar" || fail "the sample does not compile"
prol2tpd lns lns "plugin \"$out/sample.jar\"" "$(lns_config chap)
user \"mallory\" { password \"m\"; }"
prol2tpd lac lac "plugin \"$out/sample.jar\"" "$(lac_config 10.0.0.2)"
wait_for 15 "the LAC's session is up" session_is_up lac
prol2tp lns show system | tee -a "$out/show.txt" | grep -q 'plugins: sample on' || fail "show system does not show the plugin"
logged lns 'SCCRQ of tunnel [0-9]+ says: tunnel t of lac' || fail "the AVP of the LAC's plugin did not arrive"
heard() { logged lns 'session [0-9]+ UP fred'; }
wait_for 5 "the plugin heard of the session" heard
# A reload neither stops a plugin nor starts another.
sed -i '1a plugin "ppp_embedded"' "$out/lns.conf"
prol2tp lns reload >"$out/reload" || fail "reload: $(cat "$out/reload")"
grep -q 'needs a restart system: plugin' "$out/reload" || fail "the reload says nothing of the new plugin: $(cat "$out/reload")"
prol2tp lns show system | grep -q 'plugins: sample on' || fail "the plugin is not there after a reload"
session_is_up lac || fail "the session is gone after a reload"
stop_prol2tpd lac
prol2tpd lac2 lac '' "$(lac_config 10.0.0.2 | sed 's/fred/mallory/; s/flintstone/m/')"
refused() { logged lns 'not here' && logged lac2 'not here'; }
wait_for 15 "mallory is refused by the plugin" refused
session_is_up lac2 && fail "mallory has a session"
stop_prol2tpd lac2
"$root/bin/prol2tpd" -f -c "$out/lac.conf" -p nowhere >"$out/nowhere.log" 2>&1 && fail "it starts without its plugin"
grep -q 'plugin nowhere: no such file: /usr/lib/prol2tp/nowhere.jar' "$out/nowhere.log" || fail "it does not say why: $(tail -1 "$out/nowhere.log")"
stop_prol2tpd lns
pass "events, AVP, refusal; a missing plugin is an error"
