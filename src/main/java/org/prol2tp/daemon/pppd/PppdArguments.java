package org.prol2tp.daemon.pppd;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.prol2tp.protocol.node.Event;
import org.prol2tp.protocol.node.IpAddress;
import org.prol2tp.protocol.node.PppParameters;
import org.prol2tp.protocol.node.PppTerms;
import org.prol2tp.protocol.node.Secret;
import org.prol2tp.protocol.node.ToPppProvider;

/// What pppd is told on its command line: every keyword of the PPP profile, so that `/etc/ppp/options` changes none.
/// The secret is not among it: that is in [#secrets], which it reads from a descriptor.
///
/// Source: pppd(8) of 2.4.9.
final class PppdArguments {
    /// The numbers that descriptors have in pppd: the session's socket, what its log goes to, its secrets.
    static final int SOCKET = 3;

    static final int LOG = 4;
    static final int SECRETS = 5;

    private static final int LEAST_MRU = 128;
    private static final int MOST_MRU = 16_384;

    /// Octets of a password that pppd keeps.
    private static final int MOST_SECRET_OCTETS = 255;

    private final PppTerms terms;
    private final PppParameters ppp;
    private final boolean client;
    private final List<String> arguments = new ArrayList<>(96);

    private PppdArguments(PppTerms terms, boolean client) {
        this.terms = terms;
        this.ppp = terms.ppp();
        this.client = client;
    }

    static List<String> of(ToPppProvider.Opened opened, PppTerms terms) {
        return new PppdArguments(terms, opened.client()).all(opened.session(), opened.mtu());
    }

    /// An options file with the password; empty: there is none.
    static byte[] secrets(PppTerms terms) {
        return terms.secret().map(PppdArguments::passwordLine).orElse(new byte[0]);
    }

    /// Why pppd cannot have this session; empty: it can.
    static Optional<String> refusal(PppTerms terms, boolean client) {
        PppParameters ppp = terms.ppp();
        boolean anything = ppp.authPap() || ppp.authChap() || ppp.authMschapv1() || ppp.authMschapv2() || ppp.authEap();
        if (demandsProof(ppp, client) && !anything) {
            return Optional.of("the peer must authenticate itself, and no way to do so is allowed");
        }
        boolean unfit = terms.secret().map(Secret::octets).stream()
                .anyMatch(it -> it.length > MOST_SECRET_OCTETS || contains(it, 0));
        return unfit ? Optional.of("pppd takes no password of this length, or with a NUL in it") : Optional.empty();
    }

    static boolean demandsProof(PppParameters ppp, boolean client) {
        return ppp.authPeer().orElse(!client);
    }

    private List<String> all(Event.SessionRef session, int mtu) {
        add("nodetach", "nopersist", "noipdefault", "nodefaultroute", "noproxyarp", "nomultilink", "noccp", "novj");
        add("logfd", LOG);
        add("plugin", "pppol2tp.so");
        add("pppol2tp", SOCKET);
        add("pppol2tp_tunnel_id", session.tunnel().id().value());
        add("pppol2tp_session_id", session.id().value());
        session.name().ifPresent(name -> add("ipparam", name));
        terms.interfaceName().ifPresent(name -> add("ifname", name));
        add("mtu", mtu);
        add("mru", Math.clamp(terms.mru(), LEAST_MRU, MOST_MRU));
        add("asyncmap", Integer.toHexString(ppp.asyncmap()));
        lcp();
        network();
        authentication();
        return List.copyOf(arguments);
    }

    private void lcp() {
        add("lcp-echo-interval", ppp.lcpEchoInterval());
        add("lcp-echo-failure", ppp.lcpEchoFailureCount());
        add("lcp-max-configure", ppp.lcpMaxConfigRequests());
        add("lcp-max-failure", ppp.lcpMaxConfigNaks());
        add("lcp-max-terminate", ppp.lcpMaxTerminateRequests());
        add("lcp-restart", ppp.lcpRetransmitInterval());
        add("idle", ppp.idleTimeout());
        add("maxconnect", ppp.maxConnectTime());
    }

    private void network() {
        for (String protocol : List.of("ipcp", "ipv6cp")) {
            add(protocol + "-max-configure", ppp.ipcpMaxConfigRequests());
            add(protocol + "-max-failure", ppp.ipcpMaxConfigNaks());
            add(protocol + "-max-terminate", ppp.ipcpMaxTerminateRequests());
            add(protocol + "-restart", ppp.ipcpRetransmitInterval());
        }
        add(ppp.ipv6() ? "+ipv6" : "noipv6");
        if (!ppp.ipv4()) {
            add("noip");
            return;
        }
        if (ppp.localAddress().isPresent() || terms.peerAddress().isPresent()) {
            add(text(ppp.localAddress()) + ":" + text(terms.peerAddress()));
        }
        if (ppp.localAddress().isEmpty()) {
            add("ipcp-accept-local");
        }
        if (terms.peerAddress().isEmpty()) {
            add("ipcp-accept-remote");
        }
        ppp.dnsServers().forEach(it -> add("ms-dns", it));
        ppp.winsServers().forEach(it -> add("ms-wins", it));
    }

    private void authentication() {
        boolean demanded = demandsProof(ppp, client);
        add(demanded ? "auth" : "noauth");
        protocol("pap", ppp.authPap(), demanded);
        protocol("chap", ppp.authChap(), demanded);
        protocol("mschap", ppp.authMschapv1(), demanded);
        protocol("mschap-v2", ppp.authMschapv2(), demanded);
        protocol("eap", ppp.authEap(), demanded);
        add("name", client ? terms.userName().orElse(terms.localName()) : terms.localName());
        terms.userName().ifPresent(name -> add("user", name));
        ppp.remoteName().ifPresent(name -> add("remotename", name));
        add("chap-interval", ppp.chapInterval());
        add("chap-max-challenge", ppp.chapMaxChallenge());
        add("chap-restart", ppp.chapRestart());
        add("eap-interval", ppp.chapInterval());
        add("eap-max-sreq", ppp.chapMaxChallenge());
        add("eap-restart", ppp.chapRestart());
        add("pap-max-authreq", ppp.papMaxAuthRequests());
        add("pap-restart", ppp.papRestartInterval());
        Duration patience = ppp.papTimeout().isZero()
                ? ppp.papRestartInterval().multipliedBy(ppp.papMaxAuthRequests())
                : ppp.papTimeout();
        add("pap-timeout", patience);
        if (demanded && ppp.useRadius()) {
            add("plugin", "radius.so");
            ppp.radiusHint().ifPresent(file -> add("radius-config-file", file));
        }
        if (demanded || terms.traced()) {
            // Only its trace says who the peer is.
            add("debug", "hide-password");
        }
        if (terms.secret().isPresent()) {
            add("file", "/proc/self/fd/" + SECRETS);
        }
    }

    private void protocol(String name, boolean allowed, boolean demanded) {
        if (!allowed) {
            add("refuse-" + name);
        } else if (demanded) {
            add("require-" + name);
        }
    }

    private void add(String... words) {
        arguments.addAll(List.of(words));
    }

    private void add(String option, Duration value) {
        add(option, value.toSeconds());
    }

    private void add(String option, Object value) {
        arguments.add(option);
        arguments.add(value.toString());
    }

    private static String text(Optional<IpAddress> address) {
        return address.map(IpAddress::toString).orElse("");
    }

    /// Every octet as an escape, so that none has a meaning of its own.
    private static byte[] passwordLine(Secret secret) {
        StringBuilder line = new StringBuilder("password \"");
        for (byte octet : secret.octets()) {
            int value = octet & 0xff;
            line.append('\\')
                    .append((char) ('0' + (value >> 6)))
                    .append((char) ('0' + (value >> 3 & 7)))
                    .append((char) ('0' + (value & 7)));
        }
        return line.append("\"\n").toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static boolean contains(byte[] octets, int value) {
        for (byte octet : octets) {
            if (octet == value) {
                return true;
            }
        }
        return false;
    }
}
