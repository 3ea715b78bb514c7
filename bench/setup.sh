# bench/setup.sh: tunnels and sessions set up per second by a LAC that sends as fast as the LNS answers. Ours and l2tpns in turns, xl2tpd,
# the same command lines. Ours stay for all turns, one daemon each for control only, for PPP with an interface for each session, and
# for PPP with one for all: the first rounds of each are its cold ones, and what is measured later finds a warm JVM. l2tpns is a
# fresh process each time, warm at once. The generator against itself shows what it could do. L2TPv3 (PPP, type 7) beside it: `v3-sessions`.
# l2tpns takes tunnels that come from one port for one tunnel, so where it is compared each tunnel has a port of its own; where ours is alone the
# LAC has one port for all, as LACs have, and `-one-port` shows what that does.
# With loss: 5% each way, 3% duplicates, 3% out of order. PLAN=quick for fewer turns and cases; PEERS for some of prol2tp, l2tpns, xl2tpd; TURNS; CASES
# (a regular expression) for some cases of ours.
. "$(dirname "$0")/lib.sh"
lns_pool=10.128.0.0/9
turns=${TURNS:-5} limit=60 warming=6
[ "${PLAN:-quick}" = quick ] && turns=1 limit=15 warming=4

# Every LNS has a namespace and a link of its own, so that all can be there at once. $address: of the LNS there
declare -A address=([bare]=10.0.1.2 [each]=10.0.2.2 [shared]=10.0.3.2 [other]=10.0.4.2)
space lac "${!address[@]}"
for lns in "${!address[@]}"; do link lac "${address[$lns]%.2}.1/24" "$lns" "${address[$lns]}/24"; done
wanted() { case " ${PEERS:-prol2tp l2tpns xl2tpd} " in *" $1 "*) ;; *) return 1 ;; esac; }
full() { [ "${PLAN:-quick}" != quick ]; }
measure() { # measure LABEL CASE LNS KEY=VALUE...
    local label=$1 case=$2 lns=$3
    shift 3
    generate "$label" "$case" lac lns="${address[$lns]}" pid="${pids[$lns]}" limit=$limit "$@"
}
ours() { # ours LABEL CASE LNS KEY=VALUE...: a round to warm the generator, then one that counts
    [[ $2 =~ ^(${CASES:-.*})$ ]] || return 0
    warm=2 cold=no measure "$1" "$2" "$3" rounds=2 "${@:4}"
}
devices_are_gone() { [ "$(ip -n "$(ns each)" -o link | wc -l)" -lt 100 ]; }
start_ours() {
    prol2tpd bare bare "data_plane none; log_level warning" "$(lns_config pap)"
    cold=only measure prol2tp sessions bare rounds=2 sockets=100 tunnels=100 sessions=100 inflight=32 ppp=no
    cold=none measure prol2tp sessions bare rounds=$warming tunnels=100 sessions=100 inflight=256 ppp=no
    cold=none measure prol2tp tunnels bare rounds=$((warming + 2)) tunnels=2500 sessions=1 inflight=64 ppp=no
    prol2tpd shared shared "data_plane userspace; log_level warning" "$(lns_ppp='shared_interface "lns"' lns_config pap)"
    cold=only measure prol2tp-shared ppp-sessions shared rounds=2 sockets=100 tunnels=100 sessions=100 inflight=32 ppp=yes
    cold=none measure prol2tp-shared ppp-sessions shared rounds=$warming tunnels=100 sessions=100 inflight=256 ppp=yes
    full || return 0
    cold=none measure prol2tp v3-sessions bare rounds=3 version=3 tunnels=100 sessions=100 inflight=32 ppp=no
    prol2tpd each each "data_plane userspace; log_level warning" "$(lns_config pap)"
    cold=only measure prol2tp ppp-sessions each rounds=2 sockets=100 tunnels=100 sessions=50 inflight=32 ppp=yes
    cold=none measure prol2tp ppp-sessions each rounds=3 tunnels=100 sessions=50 inflight=256 ppp=yes
    poll 60 devices_are_gone
}
measure_ours() {
    ours prol2tp sessions bare sockets=100 tunnels=100 sessions=100 inflight=32 ppp=no
    ours prol2tp sessions-256-in-flight bare tunnels=100 sessions=100 inflight=256 ppp=no
    ours prol2tp-shared ppp-sessions shared sockets=100 tunnels=100 sessions=100 inflight=32 ppp=yes
    ours prol2tp-shared ppp-sessions-256-in-flight shared tunnels=100 sessions=100 inflight=256 ppp=yes
    # Few enough that those it keeps for a while after their end stay below what it takes of one address, 32,768.
    ours prol2tp tunnels bare tunnels=4000 sessions=1 inflight=64 ppp=no
    full || return 0
    ours prol2tp tunnels-256-in-flight bare tunnels=4000 sessions=1 inflight=256 ppp=no
    ours prol2tp sessions-one-port bare tunnels=100 sessions=100 inflight=32 ppp=no
    ours prol2tp-shared ppp-sessions-one-port shared tunnels=100 sessions=100 inflight=32 ppp=yes
    ours prol2tp sessions-8-in-flight bare sockets=100 tunnels=100 sessions=100 inflight=8 ppp=no
    ours prol2tp v3-sessions bare version=3 tunnels=100 sessions=100 inflight=32 ppp=no
    ours prol2tp-shared v3-ppp-sessions shared version=3 tunnels=100 sessions=100 inflight=32 ppp=yes
    # What the rounds before left behind is removed in the background, and would be measured too.
    poll 60 devices_are_gone
    ours prol2tp ppp-sessions each sockets=100 tunnels=100 sessions=50 inflight=32 ppp=yes
    poll 60 devices_are_gone
    ours prol2tp ppp-sessions-256-in-flight each tunnels=100 sessions=50 inflight=256 ppp=yes
    poll 60 devices_are_gone
}
theirs() { # theirs PPP CASE INFLIGHT
    # It has room for 498 tunnels, and closed ones keep theirs for a while.
    l2tpns other other "${address[other]}" 'set radius_authtypes "pap"' 'set debug 1'
    measure l2tpns "$2" other rounds=3 sockets=90 tunnels=90 sessions=100 inflight="$3" ppp="$1"
    full && [ "$1" = no ] && sample resident-9000-held l2tpns MB "$(awk '/VmRSS/ {print int($2 / 1024)}' "/proc/${pids[other]}/status")"
    stop other 0
}
measure_l2tpns() {
    theirs no sessions 32
    full && theirs no sessions-8-in-flight 8
    radius_stand_in radius other
    theirs yes ppp-sessions 8
    stop radius 0
}
measure_xl2tpd() { # 1,017 sessions are its limit. The stand-in for pppd only holds the pty.
    xl2tpd other other '[lns default]' 'ip range = 10.88.0.2-10.88.15.254' 'local ip = 10.88.0.1' 'require authentication = no'
    warm=1 measure xl2tpd sessions other sockets=100 tunnels=100 sessions=10 inflight=16 ppp=no rounds=1
    stop other 3
}
itself() { # the generator as LAC and as LNS
    # shellcheck disable=SC2046
    start other other $(bench_java) org.prol2tp.bench.StandInLns "${address[other]}:1701"
    wait_for 10 "the stand-in for an LNS" logged other ready
    generate itself generator lac lns="${address[other]}" pid="${pids[other]}" tunnels=100 sessions=200 inflight=256 rounds=$((turns + 2)) limit=30
    warm=3 generate itself tunnels lac lns="${address[other]}" pid="${pids[other]}" tunnels=4000 sessions=1 inflight=64 rounds=$((turns + 2)) limit=30
    stop other 0
}
lossy() {
    inside lac timeout 100 $(bench_java) org.prol2tp.bench.Generator lns="${address[bare]}" pid="${pids[bare]}" tunnels=10 sessions=50 inflight=64 \
        loss=5 duplicates=3 disorder=3 limit=90 rounds=$turns retransmit_ms=200 2>&1 3>&- </dev/null >"$out/lossy"
    sed -n 's/.* sessions=500 failed=0 seconds=\([0-9.]*\) .*/\1/p' "$out/lossy" | while read -r s; do sample lossy-500-sessions prol2tp s "$s"; done
    grep -v ' sessions=500 failed=0 ' "$out/lossy" | sed "s/^/not all up with loss: /" | tee /dev/stderr >&3
}
step "the generator against itself"
itself
wanted prol2tp && step "the first rounds of ours, cold" && start_ours
for ((turn = 1; turn <= turns; turn++)); do
    step "turn $turn of $turns"
    wanted prol2tp && measure_ours
    wanted l2tpns && measure_l2tpns
    wanted xl2tpd && full && measure_xl2tpd
done
if wanted prol2tp; then
    step "with loss: 5% each way, 3% duplicates, 3% out of order"
    lossy
    for lns in bare shared each; do
        [ -n "${pids[$lns]:-}" ] || continue
        began=${EPOCHREALTIME/./}
        stop $lns 120 || tell "prol2tpd $lns did not end within 120 s of SIGTERM"
        full && sample sigterm-to-end "prol2tp-$lns" s "$(awk -v a="$began" -v b="${EPOCHREALTIME/./}" 'BEGIN {printf "%.1f", (b - a) / 1e6}')"
    done
fi
