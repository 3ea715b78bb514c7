# PPP by a plugin, the sample provider at both ends: traffic through its session; it goes, and no session comes up any more.
. "$(dirname "$0")/../lib.sh"
space lac lns
link lac 10.0.0.1/24 lns 10.0.0.2/24
JAVA_HOME=${JAVA_HOME:-$("$root/dev/java-home")}; export JAVA_HOME
"$root/examples/plugin-ppp/build" "$root/target/prol2tp.jar" "$out/fixed-ppp.jar" || fail "the sample does not compile"
prol2tpd lns lns "plugin \"$out/fixed-ppp.jar\"" "$(lns_config chap)"
prol2tpd lac lac "plugin \"$out/fixed-ppp.jar\"" "$(lac_config 10.0.0.2)"
wait_for 15 "the LAC's session is up" session_is_up lac
wait_for 5 "the LNS's session is up" session_is_up lns
both_ways lac lns 10.99.0.1
prol2tp lns show session | grep -q anybody || fail "the user is not shown: $(prol2tp lns show session)"
stop_prol2tpd lac

# A peer with PPP of its own: the plugin does not like that.
prol2tpd lac2 lac '' "$(lac_config 10.0.0.2)"
refused() { logged lac2 'the peer wants to negotiate'; }
wait_for 15 "the plugin's reason reaches the peer" refused
stop_prol2tpd lac2 lns
pass "$traffic"
