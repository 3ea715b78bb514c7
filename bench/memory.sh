# bench/memory.sh: 50,000 sessions held in one daemon: heap and resident memory per session, in L2TPv2 and in
# L2TPv3. PLAN=quick for 20,000, VERSIONS ("2 3") for some of the versions.
. "$(dirname "$0")/lib.sh"
lns_pool=10.128.0.0/9
tunnels=500
[ "${PLAN:-quick}" = quick ] && tunnels=200
space lac lns
link lac 10.0.0.1/24 lns 10.0.0.2/24
java_options=-XX:+UsePerfData
prol2tpd ours lns 'data_plane none; log_level warning' "$(lns_config pap)"
pid=${pids[ours]}
jcmd=$(dirname "$java")/jcmd
used() { # after a collection: octets of heap in use
    "$jcmd" "$pid" GC.run >/dev/null
    "$jcmd" "$pid" GC.heap_info | grep -oE 'used [0-9]+K' | awk '{sum += $2} END {print sum * 1024}'
}
resident() { awk '/VmRSS/ {print $2 * 1024}' "/proc/$pid/status"; }
for way in $(for ppp in no yes; do for version in ${VERSIONS:-2 3}; do echo "$version-$ppp"; done; done); do
    version=${way%-*} ppp=${way#*-}
    before=$(used)
    mkfifo "$out/hold-$way"
    exec 4<>"$out/hold-$way"
    inside lac timeout 600 $(bench_java) org.prol2tp.bench.Generator lns=10.0.0.2 pid="$pid" tunnels=$tunnels sessions=100 \
        inflight=256 version=$version ppp=$ppp limit=120 hold=yes <"$out/hold-$way" >"$out/hold-$way.log" 2>&1 4>&- 3>&- &
    generator=$!
    wait_for 200 "sessions are up" grep -q holding "$out/hold-$way.log"
    after=$(used)
    sessions=$(sed -n 's/.* sessions=\([0-9]*\) .*/\1/p' "$out/hold-$way.log")
    [ "${sessions:-0}" -gt 0 ] || fail "no session came up"
    tell "peer=prol2tp version=$version ppp=$ppp sessions_held=$sessions heap_octets_per_session=$(((after - before) / sessions))" \
        "heap_mb=$((after >> 20)) resident_mb=$(($(resident) >> 20)) $(grep -o 'sessions_per_s=[0-9]*' "$out/hold-$way.log")"
    "$jcmd" "$pid" GC.class_histogram | head -40 >"$out/histogram-$way.txt"
    kill $generator
    wait $generator 2>/dev/null
    exec 4>&-
    sleep 1
    stop ours 30
    prol2tpd ours lns 'data_plane none; log_level warning' "$(lns_config pap)"
    pid=${pids[ours]}
done
stop ours 20
