package org.prol2tp.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.prol2tp.protocol.node.Endpoint;
import org.prol2tp.protocol.node.Event;
import org.prol2tp.protocol.node.OctetString;
import org.prol2tp.protocol.node.ProxyParameters;
import org.prol2tp.protocol.node.Secret;
import org.prol2tp.protocol.node.SessionStatus;
import org.prol2tp.protocol.node.TunnelParameters.PppProxy;
import org.prol2tp.protocol.wire.Avp;
import org.prol2tp.protocol.wire.Octets;
import org.prol2tp.protocol.wire.ProxyAvp;

/// Proxy LCP and proxy authentication, RFC 2661 §4.4.5, §9.5.
class ProxyTest {
    private static final Endpoint LAC = HandPeer.endpoint("192.0.2.9", 1701);
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String LCP = "ff03c021";
    private static final Octets CHALLENGE = Octets.ofHex("00112233445566778899aabbccddeeff");

    private static Recipe lns(PppProxy allowed) {
        Recipe lns = Recipe.lns(8).authenticateBy(true, true, false);
        lns.tunnel.allowPppProxy = allowed;
        lns.ppp.ipv6 = false;
        return lns;
    }

    private static final List<Avp> LCP_WITH_PAP = List.of(
            new ProxyAvp.InitialReceivedLcpConfreq(Octets.ofHex("010405dc0506aabbccdd0d0306")),
            new ProxyAvp.LastSentLcpConfreq(Octets.ofHex("010405d40304c023050611223344")),
            new ProxyAvp.LastReceivedLcpConfreq(Octets.ofHex("010405dc0506aabbccdd")));

    private static List<Avp> with(List<Avp> some, Avp... more) {
        List<Avp> all = new java.util.ArrayList<>(some);
        all.addAll(List.of(more));
        return all;
    }

    private static List<Avp> pap(String password) {
        return with(
                LCP_WITH_PAP,
                new ProxyAvp.ProxyAuthenType(3),
                new ProxyAvp.ProxyAuthenName("user"),
                new ProxyAvp.ProxyAuthenId(7),
                new ProxyAvp.ProxyAuthenResponse(Octets.of(password.getBytes(StandardCharsets.UTF_8))));
    }

    /// A LAC made by hand connects a call with these AVPs; gives the frames that the LNS sends at once.
    private static List<String> connect(HandPeer hand, List<Avp> proxy) {
        hand.connectCall(LAC, 5, proxy.toArray(new Avp[0]));
        return hand.frames.stream().map(HexFormat.of()::formatHex).toList();
    }

    @Test
    void lcpIsNotNegotiatedAndPapIsAnsweredWithWhatTheLacTook() {
        List<String> frames = connect(new HandPeer(lns(PppProxy.YES).build()), pap("password"));
        assertThat(frames).hasSize(2);
        assertThat(frames.getFirst()).startsWith("ff03c0230207");
        assertThat(frames.getLast()).startsWith("ff03802101");
    }

    @Test
    void chapOfTheLacIsVerified() throws NoSuchAlgorithmException {
        MessageDigest md5 = MessageDigest.getInstance("MD5");
        md5.update((byte) 9);
        md5.update("password".getBytes(StandardCharsets.UTF_8));
        List<Avp> chap = List.of(
                new ProxyAvp.LastSentLcpConfreq(Octets.ofHex("0305c22305050611223344")),
                new ProxyAvp.LastReceivedLcpConfreq(Octets.ofHex("0506aabbccdd")),
                new ProxyAvp.ProxyAuthenType(2),
                new ProxyAvp.ProxyAuthenName("user"),
                new ProxyAvp.ProxyAuthenChallenge(CHALLENGE),
                new ProxyAvp.ProxyAuthenId(9),
                new ProxyAvp.ProxyAuthenResponse(Octets.of(md5.digest(CHALLENGE.toArray()))));
        assertThat(connect(new HandPeer(lns(PppProxy.YES).build()), chap).getFirst())
                .startsWith("ff03c22303" + "09");
        assertThat(connect(new HandPeer(lns(PppProxy.LCP).build()), chap).getFirst())
                .as("challenged anew")
                .startsWith("ff03c22301");
    }

    /// No CHAP packet has one of more than 255 octets, but an AVP may.
    @Test
    void whoseChallengeIsTooLongIsChallengedAnew() {
        List<Avp> chap = List.of(
                new ProxyAvp.LastSentLcpConfreq(Octets.ofHex("0305c22305050611223344")),
                new ProxyAvp.LastReceivedLcpConfreq(Octets.ofHex("0506aabbccdd")),
                new ProxyAvp.ProxyAuthenType(2),
                new ProxyAvp.ProxyAuthenName("user"),
                new ProxyAvp.ProxyAuthenChallenge(Octets.of(new byte[300])),
                new ProxyAvp.ProxyAuthenId(9),
                new ProxyAvp.ProxyAuthenResponse(Octets.of(new byte[16])));
        assertThat(connect(new HandPeer(lns(PppProxy.YES).build()), chap).getFirst())
                .startsWith("ff03c22301");
    }

    @Test
    void wrongPasswordEndsTheCall() {
        HandPeer hand = new HandPeer(lns(PppProxy.YES).build());
        assertThat(connect(hand, pap("guess")).getFirst()).startsWith("ff03c0230307");
        hand.pass(10_000_000_000L);
        assertThat(hand.events)
                .anyMatch(it -> it instanceof Event.SessionNotice notice
                        && notice.what().contains("peer user: wrong name or password"));
    }

    @Test
    void whoDoesNotAllowItBeginsAnew() {
        assertThat(connect(new HandPeer(lns(PppProxy.NO).build()), pap("password")))
                .singleElement()
                .asString()
                .startsWith(LCP + "01");
    }

    @Test
    void optionsThatTheSettingsDoNotAllowAreNegotiated() {
        Recipe lns = lns(PppProxy.YES);
        lns.ppp.authPap = false;
        HandPeer hand = new HandPeer(lns.build());
        assertThat(connect(hand, pap("password"))).singleElement().asString().startsWith(LCP + "01");
        assertThat(hand.events)
                .anyMatch(it -> it instanceof Event.SessionNotice notice
                        && notice.what().contains("LCP is negotiated anew"));
    }

    /// §4.4.5: without Last Sent and Last Received there is no proxy LCP; a proof that lacks an AVP is none.
    @Test
    void whatIsNotCompleteIsNotUsed() {
        assertThat(connect(new HandPeer(lns(PppProxy.YES).build()), LCP_WITH_PAP.subList(0, 2)))
                .singleElement()
                .asString()
                .startsWith(LCP + "01");
        List<Avp> withoutId = with(
                LCP_WITH_PAP,
                new ProxyAvp.ProxyAuthenType(3),
                new ProxyAvp.ProxyAuthenName("user"),
                new ProxyAvp.ProxyAuthenResponse(Octets.EMPTY));
        assertThat(connect(new HandPeer(lns(PppProxy.YES).build()), withoutId)).isEmpty();
    }

    private static Recipe lac() {
        Recipe lac = Recipe.lac(1, 1);
        lac.ppp.ipv6 = false;
        lac.session.usePppProxy = true;
        lac.session.proxy.lastSent = Optional.of(new OctetString("0304c023050611223344"));
        lac.session.proxy.lastReceived = Optional.of(new OctetString("010405dc0506aabbccdd"));
        lac.session.proxy.authentication = ProxyParameters.Authentication.PAP;
        lac.session.proxy.name = Optional.of("user");
        lac.session.proxy.identifier = 7;
        lac.session.proxy.response = Optional.of(Secret.of("password"));
        return lac;
    }

    private static Pair up(Recipe lac, Recipe lns) {
        Pair pair = new Pair(1, lac.build(), lns.build()).start();
        return pair.runUntil(() -> Agreement.disagreements(pair, 1).isEmpty(), LIMIT);
    }

    private static boolean negotiatesLcp(Pair pair) {
        return pair.transcript().pppFrames().stream()
                .map(HexFormat.of()::formatHex)
                .anyMatch(frame -> frame.startsWith(LCP + "01"));
    }

    @Test
    void lacOfOursTellsAndBothEndsGoOnFromThere() {
        Recipe lac = lac();
        Recipe lns = lns(PppProxy.YES);
        for (Recipe recipe : List.of(lac, lns)) {
            recipe.tunnel.secret = Optional.of(Secret.of("s3cret"));
            recipe.tunnel.hideAvps = true;
        }
        Pair pair = up(lac, lns);
        assertThat(negotiatesLcp(pair)).isFalse();
        SessionStatus session = Agreement.sessions(pair, pair.b()).getFirst();
        assertThat(session.userName()).contains("user");
        assertThat(session.peer().toString()).doesNotContain("password");
    }

    @Test
    void lacOfOursFollowsAnLnsThatBeginsAnew() {
        assertThat(negotiatesLcp(up(lac(), lns(PppProxy.NO)))).isTrue();
    }

    /// What the RFC demands of the types: name, identifier and response with PAP; no challenge.
    @Test
    void theAvpsAreThoseOfTheType() {
        String trace = up(lac(), lns(PppProxy.YES)).transcript().text();
        assertThat(trace)
                .contains("LastSentLcpConfreq", "LastReceivedLcpConfreq", "ProxyAuthenType=3", "ProxyAuthenId=7")
                .doesNotContain("ProxyAuthenChallenge", "password");
    }
}
