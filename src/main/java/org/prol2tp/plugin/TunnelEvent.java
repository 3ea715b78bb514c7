package org.prol2tp.plugin;

import java.util.Optional;

/// Something happened to a tunnel.
///
/// @param end why it is down; only with [Change#DOWN]
public record TunnelEvent(Change change, Tunnel tunnel, Optional<End> end) {}
