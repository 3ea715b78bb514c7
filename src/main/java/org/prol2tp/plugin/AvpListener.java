package org.prol2tp.plugin;

import java.util.List;

/// Hears of the AVPs of control messages.
public interface AvpListener {
    /// A message came in its turn and could be read.
    ///
    /// @param tunnelId ours
    /// @param sessionId ours; 0 if the message is about the tunnel, or about a session that has no id yet
    /// @param message its name as in RFC 2661
    /// @param avps all of them, in order, also those that this daemon does not know
    void received(long tunnelId, long sessionId, String message, List<ReceivedAvp> avps);
}
