# interop/lib.sh: what every case in interop/cases is made of. Sourced by a case, which bash runs as root.
#
# A case says one line on its stdout, "PASS|FAIL|SKIPPED name: why", and exits with 0, 1 or 77. All else goes to
# interop/out/NAME/: case.log, one log per program, the captures. Namespaces are named prol2tp-RUN-x, so that cases may
# run side by side; they, and every program a case started, are gone when it ends, however it ends.
set -u
interop=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$interop")
PATH=/usr/sbin:/sbin:$PATH
name=$(basename "$0" .sh)
out=${OUT:-$interop/out}/$name
rm -rf "$out"
mkdir -p "$out"
exec 3>&1 >"$out/case.log" 2>&1
started_s=$SECONDS
verdict=
run=prol2tp-$$

# --- the verdict

say() { echo "[$((SECONDS - started_s)) s] $*"; }
end() { # end VERDICT STATUS WHY...
    verdict=$1
    local line
    printf -v line '%-7s %s: %s (%d s)' "$1" "$name" "${*:3}" $((SECONDS - started_s))
    echo "$line"
    echo "$line" >&3
    exit "$2"
}
pass() { end PASS 0 "$@"; }
fail() { end FAIL 1 "$@"; }
skip() { end SKIPPED 77 "$@"; }
need() { # need PACKAGE...: the Debian packages the case uses
    local why
    why=$("$root/dev/need" "$@" 2>&1) || skip "$(echo "$why" | tail -1)"
}

# --- namespaces and links

spaces=()
space() { # space NAME...: makes network namespaces; `$(ns NAME)` is the full name
    local n
    for n in "$@"; do
        ip netns add "$(ns "$n")" || skip "no network namespaces here (root is needed)"
        spaces+=("$n")
        ip -n "$(ns "$n")" link set lo up
        inside "$n" sh -c 'echo 1 >/proc/sys/net/ipv4/ip_forward'
    done
}
ns() { echo "$run-$1"; }
inside() { local n=$1; shift; ip netns exec "$(ns "$n")" "$@"; }
link() { # link A ADDRESS/LEN B ADDRESS/LEN: a veth pair; its ends are called to-B and to-A; `netem` is what befalls packets, each way
    ip link add "to-$3" netns "$(ns "$1")" type veth peer name "to-$1" netns "$(ns "$3")" || fail "no veth pair"
    ip -n "$(ns "$1")" addr add "$2" dev "to-$3"
    ip -n "$(ns "$3")" addr add "$4" dev "to-$1"
    ip -n "$(ns "$1")" link set "to-$3" up
    ip -n "$(ns "$3")" link set "to-$1" up
    if [ -n "${netem:-}" ]; then
        inside "$1" tc qdisc add dev "to-$3" root netem $netem && inside "$3" tc qdisc add dev "to-$1" root netem $netem || fail "no netem"
    fi
    # iperf3 over a tunnel would otherwise measure the offloads of veth
    inside "$1" ethtool -K "to-$3" gro off 2>/dev/null
}
route() { ip -n "$(ns "$1")" route add "${@:2}" || fail "no route in $1: ${*:2}"; }

# --- programs

declare -A pids=()
exec {nothing}<> <(:) # never anything to read
pause() { read -rt "$1" -u "$nothing" || :; } # pause SECONDS: `sleep` without a process, which takes the guest's only core 80 ms
start() { # start NAME SPACE COMMAND...: in the background, output to NAME.log
    local n=$1 s=$2
    shift 2
    echo "+ $n: $*"
    [ -f "$out/$n.log" ] && mv "$out/$n.log" "$out/$n.log.$SECONDS"
    # `exec` all the way down: the pid is the program's own. A session of its own: l2tpns, when it is ended, ends its group.
    (exec setsid ip netns exec "$(ns "$s")" setpriv --pdeathsig KILL "$@") >>"$out/$n.log" 2>&1 3>&- {nothing}>&- </dev/null &
    pids[$n]=$!
    disown
}
lives() { [ -e "/proc/$1/exe" ]; } # lives PID: a zombie, which bash may not have waited for yet, does not
alive() { lives "${pids[$1]}"; }
stop() { # stop NAME [LIMIT [SIGNAL]]: true if it ended by itself within LIMIT seconds (default 5; times PROL2TP_PATIENCE); killed in any case
    local p=${pids[$1]:-} i
    [ -n "$p" ] || return 0
    unset "pids[$1]"
    kill -"${3:-TERM}" "$p" 2>/dev/null || return 0
    for ((i = 0; i < ${2:-5} * 20 * PROL2TP_PATIENCE; i++)); do
        lives "$p" || return 0
        pause 0.05
    done
    kill -KILL "$p" 2>/dev/null
    for ((i = 0; i < 1200; i++)); do # thousands of devices take the kernel a while
        lives "$p" || break
        pause 0.05
    done
    return 1
}
wait_for() { # wait_for SECONDS WHAT COMMAND...: fails the case when COMMAND is not true in time
    poll "$1" "${@:3}" || fail "$2: not within $1 s"
    say "$2"
}
# PROL2TP_PATIENCE=3 waits three times as long, for a machine that is busy or slow, as the guest is.
poll_step=0.1
[ -z "${PROL2TP_IN_LAB:-}" ] || poll_step=0.4 PROL2TP_PATIENCE=${PROL2TP_PATIENCE:-3} # to ask costs the guest as much as what is waited for
PROL2TP_PATIENCE=${PROL2TP_PATIENCE:-1}
poll() { # poll SECONDS COMMAND...: every poll_step seconds, PROL2TP_PATIENCE times as long
    local deadline=$((SECONDS + $1 * PROL2TP_PATIENCE))
    shift
    until "$@" >/dev/null 2>&1; do
        [ $SECONDS -lt $deadline ] || return 1
        pause $poll_step
    done
}
logged() { grep -qE -e "$2" "$out/$1.log"; }     # logged NAME REGEX
clean_up() {
    local status=$? n p
    trap - EXIT INT TERM HUP
    [ -n "$verdict" ] || { echo "FAIL    $name: the case broke off with status $status" >&3; status=1; }
    for n in "${!pids[@]}"; do stop "$n" 0; done
    for n in "${spaces[@]}"; do
        for p in $(ip netns pids "$(ns "$n")" 2>/dev/null); do kill -KILL "$p" 2>/dev/null; done
        ip netns del "$(ns "$n")" 2>/dev/null
    done
    rm -rf "/tmp/$run"-*
    exit $status
}
trap clean_up EXIT
trap 'exit 130' INT TERM HUP

# --- captures

captures=()
capture() { # capture SPACE INTERFACE NAME: all control and short data messages of L2TP into NAME.pcap
    need tcpdump
    start "capture-$3" "$1" tcpdump -i "$2" -U -w "$out/$3.pcap" \
        'udp and (port 1701) and (udp[8] & 0x80 != 0 or udp[4:2] < 200)'
    captures+=("$3.pcap")
    wait_for 20 "capturing" logged "capture-$3" "listening on"
}
capture_v3() { # capture_v3 SPACE INTERFACE NAME SECRET: the same of L2TPv3 too, over UDP and IP, IPv4 and IPv6
    need tcpdump tshark
    start "capture-$3" "$1" tcpdump -i "$2" -U -w "$out/$3.pcap" \
        '(udp port 1701 and (udp[8] & 0x80 != 0 or udp[4:2] < 200)) or (ip6 and udp port 1701 and (ip6[48] & 0x80 != 0 or ip6[4:2] < 200)) or (ip proto 115 and (ip[20:4] = 0 or ip[2:2] < 200)) or (ip6 proto 115 and (ip6[40:4] = 0 or ip6[4:2] < 200))'
    captures+=("$3.pcap")
    printf -- '-o\nl2tp.shared_secret:%s\n' "$4" >"$out/$3.pcap.options"
    wait_for 20 "capturing" logged "capture-$3" "listening on"
}
digests() { # digests CAPTURE SECRET FILTER: how many messages with a digest, as tshark sees them with that secret
    tshark -n -r "$out/$1.pcap" -o "l2tp.shared_secret:$2" -Y "l2tp.avp.message_digest && ($3)" 2>/dev/null | wc -l
}
check_digests() { # check_digests CAPTURE SECRET LEAST [FILTER]: tshark computes each, and finds it right; with another secret, none
    local all wrong right
    all=$(digests "$1" "$2" "${4:-l2tp}")
    wrong=$(digests "$1" "$2" "l2tp.incorrect_digest && ${4:-l2tp}")
    right=$(digests "$1" "not-$2" "!l2tp.incorrect_digest && ${4:-l2tp}")
    [ "$all" -ge "$3" ] || fail "$all messages with a digest (${4:-all}), at least $3 expected"
    [ "$wrong" = 0 ] || fail "tshark finds $wrong of $all digests wrong (${4:-all})"
    [ "$right" = 0 ] || fail "tshark finds $right digests right whose secret it does not know"
    say "tshark finds $all digests right (${4:-all})"
}
check_captures() { # ends the captures; tshark must have no objection to them. In the guest interop/run does that, outside
    local c found
    pause 0.3
    for c in "${captures[@]}"; do stop "capture-${c%.pcap}" 3 INT; done
    [ -n "${PROL2TP_IN_LAB:-}" ] && return
    found=$("$interop/check-capture" "${captures[@]/#/$out/}") || { echo "$found"; fail "tshark: $(echo "$found" | head -1 | tr '\t' ' ' | cut -c1-150)"; }
    say "tshark has no objection to ${captures[*]}"
}
messages() { # messages CAPTURE TYPE: how many control messages of that type crossed
    tcpdump -n -r "$out/$1.pcap" "udp[8] & 0x80 != 0 and udp[4:2] > 20 and udp[26:2] = $2" 2>/dev/null | wc -l
}

# --- what the kernel has

what_there_is() { inside "$1" sh -c 'ip -o link | cut -d: -f2; ip l2tp show tunnel; ip l2tp show session'; }
remember() { local n; for n in "$@"; do what_there_is "$n" >"$out/before.$n"; done; } # remember SPACE...: interfaces, tunnels, sessions
all_gone() { what_there_is "$1" | diff - "$out/before.$1"; } # all_gone SPACE: nothing but what was remembered

# --- traffic

# ping_through SPACE ADDRESS; with `netem` five answers within 20 s: the peer's end of PPP may open after ours, and until then there
# may be errors, at which ping ends
ping_through() {
    local why="no ping from $1 to $2"
    [ -n "${netem:-}" ] || { inside "$1" ping -n -c 5 -i 0.1 -W 2 "$2" || fail "$why"; return; }
    poll 20 inside "$1" ping -n -c 5 -i 0.1 -w 20 "$2" || fail "$why"
}
# missed FILE: how many pings were not answered, nothing if ping has not said; the very last may be on its way when ping is ended
missed() {
    awk '/icmp_seq=.*time=/ { sub(/.*icmp_seq=/, ""); if ($1 + 0 > last) last = $1 + 0 }
        / packets transmitted/ { print $1 - $4 - ($4 < $1 && last && last == $1 - 1) }' "$1"
}
iperf_through() { # iperf_through CLIENT SERVER ADDRESS [OPTION...]: 1 second of TCP, 2 in the guest, 5 with `netem`; prints and keeps Mbit/s in $mbits
    local seconds=1
    [ -z "${PROL2TP_IN_LAB:-}" ] || seconds=2
    [ -z "${netem:-}" ] || seconds=5
    start "iperf-$2" "$2" iperf3 -s -1
    poll 20 listens "$2" 5201 || fail "iperf3 did not start" # a busy machine
    inside "$1" timeout 40 iperf3 -c "$3" -t "$seconds" -J "${@:4}" >"$out/iperf.json" || fail "iperf3 $1 to $3: $(sed -n 's/.*"error"://p' "$out/iperf.json")"
    mbits=$(sed -n '/"sum_received"/,/}/s/.*"bits_per_second":[^0-9]*\([0-9.e+]*\).*/\1/p' "$out/iperf.json" | awk '{printf $1 < 1e7 ? "%.2f" : "%d", $1 / 1e6}')
    say "iperf3 $1 to $3 ${*:4}: $mbits Mbit/s"
    [ "${mbits:-0.00}" != 0.00 ] || fail "iperf3 $1 to $3 ${*:4} moved nothing"
    stop "iperf-$2" 0
}
has_address() { ip -n "$(ns "$1")" -4 addr show up | grep -q "inet $2"; } # has_address SPACE PREFIX; pppd gives it first, then sets the device up
listens() { inside "$1" ss -Hltn "sport = :$2" | grep -q .; }
listens_udp() { inside "$1" ss -Hlun "sport = :$2" | grep -q .; }
both_ways() { # both_ways CLIENT SERVER ADDRESS: ping and TCP in both directions, from the client's side
    ping_through "$1" "$3"
    iperf_through "$1" "$2" "$3"
    local up=$mbits
    iperf_through "$1" "$2" "$3" -R
    traffic="ping, TCP $up and $mbits Mbit/s"
}

for part in "$interop"/peers/*.sh; do . "$part"; done
