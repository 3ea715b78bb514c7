package org.prol2tp.plugin;

import java.util.Optional;

/// Something happened to a session.
///
/// @param end why it is down; only with [Change#DOWN]
public record SessionEvent(Change change, Session session, Optional<End> end) {}
