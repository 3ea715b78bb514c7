#!/bin/bash
# bench/reload.sh: how long `prol2tp reload` takes that changes one of TUNNELS (10,000) tunnels of a config file, from the
# command to its answer. The median of RUNS (5) after one to warm up, in milliseconds beside its target; status 1 if it is
# over, or if the reload did anything else. SLACK (1) multiplies the target, for slow machines. The tunnels' peer is an address
# where nobody answers: that a reload touches no tunnel but the one it changes is ReloadScaleTest's.
set -u
root=$(cd "$(dirname "$0")/.." && pwd -P)
tunnels=${TUNNELS:-10000}
runs=${RUNS:-5}
slack=${SLACK:-1}
work=$(mktemp -d)
daemon=
trap 'kill -KILL $daemon 2>/dev/null; rm -rf "$work"' EXIT

config() { # config N: where the tunnel in the middle has hello_timeout N
    cat <<END
system {
    udp_port ${PORT:-17018}
    listen_address 127.0.0.1
    data_plane none
    control_socket "$work/ctl"
    pid_file "$work/pid"
    deny_local_tunnel_creates yes
}
tunnel profile "default" { our_udp_port ${PORT:-17018}; }
END
    awk -v tunnels="$tunnels" -v hello="$1" 'BEGIN {
        for (i = 1; i <= tunnels; i++)
            printf "tunnel \"t%d\" {\n    dest_ipaddr 127.0.0.2\n    secret \"s%d\"\n%s    session \"s\" { no_ppp yes; }\n}\n",
                i, i, i == int(tunnels / 2) ? "    hello_timeout " hello "\n" : ""
    }'
}
now_ms() { local t=${EPOCHREALTIME/./}; echo $((t / 1000)); }
median() { sort -n | awk '{v[NR] = $1} END {print v[int((NR + 1) / 2)]}'; }
prol2tp() { "$root/bin/prol2tp" --socket "$work/ctl" "$@"; }

config 30 >"$work/daemon.conf"
"$root/bin/prol2tpd" -f -c "$work/daemon.conf" 2>"$work/log" &
daemon=$!
deadline=$((SECONDS + 60))
until [ -S "$work/ctl" ] && prol2tp show system >/dev/null 2>&1; do
    [ $SECONDS -lt $deadline ] && kill -0 $daemon 2>/dev/null || { tail -5 "$work/log" >&2; exit 1; }
    sleep 0.05
done
for ((i = 0; i <= runs; i++)); do
    config $((31 + i)) >"$work/daemon.conf"
    from=$(now_ms)
    plan=$(prol2tp reload) || exit 1
    took=$(($(now_ms) - from))
    [ "$plan" = "change tunnel \"t$((tunnels / 2))\": hello_timeout $((30 + i)) -> $((31 + i))" ] || { echo "$plan" | head -3 >&2; exit 1; }
    [ $i = 0 ] && first=$took || echo $took >>"$work/times"
done
resident=$(awk '/VmRSS/ {print int($2 / 1024)}' /proc/$daemon/status)
took=$(median <"$work/times")
verdict=$(awk -v m="$took" -v s="$slack" 'BEGIN {print m <= 1000 * s ? "ok" : "OVER"}')
printf 'reload of %d tunnels that changes one: median %d ms of %d (the first %d ms), target 1000 ms%s: %s; %d MB resident\n' \
    "$tunnels" "$took" "$runs" "$first" "$([ "$slack" = 1 ] || echo " x $slack")" "$verdict" "$resident"
[ "$verdict" = ok ]
