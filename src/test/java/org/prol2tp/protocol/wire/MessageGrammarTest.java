package org.prol2tp.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.prol2tp.protocol.wire.ResultCode.ErrorCode;

/// What is done with messages and AVPs that are not as they should be: RFC 2661 §4.1, §4.2, §4.4.1 and
/// §7.1.
class MessageGrammarTest {
    private static final String HELLO = "8008 0000 0000 0006";
    private static final String ICRP = "8008 0000 0000 000b";
    private static final String ICRQ = "8008 0000 0000 000a";
    private static final String SCCRQ = "8008 0000 0000 0001";
    private static final String SESSION_5 = "8008 0000 000e 0005";
    private static final String SERIAL_1 = "800a 0000 000f 00000001";

    @Test
    void unknownAvpWithoutMBitIsIgnoredAndReported() {
        Reading reading = read(ICRP + SESSION_5 + "0008 0009 0001 abcd" + "0006 0000 03e7");
        assertThat(reading)
                .isEqualTo(new Reading.Accepted(
                        Message.Icrp.of(new SessionId(5)),
                        SessionId.NONE,
                        List.of(
                                new Avp.Unrecognised(9, 1, false, Octets.ofHex("abcd")),
                                new Avp.Unrecognised(0, 999, false, Octets.EMPTY))));
    }

    /// §4.2; error code 8 and the attribute's name: §4.4.2.
    @Test
    void unknownMandatoryAvpInASessionMessageClearsTheSession() {
        assertFault(
                read(ICRQ + SESSION_5 + "8006 0000 03e7" + SERIAL_1),
                new Fault.Remedy.ClearSession(new ResultCode(2, 8, "unknown AVP 999")),
                MessageType.ICRQ);
    }

    @Test
    void unknownMandatoryAvpInAConnectionMessageClearsTheConnection() {
        assertFault(
                read(HELLO + "8006 0009 0001"),
                new Fault.Remedy.ClearConnection(new ResultCode(2, 8, "unknown AVP 9/1")),
                MessageType.HELLO);
    }

    /// §4.1: a reserved bit that is set makes an AVP unrecognised.
    @Test
    void reservedBitMakesAKnownAvpUnrecognised() {
        assertFault(
                read(ICRQ + "8408 0000 000e 0005" + SERIAL_1),
                new Fault.Remedy.ClearSession(new ResultCode(2, 8, "unknown AVP AssignedSessionId")),
                MessageType.ICRQ);
        assertThat(read(ICRP + SESSION_5 + "2008 0000 002e 0000"))
                .isEqualTo(new Reading.Accepted(
                        Message.Icrp.of(new SessionId(5)),
                        SessionId.NONE,
                        List.of(new Avp.Unrecognised(0, 46, false, Octets.ofHex("0000")))));
    }

    /// kl2tpd sends Protocol Version with M=0.
    @Test
    void knownAvpsAreAcceptedWithTheOtherMBit() {
        assertThat(read(ICRQ + "0008 0000 000e 0005" + "000a 0000 000f 00000001" + "800a 0000 0019 00000007"))
                .isEqualTo(new Reading.Accepted(
                        Message.Icrq.of(new SessionId(5), 1, new CallAvp.PhysicalChannelId(7)),
                        SessionId.NONE,
                        List.of()));
    }

    @Test
    void malformedAvpWithoutMBitIsIgnored() {
        assertThat(read(ICRQ + SESSION_5 + SERIAL_1 + "0007 0000 0019 01"))
                .isEqualTo(new Reading.Accepted(
                        Message.Icrq.of(new SessionId(5), 1),
                        SessionId.NONE,
                        List.of(new Avp.Malformed(
                                0, 25, false, ErrorCode.WRONG_LENGTH, "too short: 1 octets left of 2"))));
    }

    /// Error code 2, length is wrong: §4.4.2.
    @Test
    void mandatoryAvpOfAWrongLengthClearsTheSession() {
        assertFault(
                read(ICRQ + SESSION_5 + "800b 0000 000f 0000000100"),
                new Fault.Remedy.ClearSession(
                        new ResultCode(2, 2, "malformed AVP CallSerialNumber: too long by 1 octets")),
                MessageType.ICRQ);
    }

    @Test
    void requiredAvpMissingClearsWhatTheMessageIsAbout() {
        assertFault(
                read(ICRQ + SESSION_5),
                new Fault.Remedy.ClearSession(new ResultCode(2, 3, "no CallSerialNumber AVP")),
                MessageType.ICRQ);
        assertFault(
                read(SCCRQ + "8008 0000 0009 0007"),
                new Fault.Remedy.ClearConnection(new ResultCode(2, 3, "no ProtocolVersion AVP")),
                MessageType.SCCRQ);
    }

    /// So that a CDN or StopCCN can be sent to a peer whose message was no good.
    @Test
    void aFaultKnowsTheAssignedIds() {
        assertThat(read(ICRQ + "8006 0000 03e7" + SESSION_5))
                .isInstanceOfSatisfying(
                        Fault.class,
                        fault -> assertThat(fault.assignedSessionId()).isEqualTo(new SessionId(5)));
        assertThat(read(SCCRQ + "8008 0000 0009 0007"))
                .isInstanceOfSatisfying(
                        Fault.class,
                        fault -> assertThat(fault.assignedTunnelId()).isEqualTo(new ControlConnectionId(7)));
    }

    @Test
    void idsOfZeroAreMalformed() {
        assertFault(
                read(ICRP + "8008 0000 000e 0000"),
                new Fault.Remedy.ClearSession(
                        new ResultCode(2, 3, "malformed AVP AssignedSessionId: assigned session id 0")),
                MessageType.ICRP);
    }

    /// §4.4.1.
    @Test
    void unknownMessageTypeWithMBitClearsTheConnection() {
        assertThat(read("8008 0000 0000 0063"))
                .isEqualTo(new Fault(
                        new Fault.Remedy.ClearConnection(new ResultCode(2, 8, "unknown message type 99")),
                        "unknown message type 99",
                        Optional.empty(),
                        SessionId.NONE,
                        ControlConnectionId.NONE,
                        SessionId.NONE));
    }

    @Test
    void unknownMessageTypeWithoutMBitIsIgnored() {
        assertThat(read("0008 0000 0000 001c" + SESSION_5))
                .isEqualTo(new Fault(
                        new Fault.Remedy.Ignore(),
                        "unknown message type 28",
                        Optional.empty(),
                        SessionId.NONE,
                        ControlConnectionId.NONE,
                        new SessionId(5)));
    }

    @Test
    void theFirstAvpMustBeTheMessageType() {
        Fault.Remedy clear =
                new Fault.Remedy.ClearConnection(new ResultCode(2, 3, "the first AVP is not a Message Type"));
        for (String avps : List.of(SESSION_5 + ICRQ + SERIAL_1, "c008 0000 0000 0006", "8008 0009 0000 0006", "00")) {
            assertThat(read(avps)).isInstanceOfSatisfying(Fault.class, fault -> {
                assertThat(fault.remedy()).isEqualTo(clear);
                assertThat(fault.messageType()).isEmpty();
            });
        }
    }

    @Test
    void aSecondMessageTypeIsIgnored() {
        assertThat(read(HELLO + ICRQ))
                .isEqualTo(new Reading.Accepted(
                        Message.Hello.of(), SessionId.NONE, List.of(new GeneralAvp.MessageTypeAvp(10, true))));
    }

    @Test
    void ofRepeatedAvpsTheFirstCounts() {
        assertThat(read(ICRP + SESSION_5 + "8008 0000 000e 0006"))
                .isEqualTo(new Reading.Accepted(
                        Message.Icrp.of(new SessionId(5)),
                        SessionId.NONE,
                        List.of(new CallAvp.AssignedSessionId(new SessionId(6)))));
    }

    @Test
    void avpsOfOtherMessagesAreIgnoredEvenWithMBit() {
        assertThat(read(HELLO + SESSION_5))
                .isEqualTo(new Reading.Accepted(
                        Message.Hello.of(), SessionId.NONE, List.of(new CallAvp.AssignedSessionId(new SessionId(5)))));
    }

    @Test
    void avpShorterThanItsHeaderEndsTheReading() {
        assertFault(
                read(HELLO + "8005 0000 0008 " + SESSION_5),
                new Fault.Remedy.ClearConnection(
                        new ResultCode(2, 2, "malformed AVP VendorName: AVP length 5 of 14 octets left")),
                MessageType.HELLO);
    }

    @Test
    void avpBeyondTheMessageEndsTheReading() {
        assertThat(read(HELLO + "0009 0000 0008 6162"))
                .isEqualTo(new Reading.Accepted(
                        Message.Hello.of(),
                        SessionId.NONE,
                        List.of(new Avp.Malformed(
                                0, 8, false, ErrorCode.WRONG_LENGTH, "AVP length 9 of 8 octets left"))));
    }

    /// Zeroes after the last AVP have no M bit.
    @Test
    void zeroesAfterTheLastAvpAreTolerated() {
        assertThat(read(HELLO + "0000"))
                .isEqualTo(new Reading.Accepted(
                        Message.Hello.of(),
                        SessionId.NONE,
                        List.of(new Avp.Malformed(
                                0, 0, false, ErrorCode.WRONG_LENGTH, "2 octets after the last AVP"))));
    }

    @Test
    void asManyAvpsAsTheLimitAreRead() {
        String vendor = "0006 0009 0001";
        assertThat(read(HELLO + vendor.repeat(AvpFormat.MAX_AVPS_PER_MESSAGE - 1)))
                .isInstanceOfSatisfying(
                        Reading.Accepted.class,
                        accepted -> assertThat(accepted.ignored()).hasSize(127));
        assertFault(
                read(HELLO + vendor.repeat(AvpFormat.MAX_AVPS_PER_MESSAGE)),
                new Fault.Remedy.ClearConnection(
                        new ResultCode(2, 2, "malformed AVP MessageTypeAvp: more than 128 AVPs")),
                MessageType.HELLO);
    }

    /// ISO 8859-1 names are in the field; UTF-8 is the rule (§10.1).
    @Test
    void textThatIsNotUtf8IsReadAsLatin1() {
        assertThat(new ControlConnectionAvp.VendorName("Zoë"))
                .isEqualTo(AvpFormat.decode(Version.V2, Octets.ofHex("0009 0000 0008 5a6feb"), Optional.empty())
                        .getFirst())
                .isEqualTo(AvpFormat.decode(Version.V2, Octets.ofHex("000a 0000 0008 5a6fc3ab"), Optional.empty())
                        .getFirst());
    }

    /// §4.4.2: error code and message may be missing.
    @Test
    void resultCodeMayEndEarly() {
        String stopCcn = "8008 0000 0000 0004" + "8008 0000 0009 0007";
        assertThat(read(stopCcn + "8008 0000 0001 0006")).isInstanceOfSatisfying(Reading.Accepted.class, accepted -> {
            assertThat(accepted.message()).isInstanceOfSatisfying(Message.StopCcn.class, message -> {
                assertThat(message.resultCode()).isEqualTo(new ResultCode(6, 0, ""));
                assertThat(message.assignedTunnelId()).isEqualTo(new ControlConnectionId(7));
            });
        });
        assertThat(read(stopCcn + "800a 0000 0001 0002 0004"))
                .isEqualTo(new Reading.Accepted(
                        Message.StopCcn.of(new ControlConnectionId(7), new ResultCode(2, 4, "")),
                        SessionId.NONE,
                        List.of()));
        assertThat(read(stopCcn + "8009 0000 0001 0002 00")).isInstanceOf(Fault.class);
    }

    private static Reading read(String hex) {
        return MessageGrammar.read(Version.V2, SessionId.NONE, Octets.ofHex(hex), Optional.empty());
    }

    private static void assertFault(Reading reading, Fault.Remedy remedy, MessageType type) {
        assertThat(reading).isInstanceOfSatisfying(Fault.class, fault -> {
            assertThat(fault.remedy()).isEqualTo(remedy);
            assertThat(fault.messageType()).contains(type);
        });
    }
}
