package org.prol2tp.protocol.node;

import org.prol2tp.protocol.control.ControlTrace;
import org.prol2tp.protocol.wire.Datagram;
import org.prol2tp.protocol.wire.MessageType;
import org.prol2tp.protocol.wire.SessionId;

/// What traces and plugins are told of a channel.
final class ChannelTrace {
    private ChannelTrace() {}

    static TraceCategory category(ControlTrace kind) {
        return switch (kind) {
            case PROTOCOL -> TraceCategory.PROTOCOL;
            case FSM -> TraceCategory.FSM;
            case AVP -> TraceCategory.AVP;
            case AVP_HIDE -> TraceCategory.AVP_HIDE;
            case AVP_DATA -> TraceCategory.AVP_DATA;
            case XPRT -> TraceCategory.XPRT;
        };
    }

    /// Its id is taken or given back.
    static void id(Lcce lcce, Channel channel, String what) {
        if (lcce.tracing.wants(TraceCategory.FUNC, channel.tunnel())) {
            lcce.tracing.line(
                    TraceCategory.FUNC,
                    channel.tunnel(),
                    "tunnel id " + channel.localId() + " " + what + ", " + lcce.router.size() + " in use");
        }
    }

    /// When its connection has something to do.
    static void timer(Lcce lcce, Channel channel, long atNs) {
        if (lcce.tracing.wants(TraceCategory.FUNC, channel.tunnel())) {
            lcce.tracing.line(TraceCategory.FUNC, channel.tunnel(), "timer: " + Tracing.inSeconds(atNs, lcce.nowNs()));
        }
    }

    /// A datagram did not leave the machine.
    static void notSent(Lcce lcce, Channel channel, String reason) {
        if (lcce.tracing.wants(TraceCategory.XPRT, channel.tunnel())) {
            lcce.tracing.line(TraceCategory.XPRT, channel.tunnel(), "not sent: " + reason);
        }
    }

    /// A message came. The first one comes before the tunnel has this channel for its own.
    static void avps(Lcce lcce, Channel channel, MessageType message, SessionId about, Datagram.Control octets) {
        if (lcce.settings.system().tellsAvps()) {
            Tunnel tunnel = channel.tunnel();
            Event.TunnelRef ref = new Event.TunnelRef(
                    tunnel.handle(), channel.localId(), tunnel.origin().name());
            lcce.report(new Event.AvpsReceived(ref, about, message, octets.raw()));
        }
    }
}
