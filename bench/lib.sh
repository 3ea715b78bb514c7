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

bench_java() { echo "$java" -XX:+UseSerialGC -Xms"${heap:-256m}" -Xmx"${heap:-1g}" --enable-native-access=ALL-UNNAMED \
    -cp "$root/target/classes:$root/target/test-classes"; }
# generate LABEL CASE SPACE KEY=VALUE...: runs the load generator there; its lines to $out/results, and samples of it. Rounds
# before the third are cold: the JVM of the daemon is, and so is the generator's.
generate() {
    local label=$1 case=$2 s=$3
    shift 3
    # shellcheck disable=SC2046
    inside "$s" timeout 600 $(bench_java) org.prol2tp.bench.Generator "$@" 2>&1 3>&- </dev/null >"$out/generated"
    sed "s/^round=/peer=$label &/" "$out/generated" >>"$out/results"
    sed -n 's/^round=/round=/p' "$out/generated" | awk -v who="$label" -v case="$case" -v warm="${warm:-3}" '
        {
            split("", v)
            for (i = 1; i <= NF; i++) { split($i, w, "="); v[w[1]] = w[2] }
            if (v["failed"] + 0 > 0) print "failed: " who " " case ": " v["failed"] " sessions in round " v["round"]
            if (case == "tunnels") {
                if (v["round"] >= warm) print "sample case=tunnels who=" who " unit=tunnels/s value=" v["tunnels_per_s"]
                next
            }
            if (v["round"] < warm) { print "sample case=" case "-cold who=" who " unit=sessions/s value=" v["sessions_per_s"]; next }
            print "sample case=" case " who=" who " unit=sessions/s value=" v["sessions_per_s"]
            print "sample case=" case "-cpu who=" who " unit=s-per-1000 value=" v["peer_cpu_s_per_1000"]
            print "sample case=" case "-p99 who=" who " unit=ms value=" v["p99_ms"]
            if (case == "generator") print "sample case=generator-own-cpu who=" who " unit=s-per-1000 value=" v["own_cpu_s_per_1000"]
        }' | tee /dev/stderr >&3
}
radius_stand_in() { # radius_stand_in NAME SPACE
    # shellcheck disable=SC2046
    start "$1" "$2" $(bench_java) org.prol2tp.bench.RadiusStandIn radiussecret
    wait_for 10 "the RADIUS stand-in is ready" logged "$1" ready
}
