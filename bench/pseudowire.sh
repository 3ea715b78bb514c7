# bench/pseudowire.sh: Ethernet of L2TPv3 through TAP devices, over UDP and over IP protocol 115, with a cookie of 8 octets,
# beside the kernel's VXLAN over the same veth pair, in turns, RUNS times each (3; 7 unless PLAN=quick). TCP as iperf3 sends
# it, and UDP in IP packets of 64 octets. Both planes and both ends of iperf3 share the cores; with each the CPU seconds of
# both planes (VXLAN's are the kernel's own, in iperf3's time and in nobody's).
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
plane() { # plane SPACE NUMBER PEER
    local s=$1 n=$2 p=$3 i=0 encap
    for encap in udp ip; do
        i=$((i + 1))
        echo "encap=$encap local=10.0.0.$n peer=10.0.0.$p id=$((10 * i + n)) peer_id=$((10 * i + p)) name=$encap" \
            "cookie=c${n}c1c2c3c4c5c6c7 peer_cookie=c${p}c1c2c3c4c5c6c7 mtu=1400 address=10.$i.0.$n/24"
    done >"$out/sessions-$s"
    mkfifo "$out/input-$s"
    start "plane-$s" "$s" bash -c 'exec "${@:2}" <"$1"' bash "$out/input-$s" \
        $(bench_java) org.prol2tp.bench.StaticSessions "$out/sessions-$s"
}
plane a 1 2
exec 8>"$out/input-a"
plane b 2 1
exec 9>"$out/input-b"
for s in a b; do wait_for 20 "the plane of $s is ready" logged "plane-$s" '^ready'; done
start server b iperf3 -s
poll 5 listens b 5201
cpu() { awk '{sub(/.*\) /, ""); s += ($12 + $13) / 100} END {print s}' "/proc/${pids[plane-a]}/stat" "/proc/${pids[plane-b]}/stat"; }
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
    for way in vxlan=10.3.0.2 udp=10.1.0.2 ip=10.2.0.2; do
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
exec 8>&- 9>&-
