# Event scripts at both ends: each event's script runs, in order, with its arguments; session-up sets a route that carries
# traffic, session-down takes it back; a script that hangs is ended and holds up nobody.
. "$(dirname "$0")/../lib.sh"
space lac lns
link lac 10.0.0.1/24 lns 10.0.0.2/24
ip -n "$(ns lns)" addr add 10.99.0.1/32 dev lo
mkdir -p "$out/lac-scripts" "$out/lns-scripts" "$out/routes"
echo 10.99.0.0/24 >"$out/routes/s"
for end in lac lns; do
    for event in created up down deleted; do
        for kind in tunnel session; do
            printf '#!/bin/sh\necho %s "$@" >>%s\n' "$kind-$event" "$out/$end-events" >"$out/$end-scripts/$kind-$event"
        done
    done
done
for event in up down; do # the example, which finds its file by ROUTES here
    { echo '#!/bin/sh'; echo "ROUTES=$out/routes"; echo "echo session-$event \"\$@\" >>$out/lac-events"
      echo "[ -n \"\${PATH+x}\" ] && /usr/bin/env | /bin/grep -q ^PATH= && echo has a PATH >>$out/lac-events"
      tail -n +2 "$root/examples/scripts/routes/session-$event"; } >"$out/lac-scripts/session-$event"
done
printf '#!/bin/sh\necho tunnel-up "$@" >>%s; sleep 1000\n' "$out/lns-events" >"$out/lns-scripts/tunnel-up" # hangs
chmod +x "$out"/*-scripts/*
prol2tpd lns lns "script_dir \"$out/lns-scripts\"; script_timeout 2" "$(lns_config chap)"
prol2tpd lac lac "script_dir \"$out/lac-scripts\"" "$(lac_config 10.0.0.2)"
wait_for 15 "the LAC's session is up" session_is_up lac
has_route() { ip -n "$(ns lac)" route show 10.99.0.0/24 | grep -q ppp-s; }
wait_for 5 "session-up set the route" has_route
inside lac ping -c 1 -W 5 10.99.0.1 >/dev/null || fail "no answer through the route of session-up"
prol2tp lns show system | tee -a "$out/show.txt" | grep -q 'scripts: running' || fail "show system says nothing of scripts"
hung_is_ended() { logged lns 'script did not end in time: it was ended'; }
wait_for 10 "the script that hangs is ended" hung_is_ended
stop_prol2tpd lac
has_route && fail "the route of session-up is still there"
stop_prol2tpd lns
for end in lac lns; do
    for kind in tunnel session; do
        seen=$(grep "^$kind-" "$out/$end-events" | cut -d' ' -f1 | tr '\n' ' ')
        [ "$seen" = "$kind-created $kind-up $kind-down $kind-deleted " ] || fail "$end: scripts ran so: $seen"
    done
done
grep -qE '^session-up [0-9]+ [0-9]+ PPP$' "$out/lac-events" || fail "the arguments of session-up: $(grep session-up "$out/lac-events")"
grep -q 'has a PATH' "$out/lac-events" && fail "a script has an environment of ours"
pass "8 scripts at each end, in order; a route set and taken back; a hanging one ended"
