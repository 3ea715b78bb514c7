# in the lab
# needs tcpdump tshark iputils-ping ethtool
# Both ends ours, the kernel's data plane at both, many sessions. The LNS is killed with SIGKILL while pings run through all
# of the sessions, ten a second through one, and started again; then the LAC. Tunnels, sessions and interfaces stay in the kernel all the while: next
# to no ping is lost, and afterwards sessions come and go in both directions. At the end nothing is left.
. "$(dirname "$0")/../lib.sh"
sessions=${PROL2TP_SESSIONS:-100}
space lac lns
link lac 10.0.0.1/24 lns 10.0.0.2/24
capture lns to-lac l2tp
remember lac lns
keep() { echo "data_plane kernel; max_sessions 2000; keep_sessions yes; state_file $out/$1.state"; }
lns() { prol2tpd lns lns "$(keep lns)" "$(lns_pool=10.76.0.0/16 lns_config chap)"; }
config=$'tunnel "t" { dest_ipaddr 10.0.0.2; version l2tpv2; secret "tunnelsecret"; max_sessions 2000\n'
for ((s = 1; s <= sessions; s++)); do
    config+="session \"s$s\" { user_name \"fred\"; user_password \"flintstone\"; interface_name \"s$s\" }"$'\n'
done
config+=$'}\n'
lac() { prol2tpd lac lac "$(keep lac)" "$config"; }
all_up() { [ "$(grep -c ' session up ' "$out/$1.log")" -ge "$sessions" ]; }
links() { inside "$1" ip -o link | sed -n 's/^\([0-9]*: [^:]*\):.*ppp.*/\1/p' | sort; }
in_kernel() { inside "$1" ip l2tp show session | grep '^Session' | sort; }
lns
lac
wait_for 120 "$sessions sessions are up at the LAC" all_up lac
wait_for 20 "at the LNS too" all_up lns

# Pings through all of them, one a second, until they are ended.
ping_all() {
    rm -f "$out"/pings.*
    start all lac sh -c "for s in \$(seq 2 $sessions); do ping -q -n -W 1 -I s\$s 10.77.0.1 >'$out'/pings.\$s & done; wait"
}
pings() { local p; for p in $(ip netns pids "$(ns lac)"); do [ "$(cat "/proc/$p/comm" 2>/dev/null)" = ping ] && echo "$p"; done; }
no_pings() { [ -z "$(pings)" ]; }
end_all() { # each session may have lost a few
    kill -INT $(pings)
    wait_for 10 "the pings have ended" no_pings
    stop all 1
    sed -n 's/^\([0-9]*\) packets transmitted, \([0-9]*\) received.*/\1 \2/p' "$out"/pings.* |
        awk '{sent += $1; lost = $1 - $2; all += lost; if (lost > most) most = lost} END {print NR, sent, all + 0, most + 0}' >"$out/lost"
    read -r counted sent all most <"$out/lost"
    say "$counted sessions more: of $sent pings $all lost, $most in one session at most"
    [ "$counted" = $((sessions - 1)) ] && [ "$sent" -ge $((sessions * 4)) ] || fail "only $sent pings were sent through $counted sessions"
    [ "$most" -le 3 ] || fail "$most pings of one session were lost"
}

# Kills the daemon at one end and starts it again, with pings 10 times a second through session 1.
told=
again() { # again END SIGNAL
    local end=$1 links kernel lost gap
    sleep 1 # the last session is written down
    links=$(links "$end") kernel=$(in_kernel "$end")
    [ "$(echo "$links" | wc -l)" = "$sessions" ] || fail "the $end has $(echo "$links" | wc -l) interfaces"
    start "ping-$end-$2" lac ping -n -D -i 0.1 -W 1 -I s1 10.77.0.1
    ping_all
    sleep 2
    stop "$end" 10 "$2"
    sleep 1
    [ "$(links "$end")" = "$links" ] || fail "interfaces of the $end are gone with the daemon"
    "$end"
    wait_for 60 "the $end goes on with all of them" all_up "$end"
    logged "$end" "goes on after a restart; sessions: $sessions of $sessions" || fail "the $end does not say so"
    [ "$(links "$end")" = "$links" ] || fail "the $end has other interfaces than before"
    [ "$(in_kernel "$end")" = "$kernel" ] || fail "the $end has other sessions in the kernel than before"
    sleep 2 # what nobody has asked for is swept away
    [ "$(links "$end")" = "$links" ] || fail "interfaces of the $end were swept away"
    stop "ping-$end-$2" 3 INT
    lost=$(missed "$out/ping-$end-$2.log")
    say "pings lost while the $end was started again: ${lost:-all} of $(grep -c 'icmp_seq' "$out/ping-$end-$2.log")"
    [ "${lost:-99}" -le 3 ] || fail "$lost pings were lost while the $end was started again"
    end_all
    told+="; $end, SIG$2: $lost of session 1's pings lost, $all of $sent of the others"
}
again lns KILL
again lac KILL
again lns PWR
cat "$out"/l??.log* | grep -E ' (session|tunnel) down ' && fail "something went down"

# The control connection goes on: sessions come and go over it, of both daemons' doing.
prol2tp lac delete session t s2 || fail "a session cannot be deleted"
gone() { [ "$(in_kernel lns | wc -l)" = "$1" ] && [ "$(in_kernel lac | wc -l)" = "$1" ]; }
wait_for 10 "it is gone at both ends" gone $((sessions - 1))
echo flintstone | prol2tp lac create session t new user_name fred user_password - interface_name new || fail "no new session"
wait_for 10 "a new one comes over the old tunnel" gone "$sessions"
through() { inside lac ping -q -n -c 3 -i 0.2 -W 2 -I "$1" 10.77.0.1 | grep -q ' 0% packet loss'; }
wait_for 10 "the new one carries traffic" through new
for s in 1 3 "$sessions"; do through "s$s" || fail "no ping through s$s"; done
stop_prol2tpd lac
wait_for 30 "all is gone at the LAC" all_gone lac
wait_for 30 "all is gone at the LNS" all_gone lns
stop_prol2tpd lns
no_keeper() { ! pgrep -f 'keep[.]KeeperMain'; }
wait_for 10 "the keepers have ended" no_keeper
ls "$out" | grep '\.state' && fail "a state file is left"
check_captures
pass "$sessions sessions go on$told"
