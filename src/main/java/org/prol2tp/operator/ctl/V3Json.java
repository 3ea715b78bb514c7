package org.prol2tp.operator.ctl;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.prol2tp.protocol.node.L2tpV3Session;
import org.prol2tp.protocol.node.L2tpV3Session.DataSequencing;
import org.prol2tp.protocol.node.L2tpV3Session.L2SpecificSublayer;
import org.prol2tp.protocol.node.L2tpV3Tunnel;
import org.prol2tp.protocol.node.L2tpV3Tunnel.DigestType;
import org.prol2tp.protocol.node.L2tpV3Tunnel.Mode;
import org.prol2tp.protocol.node.Secret;
import org.prol2tp.protocol.node.SessionParameters.PseudowireType;

/// What is set for L2TPv3 alone, as members of a JSON object that has more of them.
final class V3Json {
    /// [DigestType], in its order.
    private static final List<String> DIGESTS = List.of("none", "md5", "sha1");
    /// [L2SpecificSublayer], in its order.
    private static final List<String> SUBLAYERS = List.of("none", "default");
    /// [DataSequencing], in its order.
    private static final List<String> SEQUENCINGS = List.of("none", "non-ip", "all");

    /// [Mode], in its order.
    private static final List<String> MODES = List.of("managed", "static", "quiescent");

    private V3Json() {}

    static void write(Line line, L2tpV3Tunnel v3) {
        line.id("router_id", v3.routerId())
                .text("digest_type", DIGESTS.get(v3.digestType().ordinal()))
                .number("nonce_length", v3.nonceLength())
                .texts(
                        "pseudowire_caps",
                        new TreeSet<>(v3.pseudowireCapabilities())
                                .stream()
                                        .map(it -> Words.PSEUDOWIRE_TYPE.get(it.ordinal()))
                                        .toList())
                .text("mode", MODES.get(v3.mode().ordinal()))
                .id("peer_tunnel_id", v3.peerTunnelId());
    }

    static L2tpV3Tunnel readTunnel(Members members) {
        Set<PseudowireType> capabilities = new HashSet<>();
        for (String word : members.texts("pseudowire_caps")) {
            int index = Words.PSEUDOWIRE_TYPE.indexOf(word);
            if (index >= 0) {
                capabilities.add(PseudowireType.values()[index]);
            }
        }
        return L2tpV3Tunnel.DEFAULT
                .withRouterId(members.id("router_id"))
                .withDigestType(DigestType.values()[members.word("digest_type", DIGESTS)])
                .withNonceLength(members.integer("nonce_length"))
                .withPseudowireCapabilities(capabilities)
                .withMode(Mode.values()[members.word("mode", MODES)])
                .withPeerTunnelId(members.id("peer_tunnel_id"));
    }

    static void write(Line line, L2tpV3Session v3) {
        line.number("cookie_length", v3.cookieLength())
                .text("cookie", v3.cookie())
                .text("peer_cookie", v3.peerCookie())
                .text("l2spec_type", SUBLAYERS.get(v3.l2SpecificSublayer().ordinal()))
                .text("data_sequencing", SEQUENCINGS.get(v3.dataSequencing().ordinal()))
                .text("remote_end_id", v3.remoteEndId())
                .id("peer_session_id", v3.peerSessionId());
    }

    static L2tpV3Session readSession(Members members) {
        return new L2tpV3Session(
                members.integer("cookie_length"),
                members.optionalText("cookie").map(Secret::of),
                members.optionalText("peer_cookie").map(Secret::of),
                L2SpecificSublayer.values()[members.word("l2spec_type", SUBLAYERS)],
                DataSequencing.values()[members.word("data_sequencing", SEQUENCINGS)],
                members.optionalText("remote_end_id"),
                members.id("peer_session_id"));
    }
}
