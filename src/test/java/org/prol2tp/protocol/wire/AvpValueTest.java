package org.prol2tp.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Values that an AVP does not allow cannot be made, and are malformed when they come.
class AvpValueTest {
    @Test
    void receiveWindowOfZeroIsMalformed() {
        assertThatThrownBy(() -> new ControlConnectionAvp.ReceiveWindowSize(0))
                .hasMessage("receive window size 0, must be 1..65535");
        assertMalformed("8008 0000 000a 0000", "receive window size 0, must be 1..65535");
    }

    @Test
    void hostNameHasAtLeastOneOctet() {
        assertMalformed("8006 0000 0007", "host name is empty");
    }

    @Test
    void challengeHasAtLeastOneOctet() {
        assertMalformed("8006 0000 000b", "challenge length in octets 0, must be 1..1017");
    }

    @Test
    void challengeResponseHasSixteenOctets() {
        assertMalformed("8007 0000 000d 00", "challenge response length in octets 1, must be 16..16");
    }

    @Test
    void tieBreakersCompareAsUnsigned() {
        assertThat(new ControlConnectionAvp.TieBreaker(-1))
                .isGreaterThan(new ControlConnectionAvp.TieBreaker(1))
                .isEqualByComparingTo(new ControlConnectionAvp.TieBreaker(0xffff_ffff_ffff_ffffL));
    }

    /// Reserved fields are not looked at.
    @Test
    void reservedFieldsAreIgnored() {
        assertThat(decode("8008 0000 0020 ff07")).isEqualTo(new ProxyAvp.ProxyAuthenId(7));
        assertThat(decode("8010 0000 0023 ffff 00000001 00000002")).isEqualTo(new CallStatusAvp.Accm(1, 2));
    }

    /// RFC 3145 §2: at least 11 octets with its header.
    @Test
    void pppDisconnectCauseMayHaveNoMessage() {
        assertThat(decode("000b 0000 002e 0002 c021 01")).isEqualTo(new PppDisconnectCause(2, 0xc021, 1, ""));
        assertMalformed("000a 0000 002e 0002 c021", "too short: 0 octets left of 1");
    }

    @Test
    void numbersAreReadWithoutSign() {
        assertThat(decode("800a 0000 0018 ffffffff")).isEqualTo(new CallAvp.TxConnectSpeed(4_294_967_295L));
    }

    @Test
    void defaultsOfWhatThePeerDidNotSay() {
        Message.Sccrq sccrq =
                Message.Sccrq.of("a", ControlConnectionAvp.FramingCapabilities.ANY, new ControlConnectionId(1));
        assertThat(sccrq.receiveWindowSize()).isEqualTo(4);
        Message.Iccn iccn = Message.Iccn.of(new CallAvp.TxConnectSpeed(64_000), new CallAvp.FramingType(1));
        assertThat(iccn.rxConnectSpeed()).isEqualTo(new CallAvp.RxConnectSpeed(64_000));
        assertThat(iccn.sequencingRequired()).isFalse();
    }

    @Test
    void aValueTooLongForAnAvpIsOurBug() {
        Message message = Message.Sccrq.of(
                "a".repeat(1018), ControlConnectionAvp.FramingCapabilities.ANY, new ControlConnectionId(1));
        ControlHeader header = new ControlHeader(ControlConnectionId.NONE, SessionId.NONE, 0, 0);
        assertThatThrownBy(() -> WireFormat.V2.encode(header, message, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("AVP of 1024 octets, must be at most 1023");
    }

    private static Avp decode(String hex) {
        return AvpFormat.decode(Version.V2, Octets.ofHex(hex), Optional.empty()).getFirst();
    }

    private static void assertMalformed(String hex, String why) {
        assertThat(decode(hex))
                .isInstanceOfSatisfying(
                        Avp.Malformed.class,
                        malformed -> assertThat(malformed.why()).isEqualTo(why));
    }
}
