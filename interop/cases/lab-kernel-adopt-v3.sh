# in the lab
# needs tcpdump tshark iputils-ping ethtool
# L2TPv3 on the kernel's data plane, both ends ours: 100 sessions of Ethernet and PPP with cookies, over UDP with digests
# and over IP, a static tunnel, and one without sessions. Each end is killed with SIGKILL while pings run through a session of each
# kind, and started again: the kernel's sessions and interfaces are the same, next to no ping is lost. Afterwards sessions
# come and go, of both ends' doing; circuits that changed while there was no daemon are as they are; a static session whose sublayer is
# another one in the file is made anew; at the end all is gone.
. "$(dirname "$0")/../lib.sh"
sessions=${PROL2TP_SESSIONS:-100}
each=$((sessions / 4))
space lac lns
link lac 10.0.0.1/24 lns 10.0.0.2/24
start capture-l2tp lns tcpdump -i to-lac -U -w "$out/l2tp.pcap" 'udp port 1701 and udp[8] & 0x80 != 0'
captures+=(l2tp.pcap)
printf -- '-o\nl2tp.shared_secret:%s\n' tunnelsecret >"$out/l2tp.pcap.options"
wait_for 20 "capturing" logged capture-l2tp "listening on"
remember lac lns
keep() { echo "data_plane kernel; max_sessions 2000; keep_sessions yes; state_file $out/$1.state"; }
static() { # static OURS PEERS ADDRESS-OF-THE-PEER LAST-OCTET
    cat <<END
tunnel "static" {
    dest_ipaddr $3; version l2tpv3; mode static; encap ip; tunnel_id $1; peer_tunnel_id $2
    session "fixed" {
        pseudowire_type eth; session_id $1; peer_session_id $2; interface_name "fixed"; l2spec_type ${spec:-none}
        cookie hex:a1a2a3a4; peer_cookie hex:a1a2a3a4; ethernet_profile_name "fixed"
    }
}
ethernet profile "fixed" { local_ipaddr 10.98.0.$4; netmask 255.255.255.0; }
END
}
lns() {
    prol2tpd lns lns "$(keep lns)" "$(lns_tunnel='version l2tpv3; digest_type sha1' lns_pool=10.76.0.0/16 lns_config chap)
session profile \"default\" { cookie_length 8; }
$(static 9002 9001 10.0.0.1 2)"
}
config=
for tunnel in udp ip; do
    config+="tunnel \"$tunnel\" { dest_ipaddr 10.0.0.2; version l2tpv3; encap $tunnel; digest_type sha1; secret \"tunnelsecret\"; max_sessions 2000"$'\n'
    for ((s = 1; s <= each; s++)); do
        config+="session \"p$s\" { user_name \"fred\"; user_password \"flintstone\"; interface_name \"p$tunnel$s\"; cookie_length 4 }"$'\n'
        config+="session \"e$s\" { pseudowire_type eth; interface_name \"e$tunnel$s\"; cookie_length 8; ethernet_profile_name \"e\" }"$'\n'
    done
    config+=$'}\n'
done
config+=$'tunnel "empty" { dest_ipaddr 10.0.0.2; version l2tpv3; digest_type sha1; secret "tunnelsecret" }\n'
config+=$'ethernet profile "e" { mtu 1400 }\n'
lac() { prol2tpd lac lac "$(keep lac)" "$config
$(static 9001 9002 10.0.0.2 1)"; }
total=$((each * 4 + 1))
all_up() { [ "$(grep -c ' session up ' "$out/$1.log")" -ge "$total" ]; }
links() { inside "$1" ip -o link | sed -n 's/^\([0-9]*: [^:]*\):.*\(ppp\|mtu 1400\|ether\).*/\1/p' | sort; }
in_kernel() { inside "$1" ip l2tp show session | grep -E '^Session|interface|cookie' | sort; }
count() { inside "$1" ip l2tp show session | grep -c '^Session'; }
lns
lac
wait_for 120 "$total sessions are up at the LAC" all_up lac
wait_for 20 "at the LNS too" all_up lns
inside lac ip l2tp show session | head -20
[ "$(count lac)" = $total ] && [ "$(count lns)" = $total ] || fail "the kernels have $(count lac) and $(count lns) sessions, not $total"
through() { inside lac ping -q -n -c 3 -i 0.2 -W 2 -I "$1" "$2" | grep -q ' 0% packet loss'; }
wait_for 10 "PPP over UDP carries traffic" through pudp1 10.77.0.1
wait_for 10 "PPP over IP" through pip1 10.77.0.1
wait_for 10 "the static one" through fixed 10.98.0.2

told=
again() { # again END SIGNAL
    local end=$1 before kernel p
    sleep 1
    before=$(links "$end") kernel=$(in_kernel "$end")
    for p in pudp1:10.77.0.1 pip1:10.77.0.1 fixed:10.98.0.2; do
        start "ping-$end-${p%:*}" lac ping -n -D -i 0.1 -W 1 -I "${p%:*}" "${p#*:}"
    done
    sleep 2
    stop "$end" 10 "$2"
    sleep 1
    [ "$(links "$end")" = "$before" ] || fail "interfaces of the $end are gone with the daemon"
    [ "$(in_kernel "$end")" = "$kernel" ] || fail "sessions of the $end are gone with the daemon"
    "$end"
    wait_for 60 "the $end goes on with all of them" all_up "$end"
    sleep 2 # what nobody has asked for is swept away
    logged "$end" "goes on after a restart; sessions: $((each * 2)) of $((each * 2))" || fail "the $end does not say so"
    logged "$end" "goes on after a restart; sessions: 0 of 0" || fail "nothing of the tunnel without sessions"
    [ "$(links "$end")" = "$before" ] || { links "$end" | diff - <(echo "$before"); fail "the $end has other interfaces than before"; }
    [ "$(in_kernel "$end")" = "$kernel" ] || { in_kernel "$end" | diff - <(echo "$kernel"); fail "the $end has other sessions in the kernel than before"; }
    for p in pudp1 pip1 fixed; do
        stop "ping-$end-$p" 3 INT
        lost=$(missed "$out/ping-$end-$p.log")
        say "pings lost through $p while the $end was started again: ${lost:-all}"
        [ "${lost:-99}" -le 3 ] || fail "$lost pings through $p were lost while the $end was started again"
        told+=" $p/$end $lost,"
    done
}
again lns KILL
again lac KILL
cat "$out"/l??.log* | grep -E ' (session|tunnel) down ' && fail "something went down"

# The control connections go on: sessions come and go over them, of both ends' doing.
gone() { [ "$(count lns)" = "$1" ] && [ "$(count lac)" = "$1" ]; }
prol2tp lac delete session udp e2 || fail "a session cannot be deleted at the LAC"
wait_for 10 "it is gone at both ends" gone $((total - 1))
id=$(prol2tp lac show session udp e3 --json | jq -r '.sessions[0].peer_session_id')
tunnel=$(prol2tp lac show tunnel udp --json | jq -r '.tunnels[0].peer_tunnel_id')
prol2tp lns delete session "@$tunnel" "@$id" || fail "a session cannot be deleted at the LNS"
prol2tp lac delete session udp e3 # it would come back
wait_for 10 "that is gone too" gone $((total - 2))
prol2tp lac create session udp new pseudowire_type eth interface_name new cookie_length 8 || fail "no new session over the old tunnel"
prol2tp lac create session empty first pseudowire_type eth interface_name first || fail "no session over the tunnel without"
wait_for 10 "new ones come" gone $total
for d in new first; do wait_for 5 "$d is up" eval "inside lac ip -o link show $d | grep -q LOWER_UP"; done

# Circuits: e4's is inactive when the LAC is killed and active when the next one comes, e5's the other way round, and e6's is
# inactive at the LAC itself, whose next daemon sets it up.
other() { # other SESSION: the LNS's interface of a session of tunnel "udp"
    inside lns ip l2tp show session | awk -v id="$(prol2tp lac show session udp "$1" --json | jq -r '.sessions[0].peer_session_id')" \
        '/^ *Session/ { on = $2 == id } on && /interface name/ { print $3 }'
}
of_e4=$(other e4) of_e5=$(other e5) of_e6=$(other e6)
[ -n "$of_e4" ] && [ -n "$of_e5" ] && [ -n "$of_e6" ] || fail "the LNS has interfaces '$of_e4', '$of_e5' and '$of_e6'"
is_dormant() { inside "$1" ip -o link show "$2" | grep -q 'DORMANT' && inside "$1" tc qdisc show dev "$2" | grep -q blackhole; }
is_running() { inside "$1" ip -o link show "$2" | grep -q 'LOWER_UP.* state U' && ! inside "$1" tc qdisc show dev "$2" | grep -q blackhole && ! is_dormant "$1" "$2"; }
inside lns ip link set "$of_e4" down
inside lac ip link set eudp6 down
wait_for 10 "the LAC's end of e4 is dormant" is_dormant lac eudp4
wait_for 10 "the LNS's end of e6 is dormant" is_dormant lns "$of_e6"
sleep 1
stop lac 10 KILL
is_dormant lac eudp4 || fail "e4 is not dormant without a daemon"
inside lns ip link set "$of_e4" up
inside lns ip link set "$of_e5" down
sleep 2
lac
wait_for 60 "the LAC goes on" all_up lac
wait_for 20 "e4 runs again" is_running lac eudp4
wait_for 20 "e5 is dormant" is_dormant lac eudp5
wait_for 20 "e6 runs at both ends" eval "is_running lac eudp6 && is_running lns $of_e6"
grep 'does not go by' "$out"/l??.log && fail "what was silent cannot be changed"

# Another sublayer in the file than the kernel's session has: it is made anew.
for end in lac lns; do
    stop $end 10 KILL
    spec=default $end
    wait_for 60 "the $end goes on with another static session" all_up $end
done
wait_for 10 "the static session has a sublayer now, at both ends" through fixed 10.98.0.2
prol2tp lac stop --keep || fail "no stop --keep"
poll 10 eval '! alive lac' || fail "the LAC does not end"
[ "$(count lac)" = $total ] || fail "sessions are gone by stop --keep"
spec=default lac
wait_for 60 "the LAC goes on after stop --keep" all_up lac
stop_prol2tpd lac
wait_for 30 "all is gone at the LAC" all_gone lac
stop_prol2tpd lns
wait_for 30 "all is gone at the LNS" all_gone lns
no_keeper() { ! pgrep -f 'keep[.]KeeperMain'; }
wait_for 10 "the keepers have ended" no_keeper
ls "$out" | grep '\.state$' && fail "a state file is left"
check_captures
pass "$total sessions of L2TPv3 go on; pings lost:${told%,}"
