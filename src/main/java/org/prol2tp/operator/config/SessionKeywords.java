package org.prol2tp.operator.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.prol2tp.protocol.node.L2tpV3Session.DataSequencing;
import org.prol2tp.protocol.node.L2tpV3Session.L2SpecificSublayer;
import org.prol2tp.protocol.node.Secret;
import org.prol2tp.protocol.node.SessionParameters.PseudowireType;
import org.prol2tp.protocol.node.SessionType;

/// The keywords of the blocks `session profile` and `session`: all of the profile may stand in the session
/// too.
final class SessionKeywords {
    private SessionKeywords() {}

    private static final Set<String> LATER = Set.of();

    static final Grammar<Drafts.Session> PROFILE =
            new Grammar<>(BlockType.SESSION_PROFILE, Drafts.Session::new, profile(), LATER);

    static final Grammar<Drafts.Session> SESSION =
            new Grammar<>(BlockType.SESSION, Drafts.Session::new, session(), LATER);

    private static List<Keyword<Drafts.Session>> session() {
        List<Keyword<Drafts.Session>> keywords = new ArrayList<>(List.of(
                Keyword.name(
                        "tunnel_name",
                        BlockType.TUNNEL,
                        d -> d.tunnelName,
                        (d, v) -> d.tunnelName = v,
                        "The tunnel that the session is in, where the block is not inside the tunnel's."),
                Keyword.text(
                        "session_name",
                        255,
                        d -> d.sessionName,
                        (d, v) -> d.sessionName = v,
                        "The session's name, where the block has none."),
                Keyword.<Drafts.Session>name(
                                "profile_name",
                                BlockType.SESSION_PROFILE,
                                d -> d.profile,
                                (d, v) -> d.profile = v,
                                "The session profile that gives what the block does not.")
                        .or("session_profile_name"),
                Keyword.one(
                        "session_id",
                        new ValueType.Number(0, 0xffff_ffffL),
                        (Drafts.Session d) -> d.parameters.sessionId & 0xffff_ffffL,
                        (d, v) -> d.parameters.sessionId = v.intValue(),
                        "Our id of the session, with L2TPv2 1..65535; 0: a random one, which is safer."),
                Keyword.one(
                                "peer_session_id",
                                new ValueType.Number(0, 0xffff_ffffL),
                                (Drafts.Session d) -> d.parameters.v3.peerSessionId() & 0xffff_ffffL,
                                (d, v) -> d.parameters.v3 = d.parameters.v3.withPeerSessionId(v.intValue()),
                                "The peer's id of a session in a static or quiescent tunnel.")
                        .like("24")
                        .onlyV3()));
        keywords.addAll(profile());
        return List.copyOf(keywords);
    }

    private static List<Keyword<Drafts.Session>> profile() {
        return Stream.of(version2(), ProxyKeywords.ALL, version3())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Keyword<Drafts.Session>> version2() {
        return List.of(
                Keyword.name(
                        "ppp_profile_name",
                        BlockType.PPP_PROFILE,
                        d -> d.parameters.pppProfileName,
                        (d, v) -> d.parameters.pppProfileName = v,
                        "The PPP profile."),
                Keyword.<Drafts.Session>name(
                                "ethernet_profile_name",
                                BlockType.ETHERNET_PROFILE,
                                d -> d.parameters.ethernetProfileName,
                                (d, v) -> d.parameters.ethernetProfileName = v,
                                "The ethernet profile.")
                        .onlyV3(),
                Keyword.name(
                        "pseudowire_profile_name",
                        BlockType.PSEUDOWIRE_PROFILE,
                        d -> d.pseudowireProfile,
                        (d, v) -> {
                            d.pseudowireProfile = v;
                            d.parameters.pppProfileName = v;
                            d.parameters.ethernetProfileName = v;
                        },
                        "A pseudowire profile, instead of a PPP or ethernet profile."),
                Keyword.one(
                        "pseudowire_type",
                        ValueType.Choice.of(pseudowireTypes(), List.of("pppac")).onlyV3("eth", "eth_vlan"),
                        d -> d.parameters.pseudowireType,
                        (d, v) -> d.parameters.pseudowireType = v,
                        "What the session carries; with L2TPv2 it is PPP."),
                Keyword.optional(
                        "session_type",
                        ValueType.Choice.of(types()),
                        d -> d.parameters.type,
                        (d, v) -> d.parameters.type = Optional.of(v),
                        "LAC or LNS, incoming or outgoing call. A session of type laic (the default) or lnoc is placed by "
                                + "us, one of type lnic or laoc waits for the peer to place it; in a profile lnic and "
                                + "laoc say which calls of the peer it is for."),
                Keyword.text(
                        "user_name",
                        255,
                        d -> d.parameters.userName,
                        (d, v) -> d.parameters.userName = v,
                        "The PPP account by which the peer knows us."),
                Keyword.secret(
                        "user_password",
                        d -> d.parameters.userPassword,
                        (d, v) -> d.parameters.userPassword = v,
                        "Its password; without it, looked up in the users and the secrets file."),
                Keyword.secretFile(
                        "user_password_file",
                        d -> d.parameters.userPassword,
                        (d, v) -> d.parameters.userPassword = v,
                        "A file whose first line is the password, instead of `user_password`."),
                Keyword.optional(
                        "interface_name",
                        new ValueType.Interface(ValueType.Interface.OCTETS),
                        d -> d.parameters.interfaceName,
                        (d, v) -> d.parameters.interfaceName = Optional.of(v),
                        "The name of the network interface; without it, one is made up."),
                Keyword.<Drafts.Session>flag(
                                "use_sequence_numbers",
                                d -> d.parameters.useSequenceNumbers,
                                (d, v) -> d.parameters.useSequenceNumbers = v,
                                "Send sequence numbers with data.")
                        .or("seqnum"),
                Keyword.flag(
                        "sequencing_required",
                        d -> d.parameters.sequencingRequired,
                        (d, v) -> d.parameters.sequencingRequired = v,
                        "Demand sequence numbers (Sequencing Required AVP)."),
                Keyword.milliseconds(
                        "reorder_timeout",
                        0,
                        10_000,
                        d -> d.parameters.reorderTimeout,
                        (d, v) -> d.parameters.reorderTimeout = v,
                        "How long data waits for a packet that is missing; 0: not at all."),
                Keyword.flag("no_ppp", d -> d.parameters.noPpp, (d, v) -> d.parameters.noPpp = v, "Start no PPP."),
                Keyword.flag(
                        "persist",
                        d -> d.parameters.persist,
                        (d, v) -> d.parameters.persist = v,
                        "Open a configured session again after it failed."),
                Keyword.text(
                        "priv_group_id",
                        255,
                        d -> d.parameters.privateGroupId,
                        (d, v) -> d.parameters.privateGroupId = v,
                        "The Private Group ID AVP."),
                Keyword.one(
                        "framing_type",
                        ValueType.Choice.of(bits("sync", "async")),
                        d -> d.parameters.framingType,
                        (d, v) -> d.parameters.framingType = v,
                        "The Framing Type AVP."),
                Keyword.one(
                        "bearer_type",
                        ValueType.Choice.of(bits("digital", "analog")),
                        d -> d.parameters.bearerType,
                        (d, v) -> d.parameters.bearerType = v,
                        "The Bearer Type AVP."),
                Keyword.one(
                        "connect_speed",
                        new SpeedType(),
                        d -> new SpeedType.Speeds(d.parameters.rxConnectSpeed, d.parameters.txConnectSpeed),
                        (d, v) -> {
                            d.parameters.rxConnectSpeed = v.rx();
                            d.parameters.txConnectSpeed = v.tx();
                        },
                        "The Connect Speed AVPs."),
                bps(
                        "minimum_bps",
                        d -> d.parameters.minimumBps,
                        (d, v) -> d.parameters.minimumBps = v,
                        "The slowest line that an outgoing call may get."),
                bps(
                        "maximum_bps",
                        d -> d.parameters.maximumBps,
                        (d, v) -> d.parameters.maximumBps = v,
                        "The fastest line that an outgoing call may get; 0: no limit."),
                Keyword.text(
                        "calling_number",
                        64,
                        d -> d.parameters.callingNumber,
                        (d, v) -> d.parameters.callingNumber = v,
                        "The Calling Number AVP."),
                Keyword.text(
                        "called_number",
                        64,
                        d -> d.parameters.calledNumber,
                        (d, v) -> d.parameters.calledNumber = v,
                        "The Called Number AVP; of a session of type lnic or laoc, the only number that it takes."),
                Keyword.text(
                        "sub_address",
                        64,
                        d -> d.parameters.subAddress,
                        (d, v) -> d.parameters.subAddress = v,
                        "The Sub-Address AVP."),
                Keyword.trace(d -> d.parameters.traceFlags, (d, v) -> d.parameters.traceFlags = v));
    }

    private static Keyword<Drafts.Session> bps(
            String name, Function<Drafts.Session, Long> get, BiConsumer<Drafts.Session, Long> set, String doc) {
        return Keyword.one(name, new ValueType.Number(0, 0xffff_ffffL), get, set, doc);
    }

    private static Map<String, SessionType> types() {
        Map<String, SessionType> values = new LinkedHashMap<>();
        for (SessionType type : SessionType.values()) {
            values.put(type.name().toLowerCase(Locale.ROOT), type);
        }
        return values;
    }

    /// RFC 3931.
    private static List<Keyword<Drafts.Session>> version3() {
        return List.of(
                Keyword.one(
                                "cookie_length",
                                ValueType.Choice.of(cookieLengths()),
                                (Drafts.Session d) -> d.parameters.v3.cookieLength(),
                                (d, v) -> d.parameters.v3 = d.parameters.v3.withCookieLength(v),
                                "The length of the cookie that the peer must send with data, in octets.")
                        .onlyV3(),
                Keyword.<Drafts.Session, Secret>optional(
                                "cookie",
                                new SecretType.Cookie(),
                                d -> d.parameters.v3.cookie(),
                                (d, v) -> d.parameters.v3 = d.parameters.v3.withCookie(v),
                                "The cookie that the peer must send with data; without it, a random one.")
                        .onlyV3(),
                Keyword.<Drafts.Session, Secret>optional(
                                "peer_cookie",
                                new SecretType.Cookie(),
                                d -> d.parameters.v3.peerCookie(),
                                (d, v) -> d.parameters.v3 = d.parameters.v3.withPeerCookie(v),
                                "The cookie that we send with data in a static or quiescent tunnel; else the peer says it.")
                        .onlyV3(),
                Keyword.one(
                                "l2spec_type",
                                ValueType.Choice.of(sublayers()),
                                (Drafts.Session d) -> d.parameters.v3.l2SpecificSublayer(),
                                (d, v) -> d.parameters.v3 = d.parameters.v3.withL2SpecificSublayer(v),
                                "The L2-Specific Sublayer that the peer must send with data.")
                        .onlyV3(),
                Keyword.one(
                                "data_sequencing",
                                ValueType.Choice.of(sequencings()),
                                (Drafts.Session d) -> d.parameters.v3.dataSequencing(),
                                (d, v) -> d.parameters.v3 = d.parameters.v3.withDataSequencing(v),
                                "Which data must carry sequence numbers.")
                        .onlyV3(),
                Keyword.<Drafts.Session, String>optional(
                                "remote_end_id",
                                new ValueType.Text("string", 255),
                                d -> d.parameters.v3.remoteEndId(),
                                (d, v) -> d.parameters.v3 = d.parameters.v3.withRemoteEndId(v),
                                "The Remote End ID AVP: which of its circuits the peer is to connect, and for which the "
                                        + "session takes a call of the peer's.")
                        .onlyV3());
    }

    static Map<String, PseudowireType> pseudowireTypes() {
        Map<String, PseudowireType> types = new LinkedHashMap<>();
        types.put("ppp", PseudowireType.PPP);
        types.put("eth", PseudowireType.ETH);
        types.put("eth_vlan", PseudowireType.ETH_VLAN);
        return types;
    }

    private static Map<String, Integer> cookieLengths() {
        Map<String, Integer> lengths = new LinkedHashMap<>();
        lengths.put("0", 0);
        lengths.put("4", 4);
        lengths.put("8", 8);
        return lengths;
    }

    private static Map<String, L2SpecificSublayer> sublayers() {
        Map<String, L2SpecificSublayer> sublayers = new LinkedHashMap<>();
        sublayers.put("none", L2SpecificSublayer.NONE);
        sublayers.put("default", L2SpecificSublayer.DEFAULT);
        return sublayers;
    }

    private static Map<String, DataSequencing> sequencings() {
        Map<String, DataSequencing> sequencings = new LinkedHashMap<>();
        sequencings.put("none", DataSequencing.NONE);
        sequencings.put("non-ip", DataSequencing.NON_IP);
        sequencings.put("non_ip", DataSequencing.NON_IP);
        sequencings.put("all", DataSequencing.ALL);
        return sequencings;
    }

    /// The two low bits of a Framing or Bearer Type AVP.
    private static Map<String, Integer> bits(String first, String second) {
        Map<String, Integer> values = new LinkedHashMap<>();
        values.put("none", 0);
        values.put(first, 1);
        values.put(second, 2);
        values.put("any", 3);
        return values;
    }
}
