package org.prol2tp.protocol.control;

import org.prol2tp.protocol.wire.SessionId;

/// What the node says to a call that the peer asks for.
public sealed interface CallAnswer {
    /// Take it, under this id, which no other session of the tunnel has.
    ///
    /// @param pseudowire what this end says of a session of L2TPv3
    record Accept(SessionId localId, Pseudowire.End pseudowire) implements CallAnswer {
        /// Of L2TPv2.
        public Accept(SessionId localId) {
            this(localId, Pseudowire.End.SILENT);
        }
    }

    /// Keep it waiting under this id: [ControlConnection#answerCall] or [ControlConnection#hangUp] follows.
    ///
    /// @param pseudowire what this end says of a session of L2TPv3
    record Later(SessionId localId, Pseudowire.End pseudowire) implements CallAnswer {
        /// Of L2TPv2.
        public Later(SessionId localId) {
            this(localId, Pseudowire.End.SILENT);
        }
    }

    /// CDN with this result and error (RFC 2661 §4.4.2). No session comes to be.
    record Refuse(int result, int error, String message) implements CallAnswer {
        static Refuse because(Ending why) {
            return new Refuse(why.result(), why.error(), why.message());
        }
    }
}
