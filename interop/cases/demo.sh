# `make demo` as a user runs it.
. "$(dirname "$0")/../lib.sh"
need iproute2 iputils-ping iperf3
"$root/demo/demo.sh" >"$out/demo.log" 2>&1 || fail "status $?: $(grep 'demo: FAILED' "$out/demo.log")"
[ "$(tail -1 "$out/demo.log")" = "demo: OK" ] || fail "it does not end with demo: OK"
pass "$(grep -E 'LAC to LNS:|LNS to LAC:' "$out/demo.log" | tr -s ' ' | paste -sd,)"
