# Both ends ours. While a ping runs through one session, SIGHUP and `prol2tp reload` add, change and remove others: not one
# packet of it is lost, and its tunnel and session stay what they were. Then the file turns bad: nothing happens, and the
# daemon says where. Commands create and delete what is not in the file.
. "$(dirname "$0")/../lib.sh"
space lac lns
link lac 10.0.0.1/24 lns 10.0.0.2/24
prol2tpd lns lns '' "$(lns_config chap)"
tunnel() { # tunnel NAME KEYWORDS SESSIONS...: a tunnel to the LNS
    echo "tunnel \"$1\" { dest_ipaddr 10.0.0.2; secret \"tunnelsecret\"; $2"
    local s
    for s in "${@:3}"; do echo "  session $s"; done
    echo "}"
}
session() { echo "\"$1\" { user_name fred; user_password flintstone; interface_name ppp-$1; $2 }"; }
first=$(tunnel t "" "$(session s "")" "$(session x "")"; tunnel u "" "$(session u "")")
prol2tpd lac lac '' "$first"
config() { # config BLOCKS: the same file with other tunnels
    sed -i '/^}/q' "$out/lac.conf"
    echo "$1" >>"$out/lac.conf"
}
ups() { [ "$(grep -c ' session up ' "$out/lac.log")" = "$1" ]; }
handle() { prol2tp lac show "$@" --json | grep -o '"handle":[0-9]*' | head -1; }
reload() { prol2tp lac reload "$@"; }
reloads() { [ "$(grep -c "reload: done" "$out/lac.log")" -ge "$1" ]; }
wait_for 15 "three sessions are up" ups 3

start ping lac ping -n -i 0.05 -W 2 10.77.0.1 -I ppp-s
wait_for 5 "the ping runs" logged ping 'icmp_seq=5 '
tunnel_before=$(handle tunnel t) session_before=$(handle session t s)

config "$(tunnel t "hello_timeout 5" "$(session s "")" "$(session x "calling_number 5")" "$(session y "")"; tunnel v "" "$(session v "")")"
plan=$(reload --dry-run) || fail "no plan: $plan"
expected='delete tunnel "u"
change tunnel "t": hello_timeout (not set) -> 5
re-create session "x" of tunnel "t": calling_number (not set) -> 5
create session "y" of tunnel "t"
create tunnel "v"'
[ "$plan" = "$expected" ] || fail "the plan is: $plan"
ups 3 || fail "the dry run did something"
kill -HUP "${pids[lac]}"
wait_for 5 "the reload is done" reloads 1
wait_for 15 "x is back, y and v are up" ups 6
logged lac 'reload: re-create session "x" of tunnel "t": calling_number' || fail "the log does not say what was done"
logged lac ' tunnel down tunnel=u .*result=1' || fail "u was not closed in order"
wait_for 5 "u is gone" sh -c "! ip -n $(ns lac) link show ppp-u"

say "ten SIGHUPs at once, the file as it is"
for i in 1 2 3 4 5 6 7 8 9 10; do kill -HUP "${pids[lac]}"; done
wait_for 5 "reloaded again" reloads 2
sleep 1
reloads 9 && fail "each of a storm of signals was obeyed"
reload | grep -qx 'nothing changes' || fail "a reload of the same file changes something"

say "the file turns bad"
cp "$out/lac.conf" "$out/good.conf"
printf 'tunnel "w" {\n  dest_ipaddr 10.0.0.2\n  hello_timeout soon\n}\n' >>"$out/lac.conf"
line=$(grep -n soon "$out/lac.conf" | cut -d: -f1)
bad=$(reload 2>&1) && fail "a bad file was taken"
grep -q "lac.conf:$line:17: .*hello_timeout" <<<"$bad" || fail "the client was not told where: $bad"
kill -HUP "${pids[lac]}"
wait_for 5 "the log says where" logged lac "reload: .*lac.conf:$line:17: .*hello_timeout"
prol2tp lac show tunnel w && fail "a tunnel of a bad file is there"
ups 6 || fail "something came up or went down"
cp "$out/good.conf" "$out/lac.conf"

say "commands"
printf 'tunnelsecret\n' | prol2tp lac create tunnel c dest_ipaddr 10.0.0.2 secret - persist no || fail "no tunnel created"
printf 'flintstone\n' | prol2tp lac create session c c user_name fred user_password - interface_name ppp-c ||
    fail "no session created"
wait_for 15 "c is up" ups 7
prol2tp lac create tunnel c dest_ipaddr 10.0.0.2 && fail "a name was given twice"
prol2tp lac create tunnel d dest_ipaddr 10.0.0.2 hello_timeout soon mtu 1 2>"$out/errors" && fail "nonsense was taken"
[ "$(wc -l <"$out/errors")" = 2 ] || fail "not every error was told: $(cat "$out/errors")"
reload | grep -qx 'nothing changes' || fail "a reload touches what a command created"
prol2tp lac delete session c c || fail "not deleted"
wait_for 5 "its device is gone" sh -c "! ip -n $(ns lac) link show ppp-c"
prol2tp lac delete tunnel c || fail "not deleted"
prol2tp lac delete tunnel c && fail "deleted twice"
prol2tp lac drain on || fail "no draining"
prol2tp lac reset statistics || fail "no reset"

stop ping 5 INT || fail "the ping does not end"
tail -3 "$out/ping.log"
[ "$(missed "$out/ping.log")" = 0 ] || fail "packets were lost: $(missed "$out/ping.log"); $(grep 'packet loss' "$out/ping.log")"
[ "$(handle tunnel t)" = "$tunnel_before" ] && [ "$(handle session t s)" = "$session_before" ] || fail "t or s is another one"
sent=$(sed -n 's/ packets transmitted.*//p' "$out/ping.log")
stop_prol2tpd lac lns
pass "$sent pings while tunnels and sessions came, changed and went, none lost; a bad file changes nothing"
