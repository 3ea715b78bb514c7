package org.prol2tp.protocol.wire;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One datagram of every kind of L2TPv3, as [Samples] has them of L2TPv2. Their names begin with `v3`.
final class Rfc3931Samples {
    private static final ControlConnectionId CONNECTION = new ControlConnectionId(0x89abcdef);
    private static final SessionId SESSION = new SessionId(0xc0ffee01);
    private static final ControlHeader HEADER =
            new ControlHeader(new ControlConnectionId(0x01020304), SessionId.NONE, 1, 2);
    private static final Octets NONCE = Octets.ofHex("00112233445566778899aabbccddeeff");
    private static final Octets PEER_NONCE = Octets.ofHex("0f1e2d3c4b5a69788796a5b4c3d2e1f0");
    private static final Octets COOKIE = Octets.ofHex("0123456789abcdef");
    private static final CallAvp.AssignedSessionId LOCAL = new CallAvp.AssignedSessionId(SESSION);

    private Rfc3931Samples() {}

    static Map<String, byte[]> all() {
        Map<String, byte[]> all = new LinkedHashMap<>();
        SecretKeys keys = WireFormat.V3.keys(Samples.SECRET);
        Hiding hiding = new Hiding(
                keys.hiding(), Octets.ofHex("5fa1c2d3e4f5061728394a5b6c7d8e9f"), Octets.ofHex("0102030405060708090a"));
        messages().forEach((name, message) -> {
            all.put("v3 " + name, encode(message, Optional.empty(), Optional.empty()));
        });
        messages().forEach((name, message) -> {
            if (name.endsWith("full")) {
                byte[] datagram = encode(message, Optional.of(hiding), Optional.of(DigestType.HMAC_MD5));
                MessageSeal.seal(datagram, keys.digest(), NONCE, PEER_NONCE);
                all.put("v3 " + name + " hidden", datagram);
            }
        });
        all.put("v3 ACK", WireFormat.V3.encodeAcknowledgement(HEADER, Optional.empty()));
        byte[] sealed = WireFormat.V3.encodeAcknowledgement(HEADER, Optional.of(DigestType.HMAC_SHA_1));
        MessageSeal.seal(sealed, keys.digest(), NONCE, PEER_NONCE);
        all.put("v3 ACK with digest", sealed);
        all.put("v3 ZLB", hex("c803 000c 01020304 0001 0002"));
        byte[] both = WireFormat.V2_OR_V3.encode(
                new ControlHeader(ControlConnectionId.NONE, SessionId.NONE, 0, 0),
                bothVersions(),
                Optional.empty(),
                Optional.of(DigestType.HMAC_MD5));
        MessageSeal.seal(both, keys.digest(), NONCE, Octets.EMPTY);
        all.put("SCCRQ of both versions", both);
        all.put("v3 data", hex("0003 0000 c0ffee01 ff03 c021"));
        all.put("v3 data with cookie and sequence number", hex("0003 0000 c0ffee01 0123456789abcdef 40000007 0021"));
        all.put("v3 data cut", hex("0003 0000 c0ff"));
        all.put("v3 reserved AVP bits", hex("c803 0014 01020304 0001 0002 bc08 0000 0000 0006"));
        all.put(
                "v3 extended vendor",
                hex("c803 0024 01020304 0001 0002 8008 0000 0000 0006 0010 0000 003a 00010000 0007 cafef00d"));
        all.put(
                "v3 SLI without session",
                hex("c803 001e 01020304 0001 0002 8008 0000 0000 0010 800a 0000 003f c0ffee01"));
        return all;
    }

    /// An SCCRQ that says all that it takes in L2TPv2 and in L2TPv3.
    static Message.Sccrq bothVersions() {
        return Message.Sccrq.of(
                "lac",
                ControlConnectionAvp.FramingCapabilities.ANY,
                new ControlConnectionId(42),
                new ControlConnectionAvp.ReceiveWindowSize(10),
                new ControlConnectionAvp.TieBreaker(7),
                new ControlConnectionAvp.RouterId(0xc0000201),
                new ControlConnectionAvp.PseudowireCapabilitiesList(List.of(4, 5, 7)),
                new GeneralAvp.ControlMessageAuthenticationNonce(NONCE));
    }

    static Map<String, Message> messages() {
        Map<String, Message> all = new LinkedHashMap<>();
        ControlConnectionAvp.HostName name = new ControlConnectionAvp.HostName("lcce");
        ControlConnectionAvp.RouterId router = new ControlConnectionAvp.RouterId(0xc0000201);
        ControlConnectionAvp.AssignedTunnelId id = new ControlConnectionAvp.AssignedTunnelId(CONNECTION);
        ControlConnectionAvp.PseudowireCapabilitiesList kinds =
                new ControlConnectionAvp.PseudowireCapabilitiesList(List.of(4, 5, 7));
        GeneralAvp.ControlMessageAuthenticationNonce nonce = new GeneralAvp.ControlMessageAuthenticationNonce(NONCE);
        all.put("SCCRQ", new Message.Sccrq(AvpSet.of(name, router, id, kinds)));
        all.put(
                "SCCRQ full",
                new Message.Sccrq(AvpSet.of(
                        name,
                        router,
                        id,
                        kinds,
                        nonce,
                        new ControlConnectionAvp.TieBreaker(0x8000_0000_0000_0001L),
                        new ControlConnectionAvp.VendorName("prol2tpd"),
                        new ControlConnectionAvp.ReceiveWindowSize(16),
                        new ControlConnectionAvp.PreferredLanguage("de-AT"),
                        new DiffServAvp.ControlConnectionDs(0xb800),
                        new EcnAvp.EcnCapability(true))));
        all.put("SCCRP", new Message.Sccrp(AvpSet.of(name, router, id, kinds)));
        all.put("SCCRP full", new Message.Sccrp(AvpSet.of(name, router, id, kinds, nonce)));
        all.put("SCCCN", Message.Scccn.of());
        all.put(
                "StopCCN",
                new Message.StopCcn(AvpSet.of(ResultCode.of(ResultCode.StopCcnResult.VERSION_NOT_SUPPORTED))));
        all.put("StopCCN full", Message.StopCcn.of(CONNECTION, new ResultCode(2, 9, "192.0.2.1, 192.0.2.2")));
        all.put("HELLO", Message.Hello.of());
        CallStatusAvp.CircuitStatus status = CallStatusAvp.CircuitStatus.NEW_ACTIVE;
        PseudowireAvp.PseudowireType ethernet = PseudowireAvp.PseudowireType.ETHERNET;
        PseudowireAvp.RemoteEndId end = new PseudowireAvp.RemoteEndId("blue");
        PseudowireAvp.AssignedCookie cookie = new PseudowireAvp.AssignedCookie(COOKIE);
        all.put("ICRQ", Message.Icrq.of(SESSION, 1, ethernet, end, status));
        all.put("ICRQ full", Message.Icrq.of(SESSION, 2, asked(line())));
        all.put("ICRP", Message.Icrp.of(SESSION, status));
        all.put("ICRP full", Message.Icrp.of(SESSION, answered(status, cookie)));
        all.put("ICCN", new Message.Iccn(AvpSet.of(LOCAL)));
        all.put("ICCN full", new Message.Iccn(AvpSet.of(answered(LOCAL, CallStatusAvp.CircuitStatus.ACTIVE))));
        all.put("OCRQ", new Message.Ocrq(AvpSet.of(LOCAL, new CallAvp.CallSerialNumber(1), ethernet, end, status)));
        all.put("OCRP", Message.Ocrp.of(SESSION, status));
        all.put("OCCN", new Message.Occn(AvpSet.of(LOCAL)));
        all.put("CDN", Message.Cdn.of(ResultCode.of(ResultCode.CdnResult.UNSUPPORTED_PSEUDOWIRE), SESSION));
        all.put(
                "CDN full",
                Message.Cdn.of(
                        ResultCode.of(ResultCode.CdnResult.TIE_LOST),
                        SESSION,
                        new PppDisconnectCause(2, 0xc021, 1, "terminated")));
        all.put("WEN", Message.Wen.of(new CallStatusAvp.CallErrors(1, 2, 3, 4, 5, 0xffff_ffffL), LOCAL));
        all.put("SLI", new Message.Sli(AvpSet.of(LOCAL, CallStatusAvp.CircuitStatus.INACTIVE)));
        return all;
    }

    private static Avp[] asked(List<Avp> line) {
        List<Avp> avps = new ArrayList<>(List.of(
                PseudowireAvp.PseudowireType.PPP,
                new PseudowireAvp.RemoteEndId("port \" 7"),
                CallStatusAvp.CircuitStatus.NEW_ACTIVE,
                new PseudowireAvp.AssignedCookie(COOKIE),
                new ControlConnectionAvp.TieBreaker(3),
                PseudowireAvp.L2SpecificSublayer.DEFAULT,
                PseudowireAvp.DataSequencing.ALL,
                new CallAvp.TxConnectSpeed(100_000_000_000L),
                new CallAvp.RxConnectSpeed(-1L),
                new CallAvp.PhysicalChannelId(17),
                new DiffServAvp.SessionDs(0xb800)));
        avps.addAll(line);
        return avps.toArray(Avp[]::new);
    }

    /// Those of RFC 5515, out of the sample of L2TPv2.
    private static List<Avp> line() {
        return Samples.messages().entrySet().stream()
                .filter(it -> it.getKey().equals("ICRQ full"))
                .flatMap(it -> it.getValue().avps().avps().stream())
                .filter(AccessLineAvp.class::isInstance)
                .toList();
    }

    private static Avp[] answered(Avp... first) {
        List<Avp> avps = new ArrayList<>(List.of(first));
        avps.add(PseudowireAvp.L2SpecificSublayer.NONE);
        avps.add(PseudowireAvp.DataSequencing.NON_IP);
        avps.add(new CallAvp.TxConnectSpeed(0));
        avps.add(new CallAvp.RxConnectSpeed(1));
        return avps.toArray(Avp[]::new);
    }

    private static byte[] encode(Message message, Optional<Hiding> hiding, Optional<DigestType> digest) {
        SessionId session = message.type().scope() == MessageType.Scope.SESSION ? new SessionId(2002) : SessionId.NONE;
        return WireFormat.V3.encode(HEADER.about(session), message, hiding, digest);
    }

    private static byte[] hex(String hex) {
        return Octets.ofHex(hex).toArray();
    }
}
