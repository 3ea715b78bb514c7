package org.prol2tp.protocol.wire;

import java.util.Arrays;
import java.util.Optional;

/// Why a control connection or a session ends: the Result Code AVP of StopCCN and CDN.
///
/// @param result 16 bits; in a StopCCN one of [StopCcnResult], in a CDN one of [CdnResult]
/// @param error 16 bits, one of [ErrorCode]; 0 also where there was none
/// @param message for people; may be empty
///
/// Source: RFC 2661 §4.4.2, RFC 3931 §5.4.2; IANA's registry of L2TP parameters, where the other RFCs are named.
public record ResultCode(int result, int error, String message) implements Avp {
    public ResultCode {
        MalformedValue.u16(result, "result code");
        MalformedValue.u16(error, "error code");
    }

    public static ResultCode of(StopCcnResult result) {
        return new ResultCode(result.number(), 0, "");
    }

    public static ResultCode of(StopCcnResult result, ErrorCode error, String message) {
        return new ResultCode(result.number(), error.number(), message);
    }

    public static ResultCode of(CdnResult result) {
        return new ResultCode(result.number(), 0, "");
    }

    public static ResultCode of(CdnResult result, ErrorCode error, String message) {
        return new ResultCode(result.number(), error.number(), message);
    }

    /// A sentence for a log: result, error and the peer's message, as far as they say something.
    ///
    /// @param type of the message that carried it
    public String describe(MessageType type) {
        String text = switch (type.scope()) {
            case CONTROL_CONNECTION ->
                StopCcnResult.of(result).map(StopCcnResult::text).orElse("result " + result);
            case SESSION -> CdnResult.of(result).map(CdnResult::text).orElse("result " + result);
        };
        if (error != 0) {
            text += ": " + ErrorCode.of(error).map(ErrorCode::text).orElse("error " + error);
        }
        return message.isEmpty() ? text : text + ": " + Text.quote(message);
    }

    /// Results of a StopCCN. 0 is reserved.
    public enum StopCcnResult {
        CLEARED(1, "general request to clear the control connection"),
        ERROR(2, "general error"),
        ALREADY_EXISTS(3, "control connection already exists"),
        NOT_AUTHORIZED(4, "requester is not authorized to establish a control connection"),
        VERSION_NOT_SUPPORTED(5, "protocol version is not supported"),
        SHUTTING_DOWN(6, "requester is being shut down"),
        STATE_MACHINE_ERROR(7, "finite state machine error"),
        /// RFC 3308 §4.
        DS_MISMATCH(8, "differentiated services code points do not match");

        private final int number;
        private final String text;

        StopCcnResult(int number, String text) {
            this.number = number;
            this.text = text;
        }

        public static Optional<StopCcnResult> of(int number) {
            return Arrays.stream(values()).filter(it -> it.number == number).findFirst();
        }

        public int number() {
            return number;
        }

        public String text() {
            return text;
        }
    }

    /// Results of a CDN. 0 is reserved.
    public enum CdnResult {
        LOSS_OF_CARRIER(1, "loss of carrier"),
        ERROR(2, "general error"),
        ADMINISTRATIVE(3, "administrative reasons"),
        NO_FACILITIES_NOW(4, "no appropriate facilities available (temporary condition)"),
        NO_FACILITIES(5, "no appropriate facilities available (permanent condition)"),
        INVALID_DESTINATION(6, "invalid destination"),
        NO_CARRIER(7, "no carrier detected"),
        BUSY(8, "busy signal detected"),
        NO_DIAL_TONE(9, "no dial tone"),
        TIMED_OUT(10, "call not established within the time allotted by the LAC"),
        NO_FRAMING(11, "no appropriate framing detected"),
        /// RFC 3308 §5.
        DS_MISMATCH(12, "differentiated services code points do not match"),
        /// This one and those below: RFC 3931 §5.4.2.
        TIE_LOST(13, "session not established due to losing tie breaker"),
        UNSUPPORTED_PSEUDOWIRE(14, "session not established due to unsupported pseudowire type"),
        NO_SUBLAYER(15, "session not established, sequencing required without valid L2-specific sublayer"),
        STATE_MACHINE_ERROR(16, "finite state machine error or timeout"),
        /// Results 17 to 31 are those of particular pseudowires: a peer may send them, we do not. RFC 4591.
        FRAME_RELAY_CIRCUIT_GONE(17, "frame relay circuit is no longer provisioned"),
        FRAME_RELAY_CIRCUIT_INACTIVE(18, "frame relay circuit was inactive for too long"),
        FRAME_RELAY_HEADER_MISMATCH(19, "lengths of frame relay headers do not match"),
        /// RFC 4349.
        HDLC_LINK_GONE(20, "HDLC link is no longer provisioned"),
        HDLC_LINK_INACTIVE(21, "HDLC link was inactive for too long"),
        /// RFC 4454.
        NO_OAM_CELLS(22, "session not established, the other end has no emulation of OAM cells"),
        /// RFC 4667.
        MTU_MISMATCH(23, "MTUs of the interfaces do not match"),
        NO_SUCH_FORWARDER(24, "there is no such forwarder"),
        FORWARDER_NOT_AUTHORIZED(25, "not authorized to connect to this forwarder"),
        /// RFC 6073.
        LOOP_DETECTED(26, "loop detected"),
        /// RFC 6074.
        BOUND_TO_OTHER_ROUTER(27, "attachment circuit is bound to a different provider edge"),
        BOUND_TO_OTHER_CIRCUIT(28, "attachment circuit is bound to a different remote attachment circuit"),
        /// RFC 5611.
        TDM_PARAMETERS(30, "parameters of the TDM pseudowire are refused"),
        /// RFC 6073.
        NO_SEQUENCING(31, "sequencing is not supported");

        private final int number;
        private final String text;

        CdnResult(int number, String text) {
            this.number = number;
            this.text = text;
        }

        public static Optional<CdnResult> of(int number) {
            return Arrays.stream(values()).filter(it -> it.number == number).findFirst();
        }

        public int number() {
            return number;
        }

        public String text() {
            return text;
        }
    }

    /// Error codes, of both messages.
    public enum ErrorCode {
        NONE(0, "no general error"),
        NO_CONTROL_CONNECTION(1, "no control connection exists yet for this pair of LAC and LNS"),
        WRONG_LENGTH(2, "length is wrong"),
        OUT_OF_RANGE(3, "a field value is out of range, or a reserved field is not 0"),
        INSUFFICIENT_RESOURCES(4, "insufficient resources now"),
        INVALID_SESSION_ID(5, "session id is invalid in this context"),
        VENDOR_SPECIFIC(6, "vendor-specific error"),
        TRY_ANOTHER(7, "try another"),
        UNKNOWN_MANDATORY_AVP(8, "unknown AVP with the M bit set"),
        /// RFC 3931 §5.4.2: the message holds addresses.
        TRY_ANOTHER_DIRECTED(9, "try another directed"),
        /// RFC 6073, where tunnels are switched.
        NEXT_HOP_UNREACHABLE(10, "next hop is unreachable"),
        NEXT_HOP_BUSY(11, "next hop is busy"),
        SWITCHING_POINT_BUSY(12, "tunnel switching aggregator is busy");

        private final int number;
        private final String text;

        ErrorCode(int number, String text) {
            this.number = number;
            this.text = text;
        }

        public static Optional<ErrorCode> of(int number) {
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
