# strongSwan's IKE daemon, one for each namespace.

# strongswan NAME SPACE FILE [SED-SCRIPT]: runs it with that swanctl.conf, changed by the script. Waits until it is loaded.
strongswan() {
    sed "${4:-}" "$3" >"$out/$1-swanctl.conf"
    cat >"$out/$1-strongswan.conf" <<END
charon {
    load_modular = yes
    install_routes = no
    plugins {
        include /etc/strongswan.d/charon/*.conf
        vici { socket = unix:///tmp/$run-$1.vici }
        bypass-lan { load = no }
        resolve { load = no }
    }
    filelog {
        file { path = $out/$1-ike.log
               default = 1
               flush_line = yes }
    }
}
END
    start "$1" "$2" env STRONGSWAN_CONF="$out/$1-strongswan.conf" charon-systemd
    ike_listens() { [ -S "/tmp/$run-$1.vici" ]; }
    wait_for 20 "strongSwan $1 runs" ike_listens "$1"
    swanctl "$1" --load-all --file "$out/$1-swanctl.conf" || fail "swanctl loads nothing for $1"
}
swanctl() { STRONGSWAN_CONF=$out/$1-strongswan.conf command swanctl "${@:2}" --uri "unix:///tmp/$run-$1.vici"; }
# Whether what crossed is ESP (or its UDP), and no L2TP in clear: sealed CAPTURE FILTER
sealed() {
    local esp clear
    esp=$(tcpdump -n -r "$out/$1.pcap" "$2" 2>/dev/null | wc -l)
    clear=$(tcpdump -n -r "$out/$1.pcap" 'udp port 1701' 2>/dev/null | wc -l)
    say "$1: $esp packets of ESP, $clear of L2TP in clear"
    [ "$esp" -gt 20 ] && [ "$clear" = 0 ]
}
