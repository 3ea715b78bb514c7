#!/bin/bash
# bench/config.sh [TUNNELS [SESSIONS]]: how long `prol2tpd -n` takes for a config file with so many tunnels (10,000) and
# sessions in all (as many), the start of the JVM included: median of RUNS (5) in milliseconds beside the target, 2 s for
# each 10,000 tunnels or 100,000 sessions. Status 1 if it is over. SLACK (1) multiplies the target, for slow machines. The
# knob for many sessions: `bench/config.sh 100 100000`.
set -u
root=$(cd "$(dirname "$0")/.." && pwd -P)
tunnels=${1:-10000}
sessions=${2:-$tunnels}
runs=${RUNS:-5}
slack=${SLACK:-1}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
each=$(((sessions + tunnels - 1) / tunnels))
{
    cat <<END
system { host_name "lac.example" }
tunnel profile "default" { hello_timeout 30; max_retries 6 }
tunnel profile "lac" { auth_mode challenge; secret "a secret of both ends" }
session profile "dsl" { connect_speed 100000000; sequencing_required no }
ppp profile "dsl" { mtu 1440; lcp_echo_interval 30; lcp_echo_failure_count 4 }
END
    awk -v tunnels="$tunnels" -v sessions="$sessions" -v each="$each" 'BEGIN {
        n = 0
        for (t = 1; t <= tunnels; t++) {
            printf "\ntunnel \"customer-%d\" {\n    dest_ipaddr 10.%d.%d.%d\n", t, t / 65536, t / 256 % 256, t % 256
            print "    profile_name \"lac\"\n    persist yes\n    config_id 1        # the first of this customer"
            for (s = 1; s <= each && n < sessions; s++) {
                n++
                printf "    session \"line-%d\" {\n        profile_name \"dsl\"\n        ppp_profile_name \"dsl\"\n", s
                printf "        user_name \"user-%d@example\"\n        user_password \"password-%d\"\n    }\n", n, n
            }
            print "}"
        }
    }'
} >"$work/prol2tpd.conf"

now_ms() { local t=${EPOCHREALTIME/./}; echo $((t / 1000)); }
for ((i = 0; i < runs; i++)); do
    from=$(now_ms)
    "$root/bin/prol2tpd" -n -c "$work/prol2tpd.conf" >"$work/out" 2>&1 || { head -5 "$work/out" >&2; exit 1; }
    echo $(($(now_ms) - from))
done >"$work/times"
grep -q '^Config file OK\.$' "$work/out" || { head -5 "$work/out" >&2; exit 1; }
median=$(sort -n "$work/times" | awk '{v[NR] = $1} END {print v[int((NR + 1) / 2)]}')
target=$(awk -v t="$tunnels" -v s="$sessions" -v k="$slack" 'BEGIN {a = t / 10000; b = s / 100000; m = a > b ? a : b; print int(2000 * (m < 1 ? 1 : m) * k)}')
verdict=$([ "$median" -le "$target" ] && echo ok || echo OVER)
echo "prol2tpd -n: $tunnels tunnels, $sessions sessions, $(($(stat -c %s "$work/prol2tpd.conf") / 1024)) KB, $(wc -l <"$work/prol2tpd.conf") lines: median $median ms of $runs, target $target ms: $verdict"
[ "$verdict" = ok ]
