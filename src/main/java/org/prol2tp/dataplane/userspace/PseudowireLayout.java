package org.prol2tp.dataplane.userspace;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.prol2tp.protocol.node.DataPlaneCommand.PseudowireEnd;
import org.prol2tp.protocol.node.DataPlaneCommand.PseudowireOptions;
import org.prol2tp.protocol.wire.PseudowireAvp.DataSequencing;
import org.prol2tp.protocol.wire.PseudowireAvp.PseudowireType;
import org.prol2tp.protocol.wire.SessionHeader;

/// How the data messages of an L2TPv3 session look, either way.
///
/// @param ethernet whether frames are Ethernet's; else PPP's
/// @param receive what arrives
/// @param send what leaves
/// @param peerActive whether the peer's circuit takes data (RFC 3931 §5.4.5)
///
/// Source: RFC 3931 §4.1, §4.6.
record PseudowireLayout(boolean ethernet, End receive, End send, boolean peerActive) {
    /// One direction.
    ///
    /// @param cookieOctets 0, 4 or 8
    /// @param cookie in the low bits
    /// @param sublayer whether the default L2-specific sublayer is there
    record End(int cookieOctets, long cookie, boolean sublayer, Numbers numbers) {
        static End of(PseudowireEnd end) {
            return new End(
                    end.cookie().length(),
                    end.cookie().length() == 0 ? 0 : end.cookie().number(),
                    end.sublayer(),
                    end.sublayer() ? Numbers.of(end.sequencing()) : Numbers.NONE);
        }

        /// Of Session ID, cookie and sublayer.
        int headerOctets() {
            return SessionHeader.octets(cookieOctets, sublayer);
        }
    }

    /// Which frames must have sequence numbers, RFC 3931 §5.4.4.
    enum Numbers {
        NONE,
        NON_IP,
        ALL;

        static Numbers of(DataSequencing sequencing) {
            return sequencing.equals(DataSequencing.ALL)
                    ? ALL
                    : sequencing.equals(DataSequencing.NON_IP) ? NON_IP : NONE;
        }

        boolean include(boolean ip) {
            return this == ALL || this == NON_IP && !ip;
        }
    }

    /// Whether this data plane carries frames of that type.
    static boolean knows(PseudowireType type) {
        return type.equals(PseudowireType.PPP)
                || type.equals(PseudowireType.ETHERNET)
                || type.equals(PseudowireType.ETHERNET_VLAN);
    }

    /// Those without cookies, which very many sessions have in common.
    private static final Map<PseudowireLayout, PseudowireLayout> USUAL = usual();

    static PseudowireLayout of(PseudowireOptions options) {
        PseudowireLayout layout = new PseudowireLayout(
                !options.type().equals(PseudowireType.PPP),
                End.of(options.local()),
                End.of(options.peer()),
                options.peerActive());
        return USUAL.getOrDefault(layout, layout);
    }

    private static Map<PseudowireLayout, PseudowireLayout> usual() {
        List<End> ends = new ArrayList<>(List.of(new End(0, 0, false, Numbers.NONE)));
        for (Numbers numbers : Numbers.values()) {
            ends.add(new End(0, 0, true, numbers));
        }
        Map<PseudowireLayout, PseudowireLayout> usual = new HashMap<>();
        for (boolean ethernet : new boolean[] {false, true}) {
            for (End receive : ends) {
                for (End send : ends) {
                    PseudowireLayout layout = new PseudowireLayout(ethernet, receive, send, true);
                    usual.put(layout, layout);
                }
            }
        }
        return Map.copyOf(usual);
    }

    /// Of what is written in front of a frame.
    ///
    /// @param overIp whether it goes without UDP
    int sendHeaderOctets(boolean overIp) {
        return (overIp ? 0 : SessionHeader.UDP_PREFIX_OCTETS) + send.headerOctets();
    }

    /// Writes everything in front of a frame, and returns its length.
    ///
    /// @param ns 0..2^24-1; negative: no sequence number
    int write(MemorySegment to, long at, boolean overIp, int peerId, int ns) {
        long sessionAt = at;
        if (!overIp) {
            SessionHeader.writeUdpPrefix(to, at);
            sessionAt += SessionHeader.UDP_PREFIX_OCTETS;
        }
        SessionHeader.write(to, sessionAt, peerId, send.cookie, send.cookieOctets);
        if (send.sublayer) {
            SessionHeader.writeSublayer(to, sessionAt, send.cookieOctets, ns);
        }
        return sendHeaderOctets(overIp);
    }

    /// Whether a message whose Session ID is at `at` is long enough and has our cookie.
    boolean accepts(MemorySegment memory, long at, int octets) {
        return octets >= receive.headerOctets()
                && SessionHeader.cookie(memory, at, receive.cookieOctets) == receive.cookie;
    }

    /// The sequence number of a message that is accepted; negative: it has none.
    int ns(MemorySegment memory, long at) {
        return receive.sublayer ? SessionHeader.sequence(memory, at, receive.cookieOctets) : -1;
    }

    /// Whether a frame that came without sequence number should have had one.
    boolean requiresNs(MemorySegment memory, long frameAt, int frameOctets) {
        return switch (receive.numbers) {
            case NONE -> false;
            case ALL -> true;
            case NON_IP -> !isIp(memory, frameAt, frameOctets);
        };
    }

    private boolean isIp(MemorySegment memory, long at, int octets) {
        return ethernet ? Ethernet.isIp(memory, at, octets) : DataMessage.isIp(memory, at, octets);
    }
}
