# bench/datapath.sh: what one session carries, with our LAC as the client: our LNS and l2tpns in turns, RUNS times each
# (3; 7 unless PLAN=quick). TCP as iperf3 sends it, and UDP in IP packets of 64 octets; both directions. With each, the
# CPU seconds that the LNS used. All programs share the cores, so downwards our LAC drops what the LNS under test sends too
# fast for it: therefore also what left that LNS (forwarded), counted in octets on the wire.
. "$(dirname "$0")/lib.sh"
runs=7 seconds=5
[ "${PLAN:-quick}" = quick ] && runs=3 seconds=2
need iperf3 tcpdump
space lac ours theirs net
link lac 10.0.0.1/24 ours 10.0.0.2/24
link lac 10.2.0.1/24 theirs 10.2.0.2/24
link ours 10.9.0.1/24 net 10.9.0.2/24
link theirs 10.8.0.1/24 net 10.8.0.2/24
route net 10.66.0.0/16 via 10.8.0.1
route net 10.77.0.0/16 via 10.9.0.1
prol2tpd ours ours 'log_level warning' "$(lns_config pap)"
radius_stand_in radius theirs
l2tpns theirs theirs 10.2.0.2 'set radius_authtypes "pap"' 'set debug 1'
prol2tpd lac lac '' "$(lac_config 10.0.0.2 'ppp_profile_name "ours"')
$(lac_config 10.2.0.2 'ppp_profile_name "theirs"' | sed 's/"t"/"u"/; s/"s"/"r"/; s/ppp-s/ppp-r/')
ppp profile \"ours\" { route 10.9.0.0/24 }
ppp profile \"theirs\" { route 10.8.0.0/24 }"
wait_for 20 "the session with our LNS" has_address lac 10.77.1
wait_for 20 "the session with l2tpns" has_address lac 10.66
cpu() { awk '{sub(/.*\) /, ""); print ($12 + $13) / 100}' "/proc/${pids[$1]}/stat"; }
server() { start "server-$1" net iperf3 -s -p "$1"; }
server 5201
poll 5 listens net 5201
wire_octets() { # wire_octets LNS: octets that came from it, without Ethernet, IP and UDP headers
    inside lac cat "/sys/class/net/to-$1/statistics/rx_bytes" "/sys/class/net/to-$1/statistics/rx_packets" |
        awk 'NR == 1 {o = $1} NR == 2 {printf "%.0f", o - 42 * $1}'
}
datagram_octets() { # datagram_octets LNS ADDRESS: how long a data message with 64 octets in it is from this LNS
    inside lac timeout 4 tcpdump -enn -c 40 -i "to-$1" 'udp src port 1701 and udp[4:2] > 72 and udp[4:2] < 96' 2>/dev/null >"$out/sizes" &
    local dump=$!
    sleep 0.5
    inside lac timeout 20 iperf3 -c "$2" -t 1 -u -b 100k -l 36 -R >/dev/null
    wait $dump
    awk -F', length ' '{split($2, n, ":"); print n[1] - 42}' "$out/sizes" | sort -n | uniq -c | sort -rn | awk 'NR == 1 {print $2}'
}
declare -A octets=([ours]=$(datagram_octets ours 10.9.0.2) [theirs]=$(datagram_octets theirs 10.8.0.2))
one() { # one LNS ADDRESS KIND OPTION...: a line of results
    local lns=$1 address=$2 kind=$3 before after
    shift 3
    local wire_before
    wire_before=$(wire_octets "$lns")
    before=$(cpu "$lns")
    inside lac timeout 60 iperf3 -c "$address" -t $seconds -J "$@" >"$out/iperf.json" || { tell "peer=$lns kind=$kind failed"; return; }
    after=$(cpu "$lns")
    python3 - "$out/iperf.json" "$lns" "$kind" "$seconds" "$before" "$after" \
        $((($(wire_octets "$lns") - wire_before) / octets[$lns])) <<'P' | tee -a "$out/lines" >&3
import json, sys
file, lns, kind, seconds, before, after, forwarded = sys.argv[1:]
end = json.load(open(file))["end"]
cpu = float(after) - float(before)
if kind.startswith("tcp"):
    value, unit = end["sum_received"]["bits_per_second"] / 1e6, "mbits"
    per_cpu = value * float(seconds) / cpu if cpu else 0
else:
    udp = end["sum"]
    received = udp["packets"] - udp["lost_packets"]
    value, unit = received / udp["seconds"], "packets_per_s"
    per_cpu = received / cpu if cpu else 0
print(f"peer={'prol2tp' if lns == 'ours' else 'l2tpns'} kind={kind} {unit}={value:.0f} per_cpu_s={per_cpu:.0f} cpu_s={cpu:.2f}")
if kind == "udp64-down":
    forwarded = int(forwarded)
    print(f"peer={'prol2tp' if lns == 'ours' else 'l2tpns'} kind=udp64-down-forwarded packets_per_s={forwarded / float(seconds):.0f} "
          f"per_cpu_s={forwarded / cpu if cpu else 0:.0f} cpu_s={cpu:.2f}")
P
}
for ((i = 0; i < runs; i++)); do
    for lns in ours theirs; do
        address=10.9.0.2
        [ $lns = theirs ] && address=10.8.0.2
        one $lns $address tcp-up
        one $lns $address tcp-down -R
        one $lns $address udp64-up -u -b 0 -l 36
        one $lns $address udp64-down -u -b 0 -l 36 -R
    done
done
tell "medians:"
sort -k1,2 "$out/lines" | awk '{split($3, v, "="); split($4, c, "="); k = $1 " " $2 " " v[1]; n[k]++; a[k, n[k]] = v[2]; b[k, n[k]] = c[2]}
function median(x, k, m,   i, j, t, s) {
    for (i = 1; i <= m; i++) s[i] = x[k, i]
    for (i = 1; i <= m; i++) for (j = i + 1; j <= m; j++) if (s[j] < s[i]) { t = s[i]; s[i] = s[j]; s[j] = t }
    return s[int((m + 1) / 2)]
}
END {for (k in n) print k "=" median(a, k, n[k]) " per_cpu_s=" median(b, k, n[k])}' | sort -k2 | tee /dev/stderr >&3
