package org.prol2tp.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.prol2tp.protocol.node.Event;
import org.prol2tp.protocol.node.Input;
import org.prol2tp.protocol.node.Output;
import org.prol2tp.protocol.node.Request;
import org.prol2tp.protocol.node.Request.Selector;
import org.prol2tp.protocol.node.Secret;
import org.prol2tp.protocol.node.SessionParameters.PseudowireType;
import org.prol2tp.protocol.node.Settings;
import org.prol2tp.protocol.node.TraceCategory;
import org.prol2tp.protocol.node.TunnelParameters.AuthMode;
import org.prol2tp.protocol.node.TunnelParameters.ProtocolVersion;

/// What is traced of a pair of nodes, by category and by whose mask.
class TraceTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private static final String TUNNEL_SECRET = "t9nn3l-s3cr3t";

    private static final String PASSWORD = "p4ssw0rd-0f-us3r";

    /// Those of a peer's tunnel and the node; what operators ask (API) is apart.
    enum Golden {
        PROTOCOL,
        FSM,
        AVP,
        AVP_HIDE,
        AVP_DATA,
        XPRT,
        DATA,
        PPP,
        SYSTEM,
        FUNC
    }

    /// A tunnel with authentication and hidden AVPs and a session in it, from its beginning to its end.
    private static Pair life(Recipe client, Recipe server) {
        Pair pair = new Pair(1, client.build(), server.build()).start();
        pair.runUntil(() -> Agreement.disagreements(pair, 1).isEmpty(), LIMIT);
        pair.run(Duration.ofSeconds(1));
        pair.ask(pair.b(), new Request.ShowSystem());
        pair.askAndWait(pair.a(), new Request.Shutdown(), LIMIT);
        pair.run(Duration.ofSeconds(40));
        return pair;
    }

    private static Recipe client() {
        Recipe client = Recipe.lac(1, 1);
        client.tunnel.secret = Optional.of(Secret.of(TUNNEL_SECRET));
        client.tunnel.authMode = AuthMode.CHALLENGE;
        client.tunnel.hideAvps = true;
        client.session.userPassword = Optional.of(Secret.of(PASSWORD));
        return client;
    }

    private static Recipe server() {
        Recipe server = Recipe.lns(8).user(PASSWORD).authenticateBy(false, true, false);
        server.tunnel.secret = Optional.of(Secret.of(TUNNEL_SECRET));
        server.tunnel.authMode = AuthMode.CHALLENGE;
        server.tunnel.hideAvps = true;
        String profile = Settings.DEFAULT_PROFILE;
        server.peers.add(new Settings.PeerProfile(
                "lac", Optional.empty(), 0, Settings.RolesAllowed.BOTH, profile, profile, profile));
        return server;
    }

    private static List<String> lines(Side side, Predicate<Event.Trace> which) {
        return side.events(Event.Trace.class).stream()
                .filter(which)
                .map(Event.Trace::line)
                .toList();
    }

    @ParameterizedTest
    @EnumSource(Golden.class)
    void eachCategorySaysWhatIsOnFile(Golden golden) throws IOException {
        TraceCategory category = TraceCategory.valueOf(golden.name());
        Recipe server = server();
        server.system.traceFlags = category.bit();
        Side side = life(client(), server).b();
        assertThat(side.events(Event.Trace.class)).isNotEmpty().allSatisfy(line -> {
            assertThat(line.category()).isEqualTo(category);
            assertThat(line.logged()).isTrue();
        });
        String trace = lines(side, _ -> true).stream().collect(Collectors.joining("\n", "", "\n"));
        Path file = Path.of("src/test/resources/golden/trace-of-a-server")
                .resolve(golden.name().toLowerCase(Locale.ROOT));
        if (Boolean.getBoolean("golden.rewrite")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, trace);
        }
        assertThat(trace).isEqualTo(Files.readString(file));
    }

    @Test
    void whatOperatorsAskIsTracedWithoutWhatTheyGive() {
        Recipe recipe = Recipe.lns(1);
        recipe.system.traceFlags = TraceCategory.API.bit();
        HandPeer hand = new HandPeer(recipe.build());
        Selector none = new Selector.ByName("t1");
        hand.node.handle(new Input.OperatorAsked(5, new Request.ShowTunnels(Optional.of(none))), 0, hand.out);
        assertThat(hand.out.outputs().stream()
                        .filter(Output.Report.class::isInstance)
                        .map(it -> ((Event.Trace) ((Output.Report) it).event()).line()))
                .containsExactly("API: request 5: ShowTunnels", "API: reply 5: refused: no tunnel named t1");
    }

    /// The shape that scripts look for.
    @Test
    void machinesAndStatesAreNamedAsTheOriginalDoes() {
        Recipe server = server();
        server.system.traceFlags = TraceCategory.FSM.bit();
        Recipe client = client();
        client.system.traceFlags = TraceCategory.FSM.bit();
        Pair pair = life(client, server);
        assertThat(lines(pair.b(), _ -> true))
                .allSatisfy(line -> assertThat(line)
                        .matches("FSM: (CCE\\(\\d+\\)|LNIC\\(\\d+/\\d+\\))"
                                + " (event [A-Z_]+ in state [A-Z]+|state change: [A-Z]+ --> [A-Z]+)"));
        String id = lines(pair.b(), _ -> true).getFirst().replaceAll("[^0-9]+", "");
        assertThat(lines(pair.b(), _ -> true))
                .startsWith(
                        "FSM: CCE(" + id + ") event SCCRQ_ACCEPT in state IDLE",
                        "FSM: CCE(" + id + ") state change: IDLE --> WAITCTLCONN",
                        "FSM: CCE(" + id + ") event SCCCN_ACCEPT in state WAITCTLCONN",
                        "FSM: CCE(" + id + ") state change: WAITCTLCONN --> ESTABLISHED");
        assertThat(lines(pair.a(), _ -> true).stream()
                        .map(line -> line.replaceAll("\\([0-9/]+\\)", ""))
                        .limit(8))
                .containsExactly(
                        "FSM: CCE event OPEN_REQ in state IDLE",
                        "FSM: CCE state change: IDLE --> WAITCTLREPLY",
                        "FSM: CCE event SCCRP_ACCEPT in state WAITCTLREPLY",
                        "FSM: CCE state change: WAITCTLREPLY --> ESTABLISHED",
                        "FSM: LAIC event OPEN_REQ in state IDLE",
                        "FSM: LAIC state change: IDLE --> WAITTUNNEL",
                        "FSM: LAIC event TUNNEL_OPEN in state WAITTUNNEL",
                        "FSM: LAIC state change: WAITTUNNEL --> WAITREPLY");
    }

    /// With everything traced at both ends, no line holds a secret, in no form.
    @ParameterizedTest
    @EnumSource(Authentication.class)
    void noSecretIsInAnyLine(Authentication by) {
        Recipe client = client();
        Recipe server = server().authenticateBy(
                        by == Authentication.PAP, by == Authentication.CHAP, by == Authentication.MSCHAPV2);
        client.system.traceFlags = TraceCategory.ALL;
        server.system.traceFlags = TraceCategory.ALL;
        Pair pair = life(client, server);
        String trace = String.join("\n", lines(pair.a(), _ -> true)) + String.join("\n", lines(pair.b(), _ -> true));
        assertThat(trace.lines()).hasSizeGreaterThan(200);
        for (String secret : List.of(TUNNEL_SECRET, PASSWORD)) {
            byte[] octets = secret.getBytes(StandardCharsets.UTF_8);
            assertThat(trace)
                    .doesNotContainIgnoringCase(secret)
                    .doesNotContainIgnoringCase(HexFormat.of().formatHex(octets))
                    .doesNotContain(Base64.getEncoder().encodeToString(octets))
                    .doesNotContain(Arrays.toString(octets));
        }
        // No run of octets long enough to be a challenge, a response, a random vector or a hidden value.
        assertThat(trace).doesNotContainPattern("[0-9a-fA-F]{32}").doesNotContainPattern("(-?\\d+, ){8}");
        assertThat(trace).contains("*Challenge=…").contains("*ChallengeResponse=…");
    }

    enum Authentication {
        PAP,
        CHAP,
        MSCHAPV2
    }

    @Test
    void nothingIsTracedWhereNothingIsSwitchedOn() {
        Pair pair = life(client(), server());
        assertThat(pair.a().events(Event.Trace.class)).isEmpty();
        assertThat(pair.b().events(Event.Trace.class)).isEmpty();
    }

    @Test
    void anInstancesOwnMaskRulesWhereItHasOne() {
        Recipe client = client();
        client.system.traceFlags = TraceCategory.FSM.bit() | TraceCategory.SYSTEM.bit();
        client.tunnel.traceFlags = TraceCategory.PROTOCOL.bit();
        client.session.traceFlags = 0;
        Pair pair = life(client, server());
        assertThat(lines(pair.a(), it -> it.tunnel().isEmpty()))
                .isNotEmpty()
                .allMatch(line -> line.startsWith("SYSTEM: "));
        assertThat(lines(pair.a(), it -> it.tunnel().isPresent()))
                .isNotEmpty()
                .allMatch(line -> line.startsWith("PROTOCOL: "))
                .noneMatch(line -> line.contains("ICRP") || line.contains("ICCN"));
    }

    @Test
    void aSessionMayBeTracedInATunnelThatIsNot() {
        Recipe client = client();
        client.session.traceFlags = TraceCategory.PROTOCOL.bit() | TraceCategory.FSM.bit();
        Side side = life(client, server()).a();
        assertThat(lines(side, _ -> true)).anyMatch(line -> line.contains("sending ICCN to peer"));
        assertThat(side.events(Event.Trace.class))
                .allMatch(line -> line.session().isPresent());
    }

    /// A PPP profile's flags are added to those of the session.
    @Test
    void aPppProfileMayTraceWhatItsSessionsDoNot() {
        Recipe client = client();
        client.tunnel.traceFlags = TraceCategory.FSM.bit();
        client.ppp.traceFlags = TraceCategory.PPP.bit();
        Side side = life(client, server()).a();
        assertThat(lines(side, it -> it.session().isPresent()))
                .anyMatch(line -> line.startsWith("FSM: LAIC("))
                .anyMatch(line -> line.startsWith("PPP: tunl "));
    }

    /// Nor does it matter what an ethernet profile's flags are of sessions with PPP.
    @Test
    void anEthernetProfileMayTraceWhatItsSessionsDoNot() {
        for (boolean isEthernet : new boolean[] {true, false}) {
            Recipe client = Recipe.lac(1, 1).in(ProtocolVersion.L2TPV3);
            client.tunnel.traceFlags = TraceCategory.FSM.bit();
            client.ethernet.traceFlags = TraceCategory.DATA.bit();
            if (isEthernet) {
                client.session.pseudowireType = PseudowireType.ETH;
            }
            Recipe server = Recipe.lns(8).in(ProtocolVersion.L2TPV3);
            Pair pair = new Pair(1, client.build(), server.build()).start().run(Duration.ofSeconds(10));
            List<String> lines = lines(pair.a(), it -> it.session().isPresent());
            assertThat(lines).anyMatch(line -> line.startsWith("FSM: LAIC("));
            assertThat(lines.stream().anyMatch(line -> line.startsWith("DATA: ")))
                    .isEqualTo(isEthernet);
        }
    }
}
