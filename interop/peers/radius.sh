# FreeRADIUS with three modules: PAP, CHAP and a file of users.

# radius NAME SPACE: user "fred", password "flintstone"
radius() {
    need freeradius
    local n=$1 s=$2 etc=$out/$1.etc
    mkdir -p "$etc"
    # Its parser wants one item a line.
    tr ';' '\n' >"$etc/radiusd.conf" <<END
prefix = /usr; libdir = /usr/lib/freeradius; logdir = $etc; run_dir = $etc; pidfile = $etc/pid
correct_escapes = true; max_requests = 65536
log {; destination = stdout; }
security {; allow_core_dumps = no; }
thread pool {; start_servers = 1; max_servers = 4; min_spare_servers = 1; max_spare_servers = 2; }
client lo {; ipaddr = 127.0.0.1; secret = radiussecret; }
modules {
    pap {; }
    chap {; }
    always ok {; rcode = ok; }
    files {; usersfile = $etc/users; }
}
server default {
    listen {; type = auth; ipaddr = 127.0.0.1; port = 1812; }
    listen {; type = acct; ipaddr = 127.0.0.1; port = 1813; }
    authorize {; files; chap; pap; }
    authenticate {
        Auth-Type PAP {; pap; }
        Auth-Type CHAP {; chap; }
    }
    accounting {; ok; }
}
END
    cat >"$etc/users" <<END
fred Cleartext-Password := "flintstone"
    Service-Type = Framed-User, Framed-Protocol = PPP
END
    chmod -R a+rX "$etc"
    start "$n" "$s" freeradius -d "$etc" -f -x -l stdout
    wait_for 15 "freeradius listens" listens_udp "$s" 1812
}
