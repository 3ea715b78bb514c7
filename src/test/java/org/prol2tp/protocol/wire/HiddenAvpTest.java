package org.prol2tp.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// RFC 2661 §4.3.
class HiddenAvpTest {
    private static final Octets SECRET = Octets.of("opensesame".getBytes(StandardCharsets.UTF_8));
    private static final Octets VECTOR = Octets.ofHex("000102030405060708090a0b0c0d0e0f");

    /// The steps of the RFC one by one, for a value of two blocks: 2 octets of length, 20 of value.
    @Test
    void hiddenValueIsWhatTheStepsOfTheRfcGive() throws GeneralSecurityException {
        byte[] value = "Wednesday is for fun".getBytes(StandardCharsets.US_ASCII);
        byte[] plain = new byte[22];
        plain[1] = 20;
        System.arraycopy(value, 0, plain, 2, 20);

        byte[] b1 = md5(new byte[] {0, 33}, SECRET.toArray(), VECTOR.toArray());
        byte[] c1 = new byte[16];
        for (int i = 0; i < 16; i++) {
            c1[i] = (byte) (plain[i] ^ b1[i]);
        }
        byte[] b2 = md5(SECRET.toArray(), c1);
        byte[] c2 = new byte[6];
        for (int i = 0; i < 6; i++) {
            c2[i] = (byte) (plain[16 + i] ^ b2[i]);
        }

        Octets hidden = HiddenAvp.hide(33, SECRET, VECTOR, Octets.of(value), Octets.EMPTY);
        assertThat(hidden.hex()).isEqualTo(Octets.of(c1).hex() + Octets.of(c2).hex());
        assertThat(HiddenAvp.reveal(33, SECRET, VECTOR, hidden)).isEqualTo(Octets.of(value));
    }

    /// Computed once with another program (Python's hashlib).
    @Test
    void knownAnswer() {
        assertThat(HiddenAvp.hide(9, SECRET, VECTOR, Octets.ofHex("1234"), Octets.EMPTY)
                        .hex())
                .isEqualTo("a931b8d9");
        assertThat(HiddenAvp.hide(
                                30,
                                SECRET,
                                VECTOR,
                                Octets.of("someone@example.net".getBytes(StandardCharsets.US_ASCII)),
                                Octets.ofHex("ffffffffffffffffffffff"))
                        .hex())
                .isEqualTo("9535eab8609f9dba8a57a8acae77e3ede266314c0100acc24ad444272a8f2dc0");
    }

    @Test
    void everyLengthAndPaddingComesBack() {
        long seed = 2661;
        Random random = new Random(seed);
        for (int length = 0; length <= 100; length++) {
            byte[] value = new byte[length];
            byte[] padding = new byte[random.nextInt(40)];
            random.nextBytes(value);
            random.nextBytes(padding);
            Octets hidden = HiddenAvp.hide(11, SECRET, VECTOR, Octets.of(value), Octets.of(padding));
            assertThat(hidden.length()).isEqualTo(2 + length + padding.length);
            assertThat(HiddenAvp.reveal(11, SECRET, VECTOR, hidden))
                    .as("seed %d", seed)
                    .isEqualTo(Octets.of(value));
        }
    }

    @Test
    void anotherAttributeTypeGivesAnotherHiddenValue() {
        Octets value = Octets.ofHex("1234");
        assertThat(HiddenAvp.hide(9, SECRET, VECTOR, value, Octets.EMPTY))
                .isNotEqualTo(HiddenAvp.hide(14, SECRET, VECTOR, value, Octets.EMPTY));
    }

    /// What another secret makes of the length is anything: it must not be sliced by.
    @Test
    void lengthBeyondTheValueIsMalformed() {
        Octets hidden = HiddenAvp.hide(9, SECRET, VECTOR, Octets.ofHex("1234"), Octets.EMPTY);
        Octets other = Octets.of("opensesamf".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> HiddenAvp.reveal(9, other, VECTOR, hidden)).isInstanceOf(MalformedValue.class);
        assertThatThrownBy(() -> HiddenAvp.reveal(9, SECRET, VECTOR, Octets.ofHex("12")))
                .isInstanceOf(MalformedValue.class);
        assertThatThrownBy(() -> HiddenAvp.reveal(9, SECRET, VECTOR, Octets.EMPTY))
                .isInstanceOf(MalformedValue.class);
    }

    @Test
    void paddingFillsUpToSixteen() {
        Octets padding = Octets.ofHex("00112233445566778899aabbccddeeff");
        Hiding hiding = new Hiding(SECRET, VECTOR, padding);
        assertThat(hiding.hide(9, Octets.ofHex("1234")).length()).isEqualTo(16);
        assertThat(hiding.hide(9, Octets.of(new byte[14])).length()).isEqualTo(16);
        assertThat(hiding.hide(9, Octets.of(new byte[15])).length()).isEqualTo(32);
        assertThat(hiding.hide(9, Octets.of(new byte[1015])).length()).isEqualTo(1017);
    }

    @Test
    void whatMayBeHiddenIsHiddenAndNothingElse() {
        Message.Sccrq sccrq = Message.Sccrq.of(
                "lac",
                ControlConnectionAvp.FramingCapabilities.ANY,
                new ControlConnectionId(7),
                new ControlConnectionAvp.TieBreaker(1),
                new ControlConnectionAvp.ReceiveWindowSize(10),
                new ControlConnectionAvp.VendorName("v"),
                new ControlConnectionAvp.Challenge(Octets.ofHex("cafe")));
        byte[] datagram = WireFormat.V2.encode(
                new ControlHeader(ControlConnectionId.NONE, SessionId.NONE, 0, 0),
                sccrq,
                Optional.of(new Hiding(SECRET, VECTOR, Octets.EMPTY)));
        assertThat(Text.of(datagram))
                .isEqualTo("SCCRQ tunnel=0 session=0 ns=0 nr=0 *RandomVector=000102030405060708090a0b0c0d0e0f"
                        + " *ProtocolVersion=1.0 *HostName=\"lac\" *FramingCapabilities=… *AssignedTunnelId=…"
                        + " TieBreaker=1 *ReceiveWindowSize=10 VendorName=… *Challenge=…");
        assertThat(read(datagram, Optional.of(SECRET)))
                .isEqualTo(new Reading.Accepted(sccrq, SessionId.NONE, List.of()));
    }

    @Test
    void hiddenWithoutASecretIsMalformed() {
        byte[] datagram = WireFormat.V2.encode(
                new ControlHeader(new ControlConnectionId(1), SessionId.NONE, 0, 0),
                Message.Icrp.of(new SessionId(5)),
                Optional.of(new Hiding(SECRET, VECTOR, Octets.EMPTY)));
        assertThat(read(datagram, Optional.empty())).isInstanceOfSatisfying(Fault.class, fault -> {
            assertThat(fault.what()).isEqualTo("malformed AVP AssignedSessionId: hidden, and there is no secret");
            assertThat(fault.remedy()).isInstanceOf(Fault.Remedy.ClearSession.class);
        });
    }

    /// The latest Random Vector before a hidden AVP counts.
    @Test
    void everyHiddenAvpGoesWithTheRandomVectorBeforeIt() {
        Octets second = Octets.ofHex("f0f1f2f3");
        Writer writer = new Writer(100);
        AvpFormat.encode(writer, Version.V2, new GeneralAvp.MessageTypeAvp(10, true), Optional.empty());
        for (Octets vector : List.of(VECTOR, second)) {
            AvpFormat.encode(writer, Version.V2, new GeneralAvp.RandomVector(vector), Optional.empty());
            Avp avp = vector.equals(VECTOR)
                    ? new CallAvp.AssignedSessionId(new SessionId(77))
                    : new CallAvp.CallSerialNumber(88);
            AvpFormat.encode(writer, Version.V2, avp, Optional.of(new Hiding(SECRET, vector, Octets.EMPTY)));
        }
        assertThat(MessageGrammar.read(Version.V2, SessionId.NONE, Octets.of(writer.toArray()), Optional.of(SECRET)))
                .isEqualTo(new Reading.Accepted(Message.Icrq.of(new SessionId(77), 88), SessionId.NONE, List.of()));
    }

    @Test
    void hiddenBeforeAnyRandomVectorIsMalformed() {
        Writer writer = new Writer(100);
        AvpFormat.encode(writer, Version.V2, new GeneralAvp.MessageTypeAvp(11, true), Optional.empty());
        AvpFormat.encode(
                writer,
                Version.V2,
                new CallAvp.AssignedSessionId(new SessionId(77)),
                Optional.of(new Hiding(SECRET, VECTOR, Octets.EMPTY)));
        AvpFormat.encode(writer, Version.V2, new GeneralAvp.RandomVector(VECTOR), Optional.empty());
        assertThat(MessageGrammar.read(Version.V2, SessionId.NONE, Octets.of(writer.toArray()), Optional.of(SECRET)))
                .isInstanceOfSatisfying(
                        Fault.class,
                        fault -> assertThat(fault.what())
                                .isEqualTo("malformed AVP AssignedSessionId: hidden, and no Random Vector before it"));
    }

    private static Reading read(byte[] datagram, Optional<Octets> secret) {
        return ((Datagram.Control) Datagram.decode(datagram)).read(secret.map(WireFormat.V2::keys));
    }

    private static byte[] md5(byte[]... parts) throws GeneralSecurityException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Arrays.stream(parts).forEach(all::writeBytes);
        return MessageDigest.getInstance("MD5").digest(all.toByteArray());
    }
}
