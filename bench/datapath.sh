# bench/datapath.sh: what one session carries, everybody in turns over one veth pair: the pair itself, the kernel's VXLAN, l2tpns (with our
# LAC), ours with PPP of L2TPv2 and with Ethernet of L2TPv3, on the embedded data plane and by eBPF. TCP as iperf3 sends it and
# IP packets of 64 octets, both ways; an idle ping; TCP again with no segmentation offload on the pair, as a wire
# sees it, and with no offload at all. All programs share the cores, and are warm: each way has had some seconds of all that before, the embedded plane twice as many.
# With packets: for each CPU second of the LNS under test, where there is one.
# ROUNDS (5; 1 if PLAN=quick), SECONDS_EACH (3; 1), WAYS for some of the seven.
. "$(dirname "$0")/lib.sh"
rounds=5 seconds=3
[ "${PLAN:-quick}" = quick ] && rounds=1 seconds=1
rounds=${ROUNDS:-$rounds} seconds=${SECONDS_EACH:-$seconds}
need iperf3 ethtool l2tpns
export PROL2TP_CAPABILITIES=+bpf
space a b
link a 10.0.0.1/24 b 10.0.0.2/24
inside a ethtool -K to-b gro on 2>/dev/null # as the kernel makes it; link() is for cases that measure nothing
for i in 1 2; do
    ip -n "$(ns a)" addr add 10.0.$i.1/24 dev to-b
    ip -n "$(ns b)" addr add 10.0.$i.2/24 dev to-a
done
vxlan() { # vxlan SPACE LOCAL REMOTE DEVICE ADDRESS
    ip -n "$(ns "$1")" link add vxlan0 type vxlan id 7 local "$2" remote "$3" dstport 4789 dev "$4" || return 1
    ip -n "$(ns "$1")" addr add "$5" dev vxlan0
    ip -n "$(ns "$1")" link set vxlan0 mtu 1400 up
}
declare -A address=([veth]=10.0.0.2) lns=([l2tpns]=l2tpns)
ways=(veth)
vxlan a 10.0.0.1 10.0.0.2 to-b 10.3.0.1/24 && vxlan b 10.0.0.2 10.0.0.1 to-a 10.3.0.2/24 && ways+=(vxlan) && address[vxlan]=10.3.0.2

radius_stand_in radius b
l2tpns l2tpns b 10.0.2.2 'set radius_authtypes "pap"' 'set debug 1'
ip -n "$(ns b)" addr add 10.8.0.2/32 dev lo
ours() { # ours PLANE NET LABEL: an LNS and a LAC on 10.0.NET.0/24, two sessions between them
    local plane=$1 n=$2 l=$3
    lns_pool=10.$((77 + n)).1.0/24 prol2tpd "lns-$plane" b "data_plane $plane; listen_address 10.0.$n.2; log_level notice" "
$(lns_pool=10.$((77 + n)).1.0/24 lns_tunnel='unfinished_checksums yes' lns_config pap | sed "s/10.77.0.1/10.$((77 + n)).0.1/; s/profile_name \"p\"/& ; ethernet_profile_name port/")
ethernet profile \"port\" { local_ipaddr 10.$((90 + n)).0.2; netmask 255.255.255.0; mtu 1400 }"
    local to_l2tpns=
    [ "$plane" = userspace ] && to_l2tpns="$(lac_config 10.0.2.2 'ppp_profile_name "theirs"' | sed 's/"t"/"u"/; s/"s"/"r"/; s/ppp-s/ppp-r/')
ppp profile \"theirs\" { route 10.8.0.0/24 }"
    prol2tpd "lac-$plane" a "data_plane $plane; listen_address 10.0.$n.1; log_level notice" "
ethernet profile \"port\" { local_ipaddr 10.$((90 + n)).0.1; netmask 255.255.255.0; mtu 1400 }
$(lac_config "10.0.$n.2" '' 'unfinished_checksums yes' | sed "s/ppp-s/ppp-$n/")
tunnel \"w\" { dest_ipaddr 10.0.$n.2; unfinished_checksums yes; version l2tpv3; secret \"tunnelsecret\"
    session \"e\" { pseudowire_type eth; cookie_length 8; ethernet_profile_name port } }
$to_l2tpns"
    poll 20 has_address a "10.$((77 + n)).1" || { tell "no session with PPP by $plane"; return; }
    poll 20 has_address a "10.$((90 + n)).0" || { tell "no Ethernet by $plane"; return; }
    ways+=("prol2tp$l-ppp" "prol2tp$l-eth")
    address[prol2tp$l-ppp]=10.$((77 + n)).0.1 address[prol2tp$l-eth]=10.$((90 + n)).0.2
    lns[prol2tp$l-ppp]=lns-$plane lns[prol2tp$l-eth]=lns-$plane
}
step "sessions with l2tpns and ours"
ours userspace 0 ''
poll 20 has_address a 10.66 && ways+=(l2tpns) && address[l2tpns]=10.8.0.2
ours ebpf 1 -ebpf
grep -h -o 'no ebpf.*' "$out/lns-ebpf.log" | head -1
[ -z "${WAYS:-}" ] || read -ra ways <<<"$WAYS"
cpu() { [ -z "$1" ] && echo 0 && return; awk '{sub(/.*\) /, ""); print ($12 + $13) / 100}' "/proc/${pids[$1]}/stat"; }
start server b iperf3 -s
# shellcheck disable=SC2046
start receive-b b $(heap=64m bench_java) org.prol2tp.bench.Packets receive 0.0.0.0:9000
# shellcheck disable=SC2046
start receive-a a $(heap=64m bench_java) org.prol2tp.bench.Packets receive 0.0.0.0:9000
poll 5 listens b 5201
for s in a b; do wait_for 10 "receiver in $s" logged receive-$s ready; done
tcp() { # tcp WAY CASE OPTION...
    local way=$1 case=$2 mbits
    shift 2
    inside a timeout $((seconds + 20)) iperf3 -c "${address[$way]}" -t "$seconds" -J "$@" >"$out/iperf.json" || { tell "failed: $way $case"; return; }
    mbits=$(sed -n '/"sum_received"/,/}/s/.*"bits_per_second":[^0-9]*\([0-9.e+]*\).*/\1/p' "$out/iperf.json" | awk '{printf "%d", $1 / 1e6}')
    sample "$case" "$way" Mbit/s "$mbits"
}
packets() { # packets WAY CASE SENDER RECEIVER ADDRESS [PER-SECOND]: $rate: delivered per second
    local way=$1 case=$2 from=$3 to=$4 lines before used
    lines=$(wc -l <"$out/receive-$to.log")
    before=$(cpu "${lns[$way]:-}")
    # shellcheck disable=SC2046
    inside "$from" $(heap=64m bench_java) org.prol2tp.bench.Packets send "$5:9000" "$seconds" ${6:-} >"$out/sent" || { tell "failed: $way $case"; return; }
    poll_step=0.05 poll 5 more_lines "receive-$to" "$lines" || { tell "nothing arrived: $way $case"; return; }
    used=$(awk -v a="$before" -v b="$(cpu "${lns[$way]:-}")" 'BEGIN {print b - a}')
    rate=$(arrived "receive-$to" "$lines" "$seconds")
    [ -n "${6:-}" ] && return
    sample "$case" "$way" packets/s "$rate"
    [ -n "${lns[$way]:-}" ] && case $way in *ebpf*) ;; *)
        sample "$case" "$way" packets/CPU-s "$(awk -v n="$rate" -v s="$seconds" -v c="$used" 'BEGIN {printf "%.0f", n * s / (c > 0.01 ? c : 0.01)}')" ;;
    esac
}
client_address() { inside a ip -o route get "${address[$1]}" | sed -n 's/.* src \([0-9.]*\).*/\1/p'; }
ping_ms() { # ping_ms WAY
    local ms
    ms=$(inside a ping -q -c 20 -i 0.02 "${address[$1]}" | sed -n 's:.* = [0-9.]*/\([0-9.]*\)/.*:\1:p')
    [ -n "$ms" ] && sample ping "$1" ms "$ms"
}
wire() { # wire segments|bare|whole: what the pair leaves to the CPU: segmentation, as behind a link that carries packets of its MTU;
    # checksums and joining too, which any network card or its driver does; nothing
    local segmentation=on rest=on
    [ "$1" = whole ] || segmentation=off
    [ "$1" != bare ] || rest=off
    for end in "a to-b" "b to-a"; do
        # shellcheck disable=SC2086
        inside ${end% *} ethtool -K ${end#* } tso $segmentation gso $segmentation tx-udp-segmentation $segmentation \
            tx-udp_tnl-segmentation $segmentation tx-udp_tnl-csum-segmentation $segmentation gro $rest tx $rest >/dev/null 2>&1
    done
}
# ARP, routes, and the JIT, which takes some ten seconds of traffic: a daemon that carries traffic has had them.
step "warm-up"
for way in "${ways[@]}"; do
    ping_ms "$way"
    if [ "${PLAN:-quick}" = quick ]; then tcp "$way" warm -n 20M; continue; fi
    for _ in 1 2; do
        tcp "$way" warm
        tcp "$way" warm -R
        packets "$way" warm a b "${address[$way]}"
        packets "$way" warm b a "$(client_address "$way")"
        [ "${lns[$way]:-}" = lns-userspace ] || break
    done
done >/dev/null 3>/dev/null
for ((i = 1; i <= rounds; i++)); do
    step "round $i of $rounds"
    for way in "${ways[@]}"; do
        tcp "$way" tcp-up
        tcp "$way" tcp-down -R
        packets "$way" packets-up a b "${address[$way]}"
        if [ "$way" = prol2tp-ppp ] && [ "${rate:-0}" -gt 0 ]; then
            flooded=$rate
            packets "$way" paced a b "${address[$way]}" $((rate * 8 / 10))
            sample packets-up-flooded "$way" of-paced "$(awk -v a="$flooded" -v b="$rate" 'BEGIN {printf "%.2f", a / b}')"
        fi
        [ "${PLAN:-quick}" = quick ] || packets "$way" packets-down b a "$(client_address "$way")"
        ping_ms "$way"
    done
    wire segments
    for way in "${ways[@]}"; do
        tcp "$way" tcp-up-plain-wire
        [ "${PLAN:-quick}" = quick ] || tcp "$way" tcp-down-plain-wire -R
    done
    if [ "${PLAN:-quick}" != quick ]; then
        wire bare
        for way in "${ways[@]}"; do tcp "$way" tcp-up-bare-wire; done
    fi
    wire whole
done
