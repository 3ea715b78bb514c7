package org.prol2tp.protocol.node;

import java.time.Duration;

/// What the node asks outside before it decides.
///
/// @param calls every session that a peer asks for
/// @param users every PPP user that has to prove who it is
/// @param timeout of an answer; then it counts as refused
public record AaaParameters(boolean calls, boolean users, Duration timeout) {
    /// Nothing is asked.
    public static final AaaParameters NONE = new AaaParameters(false, false, Duration.ofSeconds(30));
}
