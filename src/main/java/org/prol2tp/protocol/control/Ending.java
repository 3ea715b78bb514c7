package org.prol2tp.protocol.control;

/// Why a connection or a call ended.
///
/// @param result the Result Code AVP's result; 0: none was exchanged (the peer does not answer)
/// @param error the Result Code AVP's error, 0: none
/// @param message for people
/// @param byPeer whether the peer said so
public record Ending(int result, int error, String message, boolean byPeer) {
    /// A local ending without an error code.
    public static Ending local(int result, String message) {
        return new Ending(result, 0, message, false);
    }
}
