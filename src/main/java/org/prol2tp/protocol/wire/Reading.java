package org.prol2tp.protocol.wire;

import java.util.List;

/// What a control message turned out to be when its AVPs were read.
public sealed interface Reading permits Reading.Accepted, Fault {
    /// The receiver's session that the message is about: in L2TPv2 the header tells it, in L2TPv3 an AVP.
    /// [SessionId#NONE] if there is none, or the sender does not know it yet.
    SessionId session();

    /// A message as its grammar allows it.
    ///
    /// @param ignored the AVPs that are not in `message`, in their order: unrecognised or malformed ones
    ///     without M bit, ones that this message does not have, and repeated ones (the first counts)
    record Accepted(Message message, SessionId session, List<Avp> ignored) implements Reading {
        public Accepted {
            ignored = List.copyOf(ignored);
        }
    }
}
