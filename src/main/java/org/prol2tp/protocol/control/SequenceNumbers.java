package org.prol2tp.protocol.control;

/// Where the reliable channel of a connection stands. 16 bits each. RFC 2661 §5.8.
///
/// @param ns of the next message of ours; none with this number was sent
/// @param nr of the next message of the peer: all before it are dealt with
/// @param acknowledged all messages of ours before this one are
public record SequenceNumbers(int ns, int nr, int acknowledged) {
    public SequenceNumbers {
        if ((ns | nr | acknowledged) >>> 16 != 0) {
            throw new IllegalArgumentException("16 bits: " + ns + " " + nr + " " + acknowledged);
        }
    }
}
