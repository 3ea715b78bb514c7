package org.prol2tp.protocol.wire;

/// What WEN and SLI carry while a call is up.
///
/// Source: RFC 2661 §4.4.6.
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
}
