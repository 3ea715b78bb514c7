package org.prol2tp.protocol.wire;

import java.util.Arrays;
import java.util.Optional;

/// Why PPP ended a session, in a CDN; for logs and accounting only.
///
/// @param code 16 bits, see [Code]
/// @param controlProtocol the PPP protocol number that `code` is about; 0 where it is about none
/// @param direction 0: neither end, 1: the peer of the sender, 2: the sender
/// @param message for people; may be empty
///
/// Source: RFC 3145 §2.
public record PppDisconnectCause(int code, int controlProtocol, int direction, String message) implements Avp {
    public PppDisconnectCause {
        MalformedValue.u16(code, "disconnect code");
        MalformedValue.u16(controlProtocol, "control protocol number");
        MalformedValue.u8(direction, "direction");
    }

    /// For a log: `PPP: authentication failed (at the sender, protocol 0xc223)`, and what the sender says to it.
    public String describe() {
        String text = "PPP: " + Code.of(code).map(Code::text).orElse("cause " + code);
        String where = direction == PEER ? "at its peer" : direction == SENDER ? "at its end" : "";
        if (controlProtocol != 0) {
            where += (where.isEmpty() ? "" : ", ") + "protocol 0x%04x".formatted(controlProtocol);
        }
        text += where.isEmpty() ? "" : " (" + where + ")";
        return message.isEmpty() ? text : text + ": " + Text.quote(message);
    }

    /// Values of `direction`.
    public static final int NEITHER = 0;

    public static final int PEER = 1;
    public static final int SENDER = 2;

    /// What ended PPP. RFC 3145 §3.
    public enum Code {
        NO_INFORMATION(0, "no information"),
        ADMINISTRATIVE(1, "disconnected by an administrator"),
        NO_PROXY_LCP(2, "the LNS does not negotiate LCP anew, and the LAC told none"),
        NORMAL(3, "closed by an LCP Terminate-Request"),
        ENCRYPTION_REFUSED(4, "encryption that is compulsory was refused"),
        LCP_TIMEOUT(5, "LCP timed out"),
        NO_LCP(6, "no LCP packet that could be recognized came"),
        LOOPED_BACK(7, "magic number error, the link may be looped back"),
        ECHO_TIMEOUT(8, "LCP echoes were not answered"),
        UNEXPECTED_ENDPOINT(9, "endpoint discriminator does not fit the multilink bundle"),
        UNEXPECTED_MRRU(10, "MRRU does not fit the multilink bundle"),
        UNEXPECTED_SHORT_SEQUENCE(11, "short sequence numbers do not fit the multilink bundle"),
        CALLBACK_REFUSED(12, "call-back that is compulsory was refused"),
        AUTHENTICATION_TIMEOUT(13, "authentication timed out"),
        UNEXPECTED_NAME(14, "authenticated name does not fit the multilink bundle"),
        AUTHENTICATION_PROTOCOL(15, "authentication protocol not acceptable"),
        AUTHENTICATION_FAILED(16, "authentication failed"),
        NCP_TIMEOUT(17, "a network control protocol timed out"),
        NO_NCP(18, "no network control protocol is open"),
        NO_ADDRESS_AGREED(19, "no agreement on addresses"),
        NO_ADDRESS_PERMITTED(20, "no address is permitted to the user");

        private final int number;
        private final String text;

        Code(int number, String text) {
            this.number = number;
            this.text = text;
        }

        public static Optional<Code> of(int number) {
            return Arrays.stream(values()).filter(it -> it.number == number).findFirst();
        }

        public int number() {
            return number;
        }

        public String text() {
            return text;
        }
    }
}
