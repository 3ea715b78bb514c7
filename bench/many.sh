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
space lac lns plain-lac plain-lns
link lac 10.0.0.1/24 lns 10.0.0.2/24
link plain-lac 10.0.0.1/24 plain-lns 10.0.0.2/24
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
    inside ${plain}lns $(heap=64m bench_java) org.prol2tp.bench.Packets send "$2:9000" "$seconds" >"$out/sent" || { tell "failed: $plane $1"; return; }
    poll_step=0.05 poll 5 more_lines "$lines" || { tell "nothing arrived: $plane $1"; return; }
    sleep 0.5
    rate=$(tail -n +$((lines + 1)) "$out/receive.log" | awk -v s="$seconds" '
        {split($1, p, "="); split($2, t, "="); n += p[2]; took += t[2]} END {printf "%.0f", n / (took > s ? took : s)}')
    sample "$1" "$who" packets/s "$rate"
}
rounds_of() { # rounds_of WHO ONE FILE: packets to that address, and to all in the file; ours to the receiver in the LAC
    who=$1
    # shellcheck disable=SC2046
    start receive ${plain}lac $(heap=64m bench_java) org.prol2tp.bench.Packets receive 0.0.0.0:9000
    wait_for 10 "receiver" logged receive ready
    for warm in "$2" "@$3"; do packets warm "$warm" >/dev/null 3>&1; done 3>/dev/null
    for ((i = 1; i <= rounds; i++)); do
        packets one-of-many "$2"
        local of=${rate:-0}
        packets all-of-many "@$3"
        sample all-of-many "$who" of-one "$(awk -v a="${rate:-0}" -v b="$of" 'BEGIN {printf "%.2f", a / (b > 0 ? b : 1)}')"
    done
    stop receive 0
}
step "$sessions addresses, no tunnel"
# In namespaces of its own: where there is a route of kind `local`, the kernel looks up the source of every packet that comes in, and
# at the LAC 10,000 routes lead to the same LNS.
plain=plain-
ip -n "$(ns plain-lac)" route add local 10.129.0.0/16 dev lo
ip -n "$(ns plain-lns)" route add 10.129.0.0/16 via 10.0.0.1
for ((i = 1; i <= sessions; i++)); do echo "10.129.$((i / 200)).$((i % 200 + 1))"; done >"$out/plain"
rounds_of veth "$(sed -n $((sessions / 2))p "$out/plain")" "$out/plain"
plain=
for plane in ${PLANES:-userspace shared ebpf}; do
    label= kind=$plane each=
    case $plane in
        ebpf) label=-ebpf ;;
        shared) label=-shared kind=userspace each='shared_interface "lns";' ;;
    esac
    step "$sessions sessions, $plane"
    prol2tpd lns lns "data_plane $kind; log_level notice" "$(lns_tunnel='unfinished_checksums yes' lns_ppp="$each ipv6 no" lns_config pap)"
    prol2tpd lac lac "data_plane $kind; log_level notice" "$(many_lac)"
    poll_step=2 poll 600 all_up || { tell "failed: not all of $sessions sessions came up ($(ip -n "$(ns lac)" -o -4 addr show up | grep -c ' 10\.128\.'))"; stop lac 0; stop lns 0; continue; }
    step "all are up"
    prol2tp lns show system | grep -i ebpf | while read -r line; do step "$line"; done
    ip -n "$(ns lac)" -o -4 addr show up | sed -n 's/.* inet \(10\.128\.[0-9.]*\).*/\1/p' >"$out/addresses"
    one=$(sed -n $((sessions / 2))p "$out/addresses")
    rounds_of "prol2tp$label" "$one" "$out/addresses"
    for end in lac lns; do
        before=$EPOCHREALTIME
        stop $end 300
        step "$end stopped after $(awk -v a="$before" -v b="$EPOCHREALTIME" 'BEGIN {printf "%.1f", b - a}') s"
    done
done
