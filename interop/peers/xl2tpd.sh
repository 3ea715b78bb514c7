# xl2tpd: hands each session to pppd. Where the kernel has no PPP, a stand-in for pppd holds the pty, and no data flows.

# xl2tpd NAME SPACE SECTION...: starts it; each SECTION is a block of xl2tpd.conf after [global]
# xl2tpd_ppp: what goes into the pppd options file; xl2tpd_secret: the tunnel secret
xl2tpd_ppp=noauth
xl2tpd_secret=tunnelsecret
xl2tpd() {
    need xl2tpd ppp
    local n=$1 s=$2 etc=$out/$1.etc
    shift 2
    mkdir -p "$etc"
    echo "* * $xl2tpd_secret" >"$etc/l2tp-secrets"
    printf '%s\n' nodetach debug "logfile $out/$n.ppp.log" noccp 'mtu 1400' 'mru 1400' "$xl2tpd_ppp" >"$etc/options"
    { printf '[global]\nport = 1701\nauth file = %s/l2tp-secrets\ndebug tunnel = yes\ndebug state = yes\n' "$etc"
      printf '%s\n' "$@"
      echo "pppoptfile = $etc/options"; } >"$etc/xl2tpd.conf"
    local mounts=true
    if [ ! -e /dev/ppp ]; then
        printf '#!/bin/sh\nexec sleep 100000\n' >"$etc/pppd"
        chmod +x "$etc/pppd"
        mounts="mount --bind '$etc/pppd' /usr/sbin/pppd"
    fi
    if [ -f "$etc/secrets" ]; then
        mounts="$mounts && mount --bind '$etc/secrets' /etc/ppp/pap-secrets && mount --bind '$etc/secrets' /etc/ppp/chap-secrets"
    fi
    start "$n" "$s" sh -c "$mounts && exec xl2tpd -D -c '$etc/xl2tpd.conf' -C '$etc/control' -p '$etc/pid'"
    wait_for 5 "xl2tpd listens" listens_udp "$s" 1701
}
xl2tpd_control() { # xl2tpd_control NAME COMMAND: into its FIFO; "c NAME" dials, "d NAME" hangs up
    timeout 3 sh -c "echo '$2' >'$out/$1.etc/control'" || fail "xl2tpd does not read its FIFO"
}
