// SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0
//
// L2TP over UDP and IPv4 in the kernel, for sessions that the embedded data plane put into the maps below:
//
//   l2tp_inward    at ingress of the interface that datagrams of peers come by: to the session's TUN or TAP device
//   l2tp_ppp       at egress of a session's TUN device: L2TPv2, PPP with IPv4 or IPv6
//   l2tp_ethernet  at egress of a session's TAP device: L2TPv3, Ethernet
//
// Whatever they do not handle passes on untouched, to the sockets and devices of the embedded plane: control messages,
// PPP's control protocols, messages with sequence numbers, fragments, options of IP, TCP's SYN where it is held to
// segments that fit, what the interface to the peer does not take in one piece. Frames that await segmentation
// cross whole.
//
// Layouts of keys and values are told again in FastPathMaps.java. Numbers in them are in network order where they are
// compared with or copied to packets, else in the machine's.
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/pkt_cls.h>
#include <linux/udp.h>

#define SEC(name) __attribute__((section(name), used))
#define INLINE static inline __attribute__((always_inline))
#define BE16(x) ((__u16)__builtin_bswap16((__u16)(x)))
#define BE32(x) ((__u32)__builtin_bswap32((__u32)(x)))
#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "for little-endian machines"
#endif

static void *(*bpf_map_lookup_elem)(void *map, const void *key) = (void *)BPF_FUNC_map_lookup_elem;
static __u32 (*bpf_get_prandom_u32)(void) = (void *)BPF_FUNC_get_prandom_u32;
static long (*bpf_skb_store_bytes)(struct __sk_buff *, __u32, const void *, __u32, __u64) =
    (void *)BPF_FUNC_skb_store_bytes;
static long (*bpf_skb_load_bytes)(const struct __sk_buff *, __u32, void *, __u32) = (void *)BPF_FUNC_skb_load_bytes;
static long (*bpf_redirect)(__u32, __u64) = (void *)BPF_FUNC_redirect;
static long (*bpf_skb_change_head)(struct __sk_buff *, __u32, __u64) = (void *)BPF_FUNC_skb_change_head;
static long (*bpf_skb_adjust_room)(struct __sk_buff *, __s32, __u32, __u64) = (void *)BPF_FUNC_skb_adjust_room;
static long (*bpf_redirect_neigh)(__u32, struct bpf_redir_neigh *, int, __u64) = (void *)BPF_FUNC_redirect_neigh;
static long (*bpf_check_mtu)(void *, __u32, __u32 *, __s32, __u64) = (void *)BPF_FUNC_check_mtu;

#define DECAP_L3_IPV4 (1ULL << 7) /* BPF_F_ADJ_ROOM_DECAP_L3_IPV4 */
#define DECAP_L3_IPV6 (1ULL << 8) /* BPF_F_ADJ_ROOM_DECAP_L3_IPV6 */

enum {
    PASS = TC_ACT_UNSPEC,
    FRAGMENT = 0xff3f, /* of an IPv4 header, as it stands in memory: MF or an offset */
    V2_FLAGS = 0x0002, /* RFC 2661 section 3.1: T, S and O clear, version 2 */
    V2_LENGTH = 0x4000,
    V2_SEQUENCE = 0x0800,
    VERSION = 0x000f,
    CONTROL = 0x8000,
    PPP_IPV4 = 0x21,
    PPP_IPV6 = 0x57,
    ADDRESS_CONTROL = 0xff03,
    TCP_SYN = 0x02,
};

// What a session lets pass, and how it is written.
enum {
    ALLOW_IPV4 = 1,
    ALLOW_IPV6 = 2,
    CLAMP_MSS = 4,
    NO_ADDRESS_CONTROL = 8, /* ACFC: the peer takes frames without FF 03 */
    SHORT_PROTOCOL = 16,    /* PFC: the peer takes a protocol field of one octet */
    SUBLAYER = 32,          /* L2TPv3: the default L2-specific sublayer */
    FINISHED = 64,          /* outward: only packets whose checksum is not left to an interface */
    UNDERLAY_IPV6 = 128,
    CUT = 256,              /* outward: nothing that awaits segmentation, which a virtual interface would not see to */
};

struct inward_key {
    __u32 version; /* 2 or 3 */
    __u32 id;      /* L2TPv2: tunnel id << 16 | session id; L2TPv3: session id */
};

struct inward {
    __u32 peer[4]; /* network order, as in the next two; of IPv4 the first alone */
    __u32 local[4];
    __u16 port;
    __u16 flags;
    __u32 interface;
    __u32 cookie_octets; /* 0, 4 or 8 */
    __u8 cookie[8];
};

struct outward {
    __u32 local[4]; /* network order, to the cookie; of IPv4 the first alone */
    __u32 peer[4];
    struct bpf_redir_neigh next; /* hop, so that the kernel need not look for a route */
    __u16 local_port;
    __u16 peer_port;
    __u16 tunnel_id;
    __u16 session_id;
    __u32 session_id_v3;
    __u8 cookie[8];
    __u32 cookie_octets;
    __u32 interface; /* that the route to the peer goes by */
    __u32 flags;
    __u32 held_back; /* not 0: the peer sends sequence numbers, so what we send is the embedded plane's */
};

struct counters {
    __u64 rx_packets, rx_octets, rx_errors, tx_packets, tx_octets, tx_errors;
};

// As libbpf has maps described: a member's type is a pointer to an array of as many elements as the number.
#define MAP(kind, key_type, value_type)                                                                                \
    struct {                                                                                                           \
        int(*type)[kind];                                                                                              \
        key_type *key;                                                                                                 \
        value_type *value;                                                                                             \
    }
MAP(BPF_MAP_TYPE_HASH, struct inward_key, struct inward) l2tp_inward_map SEC(".maps");
MAP(BPF_MAP_TYPE_HASH, __u32, struct outward) l2tp_outward_map SEC(".maps");
MAP(BPF_MAP_TYPE_PERCPU_HASH, __u32, struct counters) l2tp_counters_map SEC(".maps");

// What is known of a packet inside a tunnel.
struct inner {
    __u32 ip_octets;  /* as its header says */
    __u32 header;     /* octets of IP's header and, if the packet awaits segmentation, TCP's */
};

// Reads what is at `at`, a constant, without a call of the kernel where it is in the packet's first piece: each costs as
// much as dozens of instructions. (At other places the verifier takes no sum with a pointer to a packet, if the daemon
// has no CAP_PERFMON.)
INLINE int read(struct __sk_buff *skb, __u32 at, void *to, __u32 octets) {
    void *here = (void *)(long)skb->data + at;
    if (here + octets <= (void *)(long)skb->data_end) {
        __builtin_memcpy(to, here, octets);
        return 0;
    }
    return bpf_skb_load_bytes(skb, at, to, octets);
}

// Whether the checksum at `at` is still to be finished by an interface, which is the case where it is the sum of the
// pseudo header alone. (It may be that by chance: then the packet goes the long way.) A virtual interface leaves it
// unfinished, which a peer's kernel knows, but not a program that reads the datagram from a socket.
INLINE int unfinished(struct __sk_buff *skb, __u32 at, __u64 sum) {
    __u16 checksum;
    if (bpf_skb_load_bytes(skb, at, &checksum, sizeof checksum)) {
        return 0;
    }
    sum = (sum & 0xffffffff) + (sum >> 32);
    sum = (sum & 0xffff) + (sum >> 16);
    sum = (sum & 0xffff) + (sum >> 16);
    sum = (sum & 0xffff) + (sum >> 16);
    return checksum == (__u16)sum;
}

// Where in TCP's and UDP's headers the checksum is.
INLINE __u32 checksum_at(__u32 protocol) { return protocol == IPPROTO_TCP ? 16 : 6; }

INLINE int unfinished_ipv4(struct __sk_buff *skb, __u32 at, struct iphdr *ip) {
    __u64 sum = (__u64)ip->saddr + ip->daddr + BE16(ip->protocol) + BE16(BE16(ip->tot_len) - ip->ihl * 4);
    return (ip->protocol == IPPROTO_TCP || ip->protocol == IPPROTO_UDP) && !(ip->frag_off & FRAGMENT) &&
        unfinished(skb, at + ip->ihl * 4 + checksum_at(ip->protocol), sum);
}

INLINE int unfinished_ipv6(struct __sk_buff *skb, __u32 at, struct ipv6hdr *ip) {
    __u64 sum = BE16(ip->nexthdr) + (__u64)ip->payload_len;
#pragma unroll
    for (int i = 0; i < 4; i++) {
        sum += (__u64)ip->saddr.in6_u.u6_addr32[i] + ip->daddr.in6_u.u6_addr32[i];
    }
    return (ip->nexthdr == IPPROTO_TCP || ip->nexthdr == IPPROTO_UDP) &&
        unfinished(skb, at + sizeof *ip + checksum_at(ip->nexthdr), sum);
}

// Reads the IPv4 packet at `at`; 0 if it is one that we carry.
INLINE int read_ipv4(struct __sk_buff *skb, __u32 at, __u32 flags, struct inner *inner) {
    struct iphdr ip;
    __u8 tcp[14];
    if (!(flags & ALLOW_IPV4) || bpf_skb_load_bytes(skb, at, &ip, sizeof ip) || ip.version != 4 || ip.ihl < 5) {
        return -1;
    }
    inner->ip_octets = BE16(ip.tot_len);
    inner->header = ip.ihl * 4;
    if (skb->gso_segs > 1 ? flags & CUT : flags & FINISHED && unfinished_ipv4(skb, at, &ip)) {
        return -1;
    }
    if (ip.protocol != IPPROTO_TCP) {
        return skb->gso_segs > 1 ? -1 : 0;
    }
    if (ip.frag_off & BE16(0x1fff)) {
        return 0;
    }
    if (skb->gso_segs > 1 || flags & CLAMP_MSS) {
        if (bpf_skb_load_bytes(skb, at + ip.ihl * 4, tcp, sizeof tcp) || (flags & CLAMP_MSS && tcp[13] & TCP_SYN)) {
            return -1;
        }
        inner->header += (tcp[12] >> 4) * 4;
    }
    return 0;
}

// The same for IPv6. Extension headers might hide a SYN.
INLINE int read_ipv6(struct __sk_buff *skb, __u32 at, __u32 flags, struct inner *inner) {
    struct ipv6hdr ip;
    __u8 tcp[14];
    if (!(flags & ALLOW_IPV6) || bpf_skb_load_bytes(skb, at, &ip, sizeof ip) || ip.version != 6) {
        return -1;
    }
    inner->ip_octets = BE16(ip.payload_len) + sizeof ip;
    inner->header = sizeof ip;
    if (skb->gso_segs > 1 ? flags & CUT : flags & FINISHED && unfinished_ipv6(skb, at, &ip)) {
        return -1;
    }
    if (ip.nexthdr == IPPROTO_TCP) {
        if (skb->gso_segs > 1 || flags & CLAMP_MSS) {
            if (bpf_skb_load_bytes(skb, at + sizeof ip, tcp, sizeof tcp) ||
                (flags & CLAMP_MSS && tcp[13] & TCP_SYN)) {
                return -1;
            }
            inner->header += (tcp[12] >> 4) * 4;
        }
        return 0;
    }
    if (skb->gso_segs > 1) {
        return -1;
    }
    return flags & CLAMP_MSS && ip.nexthdr != IPPROTO_UDP && ip.nexthdr != IPPROTO_ICMPV6 ? -1 : 0;
}

INLINE void count(__u64 *packets, __u64 *octets, struct __sk_buff *skb, __u32 whole, __u32 repeated) {
    __u32 segments = skb->gso_segs > 1 ? skb->gso_segs : 1;
    *packets += segments;
    *octets += whole + (segments - 1) * repeated;
}

// The rest of `l2tp_inward` for a PPP frame at `at`, `octets` long.
INLINE int inward_ppp(struct __sk_buff *skb, struct inward *to, __u32 at, __u32 octets) {
    __u8 head[4];
    struct inner inner = {};
    __u64 flags = BPF_F_ADJ_ROOM_FIXED_GSO;
    __u32 ppp = 0;
    if (octets < 4 + sizeof(struct iphdr) || bpf_skb_load_bytes(skb, at, head, sizeof head)) {
        return PASS;
    }
    __u32 protocol;
    if (head[0] == 0xff && head[1] == 0x03) {
        protocol = head[2] & 1 ? head[2] : head[2] << 8 | head[3];
        ppp = head[2] & 1 ? 3 : 4;
    } else {
        protocol = head[0] & 1 ? head[0] : head[0] << 8 | head[1];
        ppp = head[0] & 1 ? 1 : 2;
    }
    if (protocol == PPP_IPV4) {
        if (read_ipv4(skb, at + ppp, to->flags, &inner)) {
            return PASS;
        }
        flags |= DECAP_L3_IPV4;
    } else if (protocol == PPP_IPV6) {
        if (read_ipv6(skb, at + ppp, to->flags, &inner)) {
            return PASS;
        }
        flags |= DECAP_L3_IPV6;
    } else {
        return PASS;
    }
    // Datagrams that the receiving interface merged are not one packet: the embedded plane takes them apart.
    if (inner.ip_octets != octets - ppp) {
        return PASS;
    }
    __u32 interface = to->interface;
    struct counters *counters = bpf_map_lookup_elem(&l2tp_counters_map, &interface);
    if (!counters || bpf_skb_adjust_room(skb, -(__s32)(at + ppp - ETH_HLEN), BPF_ADJ_ROOM_MAC, flags)) {
        return PASS;
    }
    count(&counters->rx_packets, &counters->rx_octets, skb, octets, ppp + inner.header);
    return bpf_redirect(interface, BPF_F_INGRESS);
}

// The rest of `l2tp_inward` for a frame of Ethernet at `at`, `octets` long.
INLINE int inward_ethernet(struct __sk_buff *skb, struct inward *to, __u32 at, __u32 octets) {
    struct ethhdr frame;
    struct inner inner = {};
    if (octets < sizeof frame || at + octets != skb->len || bpf_skb_load_bytes(skb, at, &frame, sizeof frame)) {
        return PASS;
    }
    __u64 flags = BPF_F_ADJ_ROOM_FIXED_GSO;
    if (frame.h_proto == BE16(ETH_P_IP)) {
        if (read_ipv4(skb, at + ETH_HLEN, to->flags, &inner)) {
            return PASS;
        }
        flags |= DECAP_L3_IPV4;
    } else if (frame.h_proto == BE16(ETH_P_IPV6)) {
        if (read_ipv6(skb, at + ETH_HLEN, to->flags, &inner)) {
            return PASS;
        }
        flags |= DECAP_L3_IPV6;
    } else {
        return PASS;
    }
    if (skb->gso_segs > 1 && inner.ip_octets != octets - ETH_HLEN) {
        return PASS;
    }
    __u32 interface = to->interface;
    struct counters *counters = bpf_map_lookup_elem(&l2tp_counters_map, &interface);
    if (!counters || bpf_skb_adjust_room(skb, -(__s32)at, BPF_ADJ_ROOM_MAC, flags)) {
        return PASS;
    }
    if (bpf_skb_store_bytes(skb, 0, &frame, sizeof frame, 0)) {
        counters->rx_errors++;
        return TC_ACT_SHOT;
    }
    count(&counters->rx_packets, &counters->rx_octets, skb, octets, ETH_HLEN + inner.header);
    return bpf_redirect(interface, BPF_F_INGRESS);
}

// Two octets before it set the rest on its boundaries, as the verifier wants it.
struct outer {
    __u16 pad;
    struct ethhdr eth;
    struct iphdr ip;
    struct udphdr udp;
    __u8 l2tp[12];
} __attribute__((packed, aligned(8)));

// What is behind UDP's header, `l2tp`, begins at `at` and is `octets` long.
INLINE int inward(struct __sk_buff *skb, struct udphdr *udp, __u8 *l2tp, __u32 *peer, __u32 *local, __u32 at) {
    int ipv6 = at != ETH_HLEN + sizeof(struct iphdr) + sizeof(struct udphdr);
    __u32 octets = BE16(udp->len) - sizeof(struct udphdr);
    __u32 word = l2tp[0] << 8 | l2tp[1];
    struct inward_key key;
    if (word & CONTROL) {
        return PASS;
    }
    // Both are read, where they are: the verifier takes no sum of a pointer to the stack and a choice either.
    __u16 *fields = (__u16 *)l2tp;
    __u32 second = (__u32)BE16(fields[1]) << 16 | BE16(fields[2]);
    __u32 third = (__u32)BE16(fields[2]) << 16 | BE16(fields[3]);
    asm volatile("" : "+r"(second), "+r"(third));
    if (word == 3) {
        key.version = 3;
        key.id = third;
    } else if ((word & VERSION) == 2) {
        key.version = 2;
        key.id = word & V2_LENGTH ? third : second;
    } else {
        return PASS;
    }
    struct inward *to = bpf_map_lookup_elem(&l2tp_inward_map, &key);
    if (!to || !(to->flags & UNDERLAY_IPV6) != !ipv6 || to->port != udp->dest || octets > skb->len) {
        return PASS;
    }
    if (to->peer[0] != peer[0] || to->local[0] != local[0]) {
        return PASS;
    }
    if (ipv6 &&
        ((to->peer[1] ^ peer[1]) | (to->peer[2] ^ peer[2]) | (to->peer[3] ^ peer[3]) | (to->local[1] ^ local[1]) |
         (to->local[2] ^ local[2]) | (to->local[3] ^ local[3]))) {
        return PASS;
    }
    if (key.version == 2) {
        if (word & V2_SEQUENCE) {
            // RFC 2661 section 5.4: what the peer wants, the embedded plane sees to from now on.
            __u32 interface = to->interface;
            struct outward *back = bpf_map_lookup_elem(&l2tp_outward_map, &interface);
            if (back) {
                back->held_back = 1;
            }
            return PASS;
        }
        if ((word & ~V2_LENGTH) != V2_FLAGS) {
            return PASS;
        }
        __u32 header = word & V2_LENGTH ? 8 : 6;
        if (word & V2_LENGTH && (l2tp[2] << 8 | l2tp[3]) != octets) {
            return PASS;
        }
        return inward_ppp(skb, to, at + header, octets - header);
    }
    // RFC 3931 section 4.1.2.2: flags, Session ID, Cookie, sublayer.
    __u8 cookie[8] = {};
    if (to->cookie_octets == 4) {
        if (*(__u32 *)to->cookie != *(__u32 *)(l2tp + 8)) {
            return PASS; // the embedded plane counts it
        }
    } else if (to->cookie_octets == 8) {
        if (bpf_skb_load_bytes(skb, at + 8, cookie, sizeof cookie) || *(__u64 *)cookie != *(__u64 *)to->cookie) {
            return PASS;
        }
    }
    __u32 header = 8 + (to->cookie_octets & 12);
    if (to->flags & SUBLAYER) {
        __u8 first;
        if (bpf_skb_load_bytes(skb, at + header, &first, 1) || first & 0x40) {
            return PASS; // S: a sequence number
        }
        header += 4;
    }
    return inward_ethernet(skb, to, at + header, octets - header);
}

struct inward_ipv4 {
    struct iphdr ip;
    struct udphdr udp;
    __u8 l2tp[12];
};

struct inward_ipv6 {
    struct ipv6hdr ip;
    struct udphdr udp;
    __u8 l2tp[12];
};

SEC("tc") int l2tp_inward(struct __sk_buff *skb) {
    if (skb->protocol == BE16(ETH_P_IP)) {
        struct inward_ipv4 outer;
        if (read(skb, ETH_HLEN, &outer, sizeof outer) || outer.ip.protocol != IPPROTO_UDP || outer.ip.ihl != 5 || outer.ip.frag_off & FRAGMENT) {
            return PASS;
        }
        return inward(skb, &outer.udp, outer.l2tp, &outer.ip.saddr, &outer.ip.daddr,
            ETH_HLEN + sizeof outer.ip + sizeof outer.udp);
    }
    if (skb->protocol == BE16(ETH_P_IPV6)) {
        struct inward_ipv6 outer;
        if (read(skb, ETH_HLEN, &outer, sizeof outer) || outer.ip.nexthdr != IPPROTO_UDP || outer.ip.version != 6) {
            return PASS;
        }
        return inward(skb, &outer.udp, outer.l2tp, outer.ip.saddr.in6_u.u6_addr32, outer.ip.daddr.in6_u.u6_addr32,
            ETH_HLEN + sizeof outer.ip + sizeof outer.udp);
    }
    return PASS;
}

// Whether a datagram of `octets` leaves by that interface in one piece. Those whose MTU is below 576 are not used.
INLINE int fits(struct __sk_buff *skb, __u32 interface, __u32 octets) {
    if (octets <= 576) {
        return 1;
    }
    __u32 mtu = 1; // in: a length to compare; out: the interface's
    bpf_check_mtu(skb, interface, &mtu, 0, 0);
    return octets <= mtu;
}

// The addresses of Ethernet are the kernel's matter.
INLINE void write_outer(struct outer *to, struct outward *from, __u32 ip_octets) {
    to->eth.h_proto = BE16(ETH_P_IP);
    __u16 words[10] = {};
    struct iphdr *ip = (struct iphdr *)words;
    ip->version = 4;
    ip->ihl = 5;
    ip->tot_len = BE16(ip_octets);
    ip->id = bpf_get_prandom_u32();
    ip->ttl = 64;
    ip->protocol = IPPROTO_UDP;
    ip->saddr = from->local[0];
    ip->daddr = from->peer[0];
    __u32 sum = 0;
#pragma unroll
    for (int i = 0; i < 10; i++) {
        sum += words[i];
    }
    sum = (sum & 0xffff) + (sum >> 16);
    sum = (sum & 0xffff) + (sum >> 16);
    ip->check = ~sum;
    __builtin_memcpy(&to->ip, words, sizeof words);
    to->udp.source = from->local_port;
    to->udp.dest = from->peer_port;
    to->udp.len = BE16(ip_octets - sizeof(struct iphdr));
    to->udp.check = 0; // RFC 2661 section 8.1: off for data
}

#define GROW_FLAGS (BPF_F_ADJ_ROOM_FIXED_GSO | BPF_F_ADJ_ROOM_ENCAP_L3_IPV4 | BPF_F_ADJ_ROOM_ENCAP_L4_UDP)
#define GROW_FLAGS_IPV6 (BPF_F_ADJ_ROOM_FIXED_GSO | BPF_F_ADJ_ROOM_ENCAP_L3_IPV6 | BPF_F_ADJ_ROOM_ENCAP_L4_UDP)

struct outer_ipv6 {
    __u16 pad;
    struct ethhdr eth;
    struct ipv6hdr ip;
    struct udphdr udp;
} __attribute__((packed, aligned(8)));

#define OUTER_IPV6 (sizeof(struct outer_ipv6) - 2)
#define HEADERS_IPV6 (sizeof(struct ipv6hdr) + sizeof(struct udphdr))

// The same over IPv6, without a checksum of UDP (RFC 6935), written before what is behind UDP's header: `l2tp`, `octets` of it,
// a constant.
INLINE long grow_ipv6(struct __sk_buff *skb, struct outward *from, __u32 ip_octets, void *l2tp, __u32 octets, __u64 more) {
    struct outer_ipv6 to = {};
    to.eth.h_proto = BE16(ETH_P_IPV6);
    to.ip.version = 6;
    to.ip.payload_len = BE16(ip_octets - sizeof(struct ipv6hdr));
    to.ip.nexthdr = IPPROTO_UDP;
    to.ip.hop_limit = 64;
    __builtin_memcpy(&to.ip.saddr, from->local, sizeof to.ip.saddr);
    __builtin_memcpy(&to.ip.daddr, from->peer, sizeof to.ip.daddr);
    to.udp.source = from->local_port;
    to.udp.dest = from->peer_port;
    to.udp.len = to.ip.payload_len;
    return bpf_skb_adjust_room(skb, HEADERS_IPV6 + octets, BPF_ADJ_ROOM_MAC, GROW_FLAGS_IPV6 | more) ||
        bpf_skb_store_bytes(skb, 0, &to.eth, OUTER_IPV6, 0) || bpf_skb_store_bytes(skb, OUTER_IPV6, l2tp, octets, 0);
}

INLINE int leave(struct outward *from) {
    return bpf_redirect_neigh(from->interface, &from->next, sizeof from->next, 0);
}

// octets of L2TP and PPP
#define GROW_PPP(n)                                                                                                    \
    (ipv6_underlay ? grow_ipv6(skb, from, octets + header, l2tp, n, 0)                                                 \
                   : bpf_skb_adjust_room(skb, 28 + (n), BPF_ADJ_ROOM_MAC, GROW_FLAGS) ||                               \
             bpf_skb_store_bytes(skb, 0, &to.eth, ETH_HLEN + 28 + (n), 0))

SEC("tc") int l2tp_ppp(struct __sk_buff *skb) {
    __u32 interface = skb->ifindex;
    struct outward *from = bpf_map_lookup_elem(&l2tp_outward_map, &interface);
    struct counters *counters = bpf_map_lookup_elem(&l2tp_counters_map, &interface);
    struct inner inner = {};
    if (!from || !counters || from->held_back) {
        return PASS;
    }
    int ipv6 = skb->protocol == BE16(ETH_P_IPV6);
    if (ipv6 ? read_ipv6(skb, 0, from->flags, &inner) : read_ipv4(skb, 0, from->flags, &inner)) {
        return PASS;
    }
    __u32 protocol = ipv6 ? PPP_IPV6 : PPP_IPV4;
    __u32 octets = skb->len;
    __u32 ppp = (from->flags & NO_ADDRESS_CONTROL ? 0 : 2) + (from->flags & SHORT_PROTOCOL ? 1 : 2);
    int ipv6_underlay = from->flags & UNDERLAY_IPV6;
    __u32 header = (ipv6_underlay ? HEADERS_IPV6 : sizeof(struct iphdr) + sizeof(struct udphdr)) + 6 + ppp;
    __u32 longest = skb->gso_segs > 1 ? skb->gso_size + inner.header : octets;
    if (octets + header > 65535 || !fits(skb, from->interface, longest + header)) {
        return PASS;
    }
    if (bpf_skb_change_head(skb, ETH_HLEN, 0)) {
        return PASS;
    }
    struct outer to = {};
    __u8 *l2tp = to.l2tp;
    if (!ipv6_underlay) {
        write_outer(&to, from, octets + header);
    }
    *(__u16 *)l2tp = BE16(V2_FLAGS);
    *(__u16 *)(l2tp + 2) = from->tunnel_id;
    *(__u16 *)(l2tp + 4) = from->session_id;
    switch (from->flags & (NO_ADDRESS_CONTROL | SHORT_PROTOCOL)) {
    case 0:
        *(__u16 *)(l2tp + 6) = BE16(ADDRESS_CONTROL);
        l2tp[9] = protocol;
        break;
    case NO_ADDRESS_CONTROL:
        l2tp[7] = protocol;
        break;
    case SHORT_PROTOCOL:
        *(__u16 *)(l2tp + 6) = BE16(ADDRESS_CONTROL);
        l2tp[8] = protocol;
        break;
    default:
        l2tp[6] = protocol;
    }
    // The room's size is a constant in each case: the verifier wants it so.
    long failed;
    if (ppp == 4) {
        failed = GROW_PPP(10);
    } else if (ppp == 3) {
        failed = GROW_PPP(9);
    } else if (ppp == 2) {
        failed = GROW_PPP(8);
    } else {
        failed = GROW_PPP(7);
    }
    if (failed) {
        counters->tx_errors++;
        return TC_ACT_SHOT;
    }
    count(&counters->tx_packets, &counters->tx_octets, skb, octets + ppp, inner.header + ppp);
    return leave(from);
}

// Flags, Session ID, Cookie, sublayer, Ethernet header: as long as it gets.
struct ethernet_head {
    __u16 pad;
    struct ethhdr eth;
    struct iphdr ip;
    struct udphdr udp;
    __u8 rest[4 + 4 + 8 + 4 + ETH_HLEN];
} __attribute__((packed, aligned(8)));

#define INNER_ETHERNET (BPF_F_ADJ_ROOM_ENCAP_L2_ETH | BPF_F_ADJ_ROOM_ENCAP_L2(ETH_HLEN))
#define GROW_ETHERNET(l2tp)                                                                                            \
    (ipv6_underlay                                                                                                     \
         ? grow_ipv6(skb, from, octets + header, to.rest, (l2tp) + ETH_HLEN, INNER_ETHERNET)                           \
         : bpf_skb_adjust_room(skb, 28 + (l2tp) + ETH_HLEN, BPF_ADJ_ROOM_MAC, GROW_FLAGS | INNER_ETHERNET) ||          \
             bpf_skb_store_bytes(skb, 0, &to.eth, ETH_HLEN + 28 + (l2tp) + ETH_HLEN, 0))

SEC("tc") int l2tp_ethernet(struct __sk_buff *skb) {
    __u32 interface = skb->ifindex;
    struct outward *from = bpf_map_lookup_elem(&l2tp_outward_map, &interface);
    struct counters *counters = bpf_map_lookup_elem(&l2tp_counters_map, &interface);
    struct inner inner = {};
    __u8 frame[ETH_HLEN];
    if (!from || !counters || from->held_back || skb->vlan_present ||
        read(skb, 0, frame, sizeof frame)) {
        return PASS;
    }
    if (skb->protocol == BE16(ETH_P_IP)) {
        if (read_ipv4(skb, ETH_HLEN, from->flags, &inner)) {
            return PASS;
        }
    } else if (skb->protocol == BE16(ETH_P_IPV6)) {
        if (read_ipv6(skb, ETH_HLEN, from->flags, &inner)) {
            return PASS;
        }
    } else {
        return PASS;
    }
    __u32 octets = skb->len;
    __u32 l2tp = 8 + (from->cookie_octets & 12) + (from->flags & SUBLAYER ? 4 : 0);
    int ipv6_underlay = from->flags & UNDERLAY_IPV6;
    __u32 header = (ipv6_underlay ? HEADERS_IPV6 : sizeof(struct iphdr) + sizeof(struct udphdr)) + l2tp;
    __u32 longest = skb->gso_segs > 1 ? skb->gso_size + inner.header + ETH_HLEN : octets;
    if (octets + header > 65535 || !fits(skb, from->interface, longest + header)) {
        return PASS;
    }
    struct ethernet_head to = {};
    if (!ipv6_underlay) {
        write_outer((struct outer *)&to, from, octets + header);
    }
    to.rest[1] = 3; // RFC 3931 section 4.1.2.1
    __builtin_memcpy(to.rest + 4, &from->session_id_v3, 4);
    long failed;
    if (l2tp == 20) {
        __builtin_memcpy(to.rest + 8, from->cookie, 8);
        __builtin_memcpy(to.rest + 20, frame, ETH_HLEN);
        failed = GROW_ETHERNET(20);
    } else if (l2tp == 16) {
        __builtin_memcpy(to.rest + 8, from->cookie, 8);
        if (from->cookie_octets == 4) {
            __builtin_memset(to.rest + 12, 0, 4);
        }
        __builtin_memcpy(to.rest + 16, frame, ETH_HLEN);
        failed = GROW_ETHERNET(16);
    } else if (l2tp == 12) {
        if (from->cookie_octets == 4) {
            __builtin_memcpy(to.rest + 8, from->cookie, 4);
        }
        __builtin_memcpy(to.rest + 12, frame, ETH_HLEN);
        failed = GROW_ETHERNET(12);
    } else {
        __builtin_memcpy(to.rest + 8, frame, ETH_HLEN);
        failed = GROW_ETHERNET(8);
    }
    if (failed) {
        counters->tx_errors++;
        return TC_ACT_SHOT;
    }
    count(&counters->tx_packets, &counters->tx_octets, skb, octets, inner.header + ETH_HLEN);
    return leave(from);
}

// bpf_check_mtu is only for programs that say so.
char l2tp_license[] SEC("license") = "GPL";
