package org.prol2tp.protocol.wire;

import java.util.List;

/// AVPs that set up and end a control connection.
///
/// Source: RFC 2661 §4.4.3, RFC 3931 §5.4.3.
public sealed interface ControlConnectionAvp extends Avp {
    /// The version of the protocol; L2TPv2 says 1.0.
    record ProtocolVersion(int version, int revision) implements ControlConnectionAvp {
        /// What RFC 2661 demands.
        public static final ProtocolVersion V1_0 = new ProtocolVersion(1, 0);

        public ProtocolVersion {
            MalformedValue.u8(version, "protocol version");
            MalformedValue.u8(revision, "protocol revision");
        }
    }

    /// The kinds of framing the sender can do. Bit 0: synchronous, bit 1: asynchronous.
    record FramingCapabilities(long bits) implements ControlConnectionAvp {
        /// Both kinds.
        public static final FramingCapabilities ANY = new FramingCapabilities(3);

        public FramingCapabilities {
            MalformedValue.u32(bits, "framing capabilities");
        }

        public boolean synchronous() {
            return (bits & 1) != 0;
        }

        public boolean asynchronous() {
            return (bits & 2) != 0;
        }
    }

    /// The kinds of bearer the sender can dial out on. Bit 0: digital, bit 1: analog.
    record BearerCapabilities(long bits) implements ControlConnectionAvp {
        public BearerCapabilities {
            MalformedValue.u32(bits, "bearer capabilities");
        }

        public boolean digital() {
            return (bits & 1) != 0;
        }

        public boolean analog() {
            return (bits & 2) != 0;
        }
    }

    /// Decides which of two simultaneous control connections stays, in L2TPv3 also which of two
    /// simultaneous sessions: the lower one, compared as unsigned.
    record TieBreaker(long value) implements ControlConnectionAvp, Comparable<TieBreaker> {
        @Override
        public int compareTo(TieBreaker other) {
            return Long.compareUnsigned(value, other.value);
        }
    }

    /// 16 bits of the vendor's own meaning.
    record FirmwareRevision(int value) implements ControlConnectionAvp {
        public FirmwareRevision {
            MalformedValue.u16(value, "firmware revision");
        }
    }

    /// The sender's name; it says which secret applies.
    ///
    /// @param value at least one octet
    record HostName(String value) implements ControlConnectionAvp {
        public HostName {
            MalformedValue.notEmpty(value, "host name");
        }
    }

    /// What the sender is, for people to read.
    record VendorName(String value) implements ControlConnectionAvp {}

    /// The id that the receiver shall put into the header of all it sends from now on.
    ///
    /// In L2TPv3 it is called Assigned Control Connection ID.
    ///
    /// @param value not 0; 1..65535 in L2TPv2, 32 bits in L2TPv3
    record AssignedTunnelId(ControlConnectionId value) implements ControlConnectionAvp {
        public AssignedTunnelId {
            MalformedValue.notZero(value.value(), "assigned tunnel id");
        }
    }

    /// How many messages may be sent to this side before an acknowledgement; 4 if absent.
    ///
    /// @param messages 1..65535
    record ReceiveWindowSize(int messages) implements ControlConnectionAvp {
        public ReceiveWindowSize {
            MalformedValue.inRange(messages, 1, 0xffff, "receive window size");
        }
    }

    /// Asks the peer to prove that it knows the secret; §5.1.1.
    ///
    /// @param value at least one octet
    record Challenge(Octets value) implements ControlConnectionAvp {
        public Challenge {
            MalformedValue.length(value, 1, AvpFormat.MAX_VALUE_OCTETS, "challenge");
        }
    }

    /// The proof.
    ///
    /// @param value 16 octets
    record ChallengeResponse(Octets value) implements ControlConnectionAvp {
        public ChallengeResponse {
            MalformedValue.length(value, 16, 16, "challenge response");
        }
    }

    /// Which LCCE the sender is. RFC 3931 §5.4.3.
    ///
    /// @param value 32 bits, often written like an IPv4 address but none
    record RouterId(int value) implements ControlConnectionAvp {}

    /// The kinds of pseudowire that the sender has; of no other may a session be asked for. RFC 3931 §5.4.3.
    ///
    /// @param types at least one, 16 bits each: [PseudowireAvp.PseudowireType#number]
    record PseudowireCapabilitiesList(List<Integer> types) implements ControlConnectionAvp {
        public PseudowireCapabilitiesList {
            MalformedValue.inRange(types.size(), 1, AvpFormat.MAX_VALUE_OCTETS / 2, "number of pseudowire types");
            types.forEach(type -> MalformedValue.u16(type, "pseudowire type"));
            types = List.copyOf(types);
        }
    }

    /// The language for messages to people. RFC 3931 §5.4.3.
    record PreferredLanguage(String tag) implements ControlConnectionAvp {}
}
