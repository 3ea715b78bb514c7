# in the lab -m 2G -t 900
# needs strace iputils-ping jq python3
# The counters of very many sessions that the kernel carries: static tunnels of L2TPv3 with Ethernet, most of them without
# anybody at their other end, three against sessions of the kernel's own (`ip l2tp`). Each of the three counts what went through
# it; all are shown at once within a time; and strace sees that the kernel is asked as often for all of them as
# for a tenth. PROL2TP_SESSIONS says how many, in PROL2TP_TUNNELS tunnels: kernels before 6.11 take a time for a dump that goes
# with the square of what one tunnel has. PROL2TP_SHOW_MS is the time.
. "$(dirname "$0")/../lib.sh"
sessions=${PROL2TP_SESSIONS:-1000} tunnels=${PROL2TP_TUNNELS:-10} most_ms=${PROL2TP_SHOW_MS:-2000}
each=$((sessions / tunnels))
space ours kernel
link ours 10.0.0.1/24 kernel 10.0.0.2/24
for n in ours kernel; do inside $n sh -c 'echo 1 >/proc/sys/net/ipv6/conf/default/disable_ipv6'; done # or interfaces send by themselves

# --- one at the beginning, one in the middle, one at the end: TUNNEL:SESSION:PINGS
busy=("1:1:3" "$(((tunnels + 1) / 2)):$((each / 2)):5" "$tunnels:$each:7")
config=
for ((t = 1; t <= tunnels; t++)); do
    config+="tunnel \"t$t\" { dest_ipaddr 10.0.0.2; version l2tpv3; mode static; tunnel_id $t; peer_tunnel_id $t
our_udp_port $((2000 + t)); peer_udp_port $((3000 + t)); max_sessions $each"$'\n'
    for ((s = 1; s <= each; s++)); do
        id=$((t * 100000 + s))
        config+="session \"s$s\" { pseudowire_type eth; session_id $id; peer_session_id $id; interface_name e$id }"$'\n'
    done
    config+=$'}\n'
done
began=$SECONDS
prol2tpd ours ours "data_plane kernel; max_sessions 20000; max_tunnels 2000; log_level notice" "$config"
interfaces() { inside ours sh -c 'grep -c "^ *e[0-9]" /proc/net/dev'; }
have_interfaces() { [ "$(interfaces)" = "$sessions" ]; }
poll_step=1 wait_for 400 "the kernel has $sessions sessions" have_interfaces
made=$((SECONDS - began))
for b in "${busy[@]}"; do
    IFS=: read -r t s pings <<<"$b"
    id=$((t * 100000 + s)) net=10.$((100 + t)).$((s % 250))
    inside kernel ip l2tp add tunnel tunnel_id "$t" peer_tunnel_id "$t" encap udp local 10.0.0.2 remote 10.0.0.1 udp_sport $((3000 + t)) udp_dport $((2000 + t)) &&
        inside kernel ip l2tp add session name "e$id" tunnel_id "$t" session_id "$id" peer_session_id "$id" ||
        fail "the kernel does not take tunnel $t"
    for n in ours:1:kernel kernel:2:ours; do
        IFS=: read -r here last there <<<"$n"
        mac=$(inside "$there" cat "/sys/class/net/e$id/address") || fail "no e$id in $there"
        ip -n "$(ns "$here")" address add "$net.$last/24" dev "e$id"
        ip -n "$(ns "$here")" link set "e$id" up
        ip -n "$(ns "$here")" neighbour replace "$net.$((3 - last))" lladdr "$mac" dev "e$id"
    done
    inside ours ping -q -n -c "$pings" -i 0.2 -W 2 "$net.2" | grep ' 0% packet loss' || fail "no ping through e$id"
done

# --- what they say is what went through
ask() { ms=$("$interop/ask" "/tmp/$run-ours.sock" "{\"request\":\"show_sessions\"$2}" "$1") || fail "no reply to show_sessions"; } # ask FILE MEMBERS
ask "$out/all.json" ''
jq -r '.sessions[] | .data as $d | [.session_id, $d.rx_packets, $d.tx_packets, $d.rx_bytes, $d.tx_bytes, $d.rx_errors + $d.tx_errors] | join(" ")' "$out/all.json" >"$out/counted"
[ "$(wc -l <"$out/counted")" = "$sessions" ] || fail "the reply has $(wc -l <"$out/counted") sessions"
for b in "${busy[@]}"; do
    IFS=: read -r t s pings <<<"$b"
    # A frame of 98 octets, and 12 of L2TPv3's: the kernel counts both.
    echo "$((t * 100000 + s)) $pings $pings $((pings * 110)) $((pings * 110)) 0"
done >"$out/expected"
grep -v ' 0 0 0 0 0$' "$out/counted" | sort -n | diff "$out/expected" - || fail "counted is something else than what went through"

# --- how long it takes, and how often the kernel is asked
one=',"tunnel":{"name":"t1"},"session":{"name":"s1"}'
for ((i = 0; i < 5; i++)); do ask "$out/all.json" ''; all_times+=" $ms"; done
for ((i = 0; i < 5; i++)); do ask "$out/one.json" "$one"; one_times+=" $ms"; done
median() { printf '%s\n' $* | sort -n | sed -n 3p; }
all_ms=$(median $all_times) one_ms=$(median $one_times)
say "show_sessions, all five times:$all_times ms; one:$one_times ms; $(($(wc -c <"$out/all.json") / 1024)) KB"
watched() { # watched NAME MEMBERS: the requests that it takes
    start "strace-$1" ours strace -f -qq -e trace=sendto,recvfrom -e signal=none -p "$(cat "$out/ours.pid")" -o "$out/$1.strace"
    sleep 2
    ask "$out/$1.json" "$2"
    stop "strace-$1" 20 INT
    singles=$(grep -c 'sendto(.*nlmsg_flags=NLM_F_REQUEST|NLM_F_ACK' "$out/$1.strace")
    dumps=$(grep -cE 'sendto\(.*nlmsg_flags=NLM_F_REQUEST\|(0x300|NLM_F_DUMP)' "$out/$1.strace")
    answers=$(grep -c 'recvfrom(.*nlmsg_flags=NLM_F_MULTI' "$out/$1.strace")
    say "$1: $singles requests for one session, $dumps dumps in $answers datagrams"
}
watched all ''
told="$singles requests and $dumps dump ($answers datagrams) for $sessions sessions"
[ "$singles" = 8 ] && [ "$dumps" = 1 ] || fail "$singles requests and $dumps dumps for all sessions"
watched some ',"tunnel":{"name":"t1"}'
[ "$singles" = 8 ] && [ "$dumps" = 1 ] || fail "$singles requests and $dumps dumps for $each sessions"
watched one "$one"
[ "$singles" = 1 ] && [ "$dumps" = 0 ] || fail "$singles requests and $dumps dumps for one session"
[ "$all_ms" -le "$most_ms" ] || fail "show_sessions of $sessions takes $all_ms ms, $most_ms are allowed"

# --- at the end nothing is left
began=$SECONDS
stop ours 300 || fail "the daemon does not end"
logged ours 'Exception|Error|internal' && fail "$(grep -E -m1 'Exception|Error|internal' "$out/ours.log" | cut -c1-150)"
[ "$(interfaces)" = 0 ] || fail "$(interfaces) interfaces are left"
[ -z "$(inside ours ip l2tp show tunnel)" ] || fail "tunnels are left"
pass "$told; shown in $all_ms ms, one in $one_ms ms; made in $made s, gone in $((SECONDS - began)) s"
