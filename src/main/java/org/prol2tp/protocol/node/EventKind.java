package org.prol2tp.protocol.node;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// The events in the life of tunnels and sessions that an operator may watch.
public enum EventKind {
    TUNNEL_CREATED,
    TUNNEL_UP,
    TUNNEL_DOWN,
    TUNNEL_DELETED,
    SESSION_CREATED,
    SESSION_UP,
    SESSION_CIRCUIT,
    SESSION_DOWN,
    SESSION_DELETED;

    /// All of them.
    public static Set<EventKind> all() {
        return EnumSet.allOf(EventKind.class);
    }

    /// Empty for events that are not of this kind: faults, notices, traces.
    public static Optional<EventKind> of(Event event) {
        return switch (event) {
            case Event.TunnelCreated _ -> Optional.of(TUNNEL_CREATED);
            case Event.TunnelUp _ -> Optional.of(TUNNEL_UP);
            case Event.TunnelDown _ -> Optional.of(TUNNEL_DOWN);
            case Event.TunnelDeleted _ -> Optional.of(TUNNEL_DELETED);
            case Event.SessionCreated _ -> Optional.of(SESSION_CREATED);
            case Event.SessionUp _ -> Optional.of(SESSION_UP);
            case Event.SessionCircuit _ -> Optional.of(SESSION_CIRCUIT);
            case Event.SessionDown _ -> Optional.of(SESSION_DOWN);
            case Event.SessionDeleted _ -> Optional.of(SESSION_DELETED);
            case Event.TunnelRefused _,
                    Event.PeerFault _,
                    Event.TunnelNotice _,
                    Event.SessionNotice _,
                    Event.Trace _,
                    Event.Packet _,
                    Event.AvpsReceived _,
                    Event.NodeStopped _ -> Optional.empty();
        };
    }

    public boolean ofTunnel() {
        return ordinal() < SESSION_CREATED.ordinal();
    }
}
