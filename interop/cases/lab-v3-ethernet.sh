# in the lab
# needs iperf3 tcpdump tshark iputils-ping ethtool
# Ethernet of L2TPv3 in the format of the kernel's own `ip l2tp`: our embedded data plane at one end, the kernel's at the
# other, without a control protocol. Every layout: UDP and IP, IPv4 and IPv6, cookies of 0, 4 and 8 octets, with and
# without sublayer and sequence numbers; a tag of ours against a VLAN device of theirs. Ping in all, TCP in one of each kind.
. "$(dirname "$0")/../lib.sh"
java=$("$root/dev/java-home")/bin/java
[ -d "$root/target/test-classes" ] || skip "not built: make build"
space ours kernel
link ours 10.0.0.1/24 kernel 10.0.0.2/24
ip -n "$(ns ours)" addr add fd00::1/64 dev to-kernel nodad
ip -n "$(ns kernel)" addr add fd00::2/64 dev to-ours nodad
inside kernel ip l2tp show tunnel || skip "no L2TP in this kernel"

sessions=$out/sessions
: >"$sessions"
layouts=()
n=0
for encap in udp ip; do
    for family in 4 6; do
        n=$((n + 1)) local=10.0.0.1 peer=10.0.0.2 port=$((1700 + n)) udp=
        [ $family = 6 ] && local=fd00::1 peer=fd00::2
        [ $encap = udp ] && udp="udp_sport $port udp_dport $port"
        # shellcheck disable=SC2086
        inside kernel ip l2tp add tunnel tunnel_id $n peer_tunnel_id $n encap $encap local $peer remote $local $udp ||
            fail "no kernel tunnel: $encap, IPv$family"
        for cookie in '' c0c1c2c3 c0c1c2c3c4c5c6c7; do
            for spec in none default sequence vlan; do
                i=$((${#layouts[@]} + 1))
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
                    vlan) theirs="$theirs l2spec_type none" mine="$mine vlan=42" ;;
                esac
                # shellcheck disable=SC2086
                inside kernel ip l2tp add session tunnel_id $n $theirs || fail "no kernel session: $theirs"
                device=keth$i
                [ $spec = vlan ] && inside kernel sysctl -qw "net.ipv6.conf.$device.disable_ipv6=1" # it says nothing without a tag
                ip -n "$(ns kernel)" link set "$device" mtu 1400 up
                if [ $spec = vlan ]; then
                    device=keth$i.42
                    ip -n "$(ns kernel)" link add link "keth$i" name "$device" type vlan id 42
                    ip -n "$(ns kernel)" link set "$device" up
                fi
                ip -n "$(ns kernel)" addr add "10.$((100 + i)).0.2/24" dev "$device"
                echo "encap=$encap local=$local peer=$peer port=$port $mine" >>"$sessions"
                layouts+=("$encap, IPv$family, cookie of $((${#cookie} / 2)), $spec")
            done
        done
    done
done

# One capture for each layout that tshark must be told, see interop/check-capture.
watch() { # watch NAME FILTER COOKIE SUBLAYER
    start "capture-$1" kernel tcpdump -i to-ours -U -c 40 -w "$out/$1.pcap" "$2"
    echo "-o 'l2tp.cookie_size:$3' -o 'l2tp.l2_specific:$4' -d l2tp.pw_type==0,eth -d udp.port==1702,l2tp" >"$out/$1.pcap.options"
    captures+=("$1.pcap")
    wait_for 5 "capturing" logged "capture-$1" "listening on"
}
ids() { echo "($1 = $((3000000000 + $2)) or $1 = $((1000 + $2)))"; } # of layout $2, where tcpdump finds them
watch udp-4-none "udp and $(ids 'udp[12:4]' 1)" None None
watch udp-6-cookie4-default "ip6 and udp and $(ids 'ip6[52:4]' 18)" '4 Byte Cookie' 'Default L2-Specific'
watch ip-4-none "ip proto 115 and $(ids 'ip[20:4]' 25)" None None
watch ip-6-cookie8-sequence "ip6 proto 115 and $(ids 'ip6[40:4]' 47)" '8 Byte Cookie' 'Default L2-Specific'

mkfifo "$out/input"
# shellcheck disable=SC2016
start plane ours sh -c 'exec "$@" <"'"$out"'/input"' sh "$java" -XX:+UseSerialGC -Xmx256m -XX:TieredStopAtLevel=1 \
    --enable-native-access=ALL-UNNAMED -cp "$root/target/classes:$root/target/test-classes" \
    org.prol2tp.bench.StaticSessions "$sessions"
exec 9>"$out/input"
wait_for 60 "all interfaces are there" logged plane '^ready'

for ((i = 1; i <= ${#layouts[@]}; i++)); do
    inside ours ping -q -n -c 3 -i 0.1 -W 2 "10.$((100 + i)).0.2" | grep ' 0% packet loss' || fail "no ping: ${layouts[i - 1]}"
    inside kernel ping -q -n -c 3 -i 0.1 -W 2 "10.$((100 + i)).0.1" | grep ' 0% packet loss' || fail "no ping back: ${layouts[i - 1]}"
    say "ping both ways: ${layouts[i - 1]}"
done
rates=
for i in 3 18 28 47; do
    iperf_through ours kernel "10.$((100 + i)).0.2"
    up=$mbits
    iperf_through ours kernel "10.$((100 + i)).0.2" -R
    rates="$rates $up/$mbits"
    say "TCP both ways: ${layouts[i - 1]}"
done
exec 9>&-
wait_for 10 "the plane has ended" eval '! alive plane'
grep -v 'rxErrors=0' "$out/plane.log" | grep '^eth' && fail "receive errors: $(grep '^eth' "$out/plane.log" | grep -v 'rxErrors=0' | head -1 | cut -c1-120)"
check_captures
pass "${#layouts[@]} layouts, ping both ways; TCP Mbit/s up/down:$rates"
