# in the lab
# needs tcpdump tshark iputils-ping ethtool python3
# Descriptors that outlive the daemon in the service manager's store, with the kernel's data plane: in the guest there is no systemd, so
# interop/service-manager does the same. Sessions of PPP and of Ethernet; the LAC is killed with SIGKILL while pings run
# through one of each, and once more told to end with `stop --keep`; the manager starts the next one and hands it all back. No keeper
# process takes part. At the end the store is empty, and the kernel too.
. "$(dirname "$0")/../lib.sh"
sessions=${PROL2TP_SESSIONS:-20}
space lac lns
link lac 10.0.0.1/24 lns 10.0.0.2/24
start capture-l2tp lns tcpdump -i to-lac -U -w "$out/l2tp.pcap" 'udp port 1701 and udp[8] & 0x80 != 0'
captures+=(l2tp.pcap)
wait_for 20 "capturing" logged capture-l2tp "listening on"
remember lac lns
ppp= ethernet=
for ((s = 1; s <= sessions; s++)); do
    ppp+="session \"p$s\" { user_name \"fred\"; user_password \"flintstone\"; interface_name \"p$s\" }"$'\n'
    ethernet+="session \"e$s\" { pseudowire_type eth; session_id $s; peer_session_id $s; interface_name \"e$s\"; ethernet_profile_name \"e\" }"$'\n'
done
static() { # static ADDRESS-OF-THE-PEER PORT PEERS-PORT
    echo "tunnel \"e\" { dest_ipaddr $1; version l2tpv3; mode static; tunnel_id 9; peer_tunnel_id 9; our_udp_port $2; peer_udp_port $3"
    echo "$ethernet }"
    echo 'ethernet profile "e" { mtu 1400 }'
}
prol2tpd lns lns "data_plane kernel" "$(lns_config chap)
$(static 10.0.0.1 1801 1802)"
prol2tpd_under="$interop/service-manager $out/notify" prol2tpd lac lac "data_plane kernel; keep_sessions yes; state_file $out/lac.state" \
    "tunnel \"t\" { dest_ipaddr 10.0.0.2; version l2tpv2; secret \"tunnelsecret\"
$ppp }
$(static 10.0.0.2 1802 1801)"
total=$((2 * sessions))
ups() { [ "$(grep -c ' session up ' "$out/lac.log")" -ge "$1" ]; }
wait_for 60 "$total sessions are up" ups $total
inside lac ip address add 10.98.0.1/24 dev e1
inside lns ip address add 10.98.0.2/24 dev e1
through() { inside lac ping -q -n -c 3 -i 0.2 -W 2 -I "$1" "$2" | grep -q ' 0% packet loss'; }
wait_for 10 "PPP carries traffic" through p1 10.77.0.1
wait_for 10 "Ethernet carries traffic" through e1 10.98.0.2
links() { inside lac ip -o link | sed -n 's/^\([0-9]*: [pe][0-9]*\):.*/\1/p' | sort; }
in_kernel() { inside lac ip l2tp show session | grep -E '^Session|interface' | sort; }
[ "$(links | wc -l)" = $total ] || fail "the LAC has $(links | wc -l) interfaces"
pgrep -f 'keep[.]KeeperMain' && fail "there is a keeper"

told= turn=1
again() { # again HOW COMMAND...: the daemon ends by that
    local how=$1 p lost links kernel pid
    shift
    sleep 1 # the last session is written down
    links=$(links) kernel=$(in_kernel) pid=$(cat "$out/lac.pid")
    start ping-ppp lac ping -n -i 0.1 -W 1 -I p1 10.77.0.1
    start ping-ethernet lac ping -n -i 0.1 -W 1 10.98.0.2
    sleep 1
    "$@" || fail "$how: status $?"
    turn=$((turn + 1))
    wait_for 60 "$how: the next one goes on with all of them" ups $((turn * total))
    [ "$(cat "$out/lac.pid")" != "$pid" ] || fail "$how: it is the same process"
    sleep 2 # what nobody has asked for is swept away
    [ "$(links)" = "$links" ] || fail "$how: there are other interfaces than before"
    [ "$(in_kernel)" = "$kernel" ] || fail "$how: there are other sessions in the kernel than before"
    for p in ppp ethernet; do
        stop ping-$p 3 INT
        lost=$(missed "$out/ping-$p.log")
        [ "${lost:-99}" -le 3 ] || fail "$how: $lost pings through $p are lost"
        told+=", $how: ${lost} of $p"
    done
}
again SIGKILL sh -c "kill -KILL $(cat "$out/lac.pid")"
# A socket for each tunnel and for the table that holds TCP to the MTU, socket and unit for each of PPP, a file for each of Ethernet.
logged lac "manager: started .* with $((3 + 3 * sessions)) descriptors" || fail "$(grep 'manager: started' "$out/lac.log" | tail -1), not $((3 + 3 * sessions))"
again 'stop --keep' prol2tp lac stop --keep
again 'SIGKILL again' sh -c "kill -KILL $(cat "$out/lac.pid")"
grep -E ' (session|tunnel) down ' "$out"/l??.log && fail "something went down"
grep 'keep_sessions' "$out/lac.log" && fail "the store complains"
pgrep -f 'keep[.]KeeperMain' && fail "there is a keeper after all"
stop_prol2tpd lac
logged lac 'manager: .* ended with 0, 0 descriptors are kept' || fail "$(tail -1 "$out/lac.log")"
stop_prol2tpd lns
for n in lac lns; do wait_for 30 "all is gone at the $n" all_gone $n; done
check_captures
pass "$total sessions go on by the descriptors of a service manager; pings lost: ${told#, }"
