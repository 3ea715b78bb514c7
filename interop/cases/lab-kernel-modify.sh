# in the lab
# needs tcpdump tshark iputils-ping ethtool
# The kernel's data plane at both ends, ours: sessions that are up are changed in the kernel by a reload, which a ping through
# them does not notice: the time to wait for what is missing, of L2TPv2's PPP and of L2TPv3's Ethernet (sequence numbers are
# the LNS's to decide, RFC 2661 5.4: a LAC that is told to send them stops when the LNS sends none); in quiescent tunnels, with a hardware address and a bridge of the config file. And the counters of many sessions come by one
# dump.
. "$(dirname "$0")/../lib.sh"
sessions=${PROL2TP_SESSIONS:-200}
space lac lns
link lac 10.0.0.1/24 lns 10.0.0.2/24
capture lns to-lac l2tp
ip -n "$(ns lns)" link add br0 type bridge
ip -n "$(ns lns)" address add 10.98.0.2/24 dev br0
ip -n "$(ns lns)" link set br0 up
quiet() { # quiet OURS PEERS ADDRESS ETHERNET-KEYWORDS
    cat <<END
tunnel "quiet" {
    dest_ipaddr $3; version l2tpv3; mode quiescent; tunnel_id $1; peer_tunnel_id $2; our_udp_port 1701; hello_timeout 2
    session "wire" {
        pseudowire_type eth; session_id $1; peer_session_id $2; interface_name "wire"; ethernet_profile_name "wire"
        ${changes:-}
    }
}
ethernet profile "wire" { $4 }
END
}
lns() {
    lns_pool=10.76.0.0/16 lns_config chap
    quiet 9002 9001 10.0.0.1 'bridge_name "br0"'
}
lac() {
    local s first=${changes:-} # no subshell for each: the guest takes 50 ms for one
    echo "tunnel \"t\" { dest_ipaddr 10.0.0.2; version l2tpv2; secret \"tunnelsecret\"; max_sessions 2000"
    for ((s = 1; s <= sessions; s++)); do
        echo "session \"s$s\" { user_name \"fred\"; user_password \"flintstone\"; interface_name \"s$s\"; $first }"
        first=
    done
    echo '}'
    quiet 9001 9002 10.0.0.2 'mac_address 02:00:00:00:17:01; local_ipaddr 10.98.0.1; netmask 255.255.255.0'
}
prol2tpd lns lns "data_plane kernel; max_sessions 2000" "$(lns)"
prol2tpd lac lac "data_plane kernel; max_sessions 2000" "$(lac)"
all_up() { [ "$(grep -c ' session up ' "$out/$1.log")" -ge $((sessions + 1)) ]; }
wait_for 120 "all sessions are up at the LAC" all_up lac
wait_for 20 "at the LNS too" all_up lns
[ "$(inside lac cat /sys/class/net/wire/address)" = 02:00:00:00:17:01 ] || fail "the hardware address is $(inside lac cat /sys/class/net/wire/address)"
[ "$(basename "$(inside lns readlink /sys/class/net/wire/master)")" = br0 ] || fail "wire is in no bridge"
inside lac ping -q -n -c 3 -i 0.2 -W 2 10.98.0.2 | grep ' 0% packet loss' || fail "no ping through the bridge"
of() { inside lac ip l2tp show session | awk -v id="$1" '/^Session/ { on = $2 == id } on'; } # of SESSION-ID: what the kernel says
id=$(prol2tp lac show session t s1 --json | jq -r '.sessions[0].session_id')
[ -n "$(of "$id")" ] && [ -n "$(of 9001)" ] || fail "the kernel has no session $id or 9001"
{ of "$id"; of 9001; } | grep reorder && fail "nothing is to be changed"

# --- changed in place
start ping-ppp lac ping -n -i 0.1 -W 1 -I s1 10.77.0.1
start ping-wire lac ping -n -i 0.1 -W 1 10.98.0.2
index=$(inside lac cat /sys/class/net/wire/ifindex)
changes='use_sequence_numbers yes; reorder_timeout 150'
prol2tpd_conf lac "data_plane kernel; max_sessions 2000" "$(lac)"
prol2tp lac reload || fail "reload: status $?"
of "$id"
of 9001
modified() { of "$id" | grep -q 'reorder timeout: 150' && of 9001 | grep -q 'reorder timeout: 150'; }
wait_for 10 "the kernel's sessions are changed" modified
sleep 2
for p in ppp wire; do
    stop ping-$p 3 INT
    lost=$(missed "$out/ping-$p.log")
    [ "${lost:-99}" -le 1 ] || fail "$lost pings through $p were lost by the change"
done
[ "$(inside lac cat /sys/class/net/wire/ifindex)" = "$index" ] || fail "the interface was made anew"
inside lac ping -q -n -c 3 -i 0.2 -W 2 -I s1 10.77.0.1 | grep ' 0% packet loss' || fail "no ping afterwards"
grep -E ' (session|tunnel) down ' "$out"/l??.log && fail "something went down"

# --- counters, of all at once: each session has carried three pings
for ((s = 2; s <= sessions; s++)); do inside lac ping -q -n -c 3 -i 0.002 -W 2 -I "s$s" 10.77.0.1 >/dev/null & done
wait $(jobs -p | tail -n $((sessions - 1)))
began=$(date +%s%N)
prol2tp lac show session --json >"$out/sessions.json" || fail "show session: status $?"
ms=$((($(date +%s%N) - began) / 1000000))
counted=$(jq '[.sessions[] | select(.data.rx_packets >= 3 and .data.tx_packets >= 3)] | length' "$out/sessions.json")
[ "$counted" = $((sessions + 1)) ] || fail "$counted of $((sessions + 1)) sessions have counted what they carried"
sleep 5 # HELLOs of the quiescent tunnel
prol2tp lac show tunnel quiet --json | jq -e '.tunnels[0].transport.tx_hellos > 0' || fail "no HELLO in the quiescent tunnel"
stop_prol2tpd lns
quiet_is_down() { logged lac 'tunnel down.*tunnel=quiet'; }
wait_for 90 "the LAC notices that the quiescent peer is gone" quiet_is_down
stop_prol2tpd lac
[ -z "$(inside lac ip l2tp show session)$(inside lns ip l2tp show session)" ] || fail "the kernel still has sessions"
check_captures
pass "changed in place, no ping lost; quiescent, MAC, bridge; counters of $counted sessions in $ms ms"
