# bench/many.sh: many sessions that carry traffic at once. A LAC and an LNS of ours with SESSIONS PPP sessions between them (10,000;
# 1,000 if PLAN=quick), each a TUN device at both ends: IP packets of 64 octets from the LNS to one of them, and to all in turns; on
# the embedded data plane and by eBPF (PLANES). ROUNDS (5; 1), SECONDS_EACH (3; 1). About four minutes for each plane, most of it for 20,000
# devices to come and go.
. "$(dirname "$0")/lib.sh"
rounds=5 seconds=3 sessions=10000
[ "${PLAN:-quick}" = quick ] && rounds=1 seconds=1 sessions=1000
rounds=${ROUNDS:-$rounds} seconds=${SECONDS_EACH:-$seconds} sessions=${SESSIONS:-$sessions}
export PROL2TP_CAPABILITIES=+bpf
java_options=-Xmx1g
lns_pool=10.128.0.0/16
space lac lns
link lac 10.0.0.1/24 lns 10.0.0.2/24
many_lac() {
    echo 'tunnel profile "m" { unfinished_checksums yes; secret "tunnelsecret"; version l2tpv2; max_sessions 0 }'
    echo 'session profile "m" { user_name fred; user_password flintstone }'
    echo 'tunnel "t" { dest_ipaddr 10.0.0.2; profile_name m; session_profile_name m'
    for ((i = 0; i < sessions; i++)); do echo "session \"s$i\" { }"; done
    echo '}'
}
all_up() { [ "$(ip -n "$(ns lac)" -o -4 addr show up | grep -c ' 10\.128\.')" -ge "$sessions" ]; }
more_lines() { [ "$(wc -l <"$out/receive.log")" -gt "$1" ]; }
packets() { # packets CASE TO
    local lines
    rate=0
    lines=$(wc -l <"$out/receive.log")
    # shellcheck disable=SC2046
    inside lns $(heap=64m bench_java) org.prol2tp.bench.Packets send "$2:9000" "$seconds" >"$out/sent" || { tell "failed: $plane $1"; return; }
    poll_step=0.05 poll 5 more_lines "$lines" || { tell "nothing arrived: $plane $1"; return; }
    sleep 0.5
    rate=$(tail -n +$((lines + 1)) "$out/receive.log" | awk -v s="$seconds" '
        {split($1, p, "="); split($2, t, "="); n += p[2]; took += t[2]} END {printf "%.0f", n / (took > s ? took : s)}')
    sample "$1" "prol2tp$label" packets/s "$rate"
}
for plane in ${PLANES:-userspace ebpf}; do
    label=
    [ "$plane" = ebpf ] && label=-ebpf
    step "$sessions sessions, $plane"
    lns_tunnel='unfinished_checksums yes' prol2tpd lns lns "data_plane $plane; log_level notice" "$(lns_config pap)"
    prol2tpd lac lac "data_plane $plane; log_level notice" "$(many_lac)"
    poll 300 all_up || { tell "failed: not all of $sessions sessions came up ($(ip -n "$(ns lac)" -o -4 addr show up | grep -c ' 10\.128\.'))"; stop lac 0; stop lns 0; continue; }
    prol2tp lns show system | grep -i ebpf | while read -r line; do step "$line"; done
    ip -n "$(ns lac)" -o -4 addr show up | sed -n 's/.* inet \(10\.128\.[0-9.]*\).*/\1/p' >"$out/addresses"
    one=$(sed -n $((sessions / 2))p "$out/addresses")
    # shellcheck disable=SC2046
    start receive lac $(heap=64m bench_java) org.prol2tp.bench.Packets receive 0.0.0.0:9000
    wait_for 10 "receiver" logged receive ready
    for warm in "$one" "@$out/addresses"; do packets warm "$warm" >/dev/null 3>&1; done 3>/dev/null
    for ((i = 1; i <= rounds; i++)); do
        packets one-of-many "$one"
        of=${rate:-0}
        packets all-of-many "@$out/addresses"
        sample all-of-many "prol2tp$label" of-one "$(awk -v a="${rate:-0}" -v b="$of" 'BEGIN {printf "%.2f", a / (b > 0 ? b : 1)}')"
    done
    stop receive 0
    stop lac 120
    stop lns 120
done
