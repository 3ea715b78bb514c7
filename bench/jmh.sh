# bench/jmh.sh [REGEX]: microbenchmarks by JMH (src/jmh): codec, reliable channel, timers, PPP, and what is done with each packet, with what
# they allocate. Status 1 if what is done with each packet allocates. PLAN=quick for fewer and shorter iterations.
# bench/jmh.sh compile: only compiles them, for `make unit`.
set -u
root=$(cd "$(dirname "$0")/.." && pwd -P)
cd "$root" || exit 1
JAVA_HOME=$(dev/java-home) || exit 77
export JAVA_HOME
lib=target/jmh/lib classes=target/jmh/classes
# What is only compiled has none of what JMH generates, and is kept apart.
[ "${1:-}" = compile ] && to=target/jmh/compiled || to=$classes
mkdir -p $to
if ! ls $lib/jmh-core-*.jar >/dev/null 2>&1; then
    mvn -q -B -Pjmh dependency:copy-dependencies -DincludeGroupIds=org.openjdk.jmh,net.sf.jopt-simple,org.apache.commons \
        -DoutputDirectory="$root/$lib" >&2 || { echo "SKIPPED jmh: its libraries are not to be had"; exit 77; }
fi
path=target/classes:target/test-classes:$(find target/lib $lib -name '*.jar' | tr '\n' ':')$(find ~/.m2 -name 'jspecify-*.jar' | head -1)
find src/jmh/java -name '*.java' >target/jmh/sources
# The annotations that the test classes bear (JUnit's, say) are not on the path, and need not be.
[ "${1:-}" = compile ] && generate=-proc:none || generate=-proc:full
"$JAVA_HOME/bin/javac" $generate -nowarn -parameters -d $to -s $to -cp "$path" -processorpath "$path" @target/jmh/sources >&2 || exit 2
[ "${1:-}" != compile ] || exit 0
exec "$JAVA_HOME/bin/java" -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED -cp "$classes:$path" org.prol2tp.bench.Microbenchmarks "${PLAN:-full}" "$@"
