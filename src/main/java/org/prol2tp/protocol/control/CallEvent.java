package org.prol2tp.protocol.control;

import org.prol2tp.protocol.wire.MessageType;
import org.prol2tp.protocol.wire.SessionId;

/// What can happen to a call. A machine takes those that its own `Event` lists; a message that is
/// none of them comes as [Foreign].
sealed interface CallEvent
        permits IncomingCallSender.Event,
                IncomingCallRecipient.Event,
                OutgoingCallSender.Event,
                OutgoingCallRecipient.Event {
    /// As traces print it. `direction` is `I` or `O`: of an incoming or an outgoing call.
    String label(char direction);

    /// This end places the call: a bearer rings at the LAC, or the LNS wants to dial out.
    record LocalOpen(CallDetails details) implements IncomingCallSender.Event, OutgoingCallSender.Event {
        @Override
        public String label(char direction) {
            return "OPEN_REQ";
        }
    }

    /// The control connection is established.
    ///
    /// @param fitted the call as it can be asked of this peer
    record TunnelOpened(CallDetails fitted) implements IncomingCallSender.Event, OutgoingCallSender.Event {
        @Override
        public String label(char direction) {
            return "TUNNEL_OPEN";
        }
    }

    /// This end ends the call: the node, a time-out, a dropped line, a fault of the peer that the RFC
    /// answers so.
    record LocalClose(Ending why)
            implements IncomingCallSender.Event,
                    IncomingCallRecipient.Event,
                    OutgoingCallSender.Event,
                    OutgoingCallRecipient.Event {
        @Override
        public String label(char direction) {
            return "CLOSE_REQ";
        }
    }

    /// The peer ends the call.
    record CdnReceived(Ending why)
            implements IncomingCallSender.Event,
                    IncomingCallRecipient.Event,
                    OutgoingCallSender.Event,
                    OutgoingCallRecipient.Event {
        @Override
        public String label(char direction) {
            return "CDN";
        }
    }

    /// A message that the machine has no line for in any state.
    record Foreign(MessageType message)
            implements IncomingCallSender.Event,
                    IncomingCallRecipient.Event,
                    OutgoingCallSender.Event,
                    OutgoingCallRecipient.Event {
        @Override
        public String label(char direction) {
            return message.rfcName();
        }
    }

    /// The node takes the call at once, or after [IncomingCallRecipient.WaitAnswer]; at the LAC of
    /// an outgoing call the called line has answered.
    ///
    /// @param line the call as this end has it now: of an outgoing one what the line that answered is like
    record Answered(CallDetails line) implements IncomingCallRecipient.Event, OutgoingCallRecipient.Event {
        @Override
        public String label(char direction) {
            return "ANSWER";
        }
    }

    /// A request of the peer that the node takes, now or later: ICRQ or OCRQ.
    record RequestAcceptable(SessionId peerId, CallDetails details, boolean later)
            implements IncomingCallRecipient.Event, OutgoingCallRecipient.Event {
        @Override
        public String label(char direction) {
            return direction + "CRQ_ACCEPT";
        }
    }

    record RequestNotAcceptable(Ending why) implements IncomingCallRecipient.Event, OutgoingCallRecipient.Event {
        @Override
        public String label(char direction) {
            return direction + "CRQ_DENY";
        }
    }

    /// ICRP or OCRP. `details`: what was known, and what this message told.
    record ReplyAcceptable(SessionId peerId, CallDetails details)
            implements IncomingCallSender.Event, OutgoingCallSender.Event {
        @Override
        public String label(char direction) {
            return direction + "CRP_ACCEPT";
        }
    }

    record ReplyNotAcceptable(Ending why) implements IncomingCallSender.Event, OutgoingCallSender.Event {
        @Override
        public String label(char direction) {
            return direction + "CRP_DENY";
        }
    }

    /// ICCN or OCCN. `details`: what was known, and what this message told.
    record ConnectedAcceptable(CallDetails details) implements IncomingCallRecipient.Event, OutgoingCallSender.Event {
        @Override
        public String label(char direction) {
            return direction + "CCN_ACCEPT";
        }
    }

    record ConnectedNotAcceptable(Ending why) implements IncomingCallRecipient.Event, OutgoingCallSender.Event {
        @Override
        public String label(char direction) {
            return direction + "CCN_DENY";
        }
    }
}
