package org.prol2tp.protocol.control;

import org.prol2tp.protocol.wire.MessageType;
import org.prol2tp.protocol.wire.ResultCode;

/// Why a connection or a call ended.
///
/// @param result the Result Code AVP's result; 0: none was exchanged (the peer does not answer)
/// @param error the Result Code AVP's error, 0: none
/// @param message for people
/// @param byPeer whether the peer said so
public record Ending(int result, int error, String message, boolean byPeer) {
    /// StopCCN: general request to clear the connection (RFC 2661 §4.4.2).
    public static final int CLEARED = 1;
    /// StopCCN and CDN: see the error.
    public static final int GENERAL_ERROR = 2;
    /// StopCCN: the peer may not open a connection.
    public static final int NOT_AUTHORIZED = 4;
    /// StopCCN: the protocol version is not supported.
    public static final int BAD_VERSION = 5;
    /// StopCCN: this end is being shut down.
    public static final int SHUTTING_DOWN = 6;
    /// StopCCN: a message that the state does not allow.
    public static final int STATE_MACHINE_ERROR = 7;
    /// CDN: the line was lost.
    public static final int CARRIER_LOST = 1;
    /// CDN: administrative.
    public static final int ADMINISTRATIVE = 3;
    /// CDN: no resources for now.
    public static final int NO_RESOURCES = 4;
    /// CDN: no facilities, and there will be none.
    public static final int NOT_AVAILABLE = 5;
    /// CDN: the call was not connected in time.
    public static final int TIMED_OUT = 10;
    /// CDN: no framing that fits.
    public static final int NO_FRAMING = 11;

    /// What a Result Code AVP of the peer said.
    static Ending byPeer(ResultCode code, MessageType carrier) {
        return new Ending(code.result(), code.error(), code.describe(carrier), true);
    }

    /// As the AVP that tells the peer.
    ResultCode toResultCode() {
        return new ResultCode(result, error, message);
    }

    /// A local ending without an error code.
    public static Ending local(int result, String message) {
        return new Ending(result, 0, message, false);
    }

    /// An ending that no Result Code AVP told: the peer does not answer, or the connection it was in ended.
    public static Ending unsaid(String message) {
        return new Ending(0, 0, message, false);
    }
}
