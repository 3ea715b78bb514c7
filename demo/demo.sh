#!/bin/sh
# The demo: an LNS and a LAC in two network namespaces, from the files in examples/, and traffic between them.
#
#   demo/demo.sh          runs it and cleans up; status 0 if all of it worked
#   demo/demo.sh keep     leaves it running and says how to play with it
#   demo/demo.sh stop     stops what `keep` left
set -u
root=$(cd "$(dirname "$0")/.." && pwd -P)
PATH=/usr/sbin:/sbin:$PATH
lns=prol2tp-lns
lac=prol2tp-lac
run=/run/prol2tp-demo
lns_socket=/run/prol2tp/lns.sock
lac_socket=/run/prol2tp/lac.sock
mode=${1:-once}
failed=1

step() { echo "demo: $*"; }
fail() {
    echo "demo: FAILED: $*" >&2
    for end in lns lac; do
        [ -s "$run/$end.log" ] && { echo "--- the log of the $end:"; tail -40 "$run/$end.log"; } >&2
    done
    exit 1
}
pid() { cat "$run/$1.pid" 2>/dev/null; }
alive() { p=$(pid "$1") && [ -n "$p" ] && kill -0 "$p" 2>/dev/null; }
within() { # within SECONDS COMMAND...
    tries=$(($1 * 10))
    shift
    until "$@"; do
        tries=$((tries - 1))
        [ $tries -gt 0 ] || return 1
        sleep 0.1
    done
}
logged() { grep -q "$2" "$run/$1.log"; }
gone() { ! alive "$1"; }
clean_up() {
    for end in lac lns; do
        alive $end && kill -KILL "$(pid $end)"
    done
    for space in $lns $lac; do
        if ip netns list 2>/dev/null | grep -qw "$space"; then
            for p in $(ip netns pids $space); do kill -KILL "$p" 2>/dev/null; done
            ip netns del $space
        fi
    done
    rm -rf "$run" $lns_socket $lac_socket
}
start() { # start END NAMESPACE
    (
        cd / && exec setsid ip netns exec "$2" "$root/bin/prol2tpd" -f -c "$root/examples/$1.conf" \
            </dev/null >"$run/$1.log" 2>&1
    ) &
    echo $! >"$run/$1.pid"
    within 10 logged "$1" ' ready ' || fail "the $1 is not ready after 10 s"
}
stop() { # stop END: by SIGTERM; its exit status
    kill -TERM "$(pid "$1")"
    within 20 gone "$1" || fail "the $1 does not end 20 s after SIGTERM"
    wait "$(pid "$1")"
}
peer_of() { # peer_of NAMESPACE: the address at the other end of its PPP interface
    ip -n "$1" -4 -o addr show scope global | sed -n 's/.* peer \([0-9.]*\).*/\1/p' | head -1
}
device_left() { ip -n "$1" -o link show | grep -vE ': (lo|veth-)' | head -1; }

if [ "$(id -u)" != 0 ]; then
    echo "demo: network namespaces and TUN devices need root: run 'sudo make demo'" >&2
    exit 1
fi
[ "$mode" = stop ] && { clean_up; step "stopped"; exit 0; }
"$root/dev/need" iproute2 iputils-ping iperf3 || exit 1
[ -x "$root/bin/prol2tpd" ] || { echo "demo: bin/prol2tpd is missing: run 'make demo'" >&2; exit 1; }
if [ ! -c /dev/net/tun ]; then
    echo "demo: this machine has no /dev/net/tun: 'modprobe tun', or give the container the device" >&2
    exit 1
fi
[ -d "$run" ] && step "stopping the demo that was left running"
clean_up
mkdir -p "$run"
trap '[ $mode = keep ] && [ $failed = 0 ] || clean_up' EXIT
trap 'exit 130' INT TERM HUP

step "two namespaces, $lns (192.0.2.1) and $lac (192.0.2.2), joined by a veth pair"
ip netns add $lns && ip netns add $lac || fail "no network namespaces here"
ip link add veth-lac netns $lns type veth peer name veth-lns netns $lac || fail "no veth pair"
for space in $lns $lac; do ip -n $space link set lo up; done
ip -n $lns addr add 192.0.2.1/24 dev veth-lac && ip -n $lns link set veth-lac up
ip -n $lac addr add 192.0.2.2/24 dev veth-lns && ip -n $lac link set veth-lns up

step "the LNS, from examples/lns.conf"
start lns $lns
step "the LAC, from examples/lac.conf"
start lac $lac
step "waiting for the PPP session"
for end in lac lns; do
    within 20 logged $end ' session up ' || fail "the $end has no session after 20 s"
done
grep ' session up ' "$run/lac.log" "$run/lns.log" | sed "s|^$run/|  |"

to_lns=$(peer_of $lac)
to_lac=$(peer_of $lns)
[ -n "$to_lns" ] && [ -n "$to_lac" ] || fail "the session has no addresses"
step "ping through the tunnel: LAC to $to_lns, then LNS to $to_lac"
ip netns exec $lac ping -n -c 3 -i 0.2 -W 2 "$to_lns" || fail "no ping from the LAC"
ip netns exec $lns ping -n -c 3 -i 0.2 -W 2 "$to_lac" || fail "no ping from the LNS"

step "three seconds of TCP through the tunnel, each way"
ip netns exec $lns iperf3 -s -D -I "$run/iperf.pid" >/dev/null
listening() { ip netns exec $lns ss -Hltn 'sport = :5201' | grep -q .; }
within 5 listening || fail "iperf3 does not listen"
for way in "LAC to LNS:" "LNS to LAC:-R"; do
    ip netns exec $lac timeout 20 iperf3 -c "$to_lns" -t 3 -f m ${way#*:} >"$run/iperf.txt" 2>&1 ||
        fail "iperf3: $(cat "$run/iperf.txt")"
    echo "  ${way%:*}: $(sed -n 's/.* \([0-9.]* Mbits\/sec\).*receiver.*/\1/p' "$run/iperf.txt")"
done

for end in lns lac; do
    for what in system tunnel session; do
        step "prol2tp show $what, at the $end"
        "$root/bin/prol2tp" --socket "/run/prol2tp/$end.sock" show $what || fail "prol2tp show $what"
    done
done

failed=0
if [ "$mode" = keep ]; then
    cat <<END
demo: left running. To play with it:
  bin/prol2tp --socket $lac_socket show tunnel      (or $lns_socket)
  ip netns exec $lac bash                               a shell at the LAC; ping $to_lns
  ip netns exec $lns bash                               a shell at the LNS; ping $to_lac
  tail -f $run/lac.log                            (or lns.log)
  demo/demo.sh stop                                         stops it all
END
    exit 0
fi
failed=1
for end in lac lns; do
    step "SIGTERM to the $end"
    stop $end || fail "the $end ended with status $?"
done
for space in $lns $lac; do
    left=$(device_left $space)
    [ -z "$left" ] || fail "a device is left in $space: $left"
done
failed=0
echo "demo: OK"
