package org.prol2tp.protocol.wire;

/// AVPs that set up and end a call.
///
/// Source: RFC 2661 §4.4.4.
public sealed interface CallAvp extends Avp {
    /// Why an ISDN call ended, as the switch said it.
    ///
    /// @param advisory may be empty
    record Q931CauseCode(int causeCode, int causeMessage, String advisory) implements CallAvp {
        public Q931CauseCode {
            MalformedValue.u16(causeCode, "cause code");
            MalformedValue.u8(causeMessage, "cause message");
        }

        /// For a log: `Q.931 cause 17 (user busy)`, and what the switch says to it.
        public String describe() {
            return "Q.931 cause " + Q931Cause.describe(causeCode)
                    + (advisory.isEmpty() ? "" : ": " + Text.quote(advisory));
        }
    }

    /// The session's id that the receiver shall put into the header of all it sends for it.
    ///
    /// In L2TPv3 it is called Local Session ID.
    ///
    /// @param value not 0; 1..65535 in L2TPv2, 32 bits in L2TPv3
    record AssignedSessionId(SessionId value) implements CallAvp {
        public AssignedSessionId {
            MalformedValue.notZero(value.value(), "assigned session id");
        }
    }

    /// Names a call to the administrators of both ends.
    ///
    /// @param value 32 bits, unsigned
    record CallSerialNumber(long value) implements CallAvp {
        public CallSerialNumber {
            MalformedValue.u32(value, "call serial number");
        }
    }

    /// The lowest acceptable line speed. 32 bits, unsigned.
    record MinimumBps(long bitsPerSecond) implements CallAvp {
        public MinimumBps {
            MalformedValue.u32(bitsPerSecond, "minimum bps");
        }
    }

    /// The highest acceptable line speed. 32 bits, unsigned.
    record MaximumBps(long bitsPerSecond) implements CallAvp {
        public MaximumBps {
            MalformedValue.u32(bitsPerSecond, "maximum bps");
        }
    }

    /// The bearer of the call. Bit 0: digital, bit 1: analog; neither: unknown, as for an incoming call
    /// by other means.
    record BearerType(long bits) implements CallAvp {
        public BearerType {
            MalformedValue.u32(bits, "bearer type");
        }

        public boolean digital() {
            return (bits & 1) != 0;
        }

        public boolean analog() {
            return (bits & 2) != 0;
        }
    }

    /// The framing of the call. Bit 0: synchronous, bit 1: asynchronous.
    record FramingType(long bits) implements CallAvp {
        public FramingType {
            MalformedValue.u32(bits, "framing type");
        }

        public boolean synchronous() {
            return (bits & 1) != 0;
        }

        public boolean asynchronous() {
            return (bits & 2) != 0;
        }
    }

    /// The number that was called, or shall be.
    record CalledNumber(String value) implements CallAvp {}

    /// The number that calls.
    record CallingNumber(String value) implements CallAvp {}

    /// More to dial.
    record SubAddress(String value) implements CallAvp {}

    /// The speed of the line from LAC to user, and in both directions if there is no [RxConnectSpeed].
    ///
    /// @param bitsPerSecond unsigned, 64 bits in L2TPv3, 32 in L2TPv2; 0: not known (RFC 3931 §5.4.4)
    record TxConnectSpeed(long bitsPerSecond) implements CallAvp {}

    /// The speed of the line from user to LAC.
    ///
    /// @param bitsPerSecond as that of [TxConnectSpeed]
    record RxConnectSpeed(long bitsPerSecond) implements CallAvp {}

    /// The vendor's number of the channel. 32 bits, unsigned.
    record PhysicalChannelId(long value) implements CallAvp {
        public PhysicalChannelId {
            MalformedValue.u32(value, "physical channel id");
        }
    }

    /// The customer group the call belongs to.
    record PrivateGroupId(String value) implements CallAvp {}

    /// Data messages of this session must carry sequence numbers. Its presence is its value.
    record SequencingRequired() implements CallAvp {}
}
