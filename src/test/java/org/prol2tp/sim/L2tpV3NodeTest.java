package org.prol2tp.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.prol2tp.protocol.node.DataPlaneCommand;
import org.prol2tp.protocol.node.Endpoint;
import org.prol2tp.protocol.node.Event;
import org.prol2tp.protocol.node.L2tpV3Session;
import org.prol2tp.protocol.node.NodeProbe;
import org.prol2tp.protocol.node.SessionParameters.PseudowireType;
import org.prol2tp.protocol.node.TunnelParameters.ProtocolVersion;
import org.prol2tp.protocol.wire.AvpSet;
import org.prol2tp.protocol.wire.CallAvp;
import org.prol2tp.protocol.wire.CallStatusAvp;
import org.prol2tp.protocol.wire.Message;
import org.prol2tp.protocol.wire.PseudowireAvp;
import org.prol2tp.protocol.wire.SessionId;
import org.prol2tp.protocol.wire.Text;
import org.prol2tp.protocol.wire.Version;

/// A node with tunnels of L2TPv3, of L2TPv2 and of both at once.
class L2tpV3NodeTest {
    private static final int FUZZ = Integer.getInteger("fuzz.count", 20_000);

    /// RFC 3931 §4.1: each end has the cookie, sublayer and sequencing that it wants.
    /// RFC 9601: both ends must say that they can, in either version.
    @ParameterizedTest
    @EnumSource(
            value = ProtocolVersion.class,
            names = {"L2TPV2", "L2TPV3"})
    void congestionIsMarkedWhereBothEndsDo(ProtocolVersion version) {
        for (boolean bothDo : new boolean[] {true, false}) {
            Recipe client = Recipe.lac(1, 1).in(version);
            Recipe server = Recipe.lns(8).in(version);
            client.tunnel.ecn = true;
            server.tunnel.ecn = bothDo;
            Pair pair = new Pair(1, client.build(), server.build()).start();
            pair.runUntil(() -> !pair.a().events(Event.TunnelUp.class).isEmpty(), Duration.ofSeconds(20));
            pair.run(Duration.ofSeconds(1));
            assertThat(pair.a().dataPlane().tunnelsThatMark()).isEqualTo(bothDo ? 1 : 0);
            assertThat(pair.b().dataPlane().tunnelsThatMark()).isEqualTo(bothDo ? 1 : 0);
        }
    }

    /// A peer that has L2TPv2 alone and drops SCCRQs of both versions: the same tunnel comes up in L2TPv2.
    @Test
    void aPeerThatIgnoresSccrqsOfBothVersionsIsReachedInL2tpv2() {
        Recipe server = Recipe.lns(8).in(ProtocolVersion.L2TPV2);
        Pair pair = new Pair(1, Recipe.lac(1, 1).in(ProtocolVersion.AUTO).build(), server.build())
                .without(datagram -> Text.of(datagram).contains("PseudowireCapabilities"))
                .start();
        pair.runUntil(() -> !pair.a().events(Event.SessionUp.class).isEmpty(), Duration.ofSeconds(20));
        assertThat(pair.a().events(Event.TunnelUp.class))
                .singleElement()
                .satisfies(up -> assertThat(up.facts().version()).isEqualTo(Version.V2));
        assertThat(pair.a().events(Event.TunnelNotice.class))
                .extracting(Event.TunnelNotice::what)
                .containsExactly("no answer to an SCCRQ of L2TPv3 and L2TPv2; L2TPv2 alone is tried");
        assertThat(pair.a().events(Event.TunnelCreated.class)).hasSize(1);
    }

    @Test
    void theDataPlaneIsToldHowBothEndsWantTheirData() {
        Pair pair = up(ethernet(ProtocolVersion.L2TPV3));
        var lac = pair.a().dataPlane().pseudowires().getFirst();
        var lns = pair.b().dataPlane().pseudowires().getFirst();
        assertThat(lac.type().number()).isEqualTo(5);
        assertThat(lac.local().cookie().length()).isEqualTo(8);
        assertThat(lac.peer()).isEqualTo(lns.local());
        assertThat(lns.peer()).isEqualTo(lac.local());
        assertThat(lns.local().cookie().length()).isEqualTo(4);
        assertThat(lns.local().sequencing().level()).isEqualTo(2);
        assertThat(lns.peerActive()).isTrue();
    }

    /// RFC 3931 §5.4.5: to an inactive circuit nothing is sent.
    @Test
    void theDataPlaneIsToldOfTheCircuit() {
        HandPeer node = new HandPeer(inV3(Recipe.lns(8)).build());
        Endpoint peer = HandPeer.endpoint("198.51.100.2", 1701);
        int id = node.openTunnelOfV3(peer, 5);
        SessionId theirs = new SessionId(0x70000001);
        Message icrq = Message.Icrq.of(
                theirs,
                1,
                PseudowireAvp.PseudowireType.ETHERNET,
                new PseudowireAvp.RemoteEndId("port"),
                CallStatusAvp.CircuitStatus.NEW_ACTIVE);
        String icrp = Text.of(node.send(peer, HandPeer.v3(id, 0, 2, 1, icrq)).getFirst());
        assertThat(icrp).startsWith("ICRP connection=5 ns=1 nr=3 *RemoteSessionId=1879048193 *LocalSessionId=");
        String local = icrp.replaceAll(".*LocalSessionId=([0-9]+) .*", "$1");
        int ours = Integer.parseUnsignedInt(local);
        CallAvp.AssignedSessionId assigned = new CallAvp.AssignedSessionId(theirs);
        node.send(peer, HandPeer.v3(id, ours, 3, 2, new Message.Iccn(AvpSet.of(assigned))));
        node.programmed.clear();
        node.send(
                peer,
                HandPeer.v3(
                        id, ours, 4, 2, new Message.Sli(AvpSet.of(assigned, CallStatusAvp.CircuitStatus.INACTIVE))));
        assertThat(node.programmed)
                .hasSize(1)
                .first()
                .isInstanceOfSatisfying(
                        DataPlaneCommand.SetPseudowire.class,
                        it -> assertThat(it.pseudowire().peerActive()).isFalse());
    }

    /// RFC 3931 §4.1: nothing but its id tells whose a data message is.
    @Test
    void sessionIdsAreUniqueInAllTunnelsAndUnpredictable() {
        Recipe lac = Recipe.lac(20, 10);
        Pair pair = up(List.of(inV3(lac), inV3(Recipe.lns(256))));
        List<Integer> ids = pair.a().dataPlane().sessionIds();
        Set<Integer> different = new HashSet<>(ids);
        assertThat(ids).hasSize(200);
        assertThat(different).hasSize(200);
        assertThat(ids.stream().filter(id -> id >>> 16 != 0)).hasSizeGreaterThan(190);
    }

    /// L2TPv2 carries PPP only.
    @Test
    void anEthernetSessionDoesNotComeUpInL2tpv2() {
        Recipe lac = ethernet(ProtocolVersion.AUTO).getFirst();
        Pair pair = new Pair(7, lac.build(), Recipe.lns(8).build()).start();
        pair.run(Duration.ofSeconds(10));
        assertThat(pair.a().dataPlane().tunnelCount()).isEqualTo(1);
        assertThat(pair.a().dataPlane().sessionCount()).isZero();
        ScenarioTest.shutDown(pair);
    }

    /// RFC 3931 §5.4.3: the winner of a tie says so; whoever loses, and if the winner's SCCRQ comes late, each end has
    /// one tunnel, in the place of the one that it asked for.
    @ParameterizedTest
    @ValueSource(strings = {"lac", "lns"})
    void ofATieOneTunnelStaysWhoeverIsLate(String late) {
        Recipe lac = Recipe.lac(1, 1).in(ProtocolVersion.AUTO);
        Recipe lns = Recipe.lns(8).connect("a", 0).in(ProtocolVersion.L2TPV3);
        lac.tunnel.useTiebreaker = true;
        lns.tunnel.useTiebreaker = true;
        AtomicInteger lost = new AtomicInteger();
        Pair pair = new Pair(1, lac.build(), lns.build())
                .without(
                        it -> Text.of(it).matches("SCCRQ .*HostName=\"" + late + "\".*") && lost.getAndIncrement() == 0)
                .start();
        pair.run(Duration.ofSeconds(5));
        assertThat(lost.get()).isPositive();
        // The LNS has the lower value: it is the winner, and where the other's SCCRQ is lost nobody needs to be told.
        assertThat(pair.transcript().text().contains("*ResultCode=3/0/\"the tie is lost\""))
                .isEqualTo(late.equals("lns"));
        for (Side side : List.of(pair.a(), pair.b())) {
            assertThat(side.events(Event.TunnelCreated.class)).hasSize(1);
            assertThat(side.dataPlane().tunnelCount()).isEqualTo(1);
            assertThat(side.dataPlane().deviceCount()).isEqualTo(1);
        }
        ScenarioTest.shutDown(pair);
    }

    /// Where the data plane has no L2TPv3, an end of either version is one of L2TPv2.
    @Test
    void withoutADataPlaneForItNoL2tpv3IsOffered() {
        Recipe lac = Recipe.lac(1, 1);
        lac.tunnel.version = ProtocolVersion.AUTO;
        Pair pair = up(List.of(lac, Recipe.lns(8).in(ProtocolVersion.AUTO)));
        assertThat(pair.a().dataPlane().deviceCount()).isEqualTo(1);
        assertThat(pair.a().dataPlane().pseudowires()).isEmpty();
        assertThat(pair.transcript().text()).contains("SCCRQ tunnel=0").doesNotContain("RouterId");
    }

    /// One listening socket for both.
    @Test
    void peersOfBothVersionsHaveTunnelsAtOnce() {
        Recipe lns = Recipe.lns(8);
        lns.in(ProtocolVersion.AUTO);
        HandPeer node = new HandPeer(lns.build());
        Endpoint old = HandPeer.endpoint("198.51.100.1", 1701);
        Endpoint young = HandPeer.endpoint("198.51.100.2", 1701);
        int id = node.openTunnel(old, 5);
        assertThat(id).isBetween(1, 65_535);
        List<byte[]> answers = node.send(young, HandPeer.sccrqOfV3("young", 5));
        assertThat(Text.of(answers.getFirst())).startsWith("SCCRP connection=5 ns=0 nr=1");
        assertThat(node.events.stream().filter(Event.TunnelUp.class::isInstance))
                .hasSize(1);
    }

    @Test
    void aVersionThatIsNotSpokenIsRefusedInIt() {
        HandPeer node = new HandPeer(Recipe.lns(8).build());
        List<byte[]> answers = node.send(HandPeer.endpoint("198.51.100.2", 1701), HandPeer.sccrqOfV3("young", 5));
        assertThat(Text.of(answers.getFirst()))
                .startsWith("StopCCN connection=5")
                .contains("*ResultCode=5/256");
        assertThat(NodeProbe.of(node.node)).isEqualTo(NodeProbe.EMPTY);
    }

    /// Whatever comes, the node lives, and keeps nothing for long.
    @Test
    void changedDatagramsDoNoHarm() {
        long seed = 3931;
        Random random = new Random(seed);
        List<byte[]> corpus = new ArrayList<>();
        for (List<Recipe> recipes :
                List.of(ethernet(ProtocolVersion.L2TPV3), List.of(inV3(Recipe.lac(2, 2)), inV3(Recipe.lns(8))))) {
            Pair pair = up(recipes);
            corpus.addAll(pair.transcript().datagrams());
        }
        HandPeer node = new HandPeer(inV3(Recipe.lns(8)).build());
        Endpoint peer = HandPeer.endpoint("198.51.100.1", 1701);
        for (int i = 0; i < FUZZ; i++) {
            byte[] datagram = corpus.get(random.nextInt(corpus.size())).clone();
            for (int changes = random.nextInt(4); changes > 0; changes--) {
                datagram[random.nextInt(datagram.length)] = (byte) random.nextInt(256);
            }
            node.send(peer, datagram);
            if (i % 100 == 0) {
                node.pass(1_000_000_000L);
            }
        }
        node.pass(Duration.ofHours(1).toNanos());
        assertThat(NodeProbe.of(node.node).channels()).as("seed %d", seed).isZero();
    }

    private static Recipe inV3(Recipe recipe) {
        return recipe.in(ProtocolVersion.L2TPV3);
    }

    /// Two ends with one Ethernet session.
    private static List<Recipe> ethernet(ProtocolVersion version) {
        Recipe lac = Recipe.lac(1, 1);
        Recipe lns = Recipe.lns(8);
        lac.session.pseudowireType = PseudowireType.ETH;
        lac.in(version);
        lns.in(version);
        lac.session.v3 = lac.session.v3.withCookieLength(8).withRemoteEndId("port 7");
        lns.session.v3 = lns.session.v3.withCookieLength(4).withDataSequencing(L2tpV3Session.DataSequencing.ALL);
        return List.of(lac, lns);
    }

    private static Pair up(List<Recipe> recipes) {
        Pair pair = new Pair(1, recipes.getFirst().build(), recipes.getLast().build()).start();
        pair.run(Duration.ofSeconds(20));
        return pair;
    }
}
