# Least privilege: every thread of a daemon that root starts has three of root's powers and can get no more, and so has
# an event script; the log, reload, sessions and a session's address work with them. The same as an unprivileged user.
. "$(dirname "$0")/../lib.sh"
need util-linux
space lac lns
link lac 10.0.0.1/24 lns 10.0.0.2/24
mkdir "$out/scripts"
printf '#!/bin/sh\n/bin/cat /proc/self/status >%s\n' "$out/script-status" >"$out/scripts/session-up"
chmod +x "$out/scripts/session-up"
prol2tpd lns lns "log_level debug" "$(lns_config chap)"
prol2tpd lac lac "script_dir \"$out/scripts\"" "$(lac_config 10.0.0.2)"
wait_for 15 "the LAC's session is up" session_is_up lac
bounds='CapInh:0000000000000000 CapPrm:0000000000003400 CapEff:0000000000003400 CapBnd:0000000000003400 CapAmb:0000000000000000 NoNewPrivs:1'
rights() { grep -hE '^(Cap|NoNewPrivs)' "$@" | tr -d '\t' | paste -sd ' ' -; }
threads=0
for status in /proc/"${pids[lac]}"/task/*/status; do
    threads=$((threads + 1))
    [ "$(rights "$status")" = "$bounds" ] || fail "thread $(sed -n 's/^Name:\t//p' "$status"): $(rights "$status")"
done
[ $threads -ge 5 ] || fail "only $threads threads seen"
prol2tp lac show system | grep -q 'user 0, capabilities net_bind_service, net_admin, net_raw$' || fail "show system does not tell"
script_ran() { [ -s "$out/script-status" ]; }
wait_for 5 "session-up ran" script_ran
[ "$(rights "$out/script-status")" = "$bounds" ] || fail "a script has: $(rights "$out/script-status")"
logged lac 'may do more than it needs' && fail "the log speaks of an excess"
ping_through lac 10.77.0.1
prol2tp lac reload || fail "reload"
stop_prol2tpd lac

# In the background, with a log file that is rotated.
prol2tpd_conf lac "" "$(lac_config 10.0.0.2)"
inside lac "$root/bin/prol2tpd" -c "$out/lac.conf" -o "$out/file.log" || fail "it does not start in the background"
background=$(cat "$out/lac.pid")
for status in /proc/"$background"/task/*/status; do
    [ "$(rights "$status")" = "$bounds" ] || fail "in the background: $(rights "$status")"
done
mv "$out/file.log" "$out/file.log.1"
kill -HUP "$background"
log_is_new() { grep -q 'reload: done' "$out/file.log"; }
wait_for 10 "the log is open anew" log_is_new
gone() { ! kill -0 "$background"; }
kill "$background"
wait_for 20 "it ends" gone

# As nobody, with the same three from whoever started it. Its files are where nobody may write.
mkdir "/tmp/$run-nobody"
prol2tpd_conf lac "" "$(lac_config 10.0.0.2)"
sed "s|$out/lac.pid|/tmp/$run-nobody/pid|; s|/tmp/$run-lac.sock|/tmp/$run-nobody/ctl|; s|$out/lac.secrets|/tmp/$run-nobody/secrets|" \
    "$out/lac.conf" >"/tmp/$run-nobody/conf"
mv "$out/lac.secrets" "/tmp/$run-nobody/secrets"
chown -R nobody: "/tmp/$run-nobody"
three=+net_bind_service,+net_admin,+net_raw
setpriv --reuid nobody --clear-groups test -r "$root/bin/prol2tpd" -a -r "$root/target/prol2tp.jar" -a -x "$("$root/dev/java-home")/bin/java" || {
    # A checkout in a home folder, which nobody may not enter.
    stop_prol2tpd lns
    rm -r "/tmp/$run-nobody"
    skip "root's part passed; the user nobody cannot read this folder"
}
# udev lets everybody open /dev/net/tun, which makes no interface without CAP_NET_ADMIN; here there may be no udev.
mknod -m 666 "/tmp/$run-nobody/tun" c 10 200
start nobody lac sh -c "mount --bind /tmp/$run-nobody/tun /dev/net/tun && exec \"\$@\"" sh \
    env PROL2TP_JAVA_OPTIONS=-Xmx256m setpriv --reuid nobody --clear-groups --bounding-set=-all,$three \
    --inh-caps=-all,$three --ambient-caps=-all,$three "$root/bin/prol2tpd" -f -c "/tmp/$run-nobody/conf"
wait_for 20 "nobody's session is up" session_is_up nobody
ping_through lac 10.77.0.1
for status in /proc/"${pids[nobody]}"/task/*/status; do
    grep -qE '^Uid:.(65534.?){4}$' "$status" && grep -qE '^CapEff:.0{12}3400$' "$status" || fail "nobody's: $(rights "$status")"
done
stop_prol2tpd nobody lns
rm -r "/tmp/$run-nobody"
pass "$threads threads and a script with three powers; in the background; as an unprivileged user"
