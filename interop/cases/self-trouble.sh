# Everything that can go wrong around a daemon at once, while a ping runs through its session: a full disk under the log, scripts
# that hang, plugins that throw and that block, a storm of SIGHUPs over a config file that has turned bad, clients that stop
# reading answers and streams. No tunnel and no session falls, no packet is lost, memory stays bounded, and it recovers.
. "$(dirname "$0")/../lib.sh"
need jq python3
space lac lns
link lac 10.0.0.1/24 lns 10.0.0.2/24
JAVA_HOME=${JAVA_HOME:-$("$root/dev/java-home")}; export JAVA_HOME

plugin() { # plugin NAME BODY: NAME.jar, whose listener does BODY when a session comes up
    mkdir -p "$out/$1/src/META-INF/services" "$out/$1/classes"
    cat >"$out/$1/src/P$1.java" <<END
import org.prol2tp.plugin.*;
public final class P$1 implements Plugin {
    public String name() { return "$1"; }
    public void start(Host host) {
        host.listen(new Listener() {
            public void session(SessionEvent event) { if (event.change() == Change.UP) { $2 } }
        });
    }
}
END
    echo "P$1" >"$out/$1/src/META-INF/services/org.prol2tp.plugin.Plugin"
    "$JAVA_HOME/bin/javac" -cp "$root/target/prol2tp.jar" -d "$out/$1/classes" "$out/$1/src/P$1.java" || fail "plugin $1 does not compile"
    "$JAVA_HOME/bin/jar" --create --file "$out/$1.jar" -C "$out/$1/classes" . -C "$out/$1/src" META-INF
}
plugin throwing 'throw new IllegalStateException("on purpose");'
plugin blocking 'while (true) { java.util.concurrent.locks.LockSupport.park(); }'
mkdir -p "$out/scripts"
printf '#!/bin/sh\nexec /bin/sleep 1000\n' >"$out/scripts/session-up"
cp "$out/scripts/session-up" "$out/scripts/tunnel-up"
chmod +x "$out/scripts"/*

prol2tpd lns lns '' "$(lns_config chap)"
# The LAC's log is on a disk of its own in its own view of the file system, and that has 64 kB.
prol2tpd_conf lac "script_dir $out/scripts; script_timeout 3; plugin \"$out/throwing.jar\"; plugin \"$out/blocking.jar\"" \
    "$(lac_config 10.0.0.2; echo 'tunnel "quiet" { dest_ipaddr 10.0.0.2; secret "tunnelsecret"; version l2tpv2; }')"
mkdir -p "$out/disk"
start lac lac env PROL2TP_JAVA_OPTIONS=-Xmx128m sh -c "mount -t tmpfs -o size=64k tmpfs '$out/disk' &&
    exec '$root/bin/prol2tpd' -f -o '$out/disk/log' -c '$out/lac.conf'"
poll 60 ready_or_gone lac lac
ready lac lac || fail "the LAC is not ready: $(tail -1 "$out/lac.log")"
up() { [ "$(prol2tp lac show session --json | jq '[.sessions[] | select(.state == "Established")] | length')" = 1 ] &&
    [ "$(prol2tp lac show tunnel --json | jq '[.tunnels[] | select(.state == "Established")] | length')" = 2 ]; }
wait_for 20 "the LAC's session is up" up
start ping lac ping -n -i 0.05 -W 2 10.77.0.1
wait_for 5 "the ping runs" logged ping 'icmp_seq=5 '
handles() { prol2tp lac show tunnel --json | jq -c '[.tunnels[].tunnel_id]'; prol2tp lac show session --json | jq -c '[.sessions[].session_id]'; }
resident() { awk '/VmRSS/ { print $2 }' "/proc/${pids[lac]}/status"; }
shows() { prol2tp lac show system | grep -qE "$1"; }
told() { prol2tp lac show log | grep -qE "$1"; }
before=$(handles)
resident_before=$(resident)

say "the disk fills up"
head -c 200000 /dev/zero >"/proc/${pids[lac]}/root$out/disk/filler"
prol2tp lac debug all on || fail "debug"

say "clients stop reading"
cat >"$out/deaf.py" <<'END'
import socket, sys, time
kept = []
for i in range(12):
    client = socket.socket(socket.AF_UNIX)
    client.connect(sys.argv[1])
    client.setblocking(False)
    line = [b'{"request":"watch","events":["session_up","session_down","session_created","session_deleted"]}\n',
            b'{"request":"show_system"}\n' * 2000][i % 2]
    try:
        client.send(line)
    except BlockingIOError:
        pass
    kept.append(client)
print("deaf", flush=True)
time.sleep(300)
END
start deaf lac python3 "$out/deaf.py" "/tmp/$run-lac.sock"
wait_for 10 "they are connected" logged deaf deaf
for i in 1 2 3; do # stopped as soon as they follow
    start "follower$i" lac "$root/bin/prol2tp" --socket "/tmp/$run-lac.sock" trace t --pcap "$out/follower$i.pcap"
done
sleep 2
for i in 1 2 3; do kill -STOP "${pids[follower$i]}"; done

say "the file turns bad, and SIGHUPs rain"
cp "$out/lac.conf" "$out/good.conf"
printf 'tunnel "w" {\n  dest_ipaddr 10.0.0.2\n  hello_timeout soon\n}\n' >>"$out/lac.conf"
for i in $(seq 500); do kill -HUP "${pids[lac]}"; done

say "sessions come and go, with all that traced, told and run for each"
for i in $(seq 15); do
    printf 'flintstone\n' | prol2tp lac create session quiet "c$i" user_name fred user_password - no_ppp no >/dev/null || fail "create: status $?"
done
sleep 3
for i in $(seq 15); do prol2tp lac delete session quiet "c$i" || fail "delete: status $?"; done

wait_for 30 "the plugin that throws is off" shows 'throwing off'
wait_for 30 "the plugin that blocks is off" shows 'blocking off'
wait_for 10 "the bad file is told of" told 'reload: .*lac.conf:.*hello_timeout'
wait_for 30 "scripts that hang are ended" told 'script did not end in time'
wait_for 10 "lost lines of the log are counted" shows 'log lines lost: [1-9]'
[ "$before" = "$(handles)" ] || fail "tunnels and sessions are others: $before and $(handles)"
told ' (tunnel|session) down tunnel=t' && fail "something of t went down"
up || fail "not up any more"
grown=$(($(resident) - resident_before))
[ $grown -lt 80000 ] || fail "the LAC grew by $grown kB"
stop ping 5 INT || fail "the ping does not end"
tail -3 "$out/ping.log"
[ "$(missed "$out/ping.log")" = 0 ] || fail "packets were lost: $(missed "$out/ping.log"); $(grep 'packet loss' "$out/ping.log")"

say "all is well again"
rm "/proc/${pids[lac]}/root$out/disk/filler"
cp "$out/good.conf" "$out/lac.conf"
stop deaf 5
for i in 1 2 3; do kill -CONT "${pids[follower$i]}"; stop "follower$i" 5; done
prol2tp lac debug all off || fail "debug"
kill -HUP "${pids[lac]}"
reloaded() { grep -q 'reload: done' "/proc/${pids[lac]}/root$out/disk/log"; }
wait_for 10 "the log is written again" reloaded
[ "$before" = "$(handles)" ] || fail "the reload changed something"
sent=$(sed -n 's/ packets transmitted.*//p' "$out/ping.log")
stop_prol2tpd lac lns
pass "$sent pings and none lost, nothing fell, grown by $grown kB, recovered"
