package org.prol2tp.operator.ctl;

import org.prol2tp.protocol.node.Reply;
import org.prol2tp.protocol.node.Request;

/// A request as one line of JSON, without the line feed that ends it on the socket. The schema is in
/// docs/ctl.md.
public final class RequestLine {
    /// The longest line a daemon reads, in octets, without the line feed: a client cannot make it hold more.
    public static final int MAX_OCTETS = 4096;

    private RequestLine() {}

    /// What a line turned out to be.
    public sealed interface Decoded {
        record Asked(Request request) implements Decoded {}

        /// Not a request; the reply says why.
        record Bad(Reply.Refused reply) implements Decoded {}
    }

    /// The line for this request.
    public static String encode(Request request) {
        throw new UnsupportedOperationException(request.toString());
    }

    /// Reads a line. Total: any text gives a value.
    public static Decoded decode(String line) {
        return new Decoded.Bad(new Reply.Refused("not yet"));
    }
}
