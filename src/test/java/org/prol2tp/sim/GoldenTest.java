package org.prol2tp.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.prol2tp.protocol.node.Event;
import org.prol2tp.protocol.node.Input;
import org.prol2tp.protocol.node.L2tpV3Session.DataSequencing;
import org.prol2tp.protocol.node.Request;
import org.prol2tp.protocol.node.Secret;
import org.prol2tp.protocol.node.SessionParameters.PseudowireType;
import org.prol2tp.protocol.node.SessionType;
import org.prol2tp.protocol.node.Settings.PeerProfile;
import org.prol2tp.protocol.node.Settings.RolesAllowed;
import org.prol2tp.protocol.node.TunnelParameters.AuthMode;
import org.prol2tp.protocol.node.TunnelParameters.ProtocolVersion;
import org.prol2tp.protocol.wire.Text;

/// Exchanges as text, compared with those on file: `golden/<case>/trace`. `-Dgolden.rewrite=true`
/// writes them anew; then read the difference.
class GoldenTest {
    private static final Path FOLDER = Path.of("src/test/resources/golden");

    private static final Duration LIMIT = Duration.ofMinutes(2);

    enum Case {
        /// RFC 2661 Appendix B.1: lock-step establishment of a control connection.
        LOCK_STEP_TUNNEL(() -> {
            Pair pair = new Pair(1, Recipe.lac(1, 0).build(), Recipe.lns(8).build()).start();
            pair.runUntil(() -> !pair.b().events(Event.TunnelUp.class).isEmpty(), LIMIT);
            pair.run(Duration.ofSeconds(1));
            return pair;
        }),
        /// RFC 2661 Appendix B.2: a packet is lost and sent again. Here the first answer, SCCRP, is lost.
        LOST_PACKET_WITH_RETRANSMISSION(() -> {
            Pair pair = new Pair(1, Recipe.lac(1, 0).build(), Recipe.lns(8).build()).start();
            pair.runUntil(() -> pair.transcript().count("SCCRQ") == 1, LIMIT);
            pair.under(Weather.DEAD).run(Duration.ofMillis(500));
            pair.under(Weather.FAIR);
            pair.runUntil(() -> !pair.b().events(Event.TunnelUp.class).isEmpty(), LIMIT);
            pair.run(Duration.ofSeconds(1));
            return pair;
        }),
        /// A session with tunnel authentication, CHAP, IPv4 and IPv6, from the first message to the last.
        WHOLE_SESSION(() -> {
            Recipe client = Recipe.lac(1, 1);
            Recipe server = Recipe.lns(8).authenticateBy(false, true, false);
            client.tunnel.secret = Optional.of(Secret.of("s3cret"));
            client.tunnel.authMode = AuthMode.CHALLENGE;
            server.tunnel.secret = client.tunnel.secret;
            return whole(client, server);
        }),
        /// An outgoing call, RFC 2661 §5.2.2: the LNS asks, the LAC dials.
        OUTGOING_CALL(() -> {
            Recipe lns = Recipe.lns(8).connect("b", 1).authenticateBy(true, false, false);
            lns.session.type = Optional.of(SessionType.LNOC);
            lns.session.calledNumber = Optional.of("5551234");
            lns.session.minimumBps = 9_600;
            lns.session.maximumBps = 64_000;
            Recipe lac = Recipe.lac(0, 0);
            lac.session.type = Optional.of(SessionType.LAOC);
            lac.ppp.ipv6 = false;
            Pair pair = new Pair(1, lns.build(), lac.build()).start();
            pair.runUntil(() -> Agreement.disagreements(pair, 1).isEmpty(), LIMIT);
            pair.askAndWait(pair.a(), new Request.Shutdown(), LIMIT);
            pair.run(Duration.ofSeconds(1));
            return pair;
        }),
        /// RFC 3931 §4.3: a session of L2TPv3 with PPP, cookies and sequence numbers, where every message is proven,
        /// from
        /// the first message to the last.
        L2TPV3_SESSION(() -> {
            Recipe client = authenticated(Recipe.lac(1, 1));
            Recipe server = authenticated(Recipe.lns(8).authenticateBy(false, true, false));
            server.peers.add(
                    new PeerProfile("lac", Optional.empty(), 0, RolesAllowed.BOTH, "default", "default", "default"));
            client.session.v3 = client.session.v3.withCookieLength(8).withDataSequencing(DataSequencing.ALL);
            server.session.v3 = server.session.v3.withCookieLength(4);
            return whole(client, server);
        }),
        /// RFC 3931 §5.4.5: an Ethernet session whose circuits become inactive and active again.
        L2TPV3_CIRCUITS(() -> {
            Recipe client = Recipe.lac(1, 1).in(ProtocolVersion.L2TPV3);
            client.session.pseudowireType = PseudowireType.ETH;
            Pair pair = new Pair(
                            1,
                            client.build(),
                            Recipe.lns(8).in(ProtocolVersion.L2TPV3).build())
                    .start();
            pair.runUntil(() -> !pair.a().events(Event.SessionUp.class).isEmpty(), LIMIT);
            for (boolean up : new boolean[] {false, true}) {
                for (Side side : List.of(pair.a(), pair.b())) {
                    Event.SessionUp session = side.events(Event.SessionUp.class).getFirst();
                    pair.feed(side, new Input.CircuitChanged(session.session().handle(), up));
                    pair.run(Duration.ofSeconds(1));
                }
            }
            pair.askAndWait(pair.a(), new Request.Shutdown(), LIMIT);
            return pair.run(Duration.ofSeconds(1));
        }),
        /// RFC 3931 §3.4.2: an outgoing call of L2TPv3.
        L2TPV3_OUTGOING_CALL(() -> {
            Recipe lns = Recipe.lns(8)
                    .connect("b", 1)
                    .authenticateBy(true, false, false)
                    .in(ProtocolVersion.L2TPV3);
            lns.session.type = Optional.of(SessionType.LNOC);
            Recipe lac = Recipe.lac(0, 0).in(ProtocolVersion.L2TPV3);
            lac.session.type = Optional.of(SessionType.LAOC);
            lac.ppp.ipv6 = false;
            return whole(lns, lac);
        }),
        /// RFC 3931 §4.7.3, and beyond: nobody answers an SCCRQ of both versions.
        L2TPV3_FALLBACK(() -> {
            Pair pair = new Pair(
                            1,
                            Recipe.lac(1, 0).in(ProtocolVersion.AUTO).build(),
                            Recipe.lns(8).in(ProtocolVersion.L2TPV2).build())
                    .without(datagram -> Text.of(datagram).contains("PseudowireCapabilities"))
                    .start();
            pair.runUntil(() -> !pair.b().events(Event.TunnelUp.class).isEmpty(), LIMIT);
            return pair.run(Duration.ofSeconds(1));
        }),
        /// The server takes known peers only.
        REFUSED_TUNNEL(() -> {
            Recipe client = Recipe.lac(1, 1);
            client.tunnel.persist = false;
            Recipe server = Recipe.lns(8);
            server.tunnel.authMode = AuthMode.SIMPLE;
            Pair pair = new Pair(1, client.build(), server.build()).start();
            pair.run(Duration.ofSeconds(2));
            return pair;
        });

        private final Supplier<Pair> play;

        Case(Supplier<Pair> play) {
            this.play = play;
        }

        private static Recipe authenticated(Recipe recipe) {
            recipe.in(ProtocolVersion.L2TPV3);
            recipe.tunnel.secret = Optional.of(Secret.of("s3cret"));
            recipe.tunnel.authMode = AuthMode.CHALLENGE;
            return recipe;
        }

        private static Pair whole(Recipe a, Recipe b) {
            Pair pair = new Pair(1, a.build(), b.build()).start();
            pair.runUntil(() -> Agreement.disagreements(pair, 1).isEmpty(), LIMIT);
            pair.run(Duration.ofSeconds(1));
            pair.askAndWait(pair.a(), new Request.Shutdown(), LIMIT);
            return pair.run(Duration.ofSeconds(1));
        }

        Path file() {
            return FOLDER.resolve(name().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .resolve("trace");
        }
    }

    @ParameterizedTest
    @EnumSource(Case.class)
    void theExchangeIsAsOnFile(Case golden) throws IOException {
        String trace = golden.play.get().transcript().text();
        if (Boolean.getBoolean("golden.rewrite")) {
            Files.createDirectories(golden.file().getParent());
            Files.writeString(golden.file(), trace);
        }
        assertThat(trace).isEqualTo(Files.readString(golden.file()));
    }
}
