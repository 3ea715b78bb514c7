# bench/setup.sh: tunnels and sessions set up per second by a LAC that sends as fast as the LNS answers. Our LNS and l2tpns in
# turns, xl2tpd, the same command lines, each a fresh process; samples before the third round count as cold. The generator against
# itself shows what it could do. L2TPv3 (PPP, type 7) beside it: `v3-sessions`. A round with loss: 5% each way, 3% duplicates, 3% out of order. PLAN=quick for fewer, PEERS for some of the three.
. "$(dirname "$0")/lib.sh"
lns_pool=10.128.0.0/9
turns=2 rounds=5 limit=60
[ "${PLAN:-quick}" = quick ] && turns=1 rounds=3 limit=15

space lac lns
link lac 10.0.0.1/24 lns 10.0.0.2/24
wanted() { case " ${PEERS:-prol2tp l2tpns xl2tpd} " in *" $1 "*) ;; *) return 1 ;; esac; }
full() { [ "${PLAN:-quick}" != quick ]; }
measure() { # measure LABEL CASE PROGRAM KEY=VALUE...
    local label=$1 case=$2 program=$3
    shift 3
    generate "$label" "$case" lac lns=10.0.0.2 pid="${pids[$program]}" limit=$limit "$@"
}
ours() { # ours PPP LABEL CASE INFLIGHT [VERSION]
    local data=none
    [ "$1" = yes ] && data=userspace
    prol2tpd ours lns "data_plane $data; log_level warning" "$(lns_config pap)"
    measure "$2" "$3" ours version="${5:-2}" tunnels=100 sessions=100 inflight="$4" ppp="$1" rounds=$rounds
    local began=${EPOCHREALTIME/./}
    stop ours 120 || tell "peer=$2 did not end within 120 s of SIGTERM"
    full && [ "$1" = yes ] && sample "$3-sigterm-to-end" "$2" s "$(awk -v a="$began" -v b="${EPOCHREALTIME/./}" 'BEGIN {printf "%.1f", (b - a) / 1e6}')"
}
theirs() { # theirs PPP CASE INFLIGHT
    # It has room for 498 tunnels, and closed ones keep theirs for a while.
    l2tpns theirs lns 10.0.0.2 'set radius_authtypes "pap"' 'set debug 1'
    measure l2tpns "$2" theirs tunnels=90 sessions=100 inflight="$3" ppp="$1" rounds=$((rounds < 4 ? rounds : 4))
    full && sample resident-9000-held l2tpns MB "$(awk '/VmRSS/ {print int($2 / 1024)}' "/proc/${pids[theirs]}/status")"
    stop theirs 0
}
itself() { # the generator as LAC and as LNS
    # shellcheck disable=SC2046
    start itself lns $(bench_java) org.prol2tp.bench.StandInLns 10.0.0.2:1701
    wait_for 10 "the stand-in for an LNS" logged itself ready
    generate itself generator lac lns=10.0.0.2 pid="${pids[itself]}" tunnels=100 sessions=200 inflight=256 rounds=$((rounds + 2)) limit=30
    stop itself 0
}
many_tunnels() {
    prol2tpd ours lns "data_plane none; log_level warning" "$(lns_config pap)"
    warm=5 measure prol2tp tunnels ours tunnels=4000 sessions=1 sockets=20 inflight=64 rounds=$((rounds + 2))
    stop ours 30
}
lossy() { # lossy LABEL PROGRAM
    inside lac timeout 100 $(bench_java) org.prol2tp.bench.Generator lns=10.0.0.2 pid="${pids[$2]}" tunnels=10 sessions=50 inflight=64 \
        loss=5 duplicates=3 disorder=3 limit=90 rounds=$rounds retransmit_ms=200 2>&1 3>&- </dev/null | tee "$out/lossy-$1" >/dev/null
    sed -n 's/.* sessions=500 failed=0 seconds=\([0-9.]*\) .*/\1/p' "$out/lossy-$1" | while read -r s; do sample lossy-500-sessions "$1" s "$s"; done
    grep -v ' sessions=500 failed=0 ' "$out/lossy-$1" | sed "s/^/not all up with loss: $1 /" | tee /dev/stderr >&3
}
step "the generator against itself"
itself
for ((turn = 1; turn <= turns; turn++)); do
    step "turn $turn of $turns"
    for inflight in 8 32 256; do
        case=sessions
        [ $inflight = 32 ] || case=sessions-$inflight-in-flight
        [ $inflight = 8 ] && ! full && continue
        wanted prol2tp && ours no prol2tp $case $inflight
        [ $inflight = 256 ] || { wanted l2tpns && { full || [ $inflight = 32 ]; } && theirs no $case $inflight; }
        [ $inflight = 8 ] && continue
        # With PPP twice: a TUN device for each session, and one for all of them as l2tpns has it.
        full && wanted prol2tp && ours yes prol2tp ppp-$case $inflight
        { full || [ $inflight = 32 ]; } && wanted prol2tp && lns_ppp='shared_interface "lns"' ours yes prol2tp-shared ppp-$case $inflight
    done
    if full && wanted prol2tp; then
        ours no prol2tp v3-sessions 32 3
        lns_ppp='shared_interface "lns"' ours yes prol2tp-shared v3-ppp-sessions 32 3
    fi
    if wanted l2tpns; then
        radius_stand_in radius lns
        theirs yes ppp-sessions 8
        stop radius 0
    fi
done
wanted prol2tp && many_tunnels
step "with loss: 5% each way, 3% duplicates, 3% out of order"
if wanted prol2tp; then
    prol2tpd ours lns "data_plane none; log_level warning" "$(lns_config pap)"
    lossy prol2tp ours
    stop ours 30
fi
if wanted xl2tpd && full; then
    # 1,017 sessions are its limit. The stand-in for pppd only holds the pty.
    xl2tpd theirs lns '[lns default]' 'ip range = 10.88.0.2-10.88.15.254' 'local ip = 10.88.0.1' 'require authentication = no'
    warm=1 measure xl2tpd sessions theirs tunnels=100 sessions=10 inflight=16 ppp=no rounds=1
    stop theirs 3
fi
