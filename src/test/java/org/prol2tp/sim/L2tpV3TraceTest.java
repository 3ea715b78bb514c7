package org.prol2tp.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.prol2tp.protocol.node.DataPlaneCommand;
import org.prol2tp.protocol.node.Event;
import org.prol2tp.protocol.node.Request;
import org.prol2tp.protocol.node.Secret;
import org.prol2tp.protocol.node.SessionParameters.PseudowireType;
import org.prol2tp.protocol.node.Settings;
import org.prol2tp.protocol.node.TraceCategory;
import org.prol2tp.protocol.node.TunnelParameters.AuthMode;
import org.prol2tp.protocol.node.TunnelParameters.ProtocolVersion;

/// What is traced of a tunnel of L2TPv3 with an Ethernet session: the same as of L2TPv2, in the same words.
class L2tpV3TraceTest {
    private static final String SECRET = "t9nn3l-s3cr3t";

    private static Recipe end(Recipe recipe, int cookieOctets) {
        recipe.in(ProtocolVersion.L2TPV3);
        recipe.tunnel.secret = Optional.of(Secret.of(SECRET));
        recipe.tunnel.authMode = AuthMode.CHALLENGE;
        recipe.tunnel.hideAvps = true;
        recipe.tunnel.traceFlags = TraceCategory.ALL;
        recipe.session.pseudowireType = PseudowireType.ETH;
        recipe.session.v3 = recipe.session.v3.withCookieLength(cookieOctets).withRemoteEndId("port 7");
        return recipe;
    }

    /// From its beginning to its end.
    private static Pair life() {
        Recipe server = end(Recipe.lns(8), 4);
        String profile = Settings.DEFAULT_PROFILE;
        server.peers.add(new Settings.PeerProfile(
                "lac", Optional.empty(), 0, Settings.RolesAllowed.BOTH, profile, profile, profile));
        Pair pair = new Pair(1, end(Recipe.lac(1, 1), 8).build(), server.build()).start();
        pair.run(Duration.ofSeconds(20));
        assertThat(pair.b().dataPlane().sessionCount()).isEqualTo(1);
        return pair;
    }

    private static String trace(Side side) {
        return side.events(Event.Trace.class).stream()
                .map(Event.Trace::line)
                .collect(Collectors.joining("\n", "", "\n"));
    }

    @Test
    void isWhatIsOnFile() throws IOException {
        Pair pair = life();
        pair.askAndWait(pair.a(), new Request.Shutdown(), Duration.ofMinutes(2));
        pair.run(Duration.ofSeconds(40));
        Path file = Path.of("src/test/resources/golden/trace-of-l2tpv3/trace");
        String trace = trace(pair.b());
        if (Boolean.getBoolean("golden.rewrite")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, trace);
        }
        assertThat(trace).isEqualTo(Files.readString(file));
    }

    /// Nor a cookie: who knows it can send frames into the session.
    @Test
    void holdsNoSecretAndNoCookie() {
        Pair pair = life();
        String trace = trace(pair.a()) + trace(pair.b());
        assertThat(trace.lines()).hasSizeGreaterThan(60);
        List<String> cookies = pair.a().dataPlane().pseudowires().stream()
                .map(DataPlaneCommand.PseudowireOptions::local)
                .map(end -> HexFormat.of().toHexDigits(end.cookie().number()))
                .toList();
        assertThat(cookies).hasSize(1).allSatisfy(cookie -> assertThat(trace).doesNotContainIgnoringCase(cookie));
        assertThat(trace).doesNotContain(SECRET).doesNotContainPattern("[0-9a-fA-F]{32}");
        assertThat(trace).contains("*AssignedCookie=…").contains("ControlMessageAuthenticationNonce=…");
    }
}
