# in the lab -m 2G
# needs xl2tpd ppp tcpdump tshark iputils-ping ethtool
# The memory of a session of ours, PPP in the kernel, at both ends: what is resident with 1,100 sessions of a tunnel less what was
# with 300, garbage collected both times, must be under 10 KB each. The 300 come twice: what a daemon compiles, and how far its heap
# reached, are no session's. Beside it the same of xl2tpd and its pppd.
. "$(dirname "$0")/../lib.sh"
fewest=100 few=300 many=1100 limit_octets=10240
space lac lns
link lac 10.0.0.1/24 lns 10.0.0.2/24
capture lns to-lac l2tp
config() { # config SESSIONS
    echo 'tunnel "t" { dest_ipaddr 10.0.0.2; version l2tpv2; secret "tunnelsecret"; max_sessions 2000'
    for ((s = 1; s <= $1; s++)); do
        echo "session \"s$s\" { user_name \"fred\"; user_password \"flintstone\"; interface_name \"s$s\" }"
    done
    echo '}'
}
resident() { # resident NAME: sets kb, what is resident, and heap, what is used of it, once what is free has gone back
    local p
    p=$(cat "$out/$1.pid")
    "$JAVA_HOME/bin/jcmd" "$p" GC.run >/dev/null
    "$JAVA_HOME/bin/jcmd" "$p" GC.class_histogram | head -50 >"$out/$1.histogram" # collects again
    "$JAVA_HOME/bin/jcmd" "$p" System.trim_native_heap >/dev/null # as it does itself every 10 s
    kb=$(awk '/VmRSS/ {print $2}' "/proc/$p/status")
    heap=$("$JAVA_HOME/bin/jcmd" "$p" GC.heap_info | sed -n 's/.*total.* used \([0-9]*\)K.*/\1/p' | awk '{sum += $1} END {print sum}')
    say "$1 after a collection: $kb KB, the heap's objects $heap KB"
}
up_at() { [ "$(grep -c ' session up ' "$out/$1.log")" -ge "$2" ]; }
no_sessions() { [ -z "$(inside "$1" ip l2tp show session)" ]; }
lns() { prol2tpd lns lns "data_plane kernel; max_sessions 2000" "$(lns_pool=10.76.0.0/16 lns_config chap)"; }
lns
prol2tpd lac lac "data_plane kernel; max_sessions 2000" "$(config $fewest)"
wait_for 50 "$fewest sessions are up" up_at lac $fewest
up=$fewest there=$fewest # how often a session came up; how many there are
reload() { # reload SESSIONS: by a new configuration
    config "$1" | sed -n '/^session/p' >"$out/sessions"
    sed -i "/^session \"s/d; /^tunnel \"t\"/r $out/sessions" "$out/lac.conf"
    kill -HUP "$(cat "$out/lac.pid")"
    up=$((up + ($1 > there ? $1 - there : 0))) there=$1
    wait_for 150 "$1 sessions" there_are "$1"
}
there_are() { up_at lac $up && up_at lns $up && [ "$(inside lns ip l2tp show session | grep -c '^Session')" = "$1" ]; }
reload $few
reload $fewest
reload $few
resident lac
lac_few=$kb lac_heap=$heap
resident lns
lns_few=$kb lns_heap=$heap
reload $many
resident lac
lac_octets=$(((kb - lac_few) * 1024 / (many - few))) lac_heap=$(((heap - lac_heap) * 1024 / (many - few))) lac_mb=$((kb / 1024))
resident lns
lns_octets=$(((kb - lns_few) * 1024 / (many - few))) lns_heap=$(((heap - lns_heap) * 1024 / (many - few))) lns_mb=$((kb / 1024))
stop_prol2tpd lac lns
wait_for 60 "they are gone" no_sessions lns
say "octets of a session: LAC $lac_octets, of these $lac_heap in the heap; LNS $lns_octets, $lns_heap"

lns
sections=()
theirs=8
for ((s = 1; s <= theirs; s++)); do
    # Of several tunnels between the same two ports xl2tpd's kernel finds the sessions of one.
    ip -n "$(ns lns)" addr add "10.0.0.$((100 + s))/24" dev to-lac
    sections+=("[lac t$s]" "lns = 10.0.0.$((100 + s))" 'autodial = yes' 'require authentication = no' 'name = fred' 'length bit = yes' "pppoptfile = $out/lac.etc/options")
done
xl2tpd_ppp=$'noauth\nuser fred\npassword flintstone'
xl2tpd lac lac "${sections[@]}"
wait_for 60 "$theirs sessions of xl2tpd are up" up_at lns $theirs
own_kb=0 all_kb=0
for p in $(inside lac pgrep -x pppd); do
    own_kb=$((own_kb + $(awk '/RssAnon/ {print $2}' "/proc/$p/status" 2>/dev/null || echo 0)))
    all_kb=$((all_kb + $(awk '/VmRSS/ {print $2}' "/proc/$p/status" 2>/dev/null || echo 0)))
done
grep -E 'VmRSS|RssAnon' "/proc/${pids[lac]}/status"
[ "$own_kb" -gt 0 ] || fail "no pppd is running"
stop lac
stop_prol2tpd lns
check_captures
for octets in "$lac_octets" "$lns_octets"; do [ "$octets" -le $limit_octets ] || fail "a session costs $octets octets"; done
pass "octets of a session: our LAC $lac_octets ($lac_mb MB in all), our LNS $lns_octets ($lns_mb MB); a pppd of xl2tpd's $((own_kb * 1024 / theirs)) of its own, $((all_kb * 1024 / theirs)) resident"
