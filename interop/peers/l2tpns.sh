# l2tpns: terminates PPP itself, on one TUN device. It needs RADIUS for each login, and forwards sessions as a LAC.

# l2tpns NAME SPACE ADDRESS [LINE...]: starts it; the lines go to its startup-config
l2tpns() {
    need l2tpns
    local n=$1 s=$2 address=$3 etc=$out/$1.etc
    shift 3
    mkdir -p "$etc"
    echo 10.66.0.0/16 >"$etc/ip_pool"
    : >"$etc/users"
    {
        printf 'set %s\n' 'debug 3' "bind_address $address" 'l2tp_secret "tunnelsecret"' 'radius_secret "radiussecret"' \
            'primary_radius 127.0.0.1' 'radius_authtypes "chap,pap"' 'cluster_interface "lo"' 'cluster_hb_interval 1' \
            'cluster_hb_timeout 5' 'peer_address 10.66.255.1' 'send_garp no' 'cli_bind_address 127.0.0.1' \
            'primary_dns 10.66.255.53' 'radius_dae_port 3799' 'allow_duplicate_users yes'
        printf '%s\n' "$@"
    } >"$etc/startup-config"
    inside "$s" ip link set lo multicast on
    # /etc/l2tpns is compiled in; `ip netns exec` gives the program a mount namespace of its own.
    start "$n" "$s" sh -c "mount --bind '$etc' /etc/l2tpns && exec l2tpns -c /etc/l2tpns/startup-config -h '$n'"
    wait_for 20 "l2tpns is ready" logged "$n" 'declaring myself the master|IP address pool is'
}
