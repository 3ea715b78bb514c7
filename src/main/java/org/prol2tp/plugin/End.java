package org.prol2tp.plugin;

/// Why something ended.
///
/// @param result the Result Code AVP's result, 0 if none was exchanged
/// @param error its error code, 0 if none
public record End(int result, int error, String message, boolean byPeer) {}
