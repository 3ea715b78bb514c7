package org.prol2tp.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/// RFC 2661 §3.1.
class DatagramTest {
    private static final ControlHeader HEADER =
            new ControlHeader(new ControlConnectionId(0x1234), new SessionId(0x5678), 0x9abc, 0xdef0);

    @Test
    void aHeaderAloneIsAnAcknowledgement() {
        assertThat(Octets.of(WireFormat.V2.encodeAcknowledgement(HEADER, Optional.empty()))
                        .hex())
                .isEqualTo("c802000c123456789abcdef0");
        assertThat(decode("c802 000c 1234 5678 9abc def0")).isEqualTo(new Datagram.Zlb(WireFormat.V2, HEADER));
    }

    @Test
    void aMessageIsItsHeaderAndItsAvps() {
        assertThat(decode("c802 0014 1234 5678 9abc def0 8008 0000 0000 0006"))
                .isEqualTo(new Datagram.Control(WireFormat.V2, HEADER, Octets.ofHex("8008000000000006")));
        assertThat(Octets.of(WireFormat.V2.encode(HEADER, Message.Hello.of(), Optional.empty()))
                        .hex())
                .isEqualTo("c8020014123456789abcdef08008000000000006");
    }

    @Test
    void octetsAfterTheLengthAreTolerated() {
        assertThat(decode("c802 000c 1234 5678 9abc def0 0000 0000"))
                .isEqualTo(new Datagram.Zlb(WireFormat.V2, HEADER));
    }

    @Test
    void reservedBitsAreIgnored() {
        assertThat(decode("fcf2 000c 1234 5678 9abc def0")).isEqualTo(new Datagram.Zlb(WireFormat.V2, HEADER));
    }

    @Test
    void lengthBeyondTheDatagramIsDiscarded() {
        assertDiscarded("c802 000d 1234 5678 9abc def0", "control message of 12 octets says it has 13");
    }

    @Test
    void lengthShorterThanTheHeaderIsDiscarded() {
        assertDiscarded("c802 000b 1234 5678 9abc def0", "control message of 12 octets says it has 11");
    }

    @Test
    void controlNeedsLengthAndSequenceBits() {
        assertDiscarded("8802 000c 1234 5678 9abc def0", "control message with header bits 8802");
        assertDiscarded("c002 000c 1234 5678 9abc def0", "control message with header bits c002");
    }

    @Test
    void controlHasNoOffsetAndNoPriority() {
        assertDiscarded("ca02 000c 1234 5678 9abc def0", "control message with header bits ca02");
        assertDiscarded("c902 000c 1234 5678 9abc def0", "control message with header bits c902");
    }

    /// Version 1 is L2F (§3.1).
    @Test
    void otherVersionsAreDiscarded() {
        assertDiscarded("c801 000c 1234 5678 9abc def0", "version 1 in a header");
        assertDiscarded("c804 000c 1234 5678 9abc def0", "version 4 in a header");
    }

    @Test
    void aFewOctetsAreDiscarded() {
        assertDiscarded("", "datagram of 0 octets");
        assertDiscarded("c8", "datagram of 1 octets");
        assertDiscarded("c802", "control message of 2 octets");
        assertDiscarded("c802 000c 1234 5678 9abc de", "control message of 11 octets");
    }

    @Test
    void withoutTBitItIsData() {
        assertThat(decode("0002 1234 5678 ff03 c021")).isEqualTo(new Datagram.Data());
    }

    @Test
    void onlyTheGivenRangeIsRead() {
        byte[] buffer = Octets.ofHex("ffff c802000c123456789abcdef0 ffff").toArray();
        assertThat(Datagram.decode(buffer, 2, 14)).isEqualTo(new Datagram.Zlb(WireFormat.V2, HEADER));
    }

    /// §5.8: a message gets its Ns when it is sent, a retransmission the Nr of now.
    @Test
    void numbersAreRewrittenInPlace() {
        byte[] message = WireFormat.V2.encode(HEADER, Message.Hello.of(), Optional.empty());
        ControlHeader.setNumbers(message, 0x9abd, 0xfffe);
        assertThat(Octets.of(message).hex()).isEqualTo("c8020014123456789abdfffe8008000000000006");
    }

    @Test
    void numbersOfAHeaderHaveSixteenBits() {
        assertThatThrownBy(() -> new ControlHeader(ControlConnectionId.NONE, SessionId.NONE, 65_536, 0))
                .isInstanceOf(IllegalArgumentException.class);
        ControlHeader wide = new ControlHeader(new ControlConnectionId(65_536), SessionId.NONE, 0, 0);
        assertThatThrownBy(() -> WireFormat.V2.encode(wide, Message.Hello.of(), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Datagram decode(String hex) {
        return Datagram.decode(Octets.ofHex(hex).toArray());
    }

    private static void assertDiscarded(String hex, String what) {
        assertThat(decode(hex)).isEqualTo(Fault.discard(what));
    }
}
