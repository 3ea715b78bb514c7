package org.prol2tp.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Where L2TPv3 reads and writes otherwise than L2TPv2: RFC 3931 §3.2, §4.7.3, §5, §6.
class L2tpV3Test {
    private static final ControlHeader HEADER =
            new ControlHeader(new ControlConnectionId(0x89abcdef), SessionId.NONE, 0x1234, 0x5678);
    private static final String HELLO = "8008 0000 0000 0006";
    private static final String ICRP = "8008 0000 0000 000b 800a 0000 0040 00000007 800a 0000 003f c0ffee01";
    private static final String STATUS = "8008 0000 0047 0003";
    private static final Message REPLY =
            Message.Icrp.of(new SessionId(0xc0ffee01), CallStatusAvp.CircuitStatus.NEW_ACTIVE);

    @Test
    void theHeaderHasAnIdOf32Bits() {
        assertThat(Octets.of(WireFormat.V3.encode(HEADER, Message.Hello.of(), Optional.empty()))
                        .hex())
                .isEqualTo("c803001489abcdef123456788008000000000006");
        assertThat(decode("c803 0014 89abcdef 1234 5678" + HELLO))
                .isEqualTo(new Datagram.Control(WireFormat.V3, HEADER, Octets.ofHex(HELLO)));
    }

    /// §3.2.1: reserved bits are ignored, those of Offset and Priority among them; T, L and S must be set.
    @Test
    void reservedHeaderBitsAreIgnored() {
        assertThat(decode("fff3 000c 89abcdef 1234 5678")).isEqualTo(new Datagram.Zlb(WireFormat.V3, HEADER));
        assertThat(decode("8803 000c 89abcdef 1234 5678"))
                .isEqualTo(Fault.discard("control message with header bits 8803"));
        assertThat(decode("c003 000c 89abcdef 1234 5678"))
                .isEqualTo(Fault.discard("control message with header bits c003"));
    }

    /// §6.15.
    @Test
    void explicitAcknowledgementsAndZlbsOnlyAcknowledge() {
        Datagram.Zlb acknowledgement = new Datagram.Zlb(WireFormat.V3, HEADER);
        assertThat(Datagram.decode(WireFormat.V3.encodeAcknowledgement(HEADER, Optional.empty())))
                .isEqualTo(acknowledgement);
        assertThat(Datagram.decode(WireFormat.V3.encodeAcknowledgement(HEADER, Optional.of(DigestType.HMAC_MD5))))
                .isEqualTo(acknowledgement);
        assertThat(decode("c803 000c 89abcdef 1234 5678")).isEqualTo(acknowledgement);
    }

    /// In L2TPv2 message type 20 is unknown.
    @Test
    void l2tpv2HasNoExplicitAcknowledgement() {
        assertThat(decode("c802 0014 0001 0000 0001 0002 8008 0000 0000 0014"))
                .isInstanceOfSatisfying(
                        Datagram.Control.class,
                        it -> assertThat(it.read(Optional.empty())).isInstanceOf(Fault.class));
    }

    @Test
    void theSessionIsInAnAvp() {
        assertThat(read(ICRP + STATUS)).isEqualTo(new Reading.Accepted(REPLY, new SessionId(7), List.of()));
        assertThat(Octets.of(WireFormat.V3.encode(HEADER.about(new SessionId(7)), REPLY, Optional.empty()))
                        .hex())
                .isEqualTo(
                        "c803003089abcdef12345678" + Octets.ofHex(ICRP + STATUS).hex());
    }

    /// §5.4.4: a peer that does not know the session's id says 0.
    @Test
    void aSessionIdOfZeroIsNone() {
        assertThat(read(ICRP.replace("00000007", "00000000") + STATUS))
                .isEqualTo(new Reading.Accepted(REPLY, SessionId.NONE, List.of()));
    }

    @Test
    void aFaultTellsTheSessionToo() {
        assertThat(read(ICRP)).isInstanceOfSatisfying(Fault.class, fault -> {
            assertThat(fault.session()).isEqualTo(new SessionId(7));
            assertThat(fault.assignedSessionId()).isEqualTo(new SessionId(0xc0ffee01));
            assertThat(fault.remedy())
                    .isEqualTo(new Fault.Remedy.ClearSession(new ResultCode(2, 3, "no CircuitStatus AVP")));
        });
    }

    /// §5.1: reserved bits of an AVP are ignored; in L2TPv2 they make it unrecognised.
    @Test
    void reservedAvpBitsAreIgnored() {
        assertThat(read(ICRP + "bc08 0000 0047 0003"))
                .isEqualTo(new Reading.Accepted(REPLY, new SessionId(7), List.of()));
    }

    /// §4.7.3: AVPs of L2TPv2 are ignored even with the M bit.
    @Test
    void avpsOfL2tpv2AreIgnored() {
        assertThat(read(ICRP + STATUS + "8008 0000 000e 0005"))
                .isEqualTo(new Reading.Accepted(
                        REPLY, new SessionId(7), List.of(new Avp.Unrecognised(0, 14, false, Octets.ofHex("0005")))));
    }

    @Test
    void unknownMandatoryAvpsClearTheSession() {
        assertThat(read(ICRP + STATUS + "8006 0000 03e7"))
                .isInstanceOfSatisfying(
                        Fault.class,
                        fault -> assertThat(fault.remedy())
                                .isEqualTo(new Fault.Remedy.ClearSession(new ResultCode(2, 8, "unknown AVP 999"))));
    }

    /// L2TPv2 does not know AVPs of L2TPv3.
    @Test
    void l2tpv2TakesAvpsOfL2tpv3ForUnknown() {
        assertThat(MessageGrammar.read(
                        Version.V2, SessionId.NONE, Octets.ofHex(HELLO + "000a 0000 003c 00000001"), Optional.empty()))
                .isEqualTo(new Reading.Accepted(
                        Message.Hello.of(),
                        SessionId.NONE,
                        List.of(new Avp.Unrecognised(0, 60, false, Octets.ofHex("00000001")))));
    }

    /// §5.1: any number of them.
    @Test
    void vendorsWithIdsOf32BitsAreIgnored() {
        String avp = "000d 0000 003a 00010000 0007 ab";
        GeneralAvp.ExtendedVendorId vendors = new GeneralAvp.ExtendedVendorId(0x10000, 7, Octets.ofHex("ab"));
        assertThat(read(HELLO + avp + avp))
                .isEqualTo(new Reading.Accepted(Message.Hello.of(), SessionId.NONE, List.of(vendors, vendors)));
    }

    /// §4.7.3: one SCCRQ, two readings.
    @Test
    void anSccrqOfBothVersionsIsReadInBoth() {
        byte[] datagram = WireFormat.V2_OR_V3.encode(
                new ControlHeader(ControlConnectionId.NONE, SessionId.NONE, 0, 0),
                Rfc3931Samples.bothVersions(),
                Optional.empty());
        Datagram.Control control = (Datagram.Control) Datagram.decode(datagram);
        assertThat(control.format().version()).isEqualTo(Version.V2);
        assertThat(control.read(Optional.empty()))
                .isInstanceOfSatisfying(
                        Reading.Accepted.class,
                        it -> assertThat(it.message()).isInstanceOfSatisfying(Message.Sccrq.class, sccrq -> {
                            assertThat(sccrq.assignedTunnelId()).isEqualTo(new ControlConnectionId(42));
                            assertThat(sccrq.framingCapabilities()).isPresent();
                            assertThat(sccrq.avps().contains(ControlConnectionAvp.RouterId.class))
                                    .isFalse();
                        }));
        assertThat(control.as(WireFormat.V3).read(Optional.empty()))
                .isInstanceOfSatisfying(
                        Reading.Accepted.class,
                        it -> assertThat(it.message()).isInstanceOfSatisfying(Message.Sccrq.class, sccrq -> {
                            assertThat(sccrq.assignedTunnelId()).isEqualTo(new ControlConnectionId(42));
                            assertThat(sccrq.framingCapabilities()).isEmpty();
                            assertThat(sccrq.avps().contains(ControlConnectionAvp.RouterId.class))
                                    .isTrue();
                        }));
    }

    /// One that is of L2TPv2 alone lacks what L2TPv3 demands.
    @Test
    void anSccrqOfL2tpv2IsNoneOfL2tpv3() {
        Datagram.Control control = (Datagram.Control) Datagram.decode(WireFormat.V2.encode(
                new ControlHeader(ControlConnectionId.NONE, SessionId.NONE, 0, 0),
                Rfc3931Samples.bothVersions(),
                Optional.empty()));
        assertThat(control.as(WireFormat.V3).read(Optional.empty())).isInstanceOf(Fault.class);
    }

    /// §5.4.2: L2TPv3 has a result of its own for what L2TPv2 has none for.
    @Test
    void stateMachineErrorsAndTimeOutsHaveTheirResult() {
        assertThat(sentResult(new ResultCode(2, 0, "ICCN in state Idle")))
                .isEqualTo(new ResultCode(16, 0, "ICCN in state Idle"));
        assertThat(sentResult(new ResultCode(10, 0, "late"))).isEqualTo(new ResultCode(16, 0, "late"));
        assertThat(sentResult(new ResultCode(2, 4, ""))).isEqualTo(new ResultCode(2, 4, ""));
        assertThat(sentResult(new ResultCode(3, 0, ""))).isEqualTo(new ResultCode(3, 0, ""));
    }

    private static ResultCode sentResult(ResultCode result) {
        byte[] cdn = WireFormat.V3.encode(HEADER, Message.Cdn.of(result, new SessionId(1)), Optional.empty());
        Reading reading = ((Datagram.Control) Datagram.decode(cdn)).read(Optional.empty());
        return ((Message.Cdn) ((Reading.Accepted) reading).message()).resultCode();
    }

    @Test
    void aMessageOfL2tpv2AloneIsNotSentInL2tpv3() {
        Message icrq = Message.Icrq.of(new SessionId(1), 1);
        assertThatThrownBy(() -> WireFormat.V3.encode(HEADER, icrq, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ICRQ must have PseudowireType");
    }

    /// Speeds have 64 bits here and 32 there: the largest there is what does not fit.
    @Test
    void aSpeedBeyond32BitsIsTheLargestInL2tpv2() {
        Message iccn = Message.Iccn.of(new CallAvp.TxConnectSpeed(1L << 40), new CallAvp.FramingType(1));
        byte[] datagram = WireFormat.V2.encode(
                new ControlHeader(new ControlConnectionId(1), new SessionId(2), 0, 0), iccn, Optional.empty());
        assertThat(Text.of(datagram)).contains("*TxConnectSpeed=4294967295");
    }

    @Test
    void cookiesHaveNoneFourOrEightOctets() {
        for (int octets : List.of(0, 4, 8)) {
            assertThat(new PseudowireAvp.AssignedCookie(Octets.of(new byte[octets]))
                            .value()
                            .length())
                    .isEqualTo(octets);
        }
        assertThatThrownBy(() -> new PseudowireAvp.AssignedCookie(Octets.of(new byte[5])))
                .hasMessage("cookie of 5 octets, must be 0, 4 or 8");
    }

    private static Datagram decode(String hex) {
        return Datagram.decode(Octets.ofHex(hex).toArray());
    }

    private static Reading read(String avps) {
        return new Datagram.Control(WireFormat.V3, HEADER, Octets.ofHex(avps)).read(Optional.empty());
    }
}
