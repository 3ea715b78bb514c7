package org.prol2tp.protocol.node;

import java.lang.foreign.MemorySegment;
import org.prol2tp.protocol.control.CallDetails;
import org.prol2tp.protocol.control.Pseudowire;
import org.prol2tp.protocol.wire.ControlConnectionId;
import org.prol2tp.protocol.wire.PseudowireAvp.L2SpecificSublayer;
import org.prol2tp.protocol.wire.SessionHeader;
import org.prol2tp.protocol.wire.SessionId;

/// What traces say of a session, and its PPP control frames as packets for those who follow its tunnel.
final class SessionTrace {
    private static final int HEADER_OCTETS = 8;

    /// Length is there, version 2 (RFC 2661 §3.1).
    private static final int HEADER_BITS = 0x4002;

    private SessionTrace() {}

    /// Its id is taken or given back.
    static void id(Lcce lcce, Session session, SessionId id, String what) {
        if (lcce.tracing.wants(TraceCategory.FUNC, session)) {
            lcce.tracing.line(
                    TraceCategory.FUNC, session, "session id " + id + " " + what + ", calls " + lcce.callCount());
        }
    }

    /// Something about its data path.
    static void data(Lcce lcce, Session session, String what, String detail) {
        if (lcce.tracing.wants(TraceCategory.DATA, session)) {
            lcce.tracing.line(TraceCategory.DATA, session, what + detail);
        }
    }

    /// A PPP frame came before the call is up, and too many wait.
    static void earlyFrameDropped(Lcce lcce, Session session) {
        lcce.counters.earlyFramesDropped++;
        data(lcce, session, "a PPP frame came before the call is up, and too many wait: dropped", "");
    }

    static void dataPlaneFailed(Lcce lcce, Session session, String reason) {
        lcce.counters.pppResources++;
        data(lcce, session, "the data plane failed: ", reason);
    }

    /// A PPP frame came or goes.
    static void packet(Lcce lcce, Session session, boolean sent, byte[] frame) {
        Tunnel tunnel = session.tunnel();
        if (!lcce.tracing.wantsPackets(tunnel)) {
            return;
        }
        tunnel.channel().ifPresent(it -> {
            SessionId id = sent ? session.peerId() : session.localId();
            ControlConnectionId tunnelId = sent ? it.peerId() : it.localId();
            byte[] message = session.details()
                    .flatMap(CallDetails::pseudowire)
                    .map(wire -> dataMessage(id, sent ? wire.peer() : wire.local(), frame))
                    .orElseGet(() -> dataMessage(tunnelId, id, frame));
            lcce.report(new Event.Packet(tunnel.ref(), sent, it.path(), message));
        });
    }

    /// The frame in a data message of L2TPv3 over UDP, likewise.
    ///
    /// @param end the one that receives it
    static byte[] dataMessage(SessionId session, Pseudowire.End end, byte[] frame) {
        int cookie = end.cookie().length();
        boolean sublayer = end.sublayer().equals(L2SpecificSublayer.DEFAULT);
        int header = SessionHeader.UDP_PREFIX_OCTETS + SessionHeader.octets(cookie, sublayer);
        byte[] octets = new byte[header + frame.length];
        MemorySegment message = MemorySegment.ofArray(octets);
        SessionHeader.writeUdpPrefix(message, 0);
        int at = SessionHeader.UDP_PREFIX_OCTETS;
        SessionHeader.write(message, at, session.value(), end.cookie().number(), cookie);
        if (sublayer) {
            SessionHeader.writeSublayer(message, at, cookie, -1);
        }
        System.arraycopy(frame, 0, octets, header, frame.length);
        return octets;
    }

    /// The frame in a data message to the end with these ids, as the wire has it but for sequence numbers.
    static byte[] dataMessage(ControlConnectionId tunnel, SessionId session, byte[] frame) {
        byte[] octets = new byte[HEADER_OCTETS + frame.length];
        u16(octets, 0, HEADER_BITS);
        u16(octets, 2, octets.length);
        u16(octets, 4, tunnel.value());
        u16(octets, 6, session.value());
        System.arraycopy(frame, 0, octets, HEADER_OCTETS, frame.length);
        return octets;
    }

    private static void u16(byte[] octets, int at, int value) {
        octets[at] = (byte) (value >>> 8);
        octets[at + 1] = (byte) value;
    }
}
