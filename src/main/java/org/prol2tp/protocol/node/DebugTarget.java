package org.prol2tp.protocol.node;

import org.prol2tp.protocol.node.Request.Selector;

/// What an operator traces or traces no more.
public sealed interface DebugTarget {
    /// The daemon, and every instance that has no mask of its own.
    record System() implements DebugTarget {}

    record Tunnel(Selector tunnel) implements DebugTarget {}

    record Session(Selector tunnel, Selector session) implements DebugTarget {}

    /// Tunnels that are made from this profile from now on.
    record TunnelProfile(String name) implements DebugTarget {}

    /// Sessions that are made from this profile from now on.
    record SessionProfile(String name) implements DebugTarget {}

    /// An address pool: what it gives and takes back.
    record Pool(String name) implements DebugTarget {}
}
