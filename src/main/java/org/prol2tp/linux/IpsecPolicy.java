package org.prol2tp.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// The IPsec policy of one socket: what arrives at it must have come by an ESP association in transport mode, whoever's
/// it is, else the kernel drops it before anybody sees it. The association's own selector still has to match.
///
/// ```
/// xfrm_userpolicy_info (168): selector 56 with family at 40, limits 64 from 56 on, …, dir at 160, action at 161
/// xfrm_user_tmpl (64): daddr 16, spi 4, proto 1 …, family at 24, saddr 16, reqid 4, mode at 48, algorithms 3 x 4 at 52
/// ```
///
/// What leaves is left to the policies of the host: a policy of the socket would have to name the association's
/// request id, which is the key daemon's own affair.
///
/// Source: linux/xfrm.h, ip(7) (IP_XFRM_POLICY).
final class IpsecPolicy {
    private static final int IP_XFRM_POLICY = 17;
    private static final int IPV6_XFRM_POLICY = 35;
    private static final int AF_INET = 2;
    private static final int POLICY_OCTETS = 168;
    private static final int OCTETS = POLICY_OCTETS + 64;
    private static final int FAMILY_AT = 40;
    private static final int LIMITS_AT = 56;
    /// Of octets, packets: soft and hard.
    private static final int COUNT_LIMITS = 4;

    private static final long NO_LIMIT = -1;
    private static final int PROTOCOL_AT = POLICY_OCTETS + 20;
    private static final int TEMPLATE_FAMILY_AT = POLICY_OCTETS + 24;
    private static final int ALGORITHMS_AT = POLICY_OCTETS + 52;
    private static final int ANY_ALGORITHM = -1;
    private static final byte ESP = 50;

    private IpsecPolicy() {}

    /// Sets it. Needs CAP_NET_ADMIN, and a kernel with IPsec.
    static void require(int descriptor, boolean ipv6) throws LinuxException {
        SecurityAssociations.loadModule(); // setting a policy does not
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment policy = inbound(arena, ipv6);
            Libc.check(
                    Libc.setsockopt(
                            descriptor,
                            ipv6 ? MessageHeader.SOL_IPV6 : MessageHeader.SOL_IP,
                            ipv6 ? IPV6_XFRM_POLICY : IP_XFRM_POLICY,
                            policy.address(),
                            OCTETS),
                    "setsockopt(IP_XFRM_POLICY)");
        }
    }

    /// Everything of the family, inbound (0), allowed (0) by one template.
    static MemorySegment inbound(Arena arena, boolean ipv6) {
        MemorySegment policy = arena.allocate(OCTETS, 8);
        short family = (short) (ipv6 ? SocketAddress.AF_INET6 : AF_INET);
        policy.set(Struct.NATIVE_16, FAMILY_AT, family);
        for (int limit = 0; limit < COUNT_LIMITS; limit++) {
            policy.set(Struct.NATIVE_64, LIMITS_AT + 8L * limit, NO_LIMIT);
        }
        policy.set(ValueLayout.JAVA_BYTE, PROTOCOL_AT, ESP);
        policy.set(Struct.NATIVE_16, TEMPLATE_FAMILY_AT, family);
        for (int kind = 0; kind < 3; kind++) {
            policy.set(Struct.NATIVE_32, ALGORITHMS_AT + 4L * kind, ANY_ALGORITHM);
        }
        return policy;
    }
}
