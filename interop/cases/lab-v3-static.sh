# in the lab
# needs iperf3 tcpdump tshark iputils-ping ethtool
# Static tunnels of the config file against the kernel's own, as ip l2tp makes them: over UDP and IP, IPv4 and IPv6, with cookies
# and without, with and without sublayer, over IPv6 with UDP checksums switched off at both ends, on our embedded data plane and on our kernel's; a reload takes one away and leaves
# the others.
. "$(dirname "$0")/../lib.sh"
space ours kernel
link ours 10.0.0.1/24 kernel 10.0.0.2/24
for side in ours:1:kernel kernel:2:ours; do
    IFS=: read -r here n there <<<"$side"
    ip -n "$(ns "$here")" address add "fd00::$n/64" dev "to-$there" nodad
done
capture ours to-kernel l2tp
tunnel() { # tunnel N ENCAP FAMILY SESSION-KEYWORDS...: ours to the kernel's; the other end's ids are 100 more
    local n=$1 encap=$2 local=10.0.0.1 peer=10.0.0.2 ports=
    [ "$3" = 4 ] || { local=fd00::1; peer=fd00::2; }
    [ $encap = ip ] || ports="our_udp_port 170$n; peer_udp_port 180$n"
    [ "$encap$3" = udp6 ] && ports+="; use_udp_checksums no"
    cat <<END
tunnel "t$n" {
    dest_ipaddr $peer; src_ipaddr $local; version l2tpv3; encap $encap; $ports
    mode static; tunnel_id $n; peer_tunnel_id 10$n
    session "s$n" {
        pseudowire_type eth; interface_name l2tp-$n; ethernet_profile_name "e$n"
        session_id $n; peer_session_id 10$n; ${*:4}
    }
}
ethernet profile "e$n" { local_ipaddr 10.99.$n.1; netmask 255.255.255.0; }
END
}
kernels() { # kernels N ENCAP FAMILY SESSION-WORDS...
    local n=$1 encap=$2 local=10.0.0.2 peer=10.0.0.1 ports=
    [ "$3" = 4 ] || { local=fd00::2; peer=fd00::1; }
    [ $encap = ip ] || ports="udp_sport 180$n udp_dport 170$n"
    [ "$encap$3" = udp6 ] && ports+=" udp6_csum_tx off udp6_csum_rx off"
    inside kernel ip l2tp add tunnel tunnel_id "10$n" peer_tunnel_id "$n" encap "$encap" local $local remote $peer $ports &&
        inside kernel ip l2tp add session name "l2tp-$n" tunnel_id "10$n" session_id "10$n" peer_session_id "$n" "${@:4}" &&
        inside kernel ip address add "10.99.$n.2/24" dev "l2tp-$n" && inside kernel ip link set "l2tp-$n" up ||
        fail "the kernel does not take tunnel $n"
}
kernels 1 udp 4 cookie 0102030405060708 peer_cookie a1a2a3a4
kernels 2 udp 6 l2spec_type none
kernels 3 ip 4 l2spec_type none cookie 01020304 peer_cookie a1a2a3a4a5a6a7a8
kernels 4 ip 6
config=$(tunnel 1 udp 4 'cookie hex:0102030405060708; peer_cookie hex:a1a2a3a4'
    tunnel 2 udp 6 'l2spec_type none'
    tunnel 3 ip 4 'l2spec_type none; cookie hex:01020304; peer_cookie hex:a1a2a3a4a5a6a7a8'
    tunnel 4 ip 6)
up() { [ "$(grep -c ' session up ' "$out/ours.log")" = 4 ]; }
round() { # round PLANE SESSIONS-OF-THE-KERNEL
    prol2tpd ours ours "data_plane $1" "$config"
    wait_for 10 "$1: four sessions are up" up
    [ "$(inside ours ip l2tp show session | grep -c '^Session')" = "$2" ] || fail "our kernel has not $2 sessions"
    inside kernel timeout 200 tcpdump -i to-ours -c 1 -w /dev/null 'udp dst port 1802 and ip6[46:2] = 0' &
    unchecked=$!
    for n in 1 2 3 4; do
        both_ways ours kernel "10.99.$n.2"
        all="${all:-}$1 $n: $traffic; "
    done
    wait $unchecked || fail "our data over IPv6 has UDP checksums"
    prol2tp ours show tunnel
    sed -i '/^tunnel "t2"/,/^}/d' "$out/ours.conf"
    prol2tp ours reload || fail "reload: status $?"
    prol2tp ours show tunnel t2 && fail "the tunnel is still there"
    poll 5 eval '! ip -n "$(ns ours)" link show l2tp-2' || fail "its interface is still there"
    ping_through ours 10.99.1.2 || fail "the others do not work any more"
    stop_prol2tpd ours
    [ -z "$(inside ours ip l2tp show tunnel)" ] || fail "our kernel still has something of ours"
}
round userspace 0
round kernel 4
check_captures
pass "$all"
