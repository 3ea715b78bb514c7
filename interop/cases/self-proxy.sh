# Both ends ours: the LAC tells what LCP and CHAP it has done, the LNS goes on from there. No LCP crosses, traffic does; and
# with an LNS that does not allow it, LCP begins anew.
. "$(dirname "$0")/../lib.sh"
space lac lns
link lac 10.0.0.1/24 lns 10.0.0.2/24
response=$(printf '\x09flintstone\x00\x11\x22\x33\x44\x55\x66\x77\x88\x99\xaa\xbb\xcc\xdd\xee\xff' | md5sum | cut -c1-32)
proxy="use_ppp_proxy yes
        last_sent_lcp_confreq hex:0305c22305050611223344
        last_rcvd_lcp_confreq hex:010405b40506aabbccdd
        proxy_auth_type chap; proxy_auth_name fred; proxy_auth_id 9
        proxy_auth_challenge hex:00112233445566778899aabbccddeeff
        proxy_auth_response hex:$response"
lcp() { tshark -n -r "$out/$1.pcap" -Y lcp 2>/dev/null | wc -l; }
for allowed in yes no; do
    capture lns to-lac "proxy-$allowed"
    prol2tpd lns lns '' "$(lns_tunnel="allow_ppp_proxy $allowed" lns_config chap)"
    prol2tpd lac lac '' "$(lac_config 10.0.0.2 "$proxy" 'hide_avps yes')"
    wait_for 15 "the LAC's session is up" session_is_up lac
    wait_for 5 "the LNS's session is up" session_is_up lns
    both_ways lac lns 10.77.0.1
    stop_prol2tpd lac lns
    sleep 0.3
    stop "capture-proxy-$allowed" 3 INT
    rm -f "$out/lac.log" "$out/lns.log"
done
check_captures
[ "$(lcp proxy-yes)" = 0 ] || fail "LCP crossed though the LAC had done it"
[ "$(lcp proxy-no)" -gt 0 ] || fail "no LCP crossed though the LNS wants its own"
pass "no LCP where the LAC's is taken over; $traffic"
