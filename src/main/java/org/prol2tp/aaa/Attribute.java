package org.prol2tp.aaa;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.prol2tp.protocol.node.IpAddress;

/// An attribute of a packet: RFC 2865 §5.
///
/// @param type 1..255
/// @param value at most [#MAX_VALUE] octets
record Attribute(int type, byte[] value) {
    static final int HEADER_OCTETS = 2;

    /// RFC 2865 §5: the length is an octet and counts the header.
    static final int MAX_VALUE = 253;

    static final int USER_NAME = 1;
    static final int USER_PASSWORD = 2;
    static final int CHAP_PASSWORD = 3;
    static final int NAS_IP_ADDRESS = 4;
    static final int NAS_PORT = 5;
    static final int SERVICE_TYPE = 6;
    static final int FRAMED_PROTOCOL = 7;
    static final int FRAMED_IP_ADDRESS = 8;
    static final int FRAMED_IP_NETMASK = 9;
    static final int REPLY_MESSAGE = 18;
    static final int FRAMED_ROUTE = 22;
    static final int STATE = 24;
    static final int CLASS = 25;
    static final int VENDOR_SPECIFIC = 26;
    static final int SESSION_TIMEOUT = 27;
    static final int IDLE_TIMEOUT = 28;
    static final int CALLED_STATION_ID = 30;
    static final int CALLING_STATION_ID = 31;
    static final int NAS_IDENTIFIER = 32;
    static final int PROXY_STATE = 33;
    static final int ACCT_STATUS_TYPE = 40;
    static final int ACCT_INPUT_OCTETS = 42;
    static final int ACCT_OUTPUT_OCTETS = 43;
    static final int ACCT_SESSION_ID = 44;
    static final int ACCT_AUTHENTIC = 45;
    static final int ACCT_SESSION_TIME = 46;
    static final int ACCT_INPUT_PACKETS = 47;
    static final int ACCT_OUTPUT_PACKETS = 48;
    static final int ACCT_TERMINATE_CAUSE = 49;
    static final int ACCT_INPUT_GIGAWORDS = 52;
    static final int ACCT_OUTPUT_GIGAWORDS = 53;
    static final int EVENT_TIMESTAMP = 55;
    static final int CHAP_CHALLENGE = 60;
    static final int NAS_PORT_TYPE = 61;
    static final int TUNNEL_TYPE = 64;
    static final int TUNNEL_MEDIUM_TYPE = 65;
    static final int TUNNEL_CLIENT_ENDPOINT = 66;
    static final int ACCT_TUNNEL_CONNECTION = 68;
    static final int EAP_MESSAGE = 79;
    static final int MESSAGE_AUTHENTICATOR = 80;
    static final int ACCT_INTERIM_INTERVAL = 85;
    static final int FRAMED_POOL = 88;
    static final int TUNNEL_CLIENT_AUTH_ID = 90;
    static final int TUNNEL_SERVER_AUTH_ID = 91;
    static final int NAS_IPV6_ADDRESS = 95;
    static final int ERROR_CAUSE = 101;

    /// SMI number of Microsoft, RFC 2548.
    static final int MICROSOFT = 311;

    static final int MS_CHAP_RESPONSE = 1;
    static final int MS_CHAP_CHALLENGE = 11;
    static final int MS_CHAP2_RESPONSE = 25;
    static final int MS_CHAP2_SUCCESS = 26;
    static final int MS_PRIMARY_DNS_SERVER = 28;
    static final int MS_SECONDARY_DNS_SERVER = 29;

    private static final int VENDOR_OCTETS = 6;

    Attribute {
        if (type < 1 || type > 255 || value.length > MAX_VALUE) {
            throw new IllegalArgumentException("attribute " + type + " of " + value.length + " octets");
        }
    }

    /// A text in UTF-8; what is longer than an attribute is cut.
    static Attribute text(int type, String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        return new Attribute(type, octets.length <= MAX_VALUE ? octets : java.util.Arrays.copyOf(octets, MAX_VALUE));
    }

    /// A number of 32 bits.
    static Attribute number(int type, long value) {
        return new Attribute(type, ByteBuffer.allocate(4).putInt((int) value).array());
    }

    /// An address by itself, 4 or 16 octets.
    static Attribute address(int type, IpAddress address) {
        return new Attribute(type, address.octets());
    }

    /// An attribute of Microsoft's: RFC 2865 §5.26.
    static Attribute ofMicrosoft(int type, byte[] value) {
        return new Attribute(
                VENDOR_SPECIFIC,
                ByteBuffer.allocate(VENDOR_OCTETS + value.length)
                        .putInt(MICROSOFT)
                        .put((byte) type)
                        .put((byte) (value.length + HEADER_OCTETS))
                        .put(value)
                        .array());
    }

    /// The value of this attribute of Microsoft's, if it holds one; several may share a Vendor-Specific.
    Optional<byte[]> ofMicrosoft(int wanted) {
        if (type != VENDOR_SPECIFIC || value.length < 4) {
            return Optional.empty();
        }
        ByteBuffer octets = ByteBuffer.wrap(value);
        if (octets.getInt() != MICROSOFT) {
            return Optional.empty();
        }
        while (octets.remaining() >= HEADER_OCTETS) {
            int found = octets.get() & 0xff;
            int length = (octets.get() & 0xff) - HEADER_OCTETS;
            if (length < 0 || length > octets.remaining()) {
                return Optional.empty();
            }
            byte[] inner = new byte[length];
            octets.get(inner);
            if (found == wanted) {
                return Optional.of(inner);
            }
        }
        return Optional.empty();
    }

    String text() {
        return new String(value, StandardCharsets.UTF_8);
    }

    /// The 32 bits of a value of four octets, unsigned; empty if it has others.
    Optional<Long> number() {
        return number(value);
    }

    static Optional<Long> number(byte[] value) {
        return value.length == 4 ? Optional.of(ByteBuffer.wrap(value).getInt() & 0xffff_ffffL) : Optional.empty();
    }
}
