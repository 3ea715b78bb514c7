package org.prol2tp.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;

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
        assertThat(Text.of(Message.Icrp.of(new SessionId(5)))).isEqualTo("ICRP *AssignedSessionId=5");
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
