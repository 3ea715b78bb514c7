#!/bin/bash
# bench/show.sh [TUNNELS]: how long prol2tp takes to show many: a daemon that has half of the tunnels (10,000) to itself, so
# that both ends of each are in it, with a session in each. The median of RUNS (5) in milliseconds beside its target;
# status 1 if one is over. SLACK (1) multiplies the targets, for slow machines.
set -u
root=$(cd "$(dirname "$0")/.." && pwd -P)
tunnels=${1:-10000}
runs=${RUNS:-5}
slack=${SLACK:-1}
port=${PORT:-17018}
work=$(mktemp -d)
daemon=
trap 'kill -KILL $daemon 2>/dev/null; rm -rf "$work"' EXIT
{
    cat <<END
system { udp_port $port; listen_address 127.0.0.1; data_plane none; control_socket "$work/ctl"; pid_file "$work/pid"; log_level warning }
tunnel profile "default" { our_udp_port $port; peer_udp_port $port; hello_timeout 0 }
ppp profile "default" { auth_peer no; local_ipaddr 10.0.0.1; ip_pool_name "p" }
ppp profile "client" { }
ippool "p" { network 10.1.0.0/16 }
peer profile "default" { }
END
    for ((t = 1; t <= tunnels / 2; t++)); do
        echo "tunnel \"tunnel-number-$t\" { dest_ipaddr 127.0.0.1; session \"s\" { user_name \"user-$t\"; user_password \"x\"; ppp_profile_name \"client\" } }"
    done
} >"$work/daemon.conf"
"$root/bin/prol2tpd" -f -c "$work/daemon.conf" >"$work/log" 2>&1 &
daemon=$!
prol2tp() { "$root/bin/prol2tp" --socket "$work/ctl" "$@"; }
up() { prol2tp show session | grep -c ' UP '; }
until [ "$(up 2>/dev/null)" = "$tunnels" ]; do
    [ $SECONDS -lt 120 ] && kill -0 $daemon 2>/dev/null || { echo "not up: $(up) of $tunnels" >&2; tail -3 "$work/log" >&2; exit 1; }
    sleep 1
done

now_ms() { local t=${EPOCHREALTIME/./}; echo $((t / 1000)); }
median() { sort -n | awk '{v[NR] = $1} END {print v[int((NR + 1) / 2)]}'; }
over=0
measure() { # measure TARGET-MS ARGUMENT...
    local target=$1 i from median verdict
    shift
    for ((i = 0; i < runs; i++)); do
        from=$(now_ms)
        prol2tp "$@" >"$work/shown" || exit 1
        echo $(($(now_ms) - from))
    done >"$work/times"
    median=$(median <"$work/times")
    verdict=$(awk -v m="$median" -v t="$target" -v s="$slack" 'BEGIN {print m <= t * s ? "ok" : "OVER"}')
    printf '%-44s median %4d ms of %d, target %d ms%s, %d lines, %d KB: %s\n' "prol2tp $*" "$median" "$runs" "$target" \
        "$([ "$slack" = 1 ] || echo " x $slack")" "$(wc -l <"$work/shown")" "$(($(wc -c <"$work/shown") / 1024))" "$verdict"
    [ "$verdict" = ok ] || over=1
}
[ -z "${PAUSE:-}" ] || { echo "$work/ctl $daemon"; sleep "$PAUSE"; }
echo "$tunnels tunnels, $tunnels sessions"
measure 1000 show tunnel
measure 1000 show tunnel --json
measure 1500 show session
measure 1500 show users
measure 250 show tunnel tunnel-number-77
measure 250 show session tunnel-number-77 s
measure 250 show ippool
exit $over
