package org.prol2tp.protocol.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.prol2tp.protocol.control.Ending;
import org.prol2tp.protocol.ppp.LinkEnd;
import org.prol2tp.protocol.wire.MessageType;

/// What the operator and the peer are told of the end of a session or tunnel.
class DisconnectsTest {
    /// Result Code of the CDN (RFC 2661 §4.4.2), then code, protocol and direction of RFC 3145.
    @Test
    void everyEndOfPppHasItsResultAndItsCause() {
        Map<LinkEnd.Cause, String> said = new LinkedHashMap<>();
        for (LinkEnd.Cause cause : LinkEnd.Cause.values()) {
            Ending ending = Disconnects.of(new LinkEnd(cause, "why"));
            String detail = ending.disconnectCause()
                    .map(it -> it.code() + "/%04x/".formatted(it.controlProtocol()) + it.direction())
                    .orElse("");
            said.put(cause, ending.result() + " " + detail);
        }
        assertThat(said)
                .isEqualTo(Map.ofEntries(
                        Map.entry(LinkEnd.Cause.CLOSED_LOCALLY, "3 3/0000/2"),
                        Map.entry(LinkEnd.Cause.CLOSED_BY_PEER, "1 3/0000/1"),
                        Map.entry(LinkEnd.Cause.LOWER_LAYER_DOWN, "1 0/0000/0"),
                        Map.entry(LinkEnd.Cause.NO_ANSWER, "10 5/c021/2"),
                        Map.entry(LinkEnd.Cause.NOT_NEGOTIABLE, "11 0/0000/0"),
                        Map.entry(LinkEnd.Cause.LOOPED_BACK, "11 7/c021/0"),
                        Map.entry(LinkEnd.Cause.PEER_REFUSES_AUTHENTICATION, "3 15/c021/1"),
                        Map.entry(LinkEnd.Cause.PEER_NOT_AUTHENTICATED, "3 16/c021/1"),
                        Map.entry(LinkEnd.Cause.NOT_AUTHENTICATED_BY_PEER, "3 16/c021/2"),
                        Map.entry(LinkEnd.Cause.ECHO_LOST, "1 8/c021/1"),
                        Map.entry(LinkEnd.Cause.UNEXPECTED_MRRU, "11 10/c021/1"),
                        Map.entry(LinkEnd.Cause.UNEXPECTED_SHORT_SEQUENCE, "11 11/c021/1"),
                        Map.entry(LinkEnd.Cause.BUNDLE_FULL, "4 1/c021/2"),
                        Map.entry(LinkEnd.Cause.NO_NETWORK_PROTOCOL, "11 18/8021/0")));
    }

    /// RFC 2661 §4.4.2, in our words; numbers that are none of the RFC's stay numbers.
    @Test
    void everyResultAndErrorHasAName() {
        String[] stopCcn = {
            "general request to clear the control connection",
            "general error",
            "control connection already exists",
            "requester is not authorized to establish a control connection",
            "protocol version is not supported",
            "requester is being shut down",
            "finite state machine error"
        };
        String[] cdn = {
            "loss of carrier",
            "general error",
            "administrative reasons",
            "no appropriate facilities available (temporary condition)",
            "no appropriate facilities available (permanent condition)",
            "invalid destination",
            "no carrier detected",
            "busy signal detected",
            "no dial tone",
            "call not established within the time allotted by the LAC",
            "no appropriate framing detected"
        };
        for (int result = 1; result <= stopCcn.length; result++) {
            assertThat(Endings.describe(new Ending(result, 0, "", false), MessageType.STOP_CCN))
                    .isEqualTo("result " + result + ": " + stopCcn[result - 1]);
        }
        for (int result = 1; result <= cdn.length; result++) {
            assertThat(Endings.describe(new Ending(result, 0, "", false), MessageType.CDN))
                    .isEqualTo("result " + result + ": " + cdn[result - 1]);
        }
        String[] errors = {
            "no control connection exists yet for this pair of LAC and LNS",
            "length is wrong",
            "a field value is out of range, or a reserved field is not 0",
            "insufficient resources now",
            "session id is invalid in this context",
            "vendor-specific error",
            "try another",
            "unknown AVP with the M bit set"
        };
        for (int error = 1; error <= errors.length; error++) {
            assertThat(Endings.describe(new Ending(2, error, "", false), MessageType.CDN))
                    .isEqualTo("result 2 error " + error + ": general error: " + errors[error - 1]);
        }
        // RFC 3931 §5.4.2 and the pseudowires' own; 29 is nobody's
        for (int result = 13; result <= 31; result++) {
            String text = Endings.describe(new Ending(result, 0, "", false), MessageType.CDN);
            if (result == 29) {
                assertThat(text).isEqualTo("result 29: result 29");
            } else {
                assertThat(text).startsWith("result " + result + ": ").doesNotContain(": result");
            }
        }
        assertThat(Endings.describe(new Ending(23, 0, "", false), MessageType.CDN))
                .isEqualTo("result 23: MTUs of the interfaces do not match");
        assertThat(Endings.describe(new Ending(2, 12, "", false), MessageType.CDN))
                .isEqualTo("result 2 error 12: general error: tunnel switching aggregator is busy");
        assertThat(Endings.describe(new Ending(99, 0, "why", false), MessageType.CDN))
                .isEqualTo("result 99: result 99: \"why\"");
        assertThat(Endings.describe(Ending.unsaid("no answer"), MessageType.CDN))
                .isEqualTo("no answer");
    }
}
