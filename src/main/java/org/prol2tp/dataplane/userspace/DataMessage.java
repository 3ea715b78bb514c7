package org.prol2tp.dataplane.userspace;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.prol2tp.protocol.node.DataPlaneCommand.PppFraming;
import org.prol2tp.protocol.wire.DataHeader;
import org.prol2tp.protocol.wire.SessionHeader;

/// The headers of a data message: L2TP's (RFC 2661 §3.1, RFC 3931 §4.1), then PPP's (RFC 1661 §2, §6.5,
/// §6.6) where PPP carries the packet.
final class DataMessage {
    /// Not more than this is written in front of a packet.
    static final int MAX_HEADER_OCTETS = SessionHeader.MAX_OCTETS + 4;

    static final int PPP_IPV4 = 0x0021;
    static final int PPP_IPV6 = 0x0057;
    /// A fragment of PPP Multilink, RFC 1990 §3.
    static final int PPP_MULTILINK = 0x003d;
    /// Its header, with sequence numbers of 24 bits.
    static final int FRAGMENT_OCTETS = 4;
    /// With 12 bits.
    static final int SHORT_FRAGMENT_OCTETS = 2;
    /// In the first octet of that: the packet begins with this fragment, and it ends with it.
    static final int FIRST_FRAGMENT = 0x80;
    static final int LAST_FRAGMENT = 0x40;
    private static final int SHORT_SEQUENCE_MASK = 0x0fff;
    /// All-stations address and unnumbered information, as HDLC has it.
    static final int ADDRESS_CONTROL = 0xff03;

    private DataMessage() {}

    /// How long all headers are for this session and route.
    static int headerOctets(Session session, Session.State state, Route route) {
        PseudowireLayout layout = state.pseudowire();
        return pppOctets(state)
                + (layout == null
                        ? DataHeader.octets(session.tunnel.lengthField, state.sendNs())
                        : layout.sendHeaderOctets(route.socket.isIp()));
    }

    /// The headers of PPP and of a fragment.
    static int fragmentHeaderOctets(PppFraming framing, boolean shortSequence) {
        return (framing.compressAddressControl() ? 0 : 2)
                + (framing.compressProtocol() ? 1 : 2)
                + (shortSequence ? SHORT_FRAGMENT_OCTETS : FRAGMENT_OCTETS);
    }

    /// Writes these at `at` and returns where they end.
    static long writeFragmentHeader(
            MemorySegment to,
            long at,
            PppFraming framing,
            boolean shortSequence,
            int sequence,
            boolean first,
            boolean last) {
        long next = at;
        if (!framing.compressAddressControl()) {
            Ip.put16(to, next, ADDRESS_CONTROL);
            next += 2;
        }
        next = writeProtocol(to, next, framing.compressProtocol() ? 1 : 2, PPP_MULTILINK);
        int ends = (first ? FIRST_FRAGMENT : 0) | (last ? LAST_FRAGMENT : 0);
        if (shortSequence) {
            Ip.put16(to, next, ends << 8 | sequence & SHORT_SEQUENCE_MASK);
            return next + SHORT_FRAGMENT_OCTETS;
        }
        Ip.put16(to, next, ends << 8 | sequence >>> 16 & 0xff);
        Ip.put16(to, next + 2, sequence & 0xffff);
        return next + FRAGMENT_OCTETS;
    }

    /// Writes a protocol number below 256 in so many octets, none if that is 0, and returns where it ends.
    static long writeProtocol(MemorySegment to, long at, int octets, int protocol) {
        switch (octets) {
            case 0 -> {}
            case 1 -> to.set(ValueLayout.JAVA_BYTE, at, (byte) protocol);
            default -> Ip.put16(to, at, protocol);
        }
        return at + octets;
    }

    /// Length of the PPP header that this peer wants; 0 where there is none.
    static int pppOctets(Session.State state) {
        PppFraming framing = state.framing();
        return state.ethernet() ? 0 : (framing.compressAddressControl() ? 0 : 2) + (framing.compressProtocol() ? 1 : 2);
    }

    /// Writes all headers at `at` for a frame of Ethernet, or a packet of IP, that follows.
    ///
    /// @param ns negative: no sequence numbers
    /// @param octets of what follows
    static void write(
            MemorySegment to,
            long at,
            Session session,
            Session.State state,
            Route route,
            int ns,
            boolean ipv6,
            int octets) {
        long next = at + writeHeader(to, at, session, state, route, ns, pppOctets(state) + octets);
        if (state.ethernet()) {
            return;
        }
        PppFraming framing = state.framing();
        if (!framing.compressAddressControl()) {
            Ip.put16(to, next, ADDRESS_CONTROL);
            next += 2;
        }
        writeProtocol(to, next, framing.compressProtocol() ? 1 : 2, ipv6 ? PPP_IPV6 : PPP_IPV4);
    }

    /// Writes the L2TP header at `at` and returns its length.
    ///
    /// @param ns negative: no sequence numbers
    static int writeHeader(
            MemorySegment to, long at, Session session, Session.State state, Route route, int ns, int frameOctets) {
        PseudowireLayout layout = state.pseudowire();
        if (layout != null) {
            return layout.write(to, at, route.socket.isIp(), session.peerId, ns);
        }
        Tunnel tunnel = session.tunnel;
        return tunnel.lengthField
                ? DataHeader.writeWithLength(to, at, tunnel.peerId, session.peerId, ns, false, frameOctets)
                : DataHeader.write(to, at, tunnel.peerId, session.peerId, ns);
    }

    /// Whether a PPP frame carries IP.
    static boolean isIp(MemorySegment memory, long frameAt, int frameOctets) {
        return ipAt(memory, frameAt, frameOctets) >= 0;
    }

    /// Where in a PPP frame its IP packet begins; negative: it carries something else.
    static int ipAt(MemorySegment memory, long frameAt, int frameOctets) {
        int skip = frameOctets >= 2 && Ip.u16(memory, frameAt) == ADDRESS_CONTROL ? 2 : 0;
        if (frameOctets - skip < 1) {
            return -1;
        }
        int protocol = Ip.u8(memory, frameAt + skip);
        skip++;
        if ((protocol & 1) == 0) {
            if (frameOctets - skip < 1) {
                return -1;
            }
            protocol = protocol << 8 | Ip.u8(memory, frameAt + skip);
            skip++;
        }
        return protocol == PPP_IPV4 || protocol == PPP_IPV6 ? skip : -1;
    }
}
