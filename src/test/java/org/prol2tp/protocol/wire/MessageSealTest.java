package org.prol2tp.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.prol2tp.protocol.wire.MessageSeal.Verdict.ABSENT;
import static org.prol2tp.protocol.wire.MessageSeal.Verdict.RIGHT;
import static org.prol2tp.protocol.wire.MessageSeal.Verdict.WRONG;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// RFC 3931 §4.3, §5.4.1. The digests were computed with another program (Python's hmac).
class MessageSealTest {
    private static final SecretKeys KEYS = WireFormat.V3.keys(Samples.SECRET);
    private static final Octets OURS = Octets.ofHex("00112233445566778899aabbccddeeff");
    private static final Octets PEERS = Octets.ofHex("0f1e2d3c4b5a69788796a5b4c3d2e1f0");
    private static final ControlHeader HEADER =
            new ControlHeader(new ControlConnectionId(0x01020304), SessionId.NONE, 1, 2);
    private static final String MD5 = "8bf22d8e2f76b516a1476aa26d9b0fb5";
    private static final String SHA_1 = "f1dcf3e9d4ca11df3f1faca98c9905d0e15e1e56";

    /// §5.3 and §5.4.1: HMAC-MD5 of 1 and of 2.
    @Test
    void keysAreDerivedFromTheSecret() {
        assertThat(KEYS.hiding().hex()).isEqualTo("a69f0bd446c6e1d18d7d0d6b2bf976eb");
        assertThat(KEYS.digest().hex()).isEqualTo("552d92e4a7a06609c4250b8d34613d98");
        assertThat(WireFormat.V2.keys(Samples.SECRET)).isEqualTo(new SecretKeys(Samples.SECRET, Octets.EMPTY));
    }

    @Test
    void digestsAreThoseOfAnotherProgram() {
        assertThat(Octets.of(hello(DigestType.HMAC_MD5)).hex())
                .isEqualTo("c803002b01020304000100028008000000000006" + "80170000003b00" + MD5);
        assertThat(Octets.of(hello(DigestType.HMAC_SHA_1)).hex())
                .isEqualTo("c803002f01020304000100028008000000000006" + "801b0000003b01" + SHA_1);
    }

    /// The receiver has the two nonces the other way round.
    @Test
    void theReceiverFindsTheDigestRight() {
        for (DigestType type : DigestType.values()) {
            byte[] hello = hello(type);
            assertThat(MessageSeal.judge(hello, KEYS.digest(), OURS, PEERS)).isEqualTo(RIGHT);
            assertThat(MessageSeal.judge(hello, KEYS.digest(), PEERS, OURS)).isEqualTo(WRONG);
            assertThat(MessageSeal.judge(hello, KEYS.hiding(), OURS, PEERS)).isEqualTo(WRONG);
        }
    }

    @Test
    void anyChangedBitMakesADigestWrong() {
        byte[] hello = hello(DigestType.HMAC_MD5);
        for (int bit = 0; bit < 8 * hello.length; bit++) {
            byte[] changed = hello.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            if (Datagram.decode(changed) instanceof Datagram.Control) {
                assertThat(MessageSeal.judge(changed, KEYS.digest(), OURS, PEERS))
                        .as("bit %d", bit)
                        .isNotEqualTo(RIGHT);
            }
        }
    }

    /// What follows the Length is no part of the message.
    @Test
    void octetsAfterTheMessageAreNotCovered() {
        byte[] hello = hello(DigestType.HMAC_MD5);
        byte[] padded = Arrays.copyOf(hello, hello.length + 7);
        assertThat(MessageSeal.judge(padded, KEYS.digest(), OURS, PEERS)).isEqualTo(RIGHT);
    }

    /// A retransmission has another Nr.
    @Test
    void aMessageIsSealedAnewWithOtherNumbers() {
        byte[] hello = hello(DigestType.HMAC_MD5);
        ControlHeader.setNumbers(hello, 1, 3);
        assertThat(MessageSeal.judge(hello, KEYS.digest(), OURS, PEERS)).isEqualTo(WRONG);
        MessageSeal.seal(hello, KEYS.digest(), OURS, PEERS);
        assertThat(MessageSeal.judge(hello, KEYS.digest(), OURS, PEERS)).isEqualTo(RIGHT);
    }

    /// §5.4.1: the SCCRQ's nonce is in it, and there is no other yet.
    @Test
    void theDigestOfAnSccrqIsMadeWithoutNonces() {
        Message.Sccrq sccrq = Rfc3931Samples.bothVersions();
        byte[] datagram = WireFormat.V2_OR_V3.encode(
                new ControlHeader(ControlConnectionId.NONE, SessionId.NONE, 0, 0),
                sccrq,
                Optional.empty(),
                Optional.of(DigestType.HMAC_MD5));
        MessageSeal.seal(datagram, KEYS.digest(), OURS, Octets.EMPTY);
        assertThat(Octets.of(datagram, 27, 43).hex()).isEqualTo("b5eec263bc838fe0a696b610c642ec3a");
        assertThat(MessageSeal.judge(datagram, KEYS.digest(), PEERS, PEERS)).isEqualTo(RIGHT);
        Datagram.Control control = (Datagram.Control) Datagram.decode(datagram);
        assertThat(MessageSeal.nonce(control.avps())).contains(OURS);
    }

    /// §4.3: without a secret it still shows whether the message is whole.
    @Test
    void withoutASecretADigestChecksIntegrity() {
        SecretKeys empty = WireFormat.V3.keys(Octets.EMPTY);
        assertThat(empty.digest().hex()).isEqualTo("7b6085fbf45933670abcb07a27fcea5e");
        byte[] hello = unsealed(DigestType.HMAC_MD5);
        MessageSeal.seal(hello, empty.digest(), Octets.EMPTY, Octets.EMPTY);
        assertThat(Octets.of(hello, 27, 43).hex()).isEqualTo("cbbfdc55ba8928f4f1e567bbecaa4ea3");
    }

    /// §5.4.1: for a change of the secret or the algorithm there may be two.
    @Test
    void oneRightDigestOfTwoIsEnough() {
        byte[] wrong = Octets.ofHex("80170000003b00" + "00".repeat(16)).toArray();
        byte[] second = Octets.ofHex("801b0000003b01" + "00".repeat(20)).toArray();
        for (List<byte[]> avps : List.of(List.of(wrong, second), List.of(second, wrong))) {
            Writer writer = new Writer(100);
            HEADER.write(writer, Version.V3, HEADER.tunnelId().value());
            AvpFormat.encode(writer, Version.V3, new GeneralAvp.MessageTypeAvp(6, true), Optional.empty());
            avps.forEach(writer::octets);
            byte[] hello = ControlHeader.finish(writer);
            byte[] zeros = hello.clone();
            MessageSeal.seal(zeros, KEYS.digest(), OURS, PEERS);
            assertThat(MessageSeal.judge(zeros, KEYS.digest(), OURS, PEERS)).isEqualTo(RIGHT);
            assertThat(MessageSeal.judge(hello, KEYS.digest(), OURS, PEERS)).isEqualTo(WRONG);
        }
    }

    @Test
    void aMessageWithoutADigestHasNone() {
        byte[] hello = WireFormat.V3.encode(HEADER, Message.Hello.of(), Optional.empty());
        assertThat(MessageSeal.judge(hello, KEYS.digest(), OURS, PEERS)).isEqualTo(ABSENT);
        byte[] zlb = Octets.ofHex("c803000c 01020304 0001 0002").toArray();
        assertThat(MessageSeal.judge(zlb, KEYS.digest(), OURS, PEERS)).isEqualTo(ABSENT);
    }

    /// The digest has a fixed place.
    @Test
    void aDigestElsewhereIsNone() {
        byte[] hello = Octets.ofHex(
                        "c8030031 01020304 0001 0002 8008 0000 0000 0006 0006 0009 0001 8017 0000 003b 00" + MD5)
                .toArray();
        assertThat(MessageSeal.judge(hello, KEYS.digest(), OURS, PEERS)).isEqualTo(ABSENT);
    }

    private static byte[] hello(DigestType type) {
        byte[] hello = unsealed(type);
        MessageSeal.seal(hello, KEYS.digest(), OURS, PEERS);
        return hello;
    }

    private static byte[] unsealed(DigestType type) {
        return WireFormat.V3.encode(HEADER, Message.Hello.of(), Optional.empty(), Optional.of(type));
    }
}
