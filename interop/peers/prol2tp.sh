# prol2tpd: ours.

# In the guest only what is hot is compiled: a start takes 3 s instead of 5. The client's, and part of the daemon's.
java_options=-Xmx256m
if [ -n "${PROL2TP_IN_LAB:-}" ]; then
    export PROL2TP_JAVA_OPTIONS='-XX:TieredStopAtLevel=1 -XX:CompileThresholdScaling=10 -XX:+UnlockDiagnosticVMOptions -XX:-AOTReplayTraining'
    java_options="$java_options $PROL2TP_JAVA_OPTIONS"
fi

# prol2tpd_conf NAME SYSTEM-KEYWORDS CONFIG: writes NAME.conf. User fred has the password flintstone. PPP is ours, also where the
# kernel has PPP and pppd is installed, unless the keywords name a plugin, or `ppp_choice=auto` leaves the choice to the daemon.
# `users=none`: no user has a password.
prol2tpd_conf() {
    local embedded='plugin "ppp_embedded"'
    [ -x "$root/bin/prol2tpd" ] || fail "bin/prol2tpd is missing: make build"
    case "${ppp_choice:-} $2" in auto* | *plugin*) embedded= ;; esac
    cat >"$out/$1.conf" <<END
system {
    host_name "$1"
    control_socket "/tmp/$run-$1.sock"
    pid_file "$out/$1.pid"
    secrets_file "$out/$1.secrets"
    ${2//;/$'\n'    }
    $embedded
}
$3
END
    [ "${users:-fred}" = none ] && : >"$out/$1.secrets" || printf 'fred * flintstone\n' >"$out/$1.secrets"
    chmod 600 "$out/$1.secrets"
}
# prol2tpd NAME SPACE SYSTEM-KEYWORDS CONFIG: starts it with such a file. Waits until it is ready. `pppd_secrets` is the file that
# its pppd has as /etc/ppp/pap-secrets and chap-secrets: `ip netns exec` gives the program a mount namespace of its own.
# `prol2tpd_under` is a command that starts it.
prol2tpd() {
    local n=$1 mounts=true
    prol2tpd_conf "$n" "$3" "$4"
    if [ -n "${pppd_secrets:-}" ]; then
        mounts="mount --bind '$pppd_secrets' /etc/ppp/pap-secrets && mount --bind '$pppd_secrets' /etc/ppp/chap-secrets"
    fi
    start "$n" "$2" ${prol2tpd_under:-} env PROL2TP_JAVA_OPTIONS="$java_options" \
        sh -c "$mounts && exec '$root/bin/prol2tpd' -f -c '$out/$n.conf'"
    poll 60 ready_or_gone "$n" "$2"
    ready "$n" "$2" || fail "prol2tpd $n is not ready: $(tail -1 "$out/$n.log")"
    say "prol2tpd $n is ready"
}
ready() { [ -S "/tmp/$run-$1.sock" ] && listens_udp "$2" 1701; }  # whatever its log level
ready_or_gone() { ready "$@" || ! alive "$1"; }
prol2tp() { local n=$1; shift; timeout $((20 * PROL2TP_PATIENCE)) "$root/bin/prol2tp" --socket "/tmp/$run-$n.sock" "$@"; }  # prol2tp NAME ARGUMENT...
stop_prol2tpd() { # stop_prol2tpd NAME...: by SIGTERM, tunnels closed in order; the log must have no exception
    local n
    for n in "$@"; do
        stop "$n" 20 || fail "prol2tpd $n does not end 20 s after SIGTERM"
        logged "$n" 'Exception|Error|internal' && fail "prol2tpd $n: $(grep -E -m1 'Exception|Error|internal' "$out/$n.log" | cut -c1-150)"
        rm -f "/tmp/$run-$n.sock"
    done
}
session_is_up() { logged "$1" ' session up '; }

# lns_config AUTHENTICATION...: an LNS for anybody, with the tunnel secret and the address pool that the cases use
lns_config() {
    cat <<END
peer profile "lac" { peer_ipaddr 10.0.0.0/8; tunnel_profile_name "t"; ppp_profile_name "p"; }
tunnel profile "t" { secret "tunnelsecret"; ${lns_tunnel:-hello_timeout 60}; }
ppp profile "p" {
    local_ipaddr 10.77.0.1
    ip_pool_name "pool"
    auth_peer yes
    auth_pap $(has pap "$@")
    auth_chap $(has chap "$@")
    auth_mschapv1 $(has mschapv1 "$@")
    auth_mschapv2 $(has mschapv2 "$@")
    auth_eap $(has eap "$@")
    ${lns_ppp:-}
}
ippool "pool" { network ${lns_pool:-10.77.1.0/24}; }
user "fred" { password "flintstone"; }
END
}
has() { case " ${*:2} " in *" $1 "*) echo yes ;; *) echo no ;; esac; }
both_offered() {
    tshark -n -r "$out/l2tp.pcap" -Y 'l2tp.avp.message_type == 1 && l2tp.version == 2 && l2tp.avp.type == 62' 2>/dev/null | grep -q .
}
# chose_v2 NAME: of both versions, offered with `lac_version=auto`, the peer chose L2TPv2
chose_v2() {
    need tshark jq
    local version
    wait_for 10 "an SCCRQ of both versions was sent" both_offered # tcpdump may be behind
    version=$(prol2tp "$1" show tunnel t --json | jq -r '.tunnels[0].version')
    [ "$version" = l2tpv2 ] || fail "the tunnel is of $version"
    say "the peer chose L2TPv2"
}

# lac_config ADDRESS [SESSION-KEYWORDS [TUNNEL-KEYWORDS]]: a LAC with one session of fred's, of L2TPv2 unless `lac_version` says otherwise
lac_config() {
    cat <<END
tunnel "t" {
    dest_ipaddr $1
    version ${lac_version:-l2tpv2}
    secret "tunnelsecret"
    ${3:-}
    session "s" {
        user_name "fred"
        user_password "flintstone"
        interface_name "ppp-s"
        ${2:-}
    }
}
END
}
# The pppd processes of ppp_unix in a space.
pppd_pids() { local p; for p in $(ip netns pids "$(ns "$1")"); do [ "$(cat "/proc/$p/comm" 2>/dev/null)" = pppd ] && echo "$p"; done; }
pppds() { pppd_pids "$1" | wc -l; }
one_pppd() { pppd_pids "$1" | grep . || echo self; }
no_pppd() { [ "$(pppds lac)$(pppds lns)" = 00 ]; }
