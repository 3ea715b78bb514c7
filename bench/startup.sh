#!/bin/bash
# bench/startup.sh: how long prol2tpd takes from its command to listening, and `prol2tp show system` to its answer.
# The median of RUNS (10) in milliseconds beside its target; status 1 if one is over. SLACK (1) multiplies the targets,
# for slow machines.
set -u
root=$(cd "$(dirname "$0")/.." && pwd -P)
runs=${RUNS:-10}
[ "${PLAN:-}" != quick ] || runs=5
slack=${SLACK:-1}
work=$(mktemp -d)
daemon=
trap 'kill -KILL $daemon 2>/dev/null; rm -rf "$work"' EXIT
cat >"$work/daemon.conf" <<END
system {
    udp_port ${PORT:-17017}
    listen_address 127.0.0.1
    data_plane none
    control_socket "$work/ctl"
}
END

sample() { [ -z "${PLAN:-}" ] || echo "sample case=$1 who=$2 unit=$3 value=$4"; } # for bench/run
now_ms() { local t=${EPOCHREALTIME/./}; echo $((t / 1000)); }
median() { sort -n | awk '{v[NR] = $1} END {print v[int((NR + 1) / 2)]}'; }
start() {
    local from deadline=$((SECONDS + 20))
    from=$(now_ms)
    "$root/bin/prol2tpd" -f -c "$work/daemon.conf" 2>"$work/log" &
    daemon=$!
    until [ -S "$work/ctl" ] && grep -q ' ready ' "$work/log"; do
        [ $SECONDS -lt $deadline ] && kill -0 $daemon 2>/dev/null || { cat "$work/log" >&2; exit 1; }
        sleep 0.005
    done
    took=$(($(now_ms) - from))
}
stop() {
    kill -TERM $daemon
    wait $daemon || { echo "prol2tpd ended with status $?" >&2; cat "$work/log" >&2; exit 1; }
}
over=0
judge() { # judge WHAT MEDIAN TARGET
    local verdict
    verdict=$(awk -v m="$2" -v t="$3" -v s="$slack" 'BEGIN {print m <= t * s ? "ok" : "OVER"}')
    printf '%-42s median %4d ms of %d, target %d ms%s: %s\n' "$1" "$2" "$runs" "$3" \
        "$([ "$slack" = 1 ] || echo " x $slack")" "$verdict"
    [ "$verdict" = ok ] || over=1
}

start && stop # once to warm the page cache
for ((i = 0; i < runs; i++)); do
    start
    echo $took >>"$work/starts"
    sample listening prol2tpd ms $took
    stop
done
start
for ((i = 0; i < runs; i++)); do
    from=$(now_ms)
    "$root/bin/prol2tp" --socket "$work/ctl" show system >/dev/null || exit 1
    took=$(($(now_ms) - from))
    echo $took >>"$work/shows"
    sample show-system prol2tp ms $took
done
resident=$(awk '/VmRSS/ {print int($2 / 1024)}' /proc/$daemon/status)
stop
judge "prol2tpd, command to listening" "$(median <"$work/starts")" 300
judge "prol2tp show system, command to answer" "$(median <"$work/shows")" 200
sample resident-idle prol2tpd MB "$resident"
echo "prol2tpd, idle: $resident MB resident"
exit $over
