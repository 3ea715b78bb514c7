# in the lab
# needs xl2tpd ppp iperf3 tcpdump tshark iputils-ping ethtool
# Our LAC logs in at xl2tpd and pppd by PAP, CHAP, MS-CHAPv1, MS-CHAPv2 and EAP in turn: traffic both ways.
. "$(dirname "$0")/../lib.sh"
space lac lns
link lac 10.0.0.1/24 lns 10.0.0.2/24
mkdir -p "$out/lns.etc"
echo 'fred * flintstone *' >"$out/lns.etc/secrets"
report=
for auth in pap chap mschap mschap-v2 eap; do # pppd's words
    capture lns to-lac "$auth"
    xl2tpd_ppp=$'auth\nrequire-'$auth$'\nname lns'
    xl2tpd lns lns '[lns default]' 'ip range = 192.168.77.10-192.168.77.20' 'local ip = 192.168.77.1' \
        'require authentication = yes' 'name = lns' 'length bit = yes'
    prol2tpd lac lac 'data_plane userspace' "$(lac_config 10.0.0.2)"
    wait_for 20 "our session is up ($auth)" session_is_up lac
    wait_for 5 "the interface has an address ($auth)" has_address lac 192.168.77
    both_ways lac lns 192.168.77.1
    prol2tp lac show session
    stop_prol2tpd lac
    wait_for 10 "xl2tpd's tunnel is closed ($auth)" logged lns 'Connection .*closed'
    stop lns
    report+="; $auth: $traffic"
done
check_captures
pass "${report#; }"
