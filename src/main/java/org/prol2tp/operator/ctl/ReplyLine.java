package org.prol2tp.operator.ctl;

import org.prol2tp.protocol.node.Reply;

/// A reply as one line of JSON, without the line feed that ends it on the socket. The schema is in
/// docs/ctl.md.
public final class ReplyLine {
    private ReplyLine() {}

    /// The line for this reply. Secrets in it are `…`.
    public static String encode(Reply reply) {
        throw new UnsupportedOperationException(reply.getClass().getName());
    }

    /// Reads a line. Total: a line that is no reply gives a [Reply.Refused] that says so.
    public static Reply decode(String line) {
        return new Reply.Refused("not yet");
    }
}
