# bench/pseudowire.sh: Ethernet of L2TPv3 with a cookie of 8 octets, without a control protocol: through TAP devices by the embedded
# data plane over UDP and over IP protocol 115, over UDP by eBPF, and the kernel's VXLAN beside them, all over one veth pair, in
# turns. TCP as iperf3 sends it, and IP packets of 64 octets. All programs share the cores. ROUNDS (5; 1 if PLAN=quick),
# SECONDS_EACH (3; 1), WAYS for some of the four.
. "$(dirname "$0")/lib.sh"
rounds=5 seconds=3
[ "${PLAN:-quick}" = quick ] && rounds=1 seconds=1
rounds=${ROUNDS:-$rounds} seconds=${SECONDS_EACH:-$seconds}
need iperf3 ethtool
space a b
link a 10.0.0.1/24 b 10.0.0.2/24
inside a ethtool -K to-b gro on 2>/dev/null # as the kernel makes it; link() is for cases that measure nothing
vxlan() { # vxlan SPACE LOCAL REMOTE DEVICE ADDRESS
    ip -n "$(ns "$1")" link add vxlan0 type vxlan id 7 local "$2" remote "$3" dstport 4789 dev "$4" || return 1
    ip -n "$(ns "$1")" addr add "$5" dev vxlan0
    ip -n "$(ns "$1")" link set vxlan0 mtu 1400 up
}
declare -A nets=([udp]=1 [ip]=2 [ebpf]=4) address=() peers=()
ways=()
vxlan a 10.0.0.1 10.0.0.2 to-b 10.3.0.1/24 && vxlan b 10.0.0.2 10.0.0.1 to-a 10.3.0.2/24 && ways+=(vxlan) && address[vxlan]=10.3.0.2
plane() { # plane NAME SPACE NUMBER PEER WAYS [JAVA-OPTION]: one of 10.0.0.NUMBER, with a session for each way
    local s=$1 n=$3 p=$4 way
    for way in $5; do
        i=${nets[$way]}
        echo "encap=${way/ebpf/udp} local=10.0.0.$n peer=10.0.0.$p id=$((100 * i + n)) peer_id=$((100 * i + p)) name=$way" \
            "cookie=c${n}c1c2c3c4c5c6c7 peer_cookie=c${p}c1c2c3c4c5c6c7 mtu=1400 address=10.$i.0.$n/24"
    done >"$out/sessions-$s"
    mkfifo "$out/input-$s"
    # shellcheck disable=SC2016,SC2046
    start "plane-$s" "$2" bash -c 'exec "${@:2}" <"$1"' bash "$out/input-$s" \
        $(bench_java) ${6:-} org.prol2tp.bench.StaticSessions "$out/sessions-$s"
}
step "planes by TAP, and by eBPF at addresses of their own"
plane a a 1 2 "udp ip"
exec 8>"$out/input-a"
plane b b 2 1 "udp ip"
exec 9>"$out/input-b"
for s in a b; do wait_for 20 "the plane of $s is ready" logged "plane-$s" '^ready'; done
ways+=(prol2tp-udp prol2tp-ip)
address[prol2tp-udp]=10.1.0.2 address[prol2tp-ip]=10.2.0.2 peers[prol2tp-udp]=plane-b peers[prol2tp-ip]=plane-b
ip -n "$(ns a)" addr add 10.0.0.3/24 dev to-b
ip -n "$(ns b)" addr add 10.0.0.4/24 dev to-a
plane fast-a a 3 4 ebpf -Debpf=true
exec 6>"$out/input-fast-a"
plane fast-b b 4 3 ebpf -Debpf=true
exec 7>"$out/input-fast-b"
if poll 20 logged plane-fast-a '^ready' && poll 20 logged plane-fast-b '^ready'; then
    ways+=(prol2tp-ebpf-udp)
    address[prol2tp-ebpf-udp]=10.4.0.4
else
    tell "no eBPF: $(head -1 "$out/plane-fast-a.log")"
fi
[ -z "${WAYS:-}" ] || read -ra ways <<<"$WAYS"
start server b iperf3 -s
# shellcheck disable=SC2046
start receiver b $(heap=64m bench_java) org.prol2tp.bench.Packets receive 0.0.0.0:9000
poll 5 listens b 5201
wait_for 10 "the receiver is ready" logged receiver ready
cpu() { [ -z "$1" ] && echo 0 && return; awk '{sub(/.*\) /, ""); print ($12 + $13) / 100}' "/proc/${pids[$1]}/stat"; }
tcp() { # tcp WAY OPTION...
    local way=$1 mbits
    shift
    inside a timeout $((seconds + 20)) iperf3 -c "${address[$way]}" -t "$seconds" -J "$@" >"$out/iperf.json" || { tell "failed: $way eth-tcp"; return; }
    mbits=$(sed -n '/"sum_received"/,/}/s/.*"bits_per_second":[^0-9]*\([0-9.e+]*\).*/\1/p' "$out/iperf.json" | awk '{printf "%d", $1 / 1e6}')
    sample eth-tcp "$way" Mbit/s "$mbits"
}
packets() { # packets WAY: delivered per second, and for each CPU second of the plane that receives, where there is one
    local way=$1 lines before used rate
    lines=$(wc -l <"$out/receiver.log")
    before=$(cpu "${peers[$way]:-}")
    # shellcheck disable=SC2046
    inside a $(heap=64m bench_java) org.prol2tp.bench.Packets send "${address[$way]}:9000" "$seconds" >"$out/sent" || { tell "failed: $way eth-packets"; return; }
    poll_step=0.05 poll 5 more_lines "$lines" || { tell "nothing arrived: $way eth-packets"; return; }
    used=$(awk -v a="$before" -v b="$(cpu "${peers[$way]:-}")" 'BEGIN {print b - a}')
    # What went on arriving is divided by the time it was sent in, or took longer to arrive.
    rate=$(tail -n +$((lines + 1)) "$out/receiver.log" | awk -v s="$seconds" '
        {split($1, p, "="); split($2, t, "="); n += p[2]; took += t[2]} END {printf "%.0f", n / (took > s ? took : s)}')
    sample eth-packets "$way" packets/s "$rate"
    [ -z "${peers[$way]:-}" ] || sample eth-packets "$way" packets/CPU-s "$(awk -v n="$rate" -v s="$seconds" -v c="$used" 'BEGIN {printf "%.0f", n * s / (c > 0.01 ? c : 0.01)}')"
}
more_lines() { [ "$(wc -l <"$out/receiver.log")" -gt "$1" ]; }
for way in "${ways[@]}"; do # ARP, routes, the JIT
    tcp "$way" -n 20M
    [ "${PLAN:-quick}" = quick ] || { tcp "$way"; packets "$way"; }
done >/dev/null 3>/dev/null
for ((i = 1; i <= rounds; i++)); do
    step "round $i of $rounds"
    for way in "${ways[@]}"; do
        tcp "$way"
        packets "$way"
    done
done
exec 6>&- 7>&- 8>&- 9>&-
