# bench/lib.sh: what the scripts of bench/ share, over interop/lib.sh. Results go to stdout: sentences for people, and samples, which
# `Report` reads. All else goes to bench/out/.
bench=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
OUT=$bench/out
. "$bench/../interop/lib.sh"
java=$("$root/dev/java-home")/bin/java
[ -x "$java" ] || skip "no JDK"
[ -d "$root/target/test-classes" ] || skip "not built: make build"
verdict=none  # these scripts print results, not a verdict; `fail` and `skip` still do
tell() { echo "$*"; echo "$*" >&3; }
sample() { tell "sample case=$1 who=$2 unit=$3 value=$4"; } # sample CASE WHO UNIT VALUE
step() { tell "  [$((SECONDS - started_s)) s] $*"; }        # what is measured next

more_lines() { [ "$(wc -l <"$out/$1.log")" -gt "$2" ]; }    # more_lines NAME LINES: a receiver has told of more than that
# arrived NAME LINES SECONDS [FACTOR]: how much a receiver has told of for each second since it had told so many lines. What went on
# arriving is divided by the time it was sent in, or took longer to arrive.
arrived() {
    tail -n +$(($2 + 1)) "$out/$1.log" | awk -v s="$3" -v factor="${4:-1}" '
        {split($1, p, "="); split($2, t, "="); n += p[2]; took += t[2]} END {printf "%.0f", n / (took > s ? took : s) * factor}'
}
bench_java() { echo "$java" -XX:+UseSerialGC -Xms"${heap:-256m}" -Xmx"${heap:-1g}" --enable-native-access=ALL-UNNAMED \
    -cp "$root/target/classes:$root/target/test-classes"; }
# generate LABEL CASE SPACE KEY=VALUE...: runs the load generator there; its lines to $out/results, and samples of it. Rounds
# before `warm` (3) are cold: the JVM of the daemon is, and so is the generator's. `cold`=no leaves them out, `cold`=only the others;
# `cold`=none all.
generate() {
    local label=$1 case=$2 s=$3
    shift 3
    # shellcheck disable=SC2046
    inside "$s" timeout 600 $(bench_java) org.prol2tp.bench.Generator "$@" 2>&1 3>&- </dev/null >"$out/generated"
    sed "s/^round=/peer=$label &/" "$out/generated" >>"$out/results"
    sed -n 's/^round=/round=/p' "$out/generated" | awk -v who="$label" -v case="$case" -v warm="${warm:-3}" -v cold="${cold:-yes}" '
        function figure(suffix, unit, key) { print "sample case=" case suffix " who=" who " unit=" unit " value=" v[key] }
        {
            split("", v)
            for (i = 1; i <= NF; i++) { split($i, w, "="); v[w[1]] = w[2] }
            if (v["failed"] + 0 > 0) print "failed: " who " " case ": " v["failed"] " sessions in round " v["round"]
            if (cold == "none") next
            if (case ~ /^tunnels/) {
                if (v["round"] >= warm) { figure("", "tunnels/s", "tunnels_per_s"); figure("-cpu", "s-per-1000", "tunnel_cpu_s_per_1000") }
                next
            }
            if (v["round"] < warm) { if (cold != "no") figure("-cold", "sessions/s", "sessions_per_s"); next }
            if (cold == "only") next
            figure("", "sessions/s", "sessions_per_s")
            figure("-cpu", "s-per-1000", "peer_cpu_s_per_1000")
            figure("-p99", "ms", "p99_ms")
            if (case == "generator") figure("-own-cpu", "s-per-1000", "own_cpu_s_per_1000")
        }' | tee /dev/stderr >&3
}
radius_stand_in() { # radius_stand_in NAME SPACE
    # shellcheck disable=SC2046
    start "$1" "$2" $(bench_java) org.prol2tp.bench.RadiusStandIn radiussecret
    wait_for 10 "the RADIUS stand-in is ready" logged "$1" ready
}
