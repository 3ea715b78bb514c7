# Two daemons of ours in the lab guest, pppd with the PPP (ppp_unix) at one end or both.

pppd_ends() { # spaces lac and lns, a link that is captured, and pppd's secrets
    space lac lns
    link lac 10.0.0.1/24 lns 10.0.0.2/24
    capture lns to-lac l2tp
    printf '"fred" * "flintstone" *\n' >"$out/secrets"
    chmod 600 "$out/secrets"
}

# pppd_round AUTHENTICATION LAC-PLUGIN LNS-PLUGIN [TUNNEL-KEYWORDS]: traffic both ways; names, addresses and interfaces reported;
# nothing left behind.
pppd_round() {
    pppd_secrets=$out/secrets prol2tpd lns lns "data_plane kernel; listen_on_ip yes; plugin $3; log_level debug" "$(lns_config "$1")"
    prol2tpd lac lac "data_plane kernel; plugin $2; log_level debug" "$(lac_config 10.0.0.2 '' "${4:-}")"
    wait_for 30 "the LAC's session is up ($*)" session_is_up lac
    wait_for 5 "the LNS's session is up" session_is_up lns
    both_ways lac lns 10.77.0.1
    told="$told; $1 $2 to $3"
    for end in lac lns; do
        plugin=$2
        [ $end = lns ] && plugin=$3
        prol2tp $end show system | grep -q "$plugin" || fail "show system of the $end does not say $plugin"
        prol2tp $end show session
        inside $end ip l2tp show session | grep -q '^Session' || fail "the kernel has no session of the $end"
        [ $plugin = ppp_embedded ] || [ "$(pppds $end)" = 1 ] || fail "there are $(pppds $end) pppd in the $end"
        if tr '\0' ' ' </proc/"$(one_pppd $end)"/cmdline | grep -q flintstone; then fail "a command line has the password"; fi
    done
    prol2tp lac show session --json | grep -q 'ppp-s' || fail "the LAC's interface has another name"
    prol2tp lns show session --json | grep -q '"fred"' || fail "the LNS does not say who its user is"
    prol2tp lns show session --json | grep -q '"10.77.1.' || fail "the LNS does not say the peer's address"
    stop_prol2tpd lac lns
    wait_for 10 "no pppd is left" no_pppd
    [ -z "$(inside lac ip l2tp show tunnel)$(inside lns ip l2tp show tunnel)" ] || fail "a kernel still has something of ours"
    if inside lac ip -d link | grep -q '^ *ppp '; then fail "an interface is left"; fi
}
