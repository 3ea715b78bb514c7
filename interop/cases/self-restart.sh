# Both ends ours: the LNS is stopped in order and started again, then killed with SIGKILL and started again. The LAC
# notices each time and comes back by itself; nothing is left behind.
. "$(dirname "$0")/../lib.sh"
space lac lns
link lac 10.0.0.1/24 lns 10.0.0.2/24
prol2tpd lns lns '' "$(lns_config chap)"
prol2tpd lac lac 'tunnel_persist_pend_timeout 2; session_persist_pend_timeout 1' \
    "$(lac_config 10.0.0.2 '' $'hello_timeout 1\n    max_retries 2')"
ups() { [ "$(grep -c ' session up ' "$out/lac.log")" = "$1" ]; }
downs() { [ "$(grep -c ' tunnel down ' "$out/lac.log")" = "$1" ]; }
has_no_device() { ! ip -n "$(ns "$1")" -o link show | grep -qE ': (ppp|l2tp)'; }
wait_for 15 "the session is up" ups 1
stop_prol2tpd lns
wait_for 5 "the LAC's tunnel is down: StopCCN" downs 1
wait_for 5 "the LAC has no device" has_no_device lac
mv "$out/lns.log" "$out/lns-1.log"
prol2tpd lns lns '' "$(lns_config chap)"
wait_for 20 "the LAC is back" ups 2
ping_through lac 10.77.0.1
stop lns 5 KILL
wait_for 5 "the killed LNS left no device" has_no_device lns
wait_for 20 "the LAC's tunnel is down: no answer" downs 2
mv "$out/lns.log" "$out/lns-2.log"
prol2tpd lns lns '' "$(lns_config chap)"
wait_for 20 "the LAC is back again" ups 3
ping_through lac 10.77.0.1
stop_prol2tpd lac lns
has_no_device lac || fail "a device is left at the LAC"
has_no_device lns || fail "a device is left at the LNS"
pass "back after StopCCN and after SIGKILL"
