# Both ends ours: two sessions of one user are one bundle with one address; packets longer than a link carries go through
# it in pieces; each session goes and the bundle stays, with its interface.
. "$(dirname "$0")/../lib.sh"
space lac lns
link lac 10.0.0.1/24 lns 10.0.0.2/24
capture lns to-lac l2tp
lns_ppp='multilink yes' prol2tpd lns lns '' "$(lns_ppp='multilink yes' lns_config chap)"
prol2tpd lac lac '' '
ppp profile "p" { multilink yes }
tunnel "t" {
    dest_ipaddr 10.0.0.2
    secret "tunnelsecret"
    mtu 1000
    session "a" { user_name "fred"; user_password "flintstone"; interface_name "mp0"; ppp_profile_name "p"; }
    session "b" { user_name "fred"; user_password "flintstone"; interface_name "mp1"; ppp_profile_name "p"; }
}'
two_up() { [ "$(grep -c ' session up ' "$out/$1.log")" = 2 ]; }
devices() { ip -n "$(ns "$1")" -o link show | grep -cE ': (l2tp|mp[01]|ppp)'; }
one_device() { [ "$(devices lac)" = 1 ] && [ "$(devices lns)" = 1 ]; }
long_ping() { # packets of 1428 octets over links that carry 1000
    inside lac ping -n -c 5 -i 0.1 -W 2 -s 1400 10.77.0.1 || fail "no long ping $*"
}
wait_for 20 "two sessions are up at the LAC" two_up lac
wait_for 5 "two sessions are up at the LNS" two_up lns
one_device || fail "$(devices lac) devices at the LAC and $(devices lns) at the LNS"
for n in lac lns; do
    prol2tp $n show session --json | tee -a "$out/show.txt" | grep -q 'link 2 of 2' || fail "the $n shows no bundle"
    prol2tp $n show ippool >>"$out/show.txt"
done
[ "$(ip -n "$(ns lns)" -4 addr | grep -c 'peer 10.77.1.')" = 1 ] || fail "not one address for the bundle"
both_ways lac lns 10.77.0.1
long_ping "over two links"
device=$(ip -n "$(ns lac)" -o link show | grep -oE 'mp[01]')
start pings lac ping -n -i 0.1 -c 40 10.77.0.1
first=a
[ "$device" = mp1 ] && first=b
prol2tp lac delete session t $first || fail "session $first is not deleted"
wait_for 10 "it is gone at the LNS" logged lns ' session down '
ip -n "$(ns lac)" link show "$device" || fail "the interface went with its first session"
long_ping "over the link that is left"
wait_for 10 "the pings have ended" logged pings 'packets transmitted'
received=$(sed -n 's/.* \([0-9]*\) received.*/\1/p' "$out/pings.log")
[ "${received:-0}" -ge 36 ] || fail "$received of 40 pings came back"
one_device || fail "$(devices lac) devices at the LAC and $(devices lns) at the LNS after that"
stop_prol2tpd lac
wait_for 5 "the LNS closed the tunnel" logged lns ' tunnel down '
[ "$(devices lns)" = 0 ] || fail "devices are left at the LNS"
stop_prol2tpd lns
check_captures
pass "$traffic, $received of 40 pings while a link went"
