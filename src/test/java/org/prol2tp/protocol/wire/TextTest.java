package org.prol2tp.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class TextTest {
    @Test
    void textOfAPeerCannotForgeALine() {
        assertThat(Text.quote("a\"b\\c\r\n\u001b[31m\u202e")).isEqualTo("\"a\\\"b\\\\c\\x0d\\x0a\\x1b[31m\\x202e\"");
    }

    @Test
    void secretsAreNotPrinted() {
        Octets octets = Octets.ofHex("cafecafecafecafecafecafecafecafe");
        assertThat(Text.of(new ControlConnectionAvp.Challenge(octets))).isEqualTo("*Challenge=…");
        assertThat(Text.of(new ControlConnectionAvp.ChallengeResponse(octets))).isEqualTo("*ChallengeResponse=…");
        assertThat(Text.of(new ProxyAvp.ProxyAuthenResponse(octets))).isEqualTo("ProxyAuthenResponse=…");
        assertThat(new ControlConnectionAvp.Challenge(octets).toString()).isEqualTo("Challenge[value=(16 octets)]");
    }

    @Test
    void messagesArePrintedWithoutAHeader() {
        assertThat(text(WireFormat.V2, Message.Icrp.of(new SessionId(5)))).isEqualTo("ICRP *AssignedSessionId=5");
    }

    /// Names, layouts and M bits are those of the version that is on the wire.
    @Test
    void messagesOfL2tpV3AreInItsOwnWords() {
        Message icrq = Message.Icrq.of(
                new SessionId(0x89abcdef),
                1,
                PseudowireAvp.PseudowireType.ETHERNET,
                new PseudowireAvp.RemoteEndId("port"),
                CallStatusAvp.CircuitStatus.NEW_ACTIVE);
        assertThat(text(WireFormat.V3, icrq))
                .isEqualTo("ICRQ *LocalSessionId=2309737967 CallSerialNumber=1 *PseudowireType=5 *RemoteEndId=\"port\""
                        + " *CircuitStatus=3");
    }

    private static String text(WireFormat format, Message message) {
        byte[] datagram = format.encode(
                new ControlHeader(new ControlConnectionId(1), new SessionId(2), 0, 0), message, Optional.empty());
        Datagram.Control control = (Datagram.Control) Datagram.decode(datagram);
        assertThat(Text.names(message, control.avps()))
                .isEqualTo(Text.of(message, control.avps())
                        .replaceFirst("^[A-Z]+", "")
                        .replaceAll("[*]|=[^ ]+", ""));
        return Text.of(message, control.avps());
    }

    @Test
    void faultsSayTheirRemedy() {
        assertThat(Text.of(Fault.discard("version 3 in a header"))).isEqualTo("fault(discard): version 3 in a header");
    }

    @Test
    void resultsAreDescribed() {
        assertThat(new ResultCode(6, 0, "").describe(MessageType.STOP_CCN)).isEqualTo("requester is being shut down");
        assertThat(new ResultCode(2, 4, "full").describe(MessageType.CDN))
                .isEqualTo("general error: insufficient resources now: \"full\"");
        assertThat(new ResultCode(77, 99, "").describe(MessageType.CDN)).isEqualTo("result 77: error 99");
    }

    @Test
    void whatAnUnknownAvpHoldsIsNotPrinted() {
        assertThat(Text.of(new Avp.Unrecognised(9, 1, false, Octets.of(new byte[65]))))
                .isEqualTo("9/1=(65 octets)");
    }
}
