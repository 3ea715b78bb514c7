# in the lab
# needs tcpdump tshark iputils-ping ethtool
# Both ends ours, the kernel's data plane at both: many sessions in a tunnel, up and down several times, through a link
# that delays 20 ms and loses 2% of what goes by. Every device, tunnel and session of the kernel is gone each time.
. "$(dirname "$0")/../lib.sh"
sessions=${PROL2TP_SESSIONS:-100} rounds=${PROL2TP_ROUNDS:-3}
space lac lns
link lac 10.0.0.1/24 lns 10.0.0.2/24
if inside lac tc qdisc add dev to-lns root netem delay 20ms loss 2% && inside lns tc qdisc add dev to-lac root netem loss 2%; then
    told='delay 20 ms, loss 2%'
else
    told='no netem in this kernel'
fi
capture lns to-lac l2tp
for n in lac lns; do inside $n sh -c 'ip -o link; ip l2tp show tunnel' >"$out/before.$n"; done
prol2tpd lns lns "data_plane kernel; max_sessions 2000" "$(lns_pool=10.76.0.0/16 lns_config chap)"
config=$'tunnel "t" { dest_ipaddr 10.0.0.2; version l2tpv2; secret "tunnelsecret"; max_sessions 2000\n'
for ((s = 1; s <= sessions; s++)); do
    config+="session \"s$s\" { user_name \"fred\"; user_password \"flintstone\"; interface_name \"s$s\" }"$'\n'
done
config+=$'}\n'
all_up() { [ "$(grep -c ' session up ' "$out/$1.log")" -ge $(($2 * sessions)) ]; }
all_gone() { inside "$1" sh -c 'ip -o link; ip l2tp show tunnel' | diff - "$out/before.$1" >>"$out/diff.$1"; }
for ((r = 1; r <= rounds; r++)); do
    prol2tpd lac lac "data_plane kernel; max_sessions 2000" "$config"
    wait_for 200 "round $r: $sessions sessions are up at the LAC" all_up lac 1
    wait_for 20 "round $r: at the LNS too" all_up lns "$r"
    [ "$(inside lns ip l2tp show session | grep -c '^Session')" = "$sessions" ] || fail "the kernel has not $sessions sessions"
    for s in 1 $((sessions / 2)) "$sessions"; do
        inside lac ping -n -c 5 -i 0.2 -W 2 -I "s$s" 10.77.0.1 | grep -q ' [1-5] received' || fail "no ping through s$s"
    done
    say "memory of the LAC: $(grep VmRSS "/proc/$(cat "$out/lac.pid")/status" 2>/dev/null), descriptors: $(ls "/proc/$(cat "$out/lac.pid")/fd" | wc -l)"
    stop_prol2tpd lac
    wait_for 60 "round $r: all is gone at the LAC" all_gone lac
    wait_for 60 "round $r: all is gone at the LNS" all_gone lns
done
stop_prol2tpd lns
check_captures
pass "$rounds times $sessions sessions, $told"
