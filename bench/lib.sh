# bench/lib.sh: what the scripts of bench/ share, over interop/lib.sh. Results go to stdout, all else to bench/out/.
bench=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
OUT=$bench/out
. "$bench/../interop/lib.sh"
java=$("$root/dev/java-home")/bin/java
[ -x "$java" ] || skip "no JDK"
[ -d "$root/target/test-classes" ] || skip "not built: make build"
verdict=none  # these scripts print results, not a verdict; `fail` and `skip` still do
tell() { echo "$*"; echo "$*" >&3; }

bench_java() { echo "$java" -XX:+UseSerialGC -Xms256m -Xmx"${heap:-1g}" --enable-native-access=ALL-UNNAMED \
    -cp "$root/target/classes:$root/target/test-classes"; }
# generate LABEL SPACE KEY=VALUE...: runs the load generator there; its result lines, with the label, to stdout and $out/results
generate() {
    local label=$1 s=$2
    shift 2
    inside "$s" timeout 600 $(bench_java) org.prol2tp.bench.Generator "$@" 2>&1 3>&- </dev/null |
        sed "s/^round=/peer=$label &/" | tee -a "$out/results" >&3
}
radius_stand_in() { # radius_stand_in NAME SPACE
    start "$1" "$2" $(bench_java) org.prol2tp.bench.RadiusStandIn radiussecret
    wait_for 10 "the RADIUS stand-in is ready" logged "$1" ready
}
