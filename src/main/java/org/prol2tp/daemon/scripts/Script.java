package org.prol2tp.daemon.scripts;

import java.util.Optional;
import org.prol2tp.protocol.node.Event;

/// The scripts there may be, each by the event that starts it.
enum Script {
    TUNNEL_CREATED("tunnel-created"),
    TUNNEL_UP("tunnel-up"),
    TUNNEL_DOWN("tunnel-down"),
    TUNNEL_DELETED("tunnel-deleted"),
    SESSION_CREATED("session-created"),
    SESSION_UP("session-up"),
    SESSION_CIRCUIT("session-circuit"),
    SESSION_DOWN("session-down"),
    SESSION_DELETED("session-deleted");

    private final String fileName;

    Script(String fileName) {
        this.fileName = fileName;
    }

    /// In the directory of scripts.
    String fileName() {
        return fileName;
    }

    /// Its name in older versions; counts where there is no [#fileName].
    String oldFileName() {
        return fileName.replace('-', '_');
    }

    /// One bit for each.
    int bit() {
        return 1 << ordinal();
    }

    /// Whether what it undoes may have been done by a script before: the last to be given up.
    boolean undoes() {
        return switch (this) {
            case TUNNEL_DOWN, TUNNEL_DELETED, SESSION_DOWN, SESSION_DELETED -> true;
            case TUNNEL_CREATED, TUNNEL_UP, SESSION_CREATED, SESSION_UP, SESSION_CIRCUIT -> false;
        };
    }

    /// The script that this event starts, if any.
    static Optional<Script> of(Event event) {
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
            default -> Optional.empty();
        };
    }
}
