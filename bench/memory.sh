# bench/memory.sh: what sessions cost that are held in one daemon: resident memory with all up, heap after a collection,
# and with PPP, HELLO every 60 s and LCP echo every 30 s, the CPU they take while nothing happens. 50,000 sessions; PLAN=quick: 20,000
# with PPP only, and no idle cost. VERSIONS ("2 3") for some of the versions of L2TP. PART=cost: from 1,000 to 100,000 with PPP, resident memory and CPU for each.
# A fresh daemon each time, in ROUNDS (5, quick: 1) of all.
. "$(dirname "$0")/lib.sh"
lns_pool=10.128.0.0/9
lns_ppp='lcp_echo_interval 30; lcp_echo_failure_count 3'
java_options="-XX:+UsePerfData ${MEMORY_JAVA_OPTIONS:-}"
space lac lns
link lac 10.0.0.1/24 lns 10.0.0.2/24
version=2 label=
rounds=${ROUNDS:-5}
[ "${PLAN:-quick}" = quick ] && rounds=1
jcmd=$(dirname "$java")/jcmd
resident_kb() { awk '/VmRSS/ {print $2}' "/proc/$pid/status"; }
cpu() { awk '{sub(/.*\) /, ""); print ($12 + $13) / 100}' "/proc/$pid/stat"; }
used() { # after a collection: octets of heap in use
    "$jcmd" "$pid" GC.run >/dev/null
    "$jcmd" "$pid" GC.heap_info | grep -oE 'used [0-9]+K' | awk 'NR < 3 {sum += $2} END {print sum * 1024}'
}
hold() { # hold PPP TUNNELS COMMAND...: runs the command while 100 sessions in each tunnel are up; $before, $cpu_before: with none
    prol2tpd ours lns 'data_plane none; log_level warning' "$(lns_config pap)"
    pid=${pids[ours]}
    before=$(resident_kb) cpu_before=$(cpu)
    local input=$out/hold.$RANDOM
    rm -f "$input" "$out/hold.log" # what the one before wrote is not to be taken for this one's
    mkfifo "$input"
    exec 4<>"$input"
    # shellcheck disable=SC2046
    inside lac timeout 900 $(bench_java) org.prol2tp.bench.Generator lns=10.0.0.2 pid="$pid" tunnels="$2" sessions=100 \
        inflight=256 version="${version:-2}" ppp="$1" limit=300 hold=yes <"$input" >"$out/hold.log" 2>&1 4>&- 3>&- &
    generator=$!
    wait_for 400 "sessions are up" grep -q holding "$out/hold.log"
    sessions=$(sed -n 's/.* sessions=\([0-9]*\) .*/\1/p' "$out/hold.log")
    [ "${sessions:-0}" = $(($2 * 100)) ] || fail "$sessions of $(($2 * 100)) sessions came up"
    "${@:3}"
    kill $generator
    wait $generator 2>/dev/null
    exec 4>&-
    stop ours 0
}
bare() { per_session "${label}bare"; }
with_ppp() {
    per_session "${label}ppp"
    { [ "${PLAN:-quick}" = quick ] || [ "$version" = 3 ]; } && return
    sleep 5
    local from=$SECONDS began
    began=$(cpu)
    sleep 60
    sample idle prol2tp percent-of-a-core "$(awk -v a="$began" -v b="$(cpu)" -v s=$((SECONDS - from)) 'BEGIN {printf "%.2f", 100 * (b - a) / s}')"
}
per_session() { # per_session CASE: memory with all up
    local all
    all=$(resident_kb)
    sample resident "prol2tp-$1-$sessions" MB $((all / 1024))
    sample "up-within" "prol2tp-$1-$sessions" s "$(sed -n 's/.* seconds=\([0-9.]*\) .*/\1/p' "$out/hold.log")"
    sample heap-per-session "prol2tp-$1-$sessions" octets $((($(used) - heap_empty) / sessions))
    sample resident-after-collection "prol2tp-$1-$sessions" MB $(($(resident_kb) / 1024))
    "$jcmd" "$pid" GC.class_histogram | head -40 >"$out/histogram-$1.txt"
    case $java_options in *NativeMemoryTracking*) "$jcmd" "$pid" VM.native_memory >"$out/native-$1.txt" ;; esac
}
cost() {
    sample $sessions prol2tp resident-KB-per-session "$(awk -v a="$(resident_kb)" -v b="$before" -v n="$sessions" 'BEGIN {printf "%.2f", (a - b) / n}')"
    sample $sessions prol2tp CPU-ms-per-session "$(awk -v a="$(cpu)" -v b="$cpu_before" -v n="$sessions" 'BEGIN {printf "%.3f", 1000 * (a - b) / n}')"
    sample $sessions prol2tp heap-KB-per-session "$(awk -v a="$(used)" -v b="$heap_empty" -v n="$sessions" 'BEGIN {printf "%.2f", (a - b) / 1024 / n}')"
}
# What the daemon holds with no session.
prol2tpd ours lns 'data_plane none; log_level warning' "$(lns_config pap)"
pid=${pids[ours]}
sample resident prol2tp-idle MB $(($(resident_kb) / 1024))
heap_empty=$(used)
stop ours 0
if [ "${PART:-memory}" = cost ]; then
    counts='10 30 100 300 1000'
    [ "${PLAN:-quick}" = quick ] && counts='10 50'
    for ((round = 1; round <= rounds; round++)); do
        for tunnels in $counts; do hold yes "$tunnels" cost; done
    done
elif [ "${PLAN:-quick}" = quick ]; then
    hold yes "${TUNNELS:-200}" with_ppp
else
    for ((round = 1; round <= rounds; round++)); do
        step "round $round of $rounds"
        for version in ${VERSIONS:-2 3}; do
            [ $version = 3 ] && label=v3- || label=
            hold no 500 bare
            hold yes 500 with_ppp
        done
    done
fi
