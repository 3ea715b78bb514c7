package org.prol2tp.protocol.control;

import java.util.List;
import org.prol2tp.protocol.wire.Avp;
import org.prol2tp.protocol.wire.ControlConnectionId;
import org.prol2tp.protocol.wire.Datagram;
import org.prol2tp.protocol.wire.Fault;
import org.prol2tp.protocol.wire.Message;
import org.prol2tp.protocol.wire.MessageType;
import org.prol2tp.protocol.wire.Octets;
import org.prol2tp.protocol.wire.SessionId;
import org.prol2tp.protocol.wire.Text;

/// What traces say of the messages of a connection: which they are, and by what is switched on, the names of their
/// AVPs, what these hold, and which of them were hidden. Nothing is made into text that nobody wants.
final class MessageTrace {
    private MessageTrace() {}

    /// A message that came in its turn.
    ///
    /// @param peerId what the peer is called so far; its first message tells
    static void received(
            Message message,
            List<Avp> ignored,
            Octets octets,
            SessionId about,
            ControlConnectionId peerId,
            ControlOutbox out) {
        if (out.traces(ControlTrace.PROTOCOL, about)) {
            ControlConnectionId from = message instanceof Message.Opening opening ? opening.assignedTunnelId() : peerId;
            out.trace(ControlTrace.PROTOCOL, about, message.type().rfcName() + " received from peer " + from);
        }
        avps("received", message, octets, about, out);
        if (!ignored.isEmpty() && out.traces(ControlTrace.AVP, about)) {
            ignored.forEach(avp ->
                    out.trace(ControlTrace.AVP, about, message.type().rfcName() + " ignored: " + Text.name(avp)));
        }
    }

    /// A message that is queued to be sent.
    ///
    /// @param datagram as it will go out
    /// @param about our session
    static void sent(
            Message message,
            byte[] datagram,
            ControlConnectionId peerId,
            SessionId peerSession,
            SessionId about,
            ControlOutbox out) {
        if (out.traces(ControlTrace.PROTOCOL, about)) {
            out.trace(
                    ControlTrace.PROTOCOL,
                    about,
                    "sending " + message.type().rfcName() + " to peer " + peerId
                            + (peerSession.equals(SessionId.NONE) ? "" : "/" + peerSession));
        }
        if (out.traces(ControlTrace.AVP, about)
                || out.traces(ControlTrace.AVP_DATA, about)
                || out.traces(ControlTrace.AVP_HIDE, about)) {
            Octets octets =
                    Datagram.decode(datagram) instanceof Datagram.Control control ? control.avps() : Octets.EMPTY;
            avps("sent", message, octets, about, out);
        }
    }

    /// A message that is not as it should be.
    static void faulty(Fault fault, SessionId about, ControlConnectionId peerId, ControlOutbox out) {
        if (out.traces(ControlTrace.PROTOCOL, about)) {
            out.trace(
                    ControlTrace.PROTOCOL,
                    about,
                    "faulty " + fault.messageType().map(MessageType::rfcName).orElse("message") + " received from peer "
                            + peerId + ": " + fault.what());
        }
    }

    private static void avps(String verb, Message message, Octets octets, SessionId about, ControlOutbox out) {
        String type = message.type().rfcName();
        if (out.traces(ControlTrace.AVP, about)) {
            out.trace(ControlTrace.AVP, about, type + " " + verb + ":" + Text.names(message, octets));
        }
        if (out.traces(ControlTrace.AVP_HIDE, about)) {
            String hidden = Text.hiddenNames(octets);
            out.trace(
                    ControlTrace.AVP_HIDE,
                    about,
                    type + " " + verb + (hidden.isEmpty() ? ": nothing hidden" : ", hidden:" + hidden));
        }
        if (out.traces(ControlTrace.AVP_DATA, about)) {
            out.trace(ControlTrace.AVP_DATA, about, verb + " " + Text.of(message, octets));
        }
    }
}
