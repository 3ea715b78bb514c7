# bench/pseudowire.sh: Ethernet of L2TPv3 through TAP devices, with a cookie of 8 octets: over UDP and over IP protocol 115
# by the embedded plane, over UDP by eBPF, and the kernel's VXLAN, all over the same veth pair, in turns, RUNS times each (3; 7
# unless PLAN=quick). TCP as iperf3 sends it, and UDP in IP packets of 64 octets. Planes and both ends of iperf3 share the
# cores; with each the CPU seconds of the planes' processes (what the kernel does is in iperf3's time and in nobody's).
. "$(dirname "$0")/lib.sh"
runs=7 seconds=5
[ "${PLAN:-quick}" = quick ] && runs=3 seconds=2
need iperf3
space a b
link a 10.0.0.1/24 b 10.0.0.2/24
# link() sets them so for measurements of tunnels over TCP; here the pair is as the kernel makes it
inside a ethtool -K to-b gro on 2>/dev/null
vxlan() { # vxlan SPACE LOCAL REMOTE DEVICE ADDRESS
    ip -n "$(ns "$1")" link add vxlan0 type vxlan id 7 local "$2" remote "$3" dstport 4789 dev "$4" || skip "no VXLAN in this kernel"
    ip -n "$(ns "$1")" addr add "$5" dev vxlan0
    ip -n "$(ns "$1")" link set vxlan0 mtu 1400 up
}
vxlan a 10.0.0.1 10.0.0.2 to-b 10.3.0.1/24
vxlan b 10.0.0.2 10.0.0.1 to-a 10.3.0.2/24
plane() { # plane NAME SPACE NUMBER PEER WAYS [JAVA-OPTION]: one of 10.0.0.NUMBER, with a session for each way
    local s=$1 n=$3 p=$4 way
    for way in $5; do
        i=${nets[$way]}
        echo "encap=${way/ebpf/udp} local=10.0.0.$n peer=10.0.0.$p id=$((100 * i + n)) peer_id=$((100 * i + p)) name=$way" \
            "cookie=c${n}c1c2c3c4c5c6c7 peer_cookie=c${p}c1c2c3c4c5c6c7 mtu=1400 address=10.$i.0.$n/24"
    done >"$out/sessions-$s"
    mkfifo "$out/input-$s"
    start "plane-$s" "$2" bash -c 'exec "${@:2}" <"$1"' bash "$out/input-$s" \
        $(bench_java) ${6:-} org.prol2tp.bench.StaticSessions "$out/sessions-$s"
}
declare -A nets=([udp]=1 [ip]=2 [ebpf]=4)
ways="vxlan=10.3.0.2 udp=10.1.0.2 ip=10.2.0.2"
plane a a 1 2 "udp ip"
exec 8>"$out/input-a"
plane b b 2 1 "udp ip"
exec 9>"$out/input-b"
for s in a b; do wait_for 20 "the plane of $s is ready" logged "plane-$s" '^ready'; done
# eBPF at addresses of its own, where the kernel takes its programs
ip -n "$(ns a)" addr add 10.0.0.3/24 dev to-b
ip -n "$(ns b)" addr add 10.0.0.4/24 dev to-a
plane fast-a a 3 4 ebpf -Debpf=true
exec 6>"$out/input-fast-a"
plane fast-b b 4 3 ebpf -Debpf=true
exec 7>"$out/input-fast-b"
if poll 20 logged plane-fast-a '^ready' && poll 20 logged plane-fast-b '^ready'; then ways="$ways ebpf=10.4.0.4"; else tell "no eBPF: $(head -1 "$out/plane-fast-a.log")"; fi
start server b iperf3 -s
poll 5 listens b 5201
cpu() { awk '{sub(/.*\) /, ""); s += ($12 + $13) / 100} END {print s}' /proc/{"${pids[plane-a]}","${pids[plane-b]}","${pids[plane-fast-a]}","${pids[plane-fast-b]}"}/stat 2>/dev/null; }
one() { # one WAY ADDRESS KIND OPTION...: a line of results
    local way=$1 address=$2 kind=$3 before after
    shift 3
    before=$(cpu)
    inside a timeout 60 iperf3 -c "$address" -t $seconds -J "$@" >"$out/iperf.json" || { tell "way=$way kind=$kind failed"; return; }
    after=$(cpu)
    python3 - "$out/iperf.json" "$way" "$kind" "$before" "$after" <<'P' | tee -a "$out/lines" >&3
import json, sys
file, way, kind, before, after = sys.argv[1:]
end = json.load(open(file))["end"]
if kind.startswith("tcp"):
    print(f"way={way} kind={kind} mbits={end['sum_received']['bits_per_second'] / 1e6:.0f} cpu_s={float(after) - float(before):.2f}")
else:
    udp = end["sum"]
    print(f"way={way} kind={kind} packets_per_s={(udp['packets'] - udp['lost_packets']) / udp['seconds']:.0f} cpu_s={float(after) - float(before):.2f}")
P
}
for ((i = 0; i < runs; i++)); do
    for way in $ways; do
        one "${way%=*}" "${way#*=}" tcp
        one "${way%=*}" "${way#*=}" udp64 -u -b 0 -l 36
    done
done
tell "medians, and the ratio to VXLAN:"
python3 - "$out/lines" <<'P' | tee /dev/stderr >&3
import statistics, sys
values = {}
for line in open(sys.argv[1]):
    words = dict(word.split("=") for word in line.split())
    unit = "mbits" if "mbits" in words else "packets_per_s"
    values.setdefault((words["kind"], words["way"], unit), []).append(float(words[unit]))
median = {key: statistics.median(value) for key, value in values.items()}
for (kind, way, unit), value in sorted(median.items()):
    base = median.get((kind, "vxlan", unit))
    print(f"way={way} kind={kind} {unit}={value:.0f}" + (f" ratio={value / base:.2f}" if base and way != "vxlan" else ""))
P
exec 6>&- 7>&- 8>&- 9>&-
