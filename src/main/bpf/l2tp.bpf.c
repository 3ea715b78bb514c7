// SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0
//
// L2TP over UDP and IPv4 in the kernel, for sessions that the embedded data plane put into the maps below:
//
//   l2tp_inward    at ingress of the interface that datagrams of peers come by: to the session's TUN or TAP device
//   l2tp_ppp       at egress of a session's TUN device: L2TPv2, PPP with IPv4 or IPv6
//   l2tp_shared    the same of a TUN device that many sessions share: the packet's destination says which is meant
//   l2tp_ethernet  at egress of a session's TAP device: L2TPv3, Ethernet
//   l2tp_merged    at ingress of the far end of a veth pair of the daemon's, whose receive offload (GRO) merges TCP segments
//                  that arrived one by one: to the session's device
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
static long (*bpf_skb_pull_data)(struct __sk_buff *, __u32) = (void *)BPF_FUNC_skb_pull_data;
static long (*bpf_redirect)(__u32, __u64) = (void *)BPF_FUNC_redirect;
static long (*bpf_skb_change_head)(struct __sk_buff *, __u32, __u64) = (void *)BPF_FUNC_skb_change_head;
static long (*bpf_skb_adjust_room)(struct __sk_buff *, __s32, __u32, __u64) = (void *)BPF_FUNC_skb_adjust_room;
static long (*bpf_redirect_neigh)(__u32, struct bpf_redir_neigh *, int, __u64) = (void *)BPF_FUNC_redirect_neigh;
static long (*bpf_set_hash)(struct __sk_buff *, __u32) = (void *)BPF_FUNC_set_hash;
static void (*bpf_set_hash_invalid)(struct __sk_buff *) = (void *)BPF_FUNC_set_hash_invalid;
static __u64 (*bpf_jiffies64)(void) = (void *)BPF_FUNC_jiffies64;
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
    TCP_ACK = 0x10,
    TCP_FLAGS = 0x3f, /* without those of ECN */
    RECENT = 256,     /* ticks: a fraction of a second, or some */
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
    MERGE = 512,            /* inward: there is a pair of interfaces that merges */
};

// Of one direction. CPUs share them: a value for each would be in a table of its own, which 10,000 sessions find cold.
struct counters {
    __u64 packets, octets, errors;
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
    __u32 merging; /* the interface whose peer merges segments */
    __u32 merged;  /* tick of the last frame that had been merged before it came, or never was cut */
    __u32 source;  /* network order; not 0: the one address of IPv4 that packets come from */
    struct counters counters;
};

struct outward_key {
    __u32 interface;
    __u32 address; /* network order; of a device that is shared the destination that is the session's, else 0 */
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
    struct counters counters;
};

// As libbpf has maps described: a member's type is a pointer to an array of as many elements as the number.
#define MAP(kind, key_type, value_type)                                                                                \
    struct {                                                                                                           \
        int(*type)[kind];                                                                                              \
        key_type *key;                                                                                                 \
        value_type *value;                                                                                             \
    }
MAP(BPF_MAP_TYPE_HASH, struct inward_key, struct inward) l2tp_inward_map SEC(".maps");
MAP(BPF_MAP_TYPE_HASH, struct outward_key, struct outward) l2tp_outward_map SEC(".maps");

// What is known of a packet inside a tunnel.
struct inner {
    __u32 ip_octets;  /* as its header says */
    __u32 header;     /* octets of IP's header and, if the packet awaits segmentation, TCP's */
    __u32 data;       /* with MERGE: of TCP, and not only an acknowledgement */
    __u32 source;     /* of IPv4, network order */
};

// Sets `data` to the packet's first octets, as many as the constant says, valid up to the next change of the packet; -1 if it
// has fewer. What is read there goes to registers: for a daemon without CAP_PERFMON, the kernel has the processor wait whenever
// a place on the stack is written for the first time (Spectre, variant 4). Nor does it then take sums of a pointer to a packet
// and a number that it does not know: what is further behind is read by bpf_skb_load_bytes.
INLINE int head(struct __sk_buff *skb, __u32 octets, void **data) {
    *data = (void *)(long)skb->data;
    if (*data + octets <= (void *)(long)skb->data_end) {
        return 0;
    }
    if (skb->len < octets || bpf_skb_pull_data(skb, octets)) {
        return -1;
    }
    *data = (void *)(long)skb->data;
    return *data + octets <= (void *)(long)skb->data_end ? 0 : -1;
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

// Reads TCP's header at `at`, where it matters; 0 if the segment is one that we carry.
INLINE int read_tcp(struct __sk_buff *skb, __u32 at, __u32 flags, struct inner *inner) {
    __u8 tcp[14];
    if (!skb->gso_size && !(flags & (CLAMP_MSS | MERGE))) {
        return 0;
    }
    if (bpf_skb_load_bytes(skb, at, tcp, sizeof tcp) || (flags & CLAMP_MSS && tcp[13] & TCP_SYN)) {
        return -1;
    }
    inner->header += (tcp[12] >> 4) * 4;
    inner->data = (tcp[13] & TCP_FLAGS) != TCP_ACK || inner->header < inner->ip_octets;
    return 0;
}

// Reads the IPv4 packet at `at`, whose header `ip` is; 0 if it is one that we carry.
INLINE int read_ipv4(struct __sk_buff *skb, __u32 at, struct iphdr *ip, __u32 flags, struct inner *inner) {
    if (!(flags & ALLOW_IPV4) || ip->version != 4 || ip->ihl < 5) {
        return -1;
    }
    inner->ip_octets = BE16(ip->tot_len);
    inner->header = ip->ihl * 4;
    inner->source = ip->saddr;
    if (skb->gso_size ? flags & CUT : flags & FINISHED && unfinished_ipv4(skb, at, ip)) {
        return -1;
    }
    if (ip->protocol != IPPROTO_TCP) {
        return skb->gso_size ? -1 : 0;
    }
    if (ip->frag_off & BE16(0x1fff)) {
        return 0;
    }
    return read_tcp(skb, at + ip->ihl * 4, flags, inner);
}

// The same for IPv6. Extension headers might hide a SYN.
INLINE int read_ipv6(struct __sk_buff *skb, __u32 at, struct ipv6hdr *ip, __u32 flags, struct inner *inner) {
    if (!(flags & ALLOW_IPV6) || ip->version != 6) {
        return -1;
    }
    inner->ip_octets = BE16(ip->payload_len) + sizeof *ip;
    inner->header = sizeof *ip;
    if (skb->gso_size ? flags & CUT : flags & FINISHED && unfinished_ipv6(skb, at, ip)) {
        return -1;
    }
    if (ip->nexthdr == IPPROTO_TCP) {
        return read_tcp(skb, at + sizeof *ip, flags, inner);
    }
    if (skb->gso_size) {
        return -1;
    }
    return flags & CLAMP_MSS && ip->nexthdr != IPPROTO_UDP && ip->nexthdr != IPPROTO_ICMPV6 ? -1 : 0;
}

// The same, of what is further behind than the verifier lets us look.
INLINE int load_ipv4(struct __sk_buff *skb, __u32 at, __u32 flags, struct inner *inner) {
    struct iphdr ip;
    return bpf_skb_load_bytes(skb, at, &ip, sizeof ip) ? -1 : read_ipv4(skb, at, &ip, flags, inner);
}

INLINE int load_ipv6(struct __sk_buff *skb, __u32 at, __u32 flags, struct inner *inner) {
    struct ipv6hdr ip;
    return bpf_skb_load_bytes(skb, at, &ip, sizeof ip) ? -1 : read_ipv6(skb, at, &ip, flags, inner);
}

// The same, of what a device sends, behind the `at` octets of its header, a constant.
INLINE int read_leaving(struct __sk_buff *skb, __u32 at, __u32 flags, struct inner *inner) {
    if (skb->protocol == BE16(ETH_P_IP)) {
        void *data;
        return head(skb, at + sizeof(struct iphdr), &data) ? -1 : read_ipv4(skb, at, data + at, flags, inner);
    }
    if (skb->protocol == BE16(ETH_P_IPV6)) {
        void *data;
        return head(skb, at + sizeof(struct ipv6hdr), &data) ? -1 : read_ipv6(skb, at, data + at, flags, inner);
    }
    return -1;
}

INLINE void count(struct counters *counters, struct __sk_buff *skb, __u32 whole, __u32 repeated) {
    __u32 segments = 1;
    if (skb->gso_size) { // gso_segs is 0 where bpf_skb_adjust_room has been
        segments = (whole - repeated + skb->gso_size - 1) / skb->gso_size;
    }
    __sync_fetch_and_add(&counters->packets, segments);
    __sync_fetch_and_add(&counters->octets, whole + (segments - 1) * repeated);
}

INLINE int count_error(struct counters *counters) {
    __sync_fetch_and_add(&counters->errors, 1);
    return TC_ACT_SHOT;
}

// The session whose packets to `address` leave by the interface.
INLINE struct outward *session_of(__u32 interface, __u32 address) {
    union {
        struct outward_key key;
        __u64 whole;
    } key = {.whole = (__u64)address << 32 | interface};
    return bpf_map_lookup_elem(&l2tp_outward_map, &key.key);
}

// Sends a decapsulated packet to the session's device. Segments of TCP that came one by one take a way on which the kernel
// merges those that follow each other in a flow: nobody did before, since what it would have taken is inside datagrams.
// The number of the session's device, as the packet's hash, keeps flows of different sessions apart, and says where to go on
// (`l2tp_merged`). Where frames come that are merged already, or were never cut, segments between them may not be overtaken:
// they go the same way.
INLINE int arrive(struct __sk_buff *skb, struct inward *to, struct inner *inner) {
    __u32 interface = to->interface;
    if (to->flags & MERGE) {
        __u32 now = bpf_jiffies64();
        if (skb->gso_size) {
            if (to->merged != now) {
                to->merged = now;
            }
        } else if (inner->data && now - to->merged > RECENT) {
            bpf_set_hash(skb, interface);
            return bpf_redirect(to->merging, 0);
        }
    }
    return bpf_redirect(interface, BPF_F_INGRESS);
}

SEC("tc") int l2tp_merged(struct __sk_buff *skb) {
    __u32 interface = skb->hash;
    if (!session_of(interface, 0)) {
        return TC_ACT_SHOT; // nothing else comes here
    }
    bpf_set_hash_invalid(skb);
    return bpf_redirect(interface, BPF_F_INGRESS);
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
        if (load_ipv4(skb, at + ppp, to->flags, &inner)) {
            return PASS;
        }
        flags |= DECAP_L3_IPV4;
    } else if (protocol == PPP_IPV6) {
        if (load_ipv6(skb, at + ppp, to->flags, &inner)) {
            return PASS;
        }
        flags |= DECAP_L3_IPV6;
    } else {
        return PASS;
    }
    // Datagrams that the receiving interface merged are not one packet: the embedded plane takes them apart. And it
    // counts what comes from another address than the peer of a shared device was given.
    if (inner.ip_octets != octets - ppp || (to->source && to->source != inner.source)) {
        return PASS;
    }
    if (bpf_skb_adjust_room(skb, -(__s32)(at + ppp - ETH_HLEN), BPF_ADJ_ROOM_MAC, flags)) {
        return PASS;
    }
    count(&to->counters, skb, octets, ppp + inner.header);
    // A TUN device does not look at Ethernet's header, but the veth pair does.
    __u16 type = protocol == PPP_IPV4 ? BE16(ETH_P_IP) : BE16(ETH_P_IPV6);
    if (inner.data && bpf_skb_store_bytes(skb, ETH_HLEN - sizeof type, &type, sizeof type, 0)) {
        return count_error(&to->counters);
    }
    return arrive(skb, to, &inner);
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
        if (load_ipv4(skb, at + ETH_HLEN, to->flags, &inner)) {
            return PASS;
        }
        flags |= DECAP_L3_IPV4;
    } else if (frame.h_proto == BE16(ETH_P_IPV6)) {
        if (load_ipv6(skb, at + ETH_HLEN, to->flags, &inner)) {
            return PASS;
        }
        flags |= DECAP_L3_IPV6;
    } else {
        return PASS;
    }
    if (skb->gso_size && inner.ip_octets != octets - ETH_HLEN) {
        return PASS;
    }
    if (bpf_skb_adjust_room(skb, -(__s32)at, BPF_ADJ_ROOM_MAC, flags)) {
        return PASS;
    }
    if (bpf_skb_store_bytes(skb, 0, &frame, sizeof frame, 0)) {
        return count_error(&to->counters);
    }
    count(&to->counters, skb, octets, ETH_HLEN + inner.header);
    return arrive(skb, to, &inner);
}

// The rest of `l2tp_inward` behind UDP's header, which is within the packet's head, as 12 octets behind it and the addresses
// are; UDP's data begins at `at`, a constant.
INLINE int inward(struct __sk_buff *skb, struct udphdr *udp, __u32 *peer, __u32 *local, __u32 at) {
    int ipv6 = at != ETH_HLEN + sizeof(struct iphdr) + sizeof(struct udphdr);
    __u8 *l2tp = (__u8 *)(udp + 1);
    __u16 *fields = (__u16 *)l2tp;
    __u32 octets = BE16(udp->len) - sizeof(struct udphdr);
    __u32 word = BE16(fields[0]);
    union {
        struct inward_key key;
        __u64 whole;
    } key;
    if (word & CONTROL) {
        return PASS;
    }
    if (word == 3) {
        key.whole = (__u64)((__u32)BE16(fields[2]) << 16 | BE16(fields[3])) << 32 | 3;
    } else if ((word & VERSION) == 2) {
        // Both are read, where they are: the verifier takes no sum of a pointer and a choice.
        __u32 second = (__u32)BE16(fields[1]) << 16 | BE16(fields[2]);
        __u32 third = (__u32)BE16(fields[2]) << 16 | BE16(fields[3]);
        asm volatile("" : "+r"(second), "+r"(third));
        key.whole = (__u64)(word & V2_LENGTH ? third : second) << 32 | 2;
    } else {
        return PASS;
    }
    struct inward *to = bpf_map_lookup_elem(&l2tp_inward_map, &key.key);
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
    if (word != 3) {
        if (word & V2_SEQUENCE) {
            // RFC 2661 section 5.4: what the peer wants, the embedded plane sees to from now on.
            struct outward_key leaving = {to->interface, to->source};
            struct outward *back = bpf_map_lookup_elem(&l2tp_outward_map, &leaving);
            if (back) {
                back->held_back = 1;
            }
            return PASS;
        }
        if ((word & ~V2_LENGTH) != V2_FLAGS) {
            return PASS;
        }
        __u32 header = word & V2_LENGTH ? 8 : 6;
        if (word & V2_LENGTH && BE16(fields[1]) != octets) {
            return PASS;
        }
        return inward_ppp(skb, to, at + header, octets - header);
    }
    // RFC 3931 section 4.1.2.2: flags, Session ID, Cookie, sublayer.
    if (to->cookie_octets == 4) {
        if (*(__u32 *)to->cookie != *(__u32 *)(l2tp + 8)) {
            return PASS; // the embedded plane counts it
        }
    } else if (to->cookie_octets == 8) {
        __u32 cookie[2];
        if (bpf_skb_load_bytes(skb, at + 8, cookie, sizeof cookie) || cookie[0] != *(__u32 *)to->cookie ||
            cookie[1] != *(__u32 *)(to->cookie + 4)) {
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

// What `inward` looks at, whatever IP's version.
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
        void *data;
        if (head(skb, ETH_HLEN + sizeof(struct inward_ipv4), &data)) {
            return PASS;
        }
        struct inward_ipv4 *outer = data + ETH_HLEN;
        if (outer->ip.protocol != IPPROTO_UDP || outer->ip.ihl != 5 || outer->ip.frag_off & FRAGMENT) {
            return PASS;
        }
        return inward(skb, &outer->udp, &outer->ip.saddr, &outer->ip.daddr, ETH_HLEN + sizeof outer->ip + sizeof outer->udp);
    }
    if (skb->protocol == BE16(ETH_P_IPV6)) {
        void *data;
        if (head(skb, ETH_HLEN + sizeof(struct inward_ipv6), &data)) {
            return PASS;
        }
        struct inward_ipv6 *outer = data + ETH_HLEN;
        if (outer->ip.nexthdr != IPPROTO_UDP || outer->ip.version != 6) {
            return PASS;
        }
        return inward(skb, &outer->udp, outer->ip.saddr.in6_u.u6_addr32, outer->ip.daddr.in6_u.u6_addr32,
            ETH_HLEN + sizeof outer->ip + sizeof outer->udp);
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

#define GROW_FLAGS (BPF_F_ADJ_ROOM_FIXED_GSO | BPF_F_ADJ_ROOM_ENCAP_L4_UDP)

// Without a checksum (RFC 2661 section 8.1: off for data; over IPv6 by RFC 6935).
//
// @return what is behind
INLINE __u8 *write_udp(struct udphdr *udp, struct outward *from, __u32 octets) {
    udp->source = from->local_port;
    udp->dest = from->peer_port;
    udp->len = BE16(octets);
    udp->check = 0;
    return (__u8 *)(udp + 1);
}

// Makes room behind Ethernet's header for IP's, UDP's and `octets` more, a constant, and writes the former two. The
// addresses of Ethernet are the kernel's matter.
//
// Sets `behind` to the octets behind UDP's header, valid up to the next change of the packet; -1 if the kernel made no room.
INLINE int grow_ipv4(struct __sk_buff *skb, struct outward *from, __u32 octets, __u64 more, __u8 **behind) {
    const __u32 room = sizeof(struct iphdr) + sizeof(struct udphdr) + octets;
    __u32 ip_octets = skb->len - ETH_HLEN + room;
    void *data;
    if (bpf_skb_adjust_room(skb, room, BPF_ADJ_ROOM_MAC, GROW_FLAGS | BPF_F_ADJ_ROOM_ENCAP_L3_IPV4 | more) ||
        head(skb, ETH_HLEN + room, &data)) {
        return -1;
    }
    struct ethhdr *eth = data;
    eth->h_proto = BE16(ETH_P_IP);
    struct iphdr *ip = (void *)(eth + 1);
    __u16 *words = (__u16 *)ip;
    const __u16 first = BE16(0x4500); /* version 4, five words */
    const __u16 fifth = BE16(64 << 8 | IPPROTO_UDP);
    __u16 length = BE16(ip_octets);
    __u16 id = bpf_get_prandom_u32();
    __u32 source = from->local[0];
    __u32 destination = from->peer[0];
    __u32 sum = first + length + id + fifth + (source & 0xffff) + (source >> 16) + (destination & 0xffff) + (destination >> 16);
    sum = (sum & 0xffff) + (sum >> 16);
    sum = (sum & 0xffff) + (sum >> 16);
    words[0] = first;
    words[1] = length;
    words[2] = id;
    words[3] = 0;
    words[4] = fifth;
    words[5] = ~sum;
    ip->saddr = source;
    ip->daddr = destination;
    *behind = write_udp((void *)(ip + 1), from, ip_octets - sizeof *ip);
    return 0;
}

INLINE int grow_ipv6(struct __sk_buff *skb, struct outward *from, __u32 octets, __u64 more, __u8 **behind) {
    const __u32 room = sizeof(struct ipv6hdr) + sizeof(struct udphdr) + octets;
    __u32 udp_octets = skb->len - ETH_HLEN + sizeof(struct udphdr) + octets;
    void *data;
    if (bpf_skb_adjust_room(skb, room, BPF_ADJ_ROOM_MAC, GROW_FLAGS | BPF_F_ADJ_ROOM_ENCAP_L3_IPV6 | more) ||
        head(skb, ETH_HLEN + room, &data)) {
        return -1;
    }
    struct ethhdr *eth = data;
    eth->h_proto = BE16(ETH_P_IPV6);
    struct ipv6hdr *ip = (void *)(eth + 1);
    *(__u32 *)ip = BE32(0x60000000);
    ip->payload_len = BE16(udp_octets);
    ip->nexthdr = IPPROTO_UDP;
    ip->hop_limit = 64;
#pragma unroll
    for (int i = 0; i < 4; i++) {
        ip->saddr.in6_u.u6_addr32[i] = from->local[i];
        ip->daddr.in6_u.u6_addr32[i] = from->peer[i];
    }
    *behind = write_udp((void *)(ip + 1), from, udp_octets);
    return 0;
}

INLINE int grow(struct __sk_buff *skb, struct outward *from, __u32 octets, __u64 more, __u8 **behind) {
    return from->flags & UNDERLAY_IPV6 ? grow_ipv6(skb, from, octets, more, behind)
                                       : grow_ipv4(skb, from, octets, more, behind);
}

// Octets of IP and UDP towards the peer.
INLINE __u32 underlay_octets(struct outward *from) {
    return (from->flags & UNDERLAY_IPV6 ? sizeof(struct ipv6hdr) : sizeof(struct iphdr)) + sizeof(struct udphdr);
}

INLINE int leave(struct outward *from) {
    return bpf_redirect_neigh(from->interface, &from->next, sizeof from->next, 0);
}

// RFC 2661 section 3.1, without a Length field, and PPP's header, `ppp` octets, a constant (RFC 1661 section 6.5 and 6.6).
INLINE int grow_ppp(struct __sk_buff *skb, struct outward *from, __u32 protocol, __u32 ppp, int address_control) {
    __u8 *l2tp;
    if (grow(skb, from, 6 + ppp, 0, &l2tp)) {
        return -1;
    }
    __u16 *fields = (__u16 *)l2tp;
    fields[0] = BE16(V2_FLAGS);
    fields[1] = from->tunnel_id;
    fields[2] = from->session_id;
    if (address_control) {
        fields[3] = BE16(ADDRESS_CONTROL);
    }
    if (ppp == 2 || ppp == 4) {
        l2tp[6 + ppp - 2] = 0;
    }
    l2tp[6 + ppp - 1] = protocol;
    return 0;
}

INLINE int outward_ppp(struct __sk_buff *skb, struct outward *from) {
    struct inner inner = {};
    if (!from || from->held_back || read_leaving(skb, 0, from->flags, &inner)) {
        return PASS;
    }
    __u32 protocol = skb->protocol == BE16(ETH_P_IPV6) ? PPP_IPV6 : PPP_IPV4;
    __u32 octets = skb->len;
    __u32 ppp = (from->flags & NO_ADDRESS_CONTROL ? 0 : 2) + (from->flags & SHORT_PROTOCOL ? 1 : 2);
    __u32 header = underlay_octets(from) + 6 + ppp;
    __u32 longest = skb->gso_size ? skb->gso_size + inner.header : octets;
    if (octets + header > 65535 || !fits(skb, from->interface, longest + header)) {
        return PASS;
    }
    if (bpf_skb_change_head(skb, ETH_HLEN, 0)) {
        return PASS;
    }
    // The room's size is a constant in each case: the verifier wants it so.
    int failed;
    if (ppp == 4) {
        failed = grow_ppp(skb, from, protocol, 4, 1);
    } else if (ppp == 3) {
        failed = grow_ppp(skb, from, protocol, 3, 1);
    } else if (ppp == 2) {
        failed = grow_ppp(skb, from, protocol, 2, 0);
    } else {
        failed = grow_ppp(skb, from, protocol, 1, 0);
    }
    if (failed) {
        return count_error(&from->counters);
    }
    count(&from->counters, skb, octets + ppp, inner.header + ppp);
    return leave(from);
}

SEC("tc") int l2tp_ppp(struct __sk_buff *skb) {
    return outward_ppp(skb, session_of(skb->ifindex, 0));
}

SEC("tc") int l2tp_shared(struct __sk_buff *skb) {
    void *data;
    if (skb->protocol != BE16(ETH_P_IP) || head(skb, sizeof(struct iphdr), &data)) {
        return PASS;
    }
    struct outward *from = session_of(skb->ifindex, ((struct iphdr *)data)->daddr);
    asm volatile("" : "+r"(skb)); // the verifier takes no pointer that is made once for several fields of it
    return outward_ppp(skb, from);
}

#define INNER_ETHERNET (BPF_F_ADJ_ROOM_ENCAP_L2_ETH | BPF_F_ADJ_ROOM_ENCAP_L2(ETH_HLEN))

// RFC 3931 section 4.1.2.1: flags, Session ID, Cookie, sublayer, `l2tp` octets, a constant; and once more the header of
// Ethernet.
INLINE int grow_ethernet(struct __sk_buff *skb, struct outward *from, __u16 type, __u32 l2tp) {
    __u8 *at;
    if (grow(skb, from, l2tp + ETH_HLEN, INNER_ETHERNET, &at)) {
        return -1;
    }
    __u32 *words = (__u32 *)at;
    __u32 *cookie = (__u32 *)from->cookie;
    words[0] = BE32(0x00030000); /* version 3 */
    words[1] = from->session_id_v3;
    if (l2tp == 12) { /* the sublayer is all zeroes, as a cookie that there is not */
        words[2] = cookie[0];
    } else if (l2tp == 16) {
        words[2] = cookie[0];
        words[3] = cookie[1];
    } else if (l2tp == 20) {
        words[2] = cookie[0];
        words[3] = cookie[1];
        words[4] = 0;
    }
    __u16 *frame = (__u16 *)(at + l2tp);
    __u16 *eth = (void *)(long)skb->data;
    if ((void *)eth + ETH_HLEN > (void *)(long)skb->data_end) {
        return -1;
    }
#pragma unroll
    for (int i = 0; i < 6; i++) {
        frame[i] = eth[i];
    }
    frame[6] = type;
    eth[0] = eth[1] = eth[2] = 0; // the kernel sends nothing to the next hop that a group's address is before
    return 0;
}

SEC("tc") int l2tp_ethernet(struct __sk_buff *skb) {
    struct outward *from = session_of(skb->ifindex, 0);
    struct inner inner = {};
    if (!from || from->held_back || skb->vlan_present || read_leaving(skb, ETH_HLEN, from->flags, &inner)) {
        return PASS;
    }
    __u16 type = skb->protocol;
    __u32 octets = skb->len;
    __u32 l2tp = 8 + (from->cookie_octets & 12) + (from->flags & SUBLAYER ? 4 : 0);
    __u32 header = underlay_octets(from) + l2tp;
    __u32 longest = skb->gso_size ? skb->gso_size + inner.header + ETH_HLEN : octets;
    if (octets + header > 65535 || !fits(skb, from->interface, longest + header)) {
        return PASS;
    }
    int failed;
    if (l2tp == 20) {
        failed = grow_ethernet(skb, from, type, 20);
    } else if (l2tp == 16) {
        failed = grow_ethernet(skb, from, type, 16);
    } else if (l2tp == 12) {
        failed = grow_ethernet(skb, from, type, 12);
    } else {
        failed = grow_ethernet(skb, from, type, 8);
    }
    if (failed) {
        return count_error(&from->counters);
    }
    count(&from->counters, skb, octets, inner.header + ETH_HLEN);
    return leave(from);
}

// bpf_check_mtu is only for programs that say so.
char l2tp_license[] SEC("license") = "GPL";
