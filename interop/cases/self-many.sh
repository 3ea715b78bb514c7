# Both ends ours: two tunnels between the same two hosts, three sessions in each, traffic in every one.
. "$(dirname "$0")/../lib.sh"
space lac lns
link lac 10.0.0.1/24 lns 10.0.0.2/24
prol2tpd lns lns '' "$(lns_config chap)"
config=
for t in 1 2; do
    config+="tunnel \"t$t\" { dest_ipaddr 10.0.0.2; secret \"tunnelsecret\""$'\n'
    for s in 1 2 3; do
        config+="session \"s$s\" { user_name \"fred\"; user_password \"flintstone\"; interface_name \"t$t-s$s\" }"$'\n'
    done
    config+=$'}\n'
done
prol2tpd lac lac '' "$config"
six_up() { [ "$(grep -c ' session up ' "$out/$1.log")" = 6 ]; }
wait_for 20 "six sessions are up at the LAC" six_up lac
wait_for 5 "six sessions are up at the LNS" six_up lns
for t in 1 2; do
    for s in 1 2 3; do
        inside lac ping -n -c 2 -i 0.2 -W 2 -I "t$t-s$s" 10.77.0.1 || fail "no ping through t$t-s$s"
    done
done
[ "$(grep -c ' tunnel up ' "$out/lns.log")" = 2 ] || fail "not two tunnels"
stop_prol2tpd lac
wait_for 5 "the LNS closed both tunnels" sh -c "[ \$(grep -c ' tunnel down ' '$out/lns.log') = 2 ]"
left=$(ip -n "$(ns lns)" -o link show | grep -cE ': (ppp|l2tp)')
[ "$left" = 0 ] || fail "$left devices are left at the LNS"
stop_prol2tpd lns
pass "6 sessions, ping through each"
