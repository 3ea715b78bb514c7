# in the lab
# needs ppp freeradius tcpdump tshark iputils-ping ethtool
# pppd has the PPP of our LNS (ppp_unix), and its own radius.so asks FreeRADIUS: by use_radius and radius_hint, PAP and CHAP; a wrong
# password is refused. The plugin accounts for the session.
. "$(dirname "$0")/../lib.sh"
space lac lns
link lac 10.0.0.1/24 lns 10.0.0.2/24
capture lns to-lac l2tp
radius radius lns
hint=$out/hint
echo "127.0.0.1 $(hostname)" >>/etc/hosts # the guest's: radius.so wants its host's address
mkdir -p "$hint"
printf '127.0.0.1 radiussecret\n' >"$hint/servers"
chmod 600 "$hint/servers"
: >"$hint/port-id-map"
# What of radiusclient's dictionary this needs.
cat >"$hint/dictionary" <<'END'
ATTRIBUTE User-Name 1 string
ATTRIBUTE Password 2 string
ATTRIBUTE CHAP-Password 3 string
ATTRIBUTE NAS-IP-Address 4 ipaddr
ATTRIBUTE NAS-Port-Id 5 integer
ATTRIBUTE Service-Type 6 integer
ATTRIBUTE Framed-Protocol 7 integer
ATTRIBUTE Framed-IP-Address 8 ipaddr
ATTRIBUTE Calling-Station-Id 31 string
ATTRIBUTE NAS-Identifier 32 string
ATTRIBUTE Acct-Status-Type 40 integer
ATTRIBUTE Acct-Delay-Time 41 integer
ATTRIBUTE Acct-Input-Octets 42 integer
ATTRIBUTE Acct-Output-Octets 43 integer
ATTRIBUTE Acct-Session-Id 44 string
ATTRIBUTE Acct-Authentic 45 integer
ATTRIBUTE Acct-Session-Time 46 integer
ATTRIBUTE Acct-Input-Packets 47 integer
ATTRIBUTE Acct-Output-Packets 48 integer
ATTRIBUTE Acct-Terminate-Cause 49 integer
ATTRIBUTE Acct-Input-Gigawords 52 integer
ATTRIBUTE Acct-Output-Gigawords 53 integer
ATTRIBUTE CHAP-Challenge 60 string
ATTRIBUTE NAS-Port-Type 61 integer
ATTRIBUTE Connect-Info 77 string
END
cat >"$hint/radiusclient.conf" <<END
auth_order radius
login_tries 4
login_timeout 60
nologin /etc/nologin
issue /etc/issue
authserver 127.0.0.1:1812
acctserver 127.0.0.1:1813
servers $hint/servers
dictionary $hint/dictionary
login_radius /usr/sbin/login.radius
seqfile $hint/seq
mapfile $hint/port-id-map
radius_timeout 3
radius_retries 2
login_local /bin/login
END
lns() {
    ppp_choice=auto users=none prol2tpd lns lns 'data_plane kernel; plugin ppp_unix; log_level debug' \
        "$(lns_ppp="use_radius yes; radius_hint \"$hint/radiusclient.conf\"" lns_config "$1" | sed '/^user /d')"
}
for way in pap chap; do
    lns $way
    prol2tpd lac lac 'data_plane kernel' "$(lac_config 10.0.0.2)"
    wait_for 30 "$way: the LAC's session is up" session_is_up lac
    wait_for 5 "$way: the LNS's session is up" session_is_up lns
    ping_through lac 10.77.0.1
    prol2tp lns show session --json | grep -q '"fred"' || fail "the LNS does not say who its user is"
    stop_prol2tpd lac
    prol2tpd lac lac 'data_plane kernel' "$(lac_config 10.0.0.2 | sed 's/flintstone/wrong/')"
    wait_for 30 "$way: a wrong password is refused" logged lns 'pppd ended status=11 '
    stop_prol2tpd lac lns
done
accepted=$(grep -c 'Sent Access-Accept' "$out/radius.log") records=$(grep -c 'Sent Accounting-Response' "$out/radius.log")
[ "$accepted" -ge 2 ] && [ "$records" -ge 4 ] || fail "FreeRADIUS has accepted $accepted and answered $records records"
check_captures
pass "PAP and CHAP by radius.so: accepted $accepted, records $records, a wrong password refused"
