# in the lab
# needs iperf3 tcpdump tshark iputils-ping ethtool
# Ethernet of L2TPv3 over UDP: the kernel's data plane of ours, without a control protocol, against the kernel's own `ip
# l2tp`. IPv4 and IPv6, cookies of 0, 4 and 8 octets, with and without sublayer and sequence numbers: ping both ways in all,
# TCP in some. Then nothing is left.
. "$(dirname "$0")/../lib.sh"
java=$("$root/dev/java-home")/bin/java
[ -d "$root/target/test-classes" ] || skip "not built: make build"
space ours kernel
link ours 10.0.0.1/24 kernel 10.0.0.2/24
ip -n "$(ns ours)" addr add fd00::1/64 dev to-kernel nodad
ip -n "$(ns kernel)" addr add fd00::2/64 dev to-ours nodad
inside kernel ip l2tp show tunnel || skip "no L2TP in this kernel"
capture ours to-kernel l2tp

: >"$out/sessions"
i=0
for family in 4 6; do
    local=10.0.0.1 peer=10.0.0.2
    [ $family = 6 ] && local=fd00::1 peer=fd00::2
    # The capture filter wants port 1701; an address has one tunnel.
    inside kernel ip l2tp add tunnel tunnel_id $family peer_tunnel_id $family encap udp local $peer remote $local \
        udp_sport 1701 udp_dport 1701 || fail "no kernel tunnel: IPv$family"
    for cookie in '' c0c1c2c3 c0c1c2c3c4c5c6c7; do
        for spec in none default sequence; do
            i=$((i + 1))
            mine="id=$((1000 + i)) peer_id=$((3000000000 + i)) name=eth$i address=10.$((100 + i)).0.1/24"
            theirs="session_id $((3000000000 + i)) peer_session_id $((1000 + i)) name keth$i"
            if [ -n "$cookie" ]; then
                mine="$mine cookie=$cookie peer_cookie=${cookie//c/d}"
                theirs="$theirs cookie $cookie peer_cookie ${cookie//c/d}" # what it sends, what it expects
            fi
            case $spec in
                none) theirs="$theirs l2spec_type none" ;;
                default) theirs="$theirs l2spec_type default" mine="$mine sublayer=yes" ;;
                sequence) theirs="$theirs l2spec_type default seq both" mine="$mine sublayer=yes sequence=yes" ;;
            esac
            # shellcheck disable=SC2086
            inside kernel ip l2tp add session tunnel_id $family $theirs || fail "no kernel session: $theirs"
            ip -n "$(ns kernel)" link set "keth$i" mtu 1400 up
            ip -n "$(ns kernel)" addr add "10.$((100 + i)).0.2/24" dev "keth$i"
            echo "encap=udp local=$local peer=$peer port=1701 $mine" >>"$out/sessions"
        done
    done
done

mkfifo "$out/input"
# shellcheck disable=SC2016
start plane ours sh -c 'exec "$@" <"'"$out"'/input"' sh "$java" -XX:+UseSerialGC -Xmx256m -XX:TieredStopAtLevel=1 -Dkernel=true \
    --enable-native-access=ALL-UNNAMED -cp "$root/target/classes:$root/target/test-classes" \
    org.prol2tp.bench.StaticSessions "$out/sessions"
exec 9>"$out/input"
wait_for 60 "all interfaces are there" logged plane '^ready'
[ "$(inside ours ip l2tp show session | grep -c '^Session')" = $i ] || fail "our kernel has not all sessions"
for ((k = 1; k <= i; k++)); do
    inside ours ping -q -n -c 3 -i 0.1 -W 2 "10.$((100 + k)).0.2" | grep ' 0% packet loss' || fail "no ping: $(sed -n ${k}p "$out/sessions")"
    inside kernel ping -q -n -c 3 -i 0.1 -W 2 "10.$((100 + k)).0.1" | grep ' 0% packet loss' || fail "no ping back: $(sed -n ${k}p "$out/sessions")"
done
rates=
for k in 1 9 10 18; do
    iperf_through ours kernel "10.$((100 + k)).0.2"
    up=$mbits
    iperf_through ours kernel "10.$((100 + k)).0.2" -R
    rates="$rates $up/$mbits"
done
exec 9>&-
wait_for 20 "the plane has ended" eval '! alive plane'
# Where there are numbers, one may be missing: what the peer sent before our session was there has some, and the kernel, which
# begins at 0, drops the first that comes.
grep '^eth' "$out/plane.log" | grep -v 'rxErrors=[01],' && fail "receive errors"
[ "$(grep -c 'rxErrors=1' "$out/plane.log")" -le $((i / 3)) ] || fail "receive errors"
[ "$(grep -c '^eth.* DataCounters\[rxPackets=[1-9]' "$out/plane.log")" = $i ] || fail "not all have counted"
[ -z "$(inside ours ip l2tp show tunnel)$(inside ours ip l2tp show session)" ] || fail "the kernel still has something of ours"
pass "$i layouts, ping both ways; TCP Mbit/s up/down:$rates"
