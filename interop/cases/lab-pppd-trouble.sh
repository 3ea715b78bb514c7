# in the lab
# needs ppp tcpdump tshark iputils-ping ethtool
# Three sessions of pppd's (ppp_unix). One pppd is killed, then one hangs when it is to end: its own session goes and comes
# back, the others stay. When the daemon is killed, no pppd, device, tunnel or session is left.
. "$(dirname "$0")/../lib.sh"
space lac lns
link lac 10.0.0.1/24 lns 10.0.0.2/24
capture lns to-lac l2tp
prol2tpd lns lns "data_plane kernel; plugin ppp_embedded" "$(lns_config chap)"
session() { printf 'session "%s" { user_name "fred"; user_password "flintstone"; interface_name "ppp-%s"; }\n' "$1" "$1"; }
prol2tpd lac lac "data_plane kernel; plugin ppp_unix; log_level debug" "
tunnel \"t\" { dest_ipaddr 10.0.0.2; version l2tpv2; secret \"tunnelsecret\"
$(session a; session b; session c) }"
ups() { [ "$(inside lac ip -d link show up | grep -c '^ *ppp ')" = "$1" ] && [ "$(grep -c ' session up ' "$out/lac.log")" -ge "$2" ]; }
wait_for 60 "three sessions are up" ups 3 3
[ "$(pppds lac)" = 3 ] || fail "there are $(pppds lac) pppd"
pid_of() { local p; for p in $(pppd_pids lac); do tr '\0' ' ' <"/proc/$p/cmdline" | grep -q " ifname ppp-$1 " && echo "$p"; done; }
a=$(pid_of a) b=$(pid_of b) c=$(pid_of c)
kill -KILL "$b"
wait_for 10 "its end is told" logged lac 'pppd ended status=-9 .*session=b'
wait_for 60 "its session comes back" ups 3 4
[ "$(pid_of a)" = "$a" ] && [ "$(pid_of c)" = "$c" ] || fail "another pppd has ended"
[ "$(grep -c ' session down ' "$out/lac.log")" = 1 ] || fail "more than one session went down"
ping_through lac 10.77.0.1
kill -STOP "$a"
prol2tp lac delete session t a || fail "a session cannot be deleted"
wait_for 20 "a pppd that hangs is killed" logged lac 'pppd is killed reason="it does not end".*session=a'
wait_for 10 "two pppd are left" eval '[ "$(pppds lac)" = 2 ]'
[ "$(pid_of c)" = "$c" ] || fail "another pppd has ended"
stop lac 0 KILL
wait_for 20 "no pppd is left" no_pppd
wait_for 20 "no device is left" eval '! inside lac ip -d link | grep -q "^ *ppp "'
wait_for 20 "no tunnel is left" eval '[ -z "$(inside lac ip l2tp show tunnel)" ]'
stop_prol2tpd lns
check_captures
pass "killed, hanging, and without its daemon: only its own session goes"
