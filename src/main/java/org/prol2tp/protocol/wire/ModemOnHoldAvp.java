package org.prol2tp.protocol.wire;

/// Modems that can be put on hold for a telephone call.
///
/// Source: RFC 3573 §3.
public sealed interface ModemOnHoldAvp extends Avp {
    /// Tells the LNS that the modem may go on hold.
    ///
    /// @param longestHold 0..15: the code of the longest time on hold
    record ModemOnHoldCapable(int longestHold) implements ModemOnHoldAvp {
        public ModemOnHoldCapable {
            MalformedValue.inRange(longestHold, 0, 15, "MoH capability");
        }
    }

    /// Tells the LNS that the modem went on hold or came back. Only in the message MDMST, which this
    /// version ignores.
    ///
    /// @param onHold bit 15 of the value
    /// @param timeout 0..15: the code of the time on hold
    record ModemOnHoldStatus(boolean onHold, int timeout) implements ModemOnHoldAvp {
        public ModemOnHoldStatus {
            MalformedValue.inRange(timeout, 0, 15, "MoH timeout");
        }
    }
}
