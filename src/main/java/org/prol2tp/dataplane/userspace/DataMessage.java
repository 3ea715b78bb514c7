package org.prol2tp.dataplane.userspace;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.prol2tp.protocol.node.DataPlaneCommand.PppFraming;
import org.prol2tp.protocol.wire.DataHeader;

/// The headers of a data message with an IP packet: L2TP's (RFC 2661 §3.1), then PPP's (RFC 1661 §2, §6.5, §6.6).
final class DataMessage {
    /// Not more than this is written in front of a packet.
    static final int MAX_HEADER_OCTETS = DataHeader.MAX_OCTETS + 4;

    static final int PPP_IPV4 = 0x0021;
    static final int PPP_IPV6 = 0x0057;
    /// All-stations address and unnumbered information, as HDLC has it.
    static final int ADDRESS_CONTROL = 0xff03;

    private DataMessage() {}

    /// How long both headers are for this session.
    static int headerOctets(Session session, Session.State state) {
        return DataHeader.octets(session.tunnel.lengthField, state.sendNs()) + pppOctets(state.framing());
    }

    /// Length of the PPP header that this peer wants.
    static int pppOctets(PppFraming framing) {
        return (framing.compressAddressControl() ? 0 : 2) + (framing.compressProtocol() ? 1 : 2);
    }

    /// Writes both headers at `at` for an IP packet of `packetOctets` that follows.
    ///
    /// @param ns 0..65535; negative: no sequence numbers
    static void write(
            MemorySegment to, long at, Session session, PppFraming framing, int ns, boolean ipv6, int packetOctets) {
        long next = at + writeHeader(to, at, session, ns, pppOctets(framing) + packetOctets);
        if (!framing.compressAddressControl()) {
            Ip.put16(to, next, ADDRESS_CONTROL);
            next += 2;
        }
        int protocol = ipv6 ? PPP_IPV6 : PPP_IPV4;
        if (framing.compressProtocol()) {
            to.set(ValueLayout.JAVA_BYTE, next, (byte) protocol);
        } else {
            Ip.put16(to, next, protocol);
        }
    }

    /// Writes the L2TP header at `at` and returns its length.
    ///
    /// @param ns 0..65535; negative: no sequence numbers
    static int writeHeader(MemorySegment to, long at, Session session, int ns, int frameOctets) {
        Tunnel tunnel = session.tunnel;
        return tunnel.lengthField
                ? DataHeader.writeWithLength(to, at, tunnel.peerId, session.peerId, ns, false, frameOctets)
                : DataHeader.write(to, at, tunnel.peerId, session.peerId, ns);
    }
}
