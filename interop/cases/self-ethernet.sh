# Both ends ours: Ethernet pseudowires over UDP and over IP, with cookies, sublayer, sequence numbers and digests: one with
# addresses and one in a bridge on each, IPv4 and IPv6. (tshark takes both directions of a session for alike.) Each end's scripts are told of it.
. "$(dirname "$0")/../lib.sh"
need tshark
space lac lns
link lac 10.0.0.1/24 lns 10.0.0.2/24
ip -n "$(ns lac)" addr add fd00::1/64 dev to-lns nodad
ip -n "$(ns lns)" addr add fd00::2/64 dev to-lac nodad
for end in lac lns; do ip -n "$(ns $end)" link add br0 type bridge && ip -n "$(ns $end)" link set br0 up; done
ip -n "$(ns lac)" addr add 10.80.0.1/24 dev br0
ip -n "$(ns lns)" addr add 10.80.0.2/24 dev br0
capture_v3 lns to-lac l2tp wiresecret

mkdir -p "$out/scripts"
printf '#!/bin/sh\necho "$@" bridge="$BRIDGE_NAME" mtu="$MTU" mask="$NETMASK" eth="$ETH" >>%s\n' "$out/scripted" >"$out/scripts/session-up"
printf '#!/bin/sh\nshift 2; echo "$@" >>%s\n' "$out/circuits" >"$out/scripts/session-circuit"
chmod 755 "$out/scripts" "$out/scripts/session-up" "$out/scripts/session-circuit"
common='
    version l2tpv3; secret "wiresecret"; auth_mode challenge; digest_type sha1; hello_timeout 5'
prol2tpd lns lns "listen_on_ip yes; script_dir \"$out/scripts\"" "

peer profile \"by-ipv4\" { peer_ipaddr 10.0.0.1; tunnel_profile_name wire; ethernet_profile_name bridged }
peer profile \"by-ipv6\" { peer_ipaddr fd00::/64; tunnel_profile_name wire; session_profile_name bare; ethernet_profile_name port }
tunnel profile \"wire\" { $common }
session profile \"default\" { cookie_length 4 }
session profile \"bare\" { l2spec_type none }
ethernet profile \"port\" { local_ipaddr 10.79.0.2; netmask 255.255.255.0 }
ethernet profile \"bridged\" { bridge_name br0 }"
prol2tpd lac lac '' "
ethernet profile \"port\" { local_ipaddr 10.79.0.1; netmask 255.255.255.0; mac_address 02:00:00:00:00:01; interface_name wire0 }
ethernet profile \"bridged\" { bridge_name br0 }
tunnel \"udp\" { dest_ipaddr 10.0.0.2; $common
    session \"bridged\" { pseudowire_type eth; cookie_length 8; data_sequencing all; ethernet_profile_name bridged } }
tunnel \"ip\" { dest_ipaddr fd00::2; encap ip; $common
    session \"port\" { pseudowire_type eth; cookie_length 4; l2spec_type none; ethernet_profile_name port } }"
both_up() { [ "$(prol2tp lac show session --json | jq '[.sessions[] | select(.up_seconds > 0 or .interface_name != null)] | length')" = 2 ]; }
wait_for 20 "both sessions are up" both_up
wait_for 5 "the LNS has its port" has_address lns 10.79.0.2
both_ways lac lns 10.80.0.2
bridged=$traffic
both_ways lac lns 10.79.0.2
prol2tp lac show session
prol2tp lac show tunnel udp
ip -n "$(ns lac)" link show wire0 | grep -q 'link/ether 02:00:00:00:00:01' || fail "wire0 has another MAC address"
grep -q 'ETH bridge=br0 mtu=1438' "$out/scripted" || fail "the script of the bridged port: $(cat "$out/scripted")"
# Circuits: each end's interface set down and up is seen at the other, by carrier, show, log and script.
session_of() { prol2tp "$1" show session --json | jq -r ".sessions[] | select(.interface_name == \"$2\") | \"@\\(.session_id)\""; }
port=$(ip -n "$(ns lns)" -o -4 addr show | awk '/10.79.0.2/ {print $2}')
carrier() { ip -n "$(ns "$1")" -o link show "$2" | grep -q "$3"; }
shows() { prol2tp "$1" show session "$2" "$3" status | grep -q "$4"; }
ip -n "$(ns lac)" link set wire0 down
wait_for 5 "the LNS's port has no carrier" carrier lns "$port" NO-CARRIER
wait_for 5 "the LNS shows the LAC's circuit" shows lns "@$(prol2tp lac show tunnel ip --json | jq -r '.tunnels[0].peer_tunnel_id')" "$(session_of lns "$port")" 'peer circuit: inactive'
shows lac ip port ' circuit: inactive' || fail "the LAC does not show its circuit"
logged lns 'session circuit .* circuit=active peer_circuit=inactive' || fail "no circuit in the LNS's log"
wait_for 5 "the LNS's script is told" grep -q '^ETH active inactive$' "$out/circuits"
ip -n "$(ns lac)" link set wire0 up
wait_for 5 "the LNS's port has its carrier" carrier lns "$port" LOWER_UP
ip -n "$(ns lns)" link set "$port" down
wait_for 5 "the LAC's port has no carrier" carrier lac wire0 NO-CARRIER
ip -n "$(ns lns)" link set "$port" up
wait_for 5 "the LAC's port has its carrier" carrier lac wire0 LOWER_UP
ip -n "$(ns lns)" addr replace 10.79.0.2/24 dev "$port"
ping_through lac 10.79.0.2
stop_prol2tpd lac lns
check_captures
check_digests l2tp wiresecret 10 udp
check_digests l2tp wiresecret 10 '!udp && ipv6'
pass "over UDP, in bridges: $bridged; over IP, IPv6: $traffic"
