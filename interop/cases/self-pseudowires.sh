# Both ends ours, L2TPv3 in every way it goes: over UDP and over IP protocol 115, IPv4 and IPv6, with digests; in each tunnel PPP
# (type 7) and an Ethernet VLAN (type 4), whose tag is in the pseudowire alone and another at each end. Types that are not here
# (HDLC, frame relay, ATM, TDM, raw IP) are refused with result 14 by an answer to a peer that asks for them.
. "$(dirname "$0")/../lib.sh"
need tshark python3
space lac lns
link lac 10.0.0.1/24 lns 10.0.0.2/24
ip -n "$(ns lac)" addr add fd00::1/64 dev to-lns nodad
ip -n "$(ns lns)" addr add fd00::2/64 dev to-lac nodad
capture_v3 lns to-lac l2tp wiresecret
echo "-d l2tp.pw_type==4,eth" >>"$out/l2tp.pcap.options" # tshark knows the number, but not that it is Ethernet
common='version l2tpv3; secret "wiresecret"; auth_mode challenge; hello_timeout 3;'
tunnel_of() { # tunnel_of NAME ADDRESS ENCAP DIGEST N HIDE: hidden AVPs keep tshark from what is inside
    cat <<END
tunnel "$1" {
    dest_ipaddr $2
    encap $3
    digest_type $4
    hide_avps $6
    $common
    session "$1-ppp" { user_name fred; user_password flintstone; interface_name "$1-ppp"; cookie_length 8; data_sequencing all }
    session "$1-vlan" { pseudowire_type eth_vlan; ethernet_profile_name "$1"; cookie_length 8 }
}
ethernet profile "$1" { local_ipaddr 10.8$5.0.1; netmask 255.255.255.0; interface_name "$1-vlan"; vlan_id 1$5 }
END
}
prol2tpd lns lns 'listen_on_ip yes' "
peer profile \"by-ipv4\" { peer_ipaddr 10.0.0.1; tunnel_profile_name wire; ppp_profile_name p; ethernet_profile_name far }
peer profile \"by-ipv6\" { peer_ipaddr fd00::/64; tunnel_profile_name wire; ppp_profile_name p; ethernet_profile_name far }
peer profile \"open\" { peer_ipaddr 127.0.0.1; tunnel_profile_name open }
tunnel profile \"wire\" { $common digest_type sha1 }
tunnel profile \"open\" { version l2tpv3 }
session profile \"default\" { cookie_length 8 }
ethernet profile \"far\" { vlan_id 77 }
ppp profile \"p\" { local_ipaddr 10.77.0.1; ip_pool_name pool; auth_peer yes }
ippool \"pool\" { network 10.77.1.0/24 }
user \"fred\" { password \"flintstone\" }"
prol2tpd lac lac '' "$(
    tunnel_of udp4 10.0.0.2 udp sha1 1 no
    tunnel_of udp6 fd00::2 udp md5 2 yes
    tunnel_of ip4 10.0.0.2 ip md5 3 yes
    tunnel_of ip6 fd00::2 ip sha1 4 no)"
ups() { [ "$(prol2tp "$1" show session --json | jq '[.sessions[] | select(.up_seconds > 0)] | length')" = 8 ]; }
wait_for 30 "all sessions are up at the LAC" ups lac
wait_for 10 "all sessions are up at the LNS" ups lns
n=0
for way in udp4 udp6 ip4 ip6; do
    n=$((n + 1))
    # the LNS's end of the VLAN has its address from us
    far=$(prol2tp lac show session "$way" "$way-vlan" --json | jq -r '.sessions[0].peer_session_id')
    far=$(prol2tp lns show session --json | jq -r ".sessions[] | select(.session_id == $far) | .interface_name")
    ip -n "$(ns lns)" addr add 10.8$n.0.2/24 dev "$far" || fail "$way: no interface of the VLAN at the LNS"
    ping_through lac 10.8$n.0.2
    inside lac ping -c 3 -i 0.1 -W 2 -I "$way-ppp" 10.77.0.1 >>"$out/ppp.txt" || fail "$way: no ping through PPP"
    version=$(prol2tp lac show tunnel "$way" --json | jq -r '.tunnels[0] | .version + "/" + .encap')
    [ "$version" = "l2tpv3/${way%?}" ] || fail "$way: show tunnel says $version"
    encap=$(prol2tp lns show tunnel --json | jq -r '[.tunnels[].encap] | sort | join(" ")')
done
[ "$encap" = "ip ip udp udp" ] || fail "the LNS shows the encapsulations $encap"
prol2tp lac show tunnel; prol2tp lac show session; prol2tp lac show session ip6 ip6-vlan status
prol2tp lac show session ip6 ip6-vlan status | grep -q 'cookie length: 8' || fail "show session does not tell of the cookie"
sleep 4 # a HELLO in each tunnel
inside lns python3 - <<'END' || fail "pseudowires of other types are not refused as they should be"
import socket, struct
def avp(kind, value, m=1):
    return struct.pack("!HHH", m << 15 | 6 + len(value), 0, kind) + value
def message(cc, ns, nr, *avps):
    body = b"".join(avps)
    return struct.pack("!HHIHH", 0xc803, 12 + len(body), cc, ns, nr) + body
def kind(n): return avp(0, struct.pack("!H", n))
def read(octets):
    avps, at = {}, 12
    while at < len(octets):
        length, _, number = struct.unpack_from("!HHH", octets, at)
        avps[number] = octets[at + 6:at + (length & 1023)]
        at += length & 1023
    return avps
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.settimeout(3)
s.connect(("127.0.0.1", 1701))
ns = nr = 0
types = [1, 2, 3, 6, 8, 9, 10, 11, 17, 20]
s.send(message(0, 0, 0, kind(1), avp(7, b"hand"), avp(60, struct.pack("!I", 1)), avp(61, struct.pack("!I", 77)),
    avp(62, struct.pack("!%dH" % len(types), *types))))
answer = read(s.recv(2000))
assert answer[0] == b"\0\2", answer
peer = struct.unpack("!I", answer[61])[0]
ns, nr = 1, 1
s.send(message(peer, ns, nr, kind(3)))
for number, wire in enumerate(types):
    ns += 1
    s.send(message(peer, ns, nr, kind(10), avp(63, struct.pack("!I", 500 + number)), avp(64, bytes(4)),
        avp(15, struct.pack("!I", number)), avp(68, struct.pack("!H", wire)), avp(66, b"circuit"), avp(71, b"\0\3")))
    while True:
        octets = s.recv(2000)
        answer = read(octets)
        if answer.get(0) == b"\0\x0e":
            break
    nr = (struct.unpack_from("!H", octets, 8)[0] + 1) & 0xffff
    result = struct.unpack("!H", answer[1][:2])[0]
    print("pseudowire type", wire, "is refused with result", result, answer[1][4:].decode())
    assert result == 14, result
s.send(message(peer, ns + 1, nr, kind(4), avp(61, struct.pack("!I", 77)), avp(1, b"\0\1")))
END
stop_prol2tpd lac lns
check_captures
for family in 'udp && ip' 'udp && ipv6' '!udp && ip' '!udp && ipv6'; do check_digests l2tp wiresecret 12 "$family"; done
# The pseudowires have the tags of those who sent.
tags=$(tshark -n -r "$out/l2tp.pcap" $(cat "$out/l2tp.pcap.options") -T fields -e vlan.id -Y icmp 2>/dev/null | tr ',' '\n' | sort -u | xargs)
[ "$tags" = "11 14 77" ] || fail "tags in the pseudowires that tshark can read: $tags"
pass "PPP and a VLAN in four tunnels, over UDP and IP, IPv4 and IPv6; digests right; ten other types refused"
