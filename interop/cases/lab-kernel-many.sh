# in the lab
# needs tcpdump tshark iputils-ping ethtool
# Both ends ours, the kernel's data plane at both: many sessions in a tunnel, up and down several times, through a link
# that delays 20 ms and loses 2% of what goes by. Every device, address, route, tunnel, session and socket of the kernel is gone
# each time, and the LNS has the descriptors that it had. PROL2TP_SESSIONS=1000 PROL2TP_ROUNDS=10 LAB_LIMIT=3000 is the whole
# thing.
. "$(dirname "$0")/../lib.sh"
sessions=${PROL2TP_SESSIONS:-200} rounds=${PROL2TP_ROUNDS:-2}
space lac lns
link lac 10.0.0.1/24 lns 10.0.0.2/24
if inside lac tc qdisc add dev to-lns root netem delay 20ms loss 2% && inside lns tc qdisc add dev to-lac root netem loss 2%; then
    told='delay 20 ms, loss 2%'
else
    told='no netem in this kernel'
fi
capture lns to-lac l2tp
# Everything that a session could leave behind in the kernel, without what the kernel numbers.
dump() {
    inside "$1" sh -c 'ip -o link | cut -d: -f2 | sort; ip -o addr | sed "s/valid_lft.*//; s/ tentative//; s/^[0-9]*//" | sort
        ip route; ip -6 route | sort; ip l2tp show tunnel; ip l2tp show session; cat /proc/net/pppol2tp
        ss -Haunw | sort; grep -c . /proc/net/netlink'
}
descriptors() { # of the LNS, by what they are
    local fd
    for fd in "/proc/$(cat "$out/lns.pid")/fd"/*; do readlink "$fd"; done | sed 's/[0-9]\+/N/g' | sort | uniq -c
}
for n in lac lns; do dump $n >"$out/before.$n"; done
cp "$out/before.lns" "$out/first.lns"
prol2tpd lns lns "data_plane kernel; max_sessions 2000" "$(lns_pool=10.76.0.0/16 lns_config chap)"
poll 5 logged lns ' ready ' || fail "the LNS is not ready"
config() { # config SESSIONS
    local s
    echo 'tunnel "t" { dest_ipaddr 10.0.0.2; version l2tpv2; secret "tunnelsecret"; max_sessions 2000'
    for ((s = 1; s <= $1; s++)); do
        echo "session \"s$s\" { user_name \"fred\"; user_password \"flintstone\"; interface_name \"s$s\" }"
    done
    echo '}'
}
all_up() { [ "$(grep -c ' session up ' "$out/$1.log")" -ge $(($2 * sessions + ${3:-0})) ]; }
all_gone() { dump "$1" | diff - "$out/before.$1" >"$out/diff.$1"; }
none_open() { descriptors | diff - "$out/descriptors" >"$out/diff.descriptors"; }
# One session first: what the LNS opens with the first, it keeps.
prol2tpd lac lac "data_plane kernel" "$(config 1)"
wait_for 20 "one session is up" logged lns ' session up '
stop_prol2tpd lac
no_session() { [ -z "$(inside lns ip l2tp show tunnel)" ]; }
wait_for 20 "it is gone" no_session
dump lns >"$out/before.lns"
descriptors >"$out/descriptors"
for ((r = 1; r <= rounds; r++)); do
    prol2tpd lac lac "data_plane kernel; max_sessions 2000" "$(config $sessions)"
    wait_for 200 "round $r: $sessions sessions are up at the LAC" all_up lac 1
    wait_for 20 "round $r: at the LNS too" all_up lns "$r" 1
    [ "$(inside lns ip l2tp show session | grep -c '^Session')" = "$sessions" ] || fail "the kernel has not $sessions sessions"
    for s in 1 $((sessions / 2)) "$sessions"; do
        inside lac ping -n -c 5 -i 0.2 -W 2 -I "s$s" 10.77.0.1 | grep -q ' [1-5] received' || fail "no ping through s$s"
    done
    say "memory of the LAC: $(grep VmRSS "/proc/$(cat "$out/lac.pid")/status" 2>/dev/null), descriptors: $(ls "/proc/$(cat "$out/lac.pid")/fd" | wc -l)"
    stop_prol2tpd lac
    wait_for 60 "round $r: all is gone at the LAC" all_gone lac
    wait_for 60 "round $r: all is gone at the LNS" all_gone lns
    wait_for 20 "round $r: the LNS has the descriptors that it had" none_open
done
stop_prol2tpd lns
cp "$out/first.lns" "$out/before.lns"
wait_for 20 "nothing is left at the LNS" all_gone lns
check_captures
pass "$rounds times $sessions sessions, $told: every device, address, route, tunnel, session, socket and descriptor gone"
