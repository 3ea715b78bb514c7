package org.prol2tp.plugin;

/// What happened to a tunnel or session.
public enum Change {
    CREATED,
    UP,
    DOWN,
    DELETED
}
