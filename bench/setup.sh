# bench/setup.sh: tunnels and sessions set up per second by a LAC that sends as fast as the LNS answers. Our LNS, in L2TPv2
# and in L2TPv3 (PPP, type 7), l2tpns and xl2tpd, one after the other, the same command lines, each a fresh process.
# PLAN=quick for fewer rounds, PEERS for some of the three, VERSIONS ("2 3") for some of the versions.
. "$(dirname "$0")/lib.sh"
lns_pool=10.128.0.0/9
rounds=5
[ "${PLAN:-quick}" = quick ] && rounds=3

space lac lns
link lac 10.0.0.1/24 lns 10.0.0.2/24
wanted() { case " ${PEERS:-prol2tp l2tpns xl2tpd} " in *" $1 "*) ;; *) return 1 ;; esac; }
measure() { # measure LABEL PROGRAM KEY=VALUE...
    local label=$1 program=$2
    shift 2
    generate "$label" lac lns=10.0.0.2 pid="${pids[$program]}" limit=60 "$@"
}
ours() { # ours PPP LABEL: our LNS, fresh for each version and each number of set-ups in flight
    local inflight version data=none
    [ "$1" = yes ] && data=userspace
    for version in ${VERSIONS:-2 3}; do
        for inflight in 32 256; do
            prol2tpd ours lns "data_plane $data; log_level warning" "$(lns_config pap)"
            measure $2 ours version=$version tunnels=100 sessions=100 inflight=$inflight ppp="$1" rounds=$rounds
            local began=${EPOCHREALTIME/./}
            stop ours 120 || tell "peer=$2 did not end within 120 s of SIGTERM"
            tell "peer=$2 version=$version ppp=$1 sigterm_to_end_ms=$(((${EPOCHREALTIME/./} - began) / 1000))"
        done
    done
}
theirs() {
    local inflight
    [ "$1" = yes ] && radius_stand_in radius lns
    for inflight in 8 32; do
        # It has room for 498 tunnels, and closed ones keep theirs for a while.
        l2tpns theirs lns 10.0.0.2 'set radius_authtypes "pap"' 'set debug 1'
        measure l2tpns theirs tunnels=90 sessions=100 inflight=$inflight ppp="$1" rounds=$rounds
        stop theirs 0
    done
}
for ppp in no yes; do
    # With PPP twice: a TUN device for each session, and one for all of them as l2tpns has it.
    wanted prol2tp && ours $ppp prol2tp
    [ $ppp = yes ] && wanted prol2tp && lns_ppp='shared_interface "lns"' ours $ppp prol2tp-shared
    wanted l2tpns && theirs $ppp
done
if wanted xl2tpd; then
    # 1,017 sessions are its limit. The stand-in for pppd only holds the pty.
    xl2tpd theirs lns '[lns default]' 'ip range = 10.88.0.2-10.88.15.254' 'local ip = 10.88.0.1' 'require authentication = no'
    measure xl2tpd theirs tunnels=100 sessions=10 inflight=16 ppp=no rounds=1
    stop theirs 3
fi
