package org.prol2tp.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.prol2tp.protocol.node.Endpoint;
import org.prol2tp.protocol.node.Event;
import org.prol2tp.protocol.node.Input;
import org.prol2tp.protocol.node.IpAddress;
import org.prol2tp.protocol.node.Path;
import org.prol2tp.protocol.node.Reply;
import org.prol2tp.protocol.node.Request;
import org.prol2tp.protocol.node.SessionStatus;
import org.prol2tp.protocol.node.SessionType;
import org.prol2tp.protocol.node.Settings.PeerProfile;
import org.prol2tp.protocol.node.Settings.RolesAllowed;
import org.prol2tp.protocol.node.TunnelHandle;
import org.prol2tp.protocol.node.TunnelParameters.Capabilities;
import org.prol2tp.protocol.node.TunnelParameters.ProtocolVersion;
import org.prol2tp.protocol.wire.CallAvp;
import org.prol2tp.protocol.wire.ControlConnectionAvp;
import org.prol2tp.protocol.wire.ControlConnectionId;
import org.prol2tp.protocol.wire.Message;
import org.prol2tp.protocol.wire.ResultCode;
import org.prol2tp.protocol.wire.ResultCode.CdnResult;
import org.prol2tp.protocol.wire.SessionId;

/// Outgoing calls: the LNS (A) asks, the LAC (B) dials, and PPP comes up. RFC 2661 §5.2.2, §7.5.
class OutgoingCallTest {
    private static final Endpoint LAC = HandPeer.endpoint("192.0.2.9", 1701);

    private static final Duration LIMIT = Duration.ofSeconds(30);

    /// A: an LNS that places so many calls in its tunnel to B.
    private static Recipe caller(int sessions) {
        Recipe lns = Recipe.lns(128).connect("b", sessions);
        lns.session.type = Optional.of(SessionType.LNOC);
        lns.session.calledNumber = Optional.of("5551234");
        return lns;
    }

    /// B: a LAC whose session profile takes outgoing calls.
    private static Recipe dialler() {
        Recipe lac = Recipe.lac(0, 0);
        lac.session.type = Optional.of(SessionType.LAOC);
        return lac;
    }

    private static Pair up(Recipe lns, Recipe lac, int sessions) {
        Pair pair = new Pair(1, lns.build(), lac.build()).start();
        return pair.runUntil(() -> Agreement.disagreements(pair, sessions).isEmpty(), LIMIT);
    }

    /// Why the LNS's call did not come to be.
    private static String refusal(Recipe lns, Recipe lac) {
        lns.session.persist = false;
        Pair pair = new Pair(1, lns.build(), lac.build()).start();
        pair.runUntil(() -> !pair.a().events(Event.SessionDown.class).isEmpty(), LIMIT);
        Event.Ending why = pair.a().events(Event.SessionDown.class).getFirst().why();
        return why.result() + "/" + why.error() + " " + why.message();
    }

    @Test
    void callIsDialledAndPppComesUpWithTheLnsAsItsServer() {
        Pair pair = up(caller(1), dialler(), 1);
        SessionStatus lns = Agreement.sessions(pair, pair.a()).getFirst();
        SessionStatus lac = Agreement.sessions(pair, pair.b()).getFirst();
        assertThat(lns.type()).isEqualTo("LNOC");
        assertThat(lac.type()).isEqualTo("LAOC");
        assertThat(lns.userName()).contains("user");
        assertThat(lns.localAddress().orElseThrow()).hasToString("10.0.0.1");
        assertThat(lac.localAddress().orElseThrow()).hasToString("10.0.0.2");
        assertThat(lac.peer()).containsEntry("called_number", "5551234");
    }

    /// RFC 2661 §7.5: OCRP once it is clear that the call can be placed, OCCN once it is connected.
    @Test
    void messagesComeInTheOrderOfTheRfc() {
        Pair pair = up(caller(1), dialler(), 1);
        String trace = pair.transcript().text();
        assertThat(trace).containsSubsequence("OCRQ", "OCRP", "OCCN", "ff03c021");
    }

    /// The LAC's PPP may overtake its OCCN: the session is in the data plane since OCRP.
    @Test
    void frameThatOvertakesOccnFindsItsSession() {
        HandPeer hand = new HandPeer(caller(1).build());
        int tunnel = openedByNode(hand);
        assertThat(hand.sessions).isEmpty();
        hand.send(LAC, HandPeer.message(tunnel, ocrqFrom(hand), 1, 3, Message.Ocrp.of(new SessionId(9))));
        assertThat(hand.sessions).hasSize(1);
    }

    /// RFC 2661 §4.4.4: the channel that the LAC took is told in OCRP.
    @Test
    void channelOfTheLacIsShown() {
        HandPeer hand = new HandPeer(caller(1).build());
        int tunnel = openedByNode(hand);
        int session = ocrqFrom(hand);
        Message.Ocrp ocrp = Message.Ocrp.of(new SessionId(9), new CallAvp.PhysicalChannelId(4_294_967_295L));
        hand.send(LAC, HandPeer.message(tunnel, session, 1, 3, ocrp));
        Message.Occn occn = Message.Occn.of(new CallAvp.TxConnectSpeed(64_000), new CallAvp.FramingType(1));
        hand.send(LAC, HandPeer.message(tunnel, session, 2, 3, occn));
        assertThat(onlySession(hand).peer())
                .containsEntry("channel_id", "4294967295")
                .containsEntry("tx_connect_speed", "64000")
                .containsEntry("framing_type", "sync");
    }

    /// The node opens its configured tunnel to the hand-made peer; gives the node's id of it.
    private static int openedByNode(HandPeer hand) {
        hand.feed(new Input.Started());
        byte[] sccrq = hand.feed(new Input.TransportOpened(
                        new TunnelHandle(1),
                        new Path(0, IpAddress.parse("192.0.2.2").orElseThrow(), LAC)))
                .getFirst();
        int id = HandPeer.read(sccrq)
                .map(it -> ((Message.Sccrq) it).assignedTunnelId().value())
                .orElseThrow();
        Message.Sccrp sccrp = Message.Sccrp.of(
                "hand",
                ControlConnectionAvp.FramingCapabilities.ANY,
                new ControlConnectionId(77),
                new ControlConnectionAvp.BearerCapabilities(3));
        hand.answers = hand.send(LAC, HandPeer.message(id, 0, 0, 1, sccrp));
        return id;
    }

    private static int ocrqFrom(HandPeer hand) {
        return hand.answers.stream()
                .flatMap(it -> HandPeer.read(it).stream())
                .filter(Message.Ocrq.class::isInstance)
                .map(it -> ((Message.Ocrq) it).assignedSessionId().value())
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void manyCallsComeUpInFoulWeather(ProtocolVersion version) {
        for (long seed = 0; seed < 20; seed++) {
            Pair pair = new Pair(
                            seed,
                            caller(5).in(version).build(),
                            dialler().in(version).build())
                    .under(Weather.FOUL)
                    .start();
            pair.runUntil(() -> Agreement.disagreements(pair, 5).isEmpty(), Duration.ofHours(2));
            ScenarioTest.shutDown(pair);
        }
    }

    /// Who does not say that he dials does not dial: the caller would be the server of his PPP.
    @Test
    void outgoingCallsAreNotTakenByDefault() {
        Recipe lac = dialler();
        lac.session.type = Optional.empty();
        assertThat(refusal(caller(1), lac)).startsWith("5/0 ").contains("no such calls here");
    }

    @Test
    void peerProfileThatAllowsTheLacsRoleOnlyTakesThem() {
        Recipe lac = dialler();
        lac.session.type = Optional.empty();
        lac.peers.add(profile(RolesAllowed.LAC));
        up(caller(1), lac, 1);
    }

    @Test
    void peerProfileThatAllowsTheLnsRoleOnlyRefusesThem() {
        Recipe lac = dialler();
        lac.peers.add(profile(RolesAllowed.LNS));
        assertThat(refusal(caller(1), lac)).startsWith("5/0 ");
    }

    private static PeerProfile profile(RolesAllowed roles) {
        return new PeerProfile("lns", Optional.empty(), 0, roles, "default", "default", "default");
    }

    /// `session_type lnic` in a session: the peer's next call is that session, by name.
    @Test
    void configuredSessionTakesTheCallThatItWaitsFor() {
        Recipe lns = Recipe.lns(8).connect("192.0.2.9", 1);
        lns.session.type = Optional.of(SessionType.LNIC);
        HandPeer hand = new HandPeer(lns.build());
        int tunnel = openedByNode(hand);
        assertThat(onlySession(hand).state()).isEqualTo("Idle");
        hand.send(LAC, HandPeer.message(tunnel, 0, 1, 2, Message.Icrq.of(new SessionId(5), 1)));
        assertThat(onlySession(hand).state()).isEqualTo("WaitConnect");
        assertThat(onlySession(hand).name()).contains("s1");
        int local = onlySession(hand).localId().value();
        Message.Cdn cdn = Message.Cdn.of(ResultCode.of(CdnResult.BUSY), new SessionId(5));
        hand.send(LAC, HandPeer.message(tunnel, local, 2, 3, cdn));
        assertThat(onlySession(hand).state()).isEqualTo("Idle");
        hand.send(LAC, HandPeer.message(tunnel, 0, 3, 3, Message.Icrq.of(new SessionId(6), 2)));
        assertThat(onlySession(hand).state()).isEqualTo("WaitConnect");
    }

    private static SessionStatus onlySession(HandPeer hand) {
        Reply reply = hand.ask(new Request.ShowSessions(Optional.empty(), Optional.empty()));
        List<SessionStatus> all = ((Reply.SessionsShown) reply).sessions();
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    /// RFC 2661 §4.4.4: bits of bearer and framing only as the LAC advertised them.
    @Test
    void typesAreCutToWhatTheLacAdvertised() {
        Recipe lac = dialler();
        lac.tunnel.bearerCaps = Capabilities.FIRST;
        lac.tunnel.framingCaps = Capabilities.SECOND;
        Pair pair = up(caller(1), lac, 1);
        assertThat(Agreement.sessions(pair, pair.b()).getFirst().peer())
                .containsEntry("bearer_type", "digital")
                .containsEntry("framing_type", "async");
    }

    /// RFC 2661 §6.9: no Bearer Capabilities, no outgoing call.
    @Test
    void lacWithoutBearerCapabilitiesIsNotAsked() {
        Recipe lac = dialler();
        lac.tunnel.bearerCaps = Capabilities.NONE;
        Recipe lns = caller(1);
        assertThat(refusal(lns, lac)).startsWith("0/0 ").contains("cannot place outgoing calls");
    }

    @Test
    void lineGetsNoFasterThanAskedFor() {
        Recipe lns = caller(1);
        lns.session.maximumBps = 64_000;
        Pair pair = up(lns, dialler(), 1);
        assertThat(Agreement.sessions(pair, pair.a()).getFirst().peer()).containsEntry("tx_connect_speed", "64000");
    }

    @Test
    void lineThatIsTooSlowIsNotTaken() {
        Recipe lns = caller(1);
        lns.session.minimumBps = 2_000_000;
        assertThat(refusal(lns, dialler())).startsWith("5/0 ").contains("no line is that fast");
    }

    @Test
    void otherNumberIsNotDialled() {
        Recipe lac = dialler();
        lac.session.calledNumber = Optional.of("911");
        assertThat(refusal(caller(1), lac)).startsWith("6/0 ");
    }

    @Test
    void limitOfSessionsRefusesWithResult4() {
        Recipe lac = dialler();
        lac.tunnel.maxSessions = 1;
        Recipe lns = caller(2);
        lns.session.persist = false;
        Pair pair = new Pair(1, lns.build(), lac.build()).start();
        pair.runUntil(() -> !pair.a().events(Event.SessionDown.class).isEmpty(), LIMIT);
        assertThat(pair.a().events(Event.SessionDown.class).getFirst().why().result())
                .isEqualTo(4);
    }

    /// RFC 2661 §5.4: the LAC's Sequencing Required AVP comes in OCCN.
    @Test
    void sequencingThatTheLacRequiresReachesTheLns() {
        Recipe lac = dialler();
        lac.session.sequencingRequired = true;
        Pair pair = up(caller(1), lac, 1);
        assertThat(Agreement.sessions(pair, pair.a()).getFirst().peer()).containsEntry("sequencing_required", "true");
    }

    /// The called side hangs up: the LNS hears it and calls again.
    @Test
    void callThatEndsIsPlacedAgain() {
        Pair pair = up(caller(1), dialler(), 1);
        pair.restart(pair.b(), dialler().build());
        pair.runUntil(() -> Agreement.disagreements(pair, 1).isEmpty(), Duration.ofMinutes(10));
        assertThat(List.copyOf(pair.a().events(Event.SessionUp.class))).hasSize(2);
    }
}
