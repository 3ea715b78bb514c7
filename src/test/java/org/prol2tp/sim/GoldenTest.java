package org.prol2tp.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.prol2tp.protocol.node.Event;
import org.prol2tp.protocol.node.Request;
import org.prol2tp.protocol.node.Secret;
import org.prol2tp.protocol.node.SessionType;
import org.prol2tp.protocol.node.TunnelParameters.AuthMode;

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
            Pair pair = new Pair(1, client.build(), server.build()).start();
            pair.runUntil(() -> Agreement.disagreements(pair, 1).isEmpty(), LIMIT);
            pair.run(Duration.ofSeconds(1));
            pair.askAndWait(pair.a(), new Request.Shutdown(), LIMIT);
            pair.run(Duration.ofSeconds(1));
            return pair;
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
