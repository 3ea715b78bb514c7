package org.prol2tp.protocol.wire;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// One datagram of every kind, by name: each message with nothing but what is required and with
/// everything, and what is not quite right.
final class Samples {
    static final Octets SECRET = Octets.ofHex("736573616d65");

    private static final ControlConnectionId TUNNEL = new ControlConnectionId(42);
    private static final SessionId SESSION = new SessionId(1001);
    private static final Hiding HIDING =
            new Hiding(SECRET, Octets.ofHex("5fa1c2d3e4f5061728394a5b6c7d8e9f"), Octets.ofHex("0102030405060708090a"));

    private Samples() {}

    static Map<String, byte[]> all() {
        Map<String, byte[]> all = new LinkedHashMap<>();
        messages().forEach((name, message) -> {
            all.put(name, encode(message, Optional.empty()));
        });
        messages().forEach((name, message) -> {
            if (name.endsWith("full")) {
                all.put(name + " hidden", encode(message, Optional.of(HIDING)));
            }
        });
        all.put(
                "ZLB",
                WireFormat.V2.encodeAcknowledgement(new ControlHeader(TUNNEL, SessionId.NONE, 3, 4), Optional.empty()));
        all.put("data", hex("0002 002a 03e9 ff03 c021 0101 0004"));
        all.put("data full", hex("4b02 0016 002a 03e9 0001 0000 0002 0000 ff03 c0210100"));
        all.put("data cut", hex("4802 0014 002a 03e9 0001"));
        all.put("padded HELLO", hex("c802 0014 002a 0000 0001 0002 8008 0000 0000 0006 00000000"));
        all.put(
                "HELLO with vendor AVPs",
                hex("c802 0022 002a 0000 0001 0002 8008 0000 0000 0006" + "0008 0009 0001 beef 0006 0000 03e7"));
        all.put(
                "ICRQ with unknown mandatory AVP",
                hex("c802 002c 002a 0000 0001 0002 8008 0000 0000 000a"
                        + "8008 0000 000e 0005 800a 0000 000f 00000001 8006 0009 0001"));
        all.put("unknown message", hex("c802 0014 002a 0000 0001 0002 0008 0000 0000 001c"));
        all.put("no message type", hex("c802 0014 002a 0000 0001 0002 8008 0000 000e 0005"));
        all.put("AVP beyond the message", hex("c802 001a 002a 0000 0001 0002 8008 0000 0000 0006 0040 0000 0008"));
        all.put("reserved AVP bits", hex("c802 001c 002a 03e9 0001 0002 8008 0000 0000 000b 8408 0000 000e 0005"));
        all.put(
                "control characters in text",
                hex("c802 001d 002a 0000 0001 0002 8008 0000 0000 0001" + "8009 0000 0007 0a225c"));
        all.put("L2F", hex("c801 000c 002a 0000 0001 0002"));
        all.put("empty", new byte[0]);
        all.putAll(Rfc3931Samples.all());
        return all;
    }

    static Map<String, Message> messages() {
        Map<String, Message> all = new LinkedHashMap<>();
        ControlConnectionAvp.FramingCapabilities framing = ControlConnectionAvp.FramingCapabilities.ANY;
        Octets challenge = Octets.ofHex("00112233445566778899aabbccddeeff");
        Octets response = Octets.ofHex("ffeeddccbbaa99887766554433221100");
        ControlConnectionAvp.ChallengeResponse answer = new ControlConnectionAvp.ChallengeResponse(response);
        all.put("SCCRQ", Message.Sccrq.of("lac", framing, TUNNEL));
        all.put(
                "SCCRQ full",
                Message.Sccrq.of(
                        "lac",
                        framing,
                        TUNNEL,
                        new ControlConnectionAvp.BearerCapabilities(3),
                        new ControlConnectionAvp.ReceiveWindowSize(16),
                        new ControlConnectionAvp.Challenge(challenge),
                        new ControlConnectionAvp.TieBreaker(0x8000_0000_0000_0001L),
                        new ControlConnectionAvp.FirmwareRevision(0x0201),
                        new ControlConnectionAvp.VendorName("prol2tpd"),
                        new DiffServAvp.ControlConnectionDs(0xb800),
                        new EcnAvp.EcnCapability(true)));
        all.put("SCCRP", Message.Sccrp.of("lns", framing, TUNNEL));
        all.put(
                "SCCRP full",
                Message.Sccrp.of(
                        "lns",
                        framing,
                        TUNNEL,
                        new ControlConnectionAvp.BearerCapabilities(1),
                        new ControlConnectionAvp.FirmwareRevision(1),
                        new ControlConnectionAvp.VendorName("prol2tpd"),
                        new ControlConnectionAvp.ReceiveWindowSize(1),
                        new ControlConnectionAvp.Challenge(challenge),
                        answer,
                        new DiffServAvp.ControlConnectionDs(0)));
        all.put("SCCCN", Message.Scccn.of());
        all.put("SCCCN full", Message.Scccn.of(answer));
        all.put("StopCCN", Message.StopCcn.of(TUNNEL, ResultCode.of(ResultCode.StopCcnResult.CLEARED)));
        all.put(
                "StopCCN full",
                Message.StopCcn.of(
                        TUNNEL,
                        ResultCode.of(
                                ResultCode.StopCcnResult.ERROR,
                                ResultCode.ErrorCode.INSUFFICIENT_RESOURCES,
                                "no tunnel left")));
        all.put("HELLO", Message.Hello.of());
        all.put("ICRQ", Message.Icrq.of(SESSION, 1));
        all.put("ICRQ full", icrq());
        all.put("ICRP", Message.Icrp.of(SESSION));
        all.put(
                "ICRP full",
                Message.Icrp.of(SESSION, new AtmAvp.ServiceCategory(0), new DiffServAvp.SessionDs(0x2800)));
        CallAvp.TxConnectSpeed speed = new CallAvp.TxConnectSpeed(4_000_000_000L);
        CallAvp.FramingType sync = new CallAvp.FramingType(1);
        all.put("ICCN", Message.Iccn.of(speed, sync));
        all.put(
                "ICCN full",
                Message.Iccn.of(
                        speed,
                        sync,
                        new ProxyAvp.InitialReceivedLcpConfreq(Octets.ofHex("05061122334407020802")),
                        new ProxyAvp.LastSentLcpConfreq(Octets.ofHex("0304c023")),
                        new ProxyAvp.LastReceivedLcpConfreq(Octets.ofHex("010405d4")),
                        new ProxyAvp.ProxyAuthenType(ProxyAvp.ProxyAuthenticationKind.PPP_CHAP.number()),
                        new ProxyAvp.ProxyAuthenName("user@example.net"),
                        new ProxyAvp.ProxyAuthenChallenge(challenge),
                        new ProxyAvp.ProxyAuthenId(7),
                        new ProxyAvp.ProxyAuthenResponse(response),
                        new CallAvp.PrivateGroupId("blue"),
                        new CallAvp.RxConnectSpeed(128_000),
                        new CallAvp.SequencingRequired()));
        all.put("OCRQ", ocrq());
        all.put(
                "OCRQ full",
                ocrq(
                        new CallAvp.SubAddress("99"),
                        new AtmAvp.RxMinimumBps(64_000),
                        new AtmAvp.RxMaximumBps(1_000_000),
                        new AtmAvp.ServiceCategory(1),
                        new AtmAvp.ServiceName("internet"),
                        new AtmAvp.VpiVciIdentifier(8, 35),
                        new DiffServAvp.SessionDs(0)));
        all.put("OCRP", Message.Ocrp.of(SESSION));
        all.put(
                "OCRP full",
                Message.Ocrp.of(
                        SESSION,
                        new CallAvp.PhysicalChannelId(0xffff_ffffL),
                        new AtmAvp.VpiVciIdentifier(1, 2),
                        new DiffServAvp.SessionDs(1)));
        all.put("OCCN", Message.Occn.of(speed, sync));
        all.put(
                "OCCN full",
                Message.Occn.of(
                        speed,
                        sync,
                        new CallAvp.RxConnectSpeed(56_000),
                        new CallAvp.SequencingRequired(),
                        new AtmAvp.ServiceCategory(1)));
        all.put("CDN", Message.Cdn.of(ResultCode.of(ResultCode.CdnResult.ADMINISTRATIVE), SESSION));
        all.put(
                "CDN full",
                Message.Cdn.of(
                        ResultCode.of(ResultCode.CdnResult.ERROR, ResultCode.ErrorCode.VENDOR_SPECIFIC, "out of order"),
                        SESSION,
                        new CallAvp.Q931CauseCode(16, 0, "normal"),
                        new PppDisconnectCause(2, 0xc021, 1, "terminated")));
        all.put("WEN", Message.Wen.of(new CallStatusAvp.CallErrors(1, 2, 3, 4, 5, 0xffff_ffffL)));
        all.put("SLI", Message.Sli.of(new CallStatusAvp.Accm(0xffff_ffffL, 0x000a_0000)));
        return all;
    }

    private static Message icrq() {
        return Message.Icrq.of(
                SESSION,
                0xffff_ffffL,
                new CallAvp.BearerType(1),
                new CallAvp.PhysicalChannelId(17),
                new CallAvp.CallingNumber("+492218888"),
                new CallAvp.CalledNumber("0191011"),
                new CallAvp.SubAddress("1"),
                new AtmAvp.ServiceCategory(1),
                new AtmAvp.ServiceName("internet"),
                new AtmAvp.CallingSubAddress(Octets.ofHex("470005")),
                new AtmAvp.VpiVciIdentifier(8, 35),
                new DiffServAvp.SessionDs(0xb800),
                new AccessLineAvp.AgentCircuitId("dslam7 atm 3/1:8.35"),
                new AccessLineAvp.AgentRemoteId("Müller"),
                new AccessLineAvp.ActualDataRateUpstream(10_000_000),
                new AccessLineAvp.ActualDataRateDownstream(100_000_000),
                new AccessLineAvp.MinimumDataRateUpstream(1_000_000),
                new AccessLineAvp.MinimumDataRateDownstream(2_000_000),
                new AccessLineAvp.AttainableDataRateUpstream(20_000_000),
                new AccessLineAvp.AttainableDataRateDownstream(5_000_000_000L),
                new AccessLineAvp.MaximumDataRateUpstream(40_000_000),
                new AccessLineAvp.MaximumDataRateDownstream(250_000_000),
                new AccessLineAvp.MinimumDataRateUpstreamLowPower(1_000),
                new AccessLineAvp.MinimumDataRateDownstreamLowPower(2_000),
                new AccessLineAvp.MaximumInterleavingDelayUpstream(20),
                new AccessLineAvp.ActualInterleavingDelayUpstream(8),
                new AccessLineAvp.MaximumInterleavingDelayDownstream(21),
                new AccessLineAvp.ActualInterleavingDelayDownstream(9),
                new AccessLineAvp.AccessLoopEncapsulation(1, 2, 0),
                new AccessLineAvp.AncpAccessLineType(5),
                new AccessLineAvp.IwfSession(0),
                new AccessLineAvp.ConnectSpeedUpdateEnable());
    }

    private static Message ocrq(Avp... optional) {
        return Message.Ocrq.of(
                SESSION,
                2,
                new CallAvp.MinimumBps(9_600),
                new CallAvp.MaximumBps(4_294_967_295L),
                new CallAvp.BearerType(3),
                new CallAvp.FramingType(3),
                "5551212",
                optional);
    }

    private static byte[] encode(Message message, Optional<Hiding> hiding) {
        SessionId session = switch (message.type().scope()) {
            case CONTROL_CONNECTION -> SessionId.NONE;
            case SESSION -> new SessionId(2002);
        };
        return WireFormat.V2.encode(new ControlHeader(new ControlConnectionId(24), session, 1, 2), message, hiding);
    }

    private static byte[] hex(String hex) {
        return Octets.ofHex(hex).toArray();
    }
}
