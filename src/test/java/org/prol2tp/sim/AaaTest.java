package org.prol2tp.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.prol2tp.protocol.node.AaaAnswer;
import org.prol2tp.protocol.node.AaaAnswer.Grant;
import org.prol2tp.protocol.node.AaaParameters;
import org.prol2tp.protocol.node.AaaQuestion;
import org.prol2tp.protocol.node.DataPlaneCommand;
import org.prol2tp.protocol.node.Event;
import org.prol2tp.protocol.node.Input;
import org.prol2tp.protocol.node.IpAddress;
import org.prol2tp.protocol.node.NodeProbe;
import org.prol2tp.protocol.node.Output;
import org.prol2tp.protocol.node.Secret;
import org.prol2tp.protocol.node.SessionType;
import org.prol2tp.protocol.wire.ResultCode.CdnResult;

/// A server that asks outside who may have what.
class AaaTest {
    private static final Duration SHORT = Duration.ofSeconds(20);

    private static final IpAddress OWN = IpAddress.parse("10.9.9.9").orElseThrow();

    private final Recipe client = Recipe.lac(1, 1);

    private final Recipe server = Recipe.lns(8);

    private Pair start(boolean calls, boolean users, Function<AaaQuestion, Optional<AaaAnswer>> authoriser) {
        server.system.aaa = new AaaParameters(calls, users, Duration.ofSeconds(5));
        Pair pair = new Pair(1, client.build(), server.build());
        pair.b().authoriser = authoriser;
        return pair.start();
    }

    private static void untilUp(Pair pair) {
        pair.runUntil(
                () -> !pair.a().events(Event.SessionUp.class).isEmpty()
                        && !pair.b().events(Event.SessionUp.class).isEmpty(),
                SHORT);
    }

    private static Event.SessionDown untilDown(Pair pair) {
        pair.runUntil(() -> !pair.a().events(Event.SessionDown.class).isEmpty(), SHORT);
        assertThat(pair.a().events(Event.SessionUp.class)).isEmpty();
        assertThat(pair.a().events(Event.TunnelDown.class)).isEmpty();
        return pair.a().events(Event.SessionDown.class).getFirst();
    }

    @Test
    void aPasswordIsJudgedOutside() {
        server.authenticateBy(true, false, false);
        server.secrets.clear();
        Pair pair = start(false, true, _ -> Optional.of(new AaaAnswer.Accepted(Grant.NONE, "")));
        untilUp(pair);
        Output.AskAaa asked = pair.b().questions.getFirst();
        assertThat(asked.what()).isInstanceOfSatisfying(AaaQuestion.User.class, user -> {
            assertThat(user.userName()).isEqualTo("user");
            assertThat(user.localName()).isEqualTo("lns");
            assertThat(user.proof()).isEqualTo(new AaaQuestion.Password(Secret.of("password")));
            assertThat(user.caller().peerHostName()).isEqualTo("lac");
            assertThat(user.caller().peer().address()).isEqualTo(IpAddress.ofIpv4(0xC0000201));
        });
        assertThat(asked.toString()).contains("…").doesNotContain("password=password");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pap", "chap", "mschapv1", "mschapv2", "eap"})
    void aSecretFromOutsideIsUsedForEveryProof(String way) {
        server.authenticateBy(way.equals("pap"), way.equals("chap"), way.equals("mschapv2"));
        server.ppp.authMschapv1 = way.equals("mschapv1");
        server.ppp.authEap = way.equals("eap");
        server.secrets.clear();
        Pair pair = start(false, true, _ -> Optional.of(new AaaAnswer.SecretFound(Secret.of("password"), Grant.NONE)));
        untilUp(pair);
        AaaQuestion.Proof proof =
                ((AaaQuestion.User) pair.b().questions.getFirst().what()).proof();
        switch (proof) {
            case AaaQuestion.Password _ -> assertThat(way).isEqualTo("pap");
            case AaaQuestion.Chap chap -> {
                assertThat(way).isIn("chap", "eap");
                assertThat(chap.challenge()).hasSize(16);
                assertThat(chap.response()).hasSize(16);
            }
            case AaaQuestion.MsChapV1 chap -> {
                assertThat(way).isEqualTo("mschapv1");
                assertThat(chap.challenge()).hasSize(8);
                assertThat(chap.response()).hasSize(49);
            }
            case AaaQuestion.Eap _ -> throw new AssertionError("no RADIUS, and EAP's method is not ours");
            case AaaQuestion.MsChapV2 chap -> {
                assertThat(way).isEqualTo("mschapv2");
                assertThat(chap.challenge()).hasSize(16);
                assertThat(chap.response()).hasSize(49);
            }
        }
    }

    @Test
    void aWrongSecretFromOutsideRefuses() {
        Pair pair = start(false, true, _ -> Optional.of(new AaaAnswer.SecretFound(Secret.of("other"), Grant.NONE)));
        assertThat(untilDown(pair).why().result()).isEqualTo(3);
    }

    @Test
    void whoHasNoOpinionLeavesItToTheSettings() {
        Pair pair = start(true, true, _ -> Optional.of(new AaaAnswer.Passed()));
        untilUp(pair);
        assertThat(pair.b().questions).hasSize(2);
    }

    @Test
    void aRefusalSaysWhy() {
        Pair pair = start(false, true, _ -> Optional.of(new AaaAnswer.Refused("not today")));
        assertThat(untilDown(pair).why().result()).isEqualTo(3);
        assertThat(pair.b().events(Event.SessionNotice.class))
                .anyMatch(it -> it.what().equals("PPP authentication failed: peer user: not today"));
    }

    /// The limit: `aaa.timeout`.
    @Test
    void noAnswerIsARefusal() {
        Pair pair = start(false, true, _ -> Optional.empty());
        long startNs = pair.nowNs();
        untilDown(pair);
        assertThat(pair.nowNs() - startNs).isBetween(5_000_000_000L, 6_000_000_000L);
        assertThat(pair.b().events(Event.SessionNotice.class))
                .anyMatch(it -> it.what().contains("no answer from authorisation"));
        ScenarioTest.shutDown(pair);
    }

    @Test
    void anAnswerThatComesTooLateIsIgnored() {
        Pair pair = start(true, true, _ -> Optional.empty());
        untilDown(pair);
        for (Output.AskAaa ask : List.copyOf(pair.b().questions)) {
            pair.feed(
                    pair.b(),
                    new Input.AaaAnswered(ask.session(), ask.question(), new AaaAnswer.Accepted(Grant.NONE, "")));
        }
        assertThat(pair.b().events(Event.SessionUp.class)).isEmpty();
        ScenarioTest.shutDown(pair);
    }

    /// What accounting has to know: the session is down, and its call is not over.
    @Test
    void aUserThatNegotiatesIpAnewGoesOnWithTheCall() {
        client.ppp.ipv6 = false;
        server.ppp.ipv6 = false;
        Pair pair = start(false, true, _ -> Optional.of(new AaaAnswer.SecretFound(Secret.of("password"), Grant.NONE)));
        untilUp(pair);
        pair.run(Duration.ofSeconds(1));
        byte[] request = HexFormat.of().parseHex("ff038021014d0004");
        pair.feed(pair.b(), new Input.PppFrameReceived(session(pair), request));
        pair.run(Duration.ofSeconds(30));
        assertThat(pair.b().events(Event.SessionUp.class)).hasSize(2);
        assertThat(pair.b().events(Event.SessionDown.class))
                .singleElement()
                .satisfies(down -> assertThat(down.callGoesOn()).isTrue());
        ScenarioTest.shutDown(pair);
        assertThat(pair.b().events(Event.SessionDown.class).getLast().callGoesOn())
                .isFalse();
    }

    @Test
    void theAddressFromOutsideGoesBeforeThePool() {
        Grant grant = new Grant(Optional.of(OWN), Optional.empty(), Optional.empty());
        Pair pair = start(false, true, _ -> Optional.of(new AaaAnswer.SecretFound(Secret.of("password"), grant)));
        untilUp(pair);
        assertThat(pair.a().events(Event.SessionUp.class).getFirst().facts().localAddress())
                .contains(OWN);
        ScenarioTest.shutDown(pair);
    }

    @Test
    void thePoolFromOutsideGoesBeforeTheProfiles() {
        server.ppp.ipPoolName = Optional.empty();
        Grant grant = new Grant(Optional.empty(), Optional.of("p"), Optional.empty());
        Pair pair = start(false, true, _ -> Optional.of(new AaaAnswer.SecretFound(Secret.of("password"), grant)));
        untilUp(pair);
        assertThat(pair.a().events(Event.SessionUp.class).getFirst().facts().localAddress())
                .isEqualTo(IpAddress.parse("10.0.0.2"));
        ScenarioTest.shutDown(pair);
    }

    @Test
    void theTimeFromOutsideEndsTheSession() {
        Grant grant = new Grant(Optional.empty(), Optional.empty(), Optional.of(Duration.ofSeconds(60)));
        Pair pair = start(false, true, _ -> Optional.of(new AaaAnswer.SecretFound(Secret.of("password"), grant)));
        untilUp(pair);
        long upNs = pair.nowNs();
        pair.runUntil(() -> !pair.b().events(Event.SessionDown.class).isEmpty(), Duration.ofSeconds(70));
        assertThat(pair.nowNs() - upNs).isBetween(59_000_000_000L, 61_000_000_000L);
    }

    @Test
    void aCallIsRefusedOutside() {
        client.session.calledNumber = Optional.of("4711");
        Pair pair = start(true, false, question -> {
            assertThat(question).isInstanceOf(AaaQuestion.Call.class);
            assertThat(question.caller().calledNumber()).contains("4711");
            return Optional.of(new AaaAnswer.Refused("line busy"));
        });
        Event.SessionDown down = untilDown(pair);
        assertThat(down.why().result()).isEqualTo(3);
        assertThat(down.why().message()).isEqualTo("administrative reasons: \"line busy\"");
        assertThat(pair.b().dataPlane().deviceCount()).isZero();
    }

    /// RFC 2661 §4.4.2: what a LAC with lines has to tell, whoever looks after its lines here.
    @ParameterizedTest
    @CsvSource({"NO_CARRIER, 7", "BUSY, 8", "NO_DIAL_TONE, 9", "TIMED_OUT, 10"})
    void anOutgoingCallIsRefusedWithTheResultOfTheLine(CdnResult result, int number) {
        server.connect("b", 1);
        server.session.type = Optional.of(SessionType.LNOC);
        server.session.persist = false;
        Recipe lac = Recipe.lac(0, 0);
        lac.session.type = Optional.of(SessionType.LAOC);
        lac.system.aaa = new AaaParameters(true, false, Duration.ofSeconds(5));
        Pair pair = new Pair(1, server.build(), lac.build());
        pair.b().authoriser = _ -> Optional.of(new AaaAnswer.Refused("line 7", result));
        pair.start();
        assertThat(untilDown(pair).why().result()).isEqualTo(number);
        assertThat(pair.transcript().text())
                .containsSubsequence("OCRQ", "OCRP", "CDN")
                .doesNotContain("OCCN");
    }

    /// RFC 2661 §7.5: OCCN once it is connected.
    @Test
    void anOutgoingCallIsConnectedWhenItIsAllowed() {
        server.connect("b", 1);
        server.session.type = Optional.of(SessionType.LNOC);
        Recipe lac = Recipe.lac(0, 0);
        lac.session.type = Optional.of(SessionType.LAOC);
        lac.system.aaa = new AaaParameters(true, false, Duration.ofSeconds(5));
        Pair pair = new Pair(1, server.build(), lac.build());
        pair.b().authoriser = _ -> Optional.empty();
        pair.start().run(Duration.ofSeconds(3));
        assertThat(pair.transcript().text()).contains("OCRP").doesNotContain("OCCN");
        Output.AskAaa ask = pair.b().questions.getFirst();
        pair.feed(pair.b(), new Input.AaaAnswered(ask.session(), ask.question(), new AaaAnswer.Passed()));
        untilUp(pair);
        assertThat(pair.transcript().count("OCCN")).isEqualTo(1);
        ScenarioTest.shutDown(pair);
    }

    @Test
    void aCallThatIsAllowedLaterComesUp() {
        Pair pair = start(true, false, _ -> Optional.empty());
        pair.run(Duration.ofSeconds(3));
        assertThat(pair.b().events(Event.SessionUp.class)).isEmpty();
        Output.AskAaa ask = pair.b().questions.getFirst();
        pair.feed(
                pair.b(), new Input.AaaAnswered(ask.session(), ask.question(), new AaaAnswer.Accepted(Grant.NONE, "")));
        untilUp(pair);
        ScenarioTest.shutDown(pair);
    }

    @Test
    void aCallWithoutAnAnswerIsRefused() {
        Pair pair = start(true, false, _ -> Optional.empty());
        assertThat(untilDown(pair).why().message())
                .isEqualTo("administrative reasons: \"no answer from authorisation\"");
        assertThat(pair.b().events(Event.SessionDeleted.class)).hasSize(1);
        ScenarioTest.shutDown(pair);
    }

    @Test
    void aCallThatEndsBeforeTheAnswerLeavesNothing() {
        Pair pair = start(true, false, _ -> Optional.empty());
        pair.runUntil(() -> !pair.b().questions.isEmpty(), SHORT);
        ScenarioTest.shutDown(pair);
    }

    @Test
    void aProfileThatWantsRadiusAsksOfItsUsers() {
        server.ppp.useRadius = true;
        server.ppp.radiusHint = Optional.of("/etc/gold.conf");
        server.secrets.clear();
        Pair pair = start(false, false, _ -> Optional.of(new AaaAnswer.SecretFound(Secret.of("password"), Grant.NONE)));
        untilUp(pair);
        assertThat(pair.b().questions.getFirst().what())
                .isInstanceOfSatisfying(
                        AaaQuestion.User.class,
                        user -> assertThat(user.radius()).isEqualTo(new AaaQuestion.Servers.OfHint("/etc/gold.conf")));
    }

    @Test
    void nameServersAndRoutesFromOutsideAreTheSessions() {
        IpAddress dns = IpAddress.parse("10.5.5.5").orElseThrow();
        DataPlaneCommand.Route route =
                new DataPlaneCommand.Route(IpAddress.parse("10.20.0.0").orElseThrow(), 16, 0);
        Grant grant = new Grant(
                Optional.of(OWN), Optional.empty(), Optional.empty(), Optional.empty(), List.of(dns), List.of(route));
        Pair pair = start(false, true, _ -> Optional.of(new AaaAnswer.SecretFound(Secret.of("password"), grant)));
        untilUp(pair);
        assertThat(pair.a().events(Event.SessionUp.class).getFirst().dnsServers())
                .containsExactly(dns);
        Event.SessionUp up = pair.b().events(Event.SessionUp.class).getFirst();
        assertThat(pair.b()
                        .dataPlane()
                        .device(up.session().handle())
                        .orElseThrow()
                        .routes())
                .contains(route);
    }

    /// RFC 5176 §2.2: what a CoA-Request says of the session's time counts from when it came up.
    @Test
    void aLimitThatComesLaterEndsTheSession() {
        Pair pair = start(false, true, _ -> Optional.of(new AaaAnswer.SecretFound(Secret.of("password"), Grant.NONE)));
        untilUp(pair);
        pair.run(Duration.ofMinutes(5));
        limit(pair, Duration.ofMinutes(10));
        pair.run(Duration.ofMinutes(4));
        assertThat(pair.b().events(Event.SessionDown.class)).isEmpty();
        pair.run(Duration.ofMinutes(2));
        assertThat(pair.b().events(Event.SessionDown.class))
                .singleElement()
                .satisfies(down -> assertThat(down.why().message()).contains("may last no longer"));
    }

    @Test
    void aLimitMayBeTakenAwayButNotTheProfiles() {
        server.ppp.maxConnectTime = Duration.ofMinutes(20);
        Grant grant = new Grant(Optional.empty(), Optional.empty(), Optional.of(Duration.ofMinutes(2)));
        Pair pair = start(false, true, _ -> Optional.of(new AaaAnswer.SecretFound(Secret.of("password"), grant)));
        untilUp(pair);
        limit(pair, Duration.ZERO);
        pair.run(Duration.ofMinutes(19));
        assertThat(pair.b().events(Event.SessionDown.class)).isEmpty();
        pair.run(Duration.ofMinutes(2));
        assertThat(pair.b().events(Event.SessionDown.class)).hasSize(1);
    }

    @Test
    void aSessionThatMayNotIdleAnyMoreEnds() {
        Pair pair = start(false, true, _ -> Optional.of(new AaaAnswer.SecretFound(Secret.of("password"), Grant.NONE)));
        untilUp(pair);
        pair.feed(
                pair.b(),
                new Input.SessionLimited(session(pair), Optional.empty(), Optional.of(Duration.ofMinutes(1))));
        pair.run(Duration.ofMinutes(2));
        assertThat(pair.b().events(Event.SessionDown.class))
                .singleElement()
                .satisfies(down -> assertThat(down.why().message()).contains("carried nothing"));
    }

    private static void limit(Pair pair, Duration lasts) {
        pair.feed(pair.b(), new Input.SessionLimited(session(pair), Optional.of(lasts), Optional.empty()));
    }

    private static org.prol2tp.protocol.node.SessionHandle session(Pair pair) {
        return pair.b().events(Event.SessionUp.class).getFirst().session().handle();
    }

    @Test
    void anIdleTimeoutCountsOnThoughTheUserIsChallengedAgain() {
        server.authenticateBy(false, true, false);
        server.ppp.chapInterval = Duration.ofMinutes(5);
        Grant grant = new Grant(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Duration.ofMinutes(10)),
                List.of(),
                List.of());
        Pair pair = start(false, true, _ -> Optional.of(new AaaAnswer.SecretFound(Secret.of("password"), grant)));
        untilUp(pair);
        pair.run(Duration.ofMinutes(20));
        assertThat(pair.b().events(Event.SessionDown.class)).hasSize(1);
    }

    private Pair withGrants(boolean poolFirst) {
        Recipe two = Recipe.lac(1, 2);
        two.session.persist = false;
        server.system.aaa = new AaaParameters(false, true, Duration.ofSeconds(5));
        IpAddress first = IpAddress.parse("10.0.0.2").orElseThrow();
        Grant own = new Grant(Optional.of(first), Optional.empty(), Optional.empty());
        Pair pair = new Pair(1, two.build(), server.build());
        pair.b().authoriser = _ -> Optional.of(new AaaAnswer.SecretFound(
                Secret.of("password"), pair.b().questions.size() == (poolFirst ? 2 : 1) ? own : Grant.NONE));
        pair.start();
        return pair.run(SHORT);
    }

    private static List<String> addresses(Pair pair) {
        return Agreement.sessions(pair, pair.b()).stream()
                .flatMap(it -> it.peerAddress().stream())
                .map(IpAddress::toString)
                .toList();
    }

    @Test
    void anAddressOfAPoolThatIsGrantedIsGivenToNobodyElse() {
        assertThat(addresses(withGrants(false))).containsExactlyInAnyOrder("10.0.0.2", "10.0.0.3");
    }

    @Test
    void whoHasAnAddressOfAPoolThatIsGrantedToAnotherMakesWay() {
        Pair pair = withGrants(true);
        assertThat(addresses(pair)).containsExactly("10.0.0.2");
        assertThat(NodeProbe.of(pair.b().node()).addresses()).isEqualTo(1);
    }
}
