package org.prol2tp.protocol.wire;

/// What WEN and SLI carry while a call is up.
///
/// Source: RFC 2661 §4.4.6, RFC 3931 §5.4.5.
public sealed interface CallStatusAvp extends Avp {
    /// Errors of the line since the call began. 16 reserved bits, then six counters of 32 bits, unsigned.
    record CallErrors(
            long crcErrors,
            long framingErrors,
            long hardwareOverruns,
            long bufferOverruns,
            long timeOutErrors,
            long alignmentErrors)
            implements CallStatusAvp {
        public CallErrors {
            MalformedValue.u32(crcErrors, "CRC errors");
            MalformedValue.u32(framingErrors, "framing errors");
            MalformedValue.u32(hardwareOverruns, "hardware overruns");
            MalformedValue.u32(bufferOverruns, "buffer overruns");
            MalformedValue.u32(timeOutErrors, "time-out errors");
            MalformedValue.u32(alignmentErrors, "alignment errors");
        }
    }

    /// The async control character maps that LNS and user agreed on. 16 reserved bits, then two maps of
    /// 32 bits.
    record Accm(long send, long receive) implements CallStatusAvp {
        public Accm {
            MalformedValue.u32(send, "send ACCM");
            MalformedValue.u32(receive, "receive ACCM");
        }
    }

    /// Whether the circuit behind a session can carry frames. RFC 3931 §5.4.5.
    ///
    /// @param bits 16; bit 0: active, bit 1: a new circuit. Others are not looked at
    record CircuitStatus(int bits) implements CallStatusAvp {
        /// Ready, and there for the first time.
        public static final CircuitStatus NEW_ACTIVE = new CircuitStatus(3);
        public static final CircuitStatus ACTIVE = new CircuitStatus(1);
        public static final CircuitStatus INACTIVE = new CircuitStatus(0);

        public CircuitStatus {
            MalformedValue.u16(bits, "circuit status");
        }

        /// One object for each of the usual ones: each session keeps one.
        public static CircuitStatus of(int bits) {
            return switch (bits) {
                case 0 -> INACTIVE;
                case 1 -> ACTIVE;
                case 3 -> NEW_ACTIVE;
                default -> new CircuitStatus(bits);
            };
        }

        public boolean active() {
            return (bits & 1) != 0;
        }

        public boolean isNew() {
            return (bits & 2) != 0;
        }
    }
}
