package org.prol2tp.protocol.wire;

/// AVPs of calls over ATM: what DSL access servers add to ICRQ, OCRQ and ICCN.
///
/// Source: RFC 3301 §4.
public sealed interface AtmAvp extends Avp {
    /// The lowest acceptable speed from user to LAC. 32 bits, unsigned.
    record RxMinimumBps(long bitsPerSecond) implements AtmAvp {
        public RxMinimumBps {
            MalformedValue.u32(bitsPerSecond, "rx minimum bps");
        }
    }

    /// The highest acceptable speed from user to LAC. 32 bits, unsigned.
    record RxMaximumBps(long bitsPerSecond) implements AtmAvp {
        public RxMaximumBps {
            MalformedValue.u32(bitsPerSecond, "rx maximum bps");
        }
    }

    /// The ATM service category. 16 bits; bit 0: constant instead of unspecified bit rate.
    record ServiceCategory(int bits) implements AtmAvp {
        public ServiceCategory {
            MalformedValue.u16(bits, "service category");
        }
    }

    /// The service a PVC leads to.
    record ServiceName(String value) implements AtmAvp {}

    /// The caller's sub-address, in ATM's form.
    record CallingSubAddress(Octets value) implements AtmAvp {}

    /// The PVC. 16 bits each.
    record VpiVciIdentifier(int vpi, int vci) implements AtmAvp {
        public VpiVciIdentifier {
            MalformedValue.u16(vpi, "VPI");
            MalformedValue.u16(vci, "VCI");
        }
    }
}
