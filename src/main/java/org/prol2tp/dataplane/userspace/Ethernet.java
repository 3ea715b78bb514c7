package org.prol2tp.dataplane.userspace;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Ethernet headers, read and written in place: two addresses, tags, the type.
final class Ethernet {
    /// Without tags.
    static final int HEADER_OCTETS = 14;

    static final int TAG_OCTETS = 4;
    static final int MAX_TAGS = 2;

    private static final int ADDRESSES_OCTETS = 12;
    private static final int VLAN = 0x8100;
    private static final int SERVICE_VLAN = 0x88a8;
    private static final int IPV4 = 0x0800;
    private static final int IPV6 = 0x86dd;

    private Ethernet() {}

    /// Length of the header with its tags; negative: the frame is too short for it.
    static int headerOctets(MemorySegment memory, long at, int octets) {
        int header = HEADER_OCTETS;
        for (int tags = 0; tags < MAX_TAGS && header <= octets && isTag(type(memory, at, header)); tags++) {
            header += TAG_OCTETS;
        }
        return header <= octets ? header : -1;
    }

    /// Whether there is IP after a header of that length, and at least one octet of it.
    static boolean hasIp(MemorySegment memory, long at, int octets, int header) {
        if (octets <= header) {
            return false;
        }
        int version = Ip.version(memory, at + header);
        return switch (type(memory, at, header)) {
            case IPV4 -> version == 4;
            case IPV6 -> version == 6;
            default -> false;
        };
    }

    /// Whether a frame carries IP, by its type.
    static boolean isIp(MemorySegment memory, long at, int octets) {
        int header = headerOctets(memory, at, octets);
        int type = header < 0 ? 0 : type(memory, at, header);
        return type == IPV4 || type == IPV6;
    }

    /// Where in a frame its IP packet begins; negative: there is none.
    static int ipAt(MemorySegment memory, long at, int octets) {
        int header = headerOctets(memory, at, octets);
        return header >= 0 && hasIp(memory, at, octets, header) ? header : -1;
    }

    static boolean isTagged(MemorySegment memory, long at, int octets) {
        return octets >= HEADER_OCTETS + TAG_OCTETS && isTag(type(memory, at, HEADER_OCTETS));
    }

    /// Puts a tag before the type: the addresses move forward, the frame begins [#TAG_OCTETS] earlier.
    ///
    /// @param vlanId 1..4094; the priority is 0
    static void insertTag(MemorySegment memory, long at, int vlanId) {
        moveAddresses(memory, at, at - TAG_OCTETS);
        Ip.put16(memory, at - TAG_OCTETS + ADDRESSES_OCTETS, VLAN);
        Ip.put16(memory, at - TAG_OCTETS + ADDRESSES_OCTETS + 2, vlanId);
    }

    /// Takes the first tag away: the frame begins [#TAG_OCTETS] later.
    static void removeTag(MemorySegment memory, long at) {
        moveAddresses(memory, at, at + TAG_OCTETS);
    }

    private static void moveAddresses(MemorySegment memory, long from, long to) {
        long first = memory.get(ValueLayout.JAVA_LONG_UNALIGNED, from);
        int rest = memory.get(ValueLayout.JAVA_INT_UNALIGNED, from + 8);
        memory.set(ValueLayout.JAVA_LONG_UNALIGNED, to, first);
        memory.set(ValueLayout.JAVA_INT_UNALIGNED, to + 8, rest);
    }

    private static boolean isTag(int type) {
        return type == VLAN || type == SERVICE_VLAN;
    }

    private static int type(MemorySegment memory, long at, int header) {
        return Ip.u16(memory, at + header - 2);
    }
}
