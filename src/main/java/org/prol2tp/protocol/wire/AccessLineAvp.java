package org.prol2tp.protocol.wire;

/// What an access server knows of a subscriber's DSL line, in ICRQ: AVPs of the vendor id 3561 (ADSL
/// Forum), except for the last one, which is of the IETF. Rates are 64 bits, unsigned.
///
/// Source: RFC 5515 §5.
public sealed interface AccessLineAvp extends Avp {
    /// Where the line ends in the access node.
    ///
    /// @param value at least one octet
    record AgentCircuitId(String value) implements AccessLineAvp {
        public AgentCircuitId {
            MalformedValue.notEmpty(value, "agent circuit id");
        }
    }

    /// Whose line it is.
    ///
    /// @param value at least one octet
    record AgentRemoteId(String value) implements AccessLineAvp {
        public AgentRemoteId {
            MalformedValue.notEmpty(value, "agent remote id");
        }
    }

    record ActualDataRateUpstream(long bitsPerSecond) implements AccessLineAvp {}

    record ActualDataRateDownstream(long bitsPerSecond) implements AccessLineAvp {}

    record MinimumDataRateUpstream(long bitsPerSecond) implements AccessLineAvp {}

    record MinimumDataRateDownstream(long bitsPerSecond) implements AccessLineAvp {}

    record AttainableDataRateUpstream(long bitsPerSecond) implements AccessLineAvp {}

    record AttainableDataRateDownstream(long bitsPerSecond) implements AccessLineAvp {}

    record MaximumDataRateUpstream(long bitsPerSecond) implements AccessLineAvp {}

    record MaximumDataRateDownstream(long bitsPerSecond) implements AccessLineAvp {}

    record MinimumDataRateUpstreamLowPower(long bitsPerSecond) implements AccessLineAvp {}

    record MinimumDataRateDownstreamLowPower(long bitsPerSecond) implements AccessLineAvp {}

    record MaximumInterleavingDelayUpstream(long milliseconds) implements AccessLineAvp {
        public MaximumInterleavingDelayUpstream {
            MalformedValue.u32(milliseconds, "interleaving delay");
        }
    }

    record ActualInterleavingDelayUpstream(long milliseconds) implements AccessLineAvp {
        public ActualInterleavingDelayUpstream {
            MalformedValue.u32(milliseconds, "interleaving delay");
        }
    }

    record MaximumInterleavingDelayDownstream(long milliseconds) implements AccessLineAvp {
        public MaximumInterleavingDelayDownstream {
            MalformedValue.u32(milliseconds, "interleaving delay");
        }
    }

    record ActualInterleavingDelayDownstream(long milliseconds) implements AccessLineAvp {
        public ActualInterleavingDelayDownstream {
            MalformedValue.u32(milliseconds, "interleaving delay");
        }
    }

    /// What is spoken on the line. 8 bits each, numbers of RFC 4679.
    record AccessLoopEncapsulation(int dataLink, int encapsulation1, int encapsulation2) implements AccessLineAvp {
        public AccessLoopEncapsulation {
            MalformedValue.u8(dataLink, "data link");
            MalformedValue.u8(encapsulation1, "encapsulation 1");
            MalformedValue.u8(encapsulation2, "encapsulation 2");
        }
    }

    /// The kind of DSL: 1 ADSL1, 2 ADSL2, 3 ADSL2+, 4 VDSL1, 5 VDSL2, 6 SDSL, 7 unknown.
    ///
    /// @param number 32 bits
    record AncpAccessLineType(long number) implements AccessLineAvp {
        public AncpAccessLineType {
            MalformedValue.u32(number, "access line type");
        }
    }

    /// Whether PPPoA is made PPPoE on the way.
    record IwfSession(long value) implements AccessLineAvp {
        public IwfSession {
            MalformedValue.u32(value, "iwf session");
        }
    }

    /// The peer may send updates of the line's speed. Its presence is its value. An AVP of the IETF.
    record ConnectSpeedUpdateEnable() implements AccessLineAvp {}
}
