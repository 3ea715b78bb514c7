# The unit under a real systemd, process 1 of a container: started when ready, rights, status, journal, a session inside the
# sandbox, reload, watchdog, crash, sessions and descriptors kept over it, stop, wrong options; then as an unprivileged user. What systemd-analyze says of it.
. "$(dirname "$0")/../lib.sh"
need systemd jq util-linux
unit=$root/packaging/systemd/prol2tpd.service
exposure=$(systemd-analyze security --offline=true --no-pager --threshold=28 "$unit") || fail "systemd-analyze security: $(echo "$exposure" | tail -1)"

# --- the container, a namespace called lac
space lac lns
link lac 10.0.0.1/24 lns 10.0.0.2/24
cgroups=$(findmnt -t cgroup2 -n -o TARGET | head -1)
cgroup=$cgroups/$run
[ -n "$cgroups" ] && mkdir "$cgroup" || skip "no cgroup2 file system that can be written"
remove_cgroup() {
    [ -n "${inner:-}" ] && kill -KILL "$inner"
    poll 5 eval "! grep -q . '$cgroup'/cgroup.procs '$cgroup'/*/cgroup.procs '$cgroup'/*/*/cgroup.procs"
    find "$cgroup" -depth -type d -exec rmdir {} +
    rm -rf /tmp/prol2tp-layer.??????
}
trap 'in_system journalctl --no-pager >"$out/journal.txt"; remove_cgroup 2>/dev/null; clean_up' EXIT
echo $$ >"$cgroup/cgroup.procs" # what is started from here is in it; `ip netns exec` hides that file system
start system lac "$interop/systemd-container"
echo $$ >"$cgroups$(sed -n 's/^0:://p' /proc/$PPID/cgroup)/cgroup.procs"
first_process() { inner=$(pgrep -P "${pids[system]}" -x systemd); }
poll 20 first_process || skip "no container here: $(tail -1 "$out/system.log")"
in_system() { nsenter -t "$inner" --mount --uts --ipc --net --pid --cgroup --root --wd "$@"; }
booted() { in_system systemctl is-active multi-user.target; }
poll 60 booted || fail "systemd does not reach multi-user.target: $(tail -1 "$out/system.log")"
say "systemd runs: $(in_system systemctl --version | head -1)"

# --- the daemon
# lac [SYSTEM-KEYWORDS]: our LAC, whose PPP is ours whatever the machine has
lac() { lac_config 10.0.0.2; echo "system { plugin ppp_embedded; ${1:-} }"; }
configure() { in_system sh -c 'cat >/etc/prol2tp/prol2tpd.conf' && in_system chmod 644 /etc/prol2tp/prol2tpd.conf; }
drop_in() { in_system sh -c "mkdir -p /etc/systemd/system/prol2tpd.service.d && cat >/etc/systemd/system/prol2tpd.service.d/$1" && in_system systemctl daemon-reload; }
about() { in_system systemctl show -P "$1" prol2tpd; }
is() { [ "$(about "$1")" = "$2" ]; }
expect() { is "$1" "$2" || fail "$1 is '$(about "$1")', not '$2'"; }
journal() { in_system journalctl -u prol2tpd -o json "$@"; }
restarted() { is NRestarts "$1" && is ActiveState active; }
lac_has_session() { in_system ip addr show ppp-s | grep -q 'inet 10.77'; }
prol2tpd lns lns "" "$(lns_config chap)"
lac | configure
# The unit's 30 s of the watchdog are long for a test.
printf '[Service]\nWatchdogSec=4\nTimeoutAbortSec=2\nEnvironment=PROL2TP_JAVA_OPTIONS=-Xmx256m\n' | drop_in test.conf
in_system systemd-analyze verify --man=no prol2tpd.service 2>&1 | grep prol2tpd && fail "systemd-analyze verify objects"

in_system systemctl start prol2tpd || fail "systemctl start: $(in_system systemctl status prol2tpd | tail -3)"
in_system prol2tp show system >"$out/show-system" || fail "start returned before it served"
grep -q 'user 0, capabilities net_bind_service, net_admin, net_raw$' "$out/show-system" || fail "rights: $(grep rights "$out/show-system")"
expect SubState running
about StatusText | grep -q '^listening on 0.0.0.0:1701' || fail "status text: $(about StatusText)"
in_system systemctl status prol2tpd >"$out/status" || fail "systemctl status"
in_system sh -c 'cat /proc/$(systemctl show -P MainPID prol2tpd)/task/*/status' | grep -E '^(CapEff|CapBnd|NoNewPrivs|Seccomp):' | sort | uniq -c | sort >"$out/rights"
[ "$(awk '{print $2 $3}' "$out/rights" | sort | tr '\n' ' ')" = "CapBnd:0000000000003400 CapEff:0000000000003400 NoNewPrivs:1 Seccomp:2 " ] ||
    fail "rights of threads: $(tr '\n' ' ' <"$out/rights")"
wait_for 15 "a session inside the sandbox" lac_has_session
in_system ping -n -c 3 -i 0.2 -W 2 10.77.0.1 || fail "no ping from inside"

# --- the journal, by its own protocol: priority and fields
in_system journalctl --sync
journal >"$out/journal.json"
line() { jq -r "select(.MESSAGE | startswith(\"$1\")) | [._TRANSPORT, .PRIORITY, .SYSLOG_IDENTIFIER, .TUNNEL // \"-\"] | join(\" \")" "$out/journal.json" | tail -1; }
[ "$(line 'ready ')" = "journal 5 prol2tpd -" ] || fail "the journal has of ready: $(line 'ready ')"
[ "$(line 'tunnel created')" = "journal 6 prol2tpd t" ] || fail "the journal has of the tunnel: $(line 'tunnel created')"
in_system journalctl TUNNEL=t SESSION=s -o cat | grep -q '^session up ' || fail "journalctl TUNNEL=t SESSION=s does not find it"

# --- reload: systemd is told, the session stays
pid=$(about MainPID)
lac 'log_level debug' | configure
in_system systemctl reload prol2tpd || fail "systemctl reload"
reload_is_done() { in_system prol2tp show log | grep -q 'reload: done'; }
wait_for 10 "reloaded" reload_is_done
wait_for 5 "active again" is SubState running
expect MainPID "$pid"
level_is_debug() { in_system prol2tp show system | grep -qi 'log.level.*debug'; }
wait_for 5 "the reload changed the level" level_is_debug
lac_has_session || fail "the reload lost the session"

# --- it hangs, it crashes: another takes its place
in_system kill -STOP "$pid"
wait_for 40 "the watchdog replaced one that hung" restarted 1
[ "$(about MainPID)" != "$pid" ] || fail "the same process"
in_system journalctl -o cat | grep -qi 'prol2tpd.service: .*watchdog' || fail "systemd says nothing of the watchdog"
wait_for 60 "the session is back" lac_has_session
in_system kill -KILL "$(about MainPID)"
wait_for 20 "one that was killed is replaced" restarted 2
wait_for 60 "the session is back" lac_has_session

# --- with keep_sessions the one that was killed is followed by one that goes on; "stop --keep" is the same on purpose
lac 'keep_sessions yes' | configure
in_system systemctl restart prol2tpd || fail "systemctl restart"
wait_for 60 "the session is back" lac_has_session
downs() { grep -cE ' (session|tunnel) down ' "$out/lns.log"; }
sleep 1 # the session is written down
before=$(downs)
goes_on() { in_system journalctl -u prol2tpd -o cat | grep -c 'goes on after a restart; sessions: 1 of 1' | grep -qx "$1" && lac_has_session; }
in_system kill -KILL "$(about MainPID)"
wait_for 30 "one that was killed is followed by one that goes on" goes_on 1
in_system ping -n -c 3 -i 0.2 -W 2 10.77.0.1 || fail "no ping after that"
in_system prol2tp stop --keep || fail "stop --keep"
wait_for 30 "another one goes on after stop --keep" goes_on 2
in_system ping -n -c 3 -i 0.2 -W 2 10.77.0.1 || fail "no ping after that either"
[ "$(downs)" = "$before" ] || fail "the LNS noticed: $(tail -1 "$out/lns.log")"

# --- the descriptor store itself, which the kernel's data plane needs: what is kept is there after a crash
classes=/opt/prol2tp/target/classes:/opt/prol2tp/target/test-classes
in_system systemd-run --quiet --unit=kept -p NotifyAccess=main -p FileDescriptorStoreMax=100 -p Restart=always -p RestartSec=1 \
    /opt/java/bin/java --enable-native-access=ALL-UNNAMED -cp "$classes" org.prol2tp.daemon.keep.KeptBySystemd || fail "systemd-run"
says() { [ "$(in_system journalctl -u kept -o cat | grep -cx "$1")" = "$2" ]; }
wait_for 30 "descriptors are kept" says kept 1
sleep 1 # by a thread of its own
[ "$(in_system systemctl show -P NFileDescriptorStore kept)" = 4 ] || fail "systemd has $(in_system systemctl show -P NFileDescriptorStore kept) descriptors"
in_system kill -KILL "$(in_system systemctl show -P MainPID kept)"
wait_for 30 "another one runs" says kept 2
says 'before: t.1.2 1' 1 && says 'before: s.1.3.4.0.5 2' 1 && says 'before: e.1.8.9.0 0' 1 || fail "what systemd kept: $(in_system journalctl -u kept -o cat | grep before | tr '\n' ' ')"
sleep 1
[ "$(in_system systemctl show -P NFileDescriptorStore kept)" = 4 ] || fail "systemd has other descriptors now"
in_system systemctl stop kept

# --- stop: tunnels are closed, nothing is left
in_system test -S /run/prol2tp/prol2tpd.sock || fail "no runtime directory"
in_system systemctl stop prol2tpd || fail "systemctl stop"
expect Result success
expect ActiveState inactive
told() { logged lns 'tunnel down.*by=peer' || logged lns 'tunnel down.*result=6'; }
wait_for 5 "the LNS was told" told
in_system test -e /run/prol2tp && fail "the runtime directory is left"

# --- wrong options are no reason to try again
in_system sh -c 'echo PROL2TPD_OPTIONS=--no-such-option >/etc/default/prol2tpd'
in_system systemctl start prol2tpd && fail "it starts with wrong options"
sleep 3
expect ActiveState failed
expect NRestarts 0
in_system sh -c 'echo PROL2TPD_OPTIONS= >/etc/default/prol2tpd; systemctl reset-failed prol2tpd'

# --- as an unprivileged user
in_system mkdir -p /etc/sysusers.d
in_system cp /opt/prol2tp/packaging/systemd/prol2tp.sysusers /etc/sysusers.d/prol2tp.conf
in_system systemd-sysusers || fail "systemd-sysusers"
drop_in unprivileged.conf <"$root/packaging/systemd/unprivileged.conf"
in_system systemctl start prol2tpd || fail "as a user: $(in_system systemctl status prol2tpd | tail -3)"
user=$(in_system id -u prol2tp)
[ "${user:-0}" -gt 0 ] || fail "no user prol2tp"
in_system prol2tp show system | grep -q "user $user, capabilities net_bind_service, net_admin, net_raw\$" || fail "rights as a user: $(in_system prol2tp show system | grep rights)"
wait_for 30 "a session of the unprivileged daemon" lac_has_session
in_system ping -n -c 3 -i 0.2 -W 2 10.77.0.1 || fail "no ping as a user"
in_system systemctl stop prol2tpd || fail "systemctl stop as a user"
stop lns 0 # it still tries to tell the daemons that were killed
pass "$(echo "$exposure" | grep -oE '[0-9.]+ (OK|MEDIUM)') of 10 exposed; ready, journal, reload, watchdog, crash, stop, sessions and descriptors kept; as user $user"
