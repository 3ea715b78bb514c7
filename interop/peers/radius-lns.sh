# FreeRADIUS beside our LNS: PAP, CHAP, MS-CHAPv2 and EAP, accounting records in a file.

# $eap_method: what it asks those who come by EAP
# radius_of_lns NAME SPACE: user "barney", whom nobody else knows, with the password "rubble", and what he is granted
eap_method=md5
radius_of_lns() {
    need freeradius
    local n=$1 s=$2 etc=$out/$1.etc
    mkdir -p "$etc"
    # Its parser wants one item a line.
    tr ';' '\n' >"$etc/radiusd.conf" <<END
prefix = /usr; libdir = /usr/lib/freeradius; logdir = $etc; run_dir = $etc; pidfile = $etc/pid
correct_escapes = true
log {; destination = stdout; }
security {; allow_core_dumps = no; }
thread pool {; start_servers = 1; max_servers = 4; min_spare_servers = 1; max_spare_servers = 2; }
client lo {; ipaddr = 127.0.0.1; secret = radiussecret; require_message_authenticator = yes; }
modules {
    pap {; }
    chap {; }
    mschap {; }
    eap {; default_eap_type = $eap_method; md5 {; }; mschapv2 {; }; }
    files {; usersfile = $etc/users; }
    detail {; filename = $etc/detail; }
}
server default {
    listen {; type = auth; ipaddr = 127.0.0.1; port = 1812; }
    listen {; type = acct; ipaddr = 127.0.0.1; port = 1813; }
    authorize {; files; chap; mschap; eap; pap; }
    authenticate {
        Auth-Type PAP {; pap; }
        Auth-Type CHAP {; chap; }
        Auth-Type MS-CHAP {; mschap; }
        eap
    }
    accounting {; detail; }
}
END
    cat >"$etc/users" <<END
barney Cleartext-Password := "rubble"
    Service-Type = Framed-User, Framed-Protocol = PPP,
    Framed-IP-Address = 10.77.9.9, Framed-Route = "10.99.0.0/16 0.0.0.0 1",
    Session-Timeout = 3600, Class = 0x70726f6c327470
END
    chmod -R a+rX "$etc"
    start "$n" "$s" freeradius -d "$etc" -f -x -l stdout
    wait_for 15 "freeradius listens" listens_udp "$s" 1812
}
