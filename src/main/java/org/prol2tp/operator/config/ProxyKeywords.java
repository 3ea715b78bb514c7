package org.prol2tp.operator.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.prol2tp.protocol.node.OctetString;
import org.prol2tp.protocol.node.ProxyParameters.Authentication;
import org.prol2tp.protocol.node.SessionParameters;

/// The keywords of a session for what its LAC has settled with the user in PPP, RFC 2661 §4.4.5.
final class ProxyKeywords {
    private ProxyKeywords() {}

    /// What fits into an AVP beside its header.
    private static final int MAX_OCTETS = 1017;

    static final List<Keyword<Drafts.Session>> ALL = List.of(
            Keyword.flag(
                    "use_ppp_proxy",
                    d -> d.parameters.usePppProxy,
                    (d, v) -> d.parameters.usePppProxy = v,
                    "As LAC, tell the LNS what PPP has settled so far (proxy LCP, proxy authentication)."),
            options(
                    "initial_rcvd_lcp_confreq",
                    d -> d.parameters.proxy.initialReceived,
                    (d, v) -> d.parameters.proxy.initialReceived = v,
                    "The options of the first LCP Configure-Request that the user sent."),
            options(
                    "last_sent_lcp_confreq",
                    d -> d.parameters.proxy.lastSent,
                    (d, v) -> d.parameters.proxy.lastSent = v,
                    "The options of the last LCP Configure-Request to the user."),
            options(
                    "last_rcvd_lcp_confreq",
                    d -> d.parameters.proxy.lastReceived,
                    (d, v) -> d.parameters.proxy.lastReceived = v,
                    "The options of the last LCP Configure-Request that the user sent."),
            Keyword.optional(
                    "proxy_auth_type",
                    ValueType.Choice.of(types()),
                    d -> Optional.of(d.parameters.proxy.authentication).filter(it -> it != Authentication.UNSAID),
                    (d, v) -> d.parameters.proxy.authentication = v,
                    "How the user proved itself to the LAC."),
            Keyword.text(
                    "proxy_auth_name",
                    255,
                    d -> d.parameters.proxy.name,
                    (d, v) -> d.parameters.proxy.name = v,
                    "The name it gave."),
            options(
                    "proxy_auth_challenge",
                    d -> d.parameters.proxy.challenge,
                    (d, v) -> d.parameters.proxy.challenge = v,
                    "The challenge it got; types chap and mschap."),
            Keyword.number(
                    "proxy_auth_id",
                    0,
                    255,
                    d -> d.parameters.proxy.identifier,
                    (d, v) -> d.parameters.proxy.identifier = v,
                    "The identifier of the challenge, or of the PAP request."),
            Keyword.secret(
                    "proxy_auth_response",
                    d -> d.parameters.proxy.response,
                    (d, v) -> d.parameters.proxy.response = v,
                    "Its response to the challenge, or its password."));

    private static Keyword<Drafts.Session> options(
            String name,
            Function<Drafts.Session, Optional<OctetString>> get,
            BiConsumer<Drafts.Session, Optional<OctetString>> set,
            String doc) {
        return Keyword.optional(
                name, new ValueType.Hex(MAX_OCTETS), get, (draft, value) -> set.accept(draft, Optional.of(value)), doc);
    }

    private static Map<String, Authentication> types() {
        Map<String, Authentication> values = new LinkedHashMap<>();
        for (Authentication type : List.of(
                Authentication.NONE,
                Authentication.TEXT,
                Authentication.CHAP,
                Authentication.PAP,
                Authentication.MSCHAP)) {
            values.put(type.name().toLowerCase(Locale.ROOT), type);
        }
        return values;
    }

    /// Complains of what is missing.
    static void check(Check check, Block block, SessionParameters session) {
        if (!session.usePppProxy()) {
            return;
        }
        if (session.proxy().lastSent().isEmpty()
                || session.proxy().lastReceived().isEmpty()) {
            check.error(block, "has use_ppp_proxy, which needs last_sent_lcp_confreq and last_rcvd_lcp_confreq");
        }
        Authentication type = session.proxy().authentication();
        if (type.isProof()
                && (session.proxy().name().isEmpty()
                        || session.proxy().response().isEmpty())) {
            check.error(block, "has a proxy_auth_type that needs proxy_auth_name and proxy_auth_response");
        }
        if (type.isChallenge()
                && session.proxy().challenge().filter(it -> !it.hex().isEmpty()).isEmpty()) {
            check.error(block, "has a proxy_auth_type that needs proxy_auth_challenge");
        }
    }
}
