package org.prol2tp.protocol.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.prol2tp.sim.HandPeer.endpoint;
import static org.prol2tp.sim.HandPeer.message;
import static org.prol2tp.sim.HandPeer.read;
import static org.prol2tp.sim.HandPeer.sccrq;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.prol2tp.protocol.node.Settings.PeerProfile;
import org.prol2tp.protocol.node.Settings.RolesAllowed;
import org.prol2tp.protocol.node.TunnelParameters.AuthMode;
import org.prol2tp.protocol.wire.ControlConnectionId;
import org.prol2tp.protocol.wire.Message;
import org.prol2tp.protocol.wire.ResultCode;
import org.prol2tp.protocol.wire.SessionId;
import org.prol2tp.sim.HandPeer;
import org.prol2tp.sim.Recipe;

/// Datagrams that open a tunnel, or should not.
class ReceptionTest {
    private static final Endpoint PEER = endpoint("198.51.100.1", 1701);

    private static final long SECOND_NS = 1_000_000_000L;

    /// RFC 2661 §5.8: the copy is acknowledged by the answer, sent anew; peers.md: no second tunnel.
    @Test
    void aRetransmittedSccrqMakesNoSecondTunnel() {
        HandPeer hand = lns();
        hand.send(PEER, sccrq("lac", 9));
        hand.send(PEER, sccrq("lac", 9));
        assertThat(hand.node.tunnelCount()).isEqualTo(1);
    }

    /// A NAT may give the copy another port.
    @Test
    void aRetransmittedSccrqFromAnotherPortMakesNoSecondTunnel() {
        HandPeer hand = lns();
        hand.send(PEER, sccrq("lac", 9));
        hand.send(endpoint("198.51.100.1", 40_000), sccrq("lac", 9));
        assertThat(hand.node.tunnelCount()).isEqualTo(1);
    }

    /// A peer that closed a tunnel and opens the next one at once may take the same id and say the same.
    @Test
    void theSameSccrqAfterThePeersStopCcnIsAnotherTunnel() {
        HandPeer hand = lns();
        int first = hand.openTunnel(PEER, 9);
        Message.StopCcn stop = Message.StopCcn.of(new ControlConnectionId(9), new ResultCode(1, 0, ""));
        hand.send(PEER, message(first, 0, 2, 1, stop));
        int second = hand.openTunnel(PEER, 9);
        assertThat(second).isNotEqualTo(first);
        assertThat(hand.events).filteredOn(Event.TunnelUp.class::isInstance).hasSize(2);
    }

    /// The mistake of l2tpns, accel-ppp and freeRtr: to know a tunnel by address and port.
    @Test
    void severalTunnelsOpenAtOnceFromOneAddressAndPort() {
        HandPeer hand = lns();
        for (int id = 1; id <= 100; id++) {
            assertThat(read(hand.send(PEER, sccrq("lac", id)).getFirst())).containsInstanceOf(Message.Sccrp.class);
        }
        assertThat(hand.node.tunnelCount()).isEqualTo(100);
    }

    @Test
    void theSameAssignedIdFromAnotherAddressIsAnotherTunnel() {
        HandPeer hand = lns();
        hand.send(PEER, sccrq("lac", 9));
        hand.send(endpoint("198.51.100.2", 1701), sccrq("lac", 9));
        assertThat(hand.node.tunnelCount()).isEqualTo(2);
    }

    /// Peers that count their ids from 1 use the same one after a restart.
    @Test
    void aRestartedPeerGetsANewTunnelUnderItsOldId() {
        HandPeer hand = lns();
        hand.openTunnel(PEER, 1);
        assertThat(read(hand.send(PEER, sccrq("restarted", 1)).getFirst())).containsInstanceOf(Message.Sccrp.class);
        assertThat(hand.node.tunnelCount()).isEqualTo(2);
    }

    /// No copy is on its way for so long; HELLO finds out what became of the tunnel that was.
    @Test
    void soDoesOneThatSaysTheSameAgainWhenNoCopyCanBeOnItsWay() {
        HandPeer hand = lns();
        hand.openTunnel(PEER, 1);
        hand.send(PEER, sccrq("hand", 1));
        assertThat(hand.node.tunnelCount()).isEqualTo(1);
        hand.pass(61_000_000_000L);
        hand.send(PEER, sccrq("hand", 1));
        assertThat(hand.node.tunnelCount()).isEqualTo(2);
    }

    @Test
    void aPeerProfileIsFoundByNameThenByLongestPrefixThenByDefault() {
        PeerProfiles profiles = new PeerProfiles(List.of(
                profile("default", Optional.empty(), 0),
                profile("wide", IpAddress.parse("198.51.0.0"), 16),
                profile("narrow", IpAddress.parse("198.51.100.0"), 24),
                profile("six", IpAddress.parse("2001:db8::"), 33),
                profile("named", Optional.empty(), 0)));
        assertThat(found(profiles, "named", "198.51.100.1")).isEqualTo("named");
        assertThat(found(profiles, "other", "198.51.100.1")).isEqualTo("narrow");
        assertThat(found(profiles, "other", "198.51.101.1")).isEqualTo("wide");
        assertThat(found(profiles, "other", "2001:db8:7fff::1")).isEqualTo("six");
        assertThat(found(profiles, "other", "2001:db8:8000::1")).isEqualTo("default");
        assertThat(found(profiles, "other", "203.0.113.1")).isEqualTo("default");
    }

    @Test
    void simpleAuthenticationTakesKnownPeersOnly() {
        Recipe recipe = Recipe.lns(8);
        recipe.tunnel.authMode = AuthMode.SIMPLE;
        recipe.peers.add(profile("known", Optional.empty(), 0));
        recipe.peers.add(profile("default", Optional.empty(), 0));
        HandPeer hand = new HandPeer(recipe.build());
        assertThat(refusal(hand, sccrq("stranger", 1))).isEqualTo(4);
        assertThat(read(hand.send(PEER, sccrq("known", 2)).getFirst())).containsInstanceOf(Message.Sccrp.class);
    }

    /// The weakness of the ancestor: a peer that calls itself `default` matched the profile by name.
    @Test
    void whoCallsItselfDefaultIsNotKnown() {
        Recipe recipe = Recipe.lns(8);
        recipe.tunnel.authMode = AuthMode.SIMPLE;
        recipe.peers.add(profile("default", Optional.empty(), 0));
        HandPeer hand = new HandPeer(recipe.build());
        assertThat(refusal(hand, sccrq("default", 1))).isEqualTo(4);
        assertThat(counter(hand, "auth_fails")).isEqualTo(1);
    }

    @Test
    void challengeWithoutASecretRefuses() {
        Recipe recipe = Recipe.lns(8);
        recipe.tunnel.authMode = AuthMode.CHALLENGE;
        recipe.peers.add(profile("known", Optional.empty(), 0));
        HandPeer hand = new HandPeer(recipe.build());
        assertThat(refusal(hand, sccrq("known", 1))).isEqualTo(4);
    }

    @Test
    void aServerThatDrainsTakesNoNewTunnel() {
        Recipe recipe = Recipe.lns(8);
        recipe.system.drainTunnels = true;
        assertThat(refusal(new HandPeer(recipe.build()), sccrq("lac", 1))).isEqualTo(2);
    }

    @Test
    void aClientOnlyNodeTakesNoTunnel() {
        Recipe recipe = Recipe.lns(8);
        recipe.system.denyRemoteTunnelCreates = true;
        assertThat(refusal(new HandPeer(recipe.build()), sccrq("lac", 1))).isEqualTo(4);
    }

    @Test
    void moreThanMaxTunnelsAreRefusedAndTheRefusedLeaveNothing() {
        Recipe recipe = Recipe.lns(8);
        recipe.system.maxTunnels = 2;
        HandPeer hand = new HandPeer(recipe.build());
        hand.openTunnel(PEER, 1);
        hand.openTunnel(PEER, 2);
        NodeProbe before = NodeProbe.of(hand.node);
        assertThat(refusal(hand, sccrq("lac", 3))).isEqualTo(2);
        assertThat(NodeProbe.of(hand.node)).isEqualTo(before);
        assertThat(counter(hand, "too_many_tunnels")).isEqualTo(1);
    }

    /// [Limits#HALF_OPEN_TUNNELS_PER_PEER], [Limits#HALF_OPEN_TUNNELS].
    @Test
    void halfOpenTunnelsAreLimitedPerPeerAndInAll() {
        HandPeer hand = lns();
        for (int id = 1; id <= 5_000; id++) {
            hand.send(PEER, sccrq("lac", id));
        }
        assertThat(hand.node.tunnelCount()).isEqualTo(4_096);
        for (int i = 0; i < 10_000; i++) {
            Endpoint other = new Endpoint(IpAddress.ofIpv4(0x0a000000 + i), 1701);
            hand.send(other, sccrq("lac", 1));
        }
        assertThat(hand.node.tunnelCount()).isEqualTo(8_192);
        hand.pass(120 * SECOND_NS);
        assertThat(NodeProbe.of(hand.node)).isEqualTo(NodeProbe.EMPTY);
    }

    /// [Limits#TUNNELS_PER_PEER]: one address does not take all ids, and others still get in.
    @Test
    void tunnelsOfOnePeerAreLimited() {
        HandPeer hand = lns();
        for (int id = 1; id <= 32_768; id++) {
            hand.openTunnel(PEER, id);
        }
        assertThat(refusal(hand, sccrq("lac", 40_000))).isEqualTo(2);
        hand.openTunnel(endpoint("198.51.100.2", 1701), 1);
        assertThat(hand.node.tunnelCount()).isEqualTo(32_769);
    }

    /// xl2tpd keeps a tunnel for every stray datagram (its issue 195).
    @Test
    void strayDatagramsAreCountedAndLeaveNothing() {
        HandPeer hand = lns();
        int id = hand.openTunnel(PEER, 1);
        NodeProbe before = NodeProbe.of(hand.node);
        hand.send(PEER, new byte[0]);
        hand.send(PEER, new byte[] {(byte) 0xc8});
        hand.send(PEER, new byte[] {(byte) 0xc8, 2, 0, 12});
        hand.send(PEER, new byte[] {(byte) 0xc8, 7, 0, 12, 0, 0, 0, 0, 0, 0, 0, 0});
        hand.send(PEER, new byte[] {0x40, 2, 0, 12, 0, 0, 0, 0, 0, 0, 0, 0});
        hand.send(PEER, new byte[] {(byte) 0x88, 2, 0, 12, 0, 0, 0, 0, 0, 0, 0, 0});
        hand.send(PEER, message(id ^ 1, 0, 2, 1, Message.Hello.of()));
        hand.send(PEER, message(0, 0, 0, 0, Message.Hello.of()));
        hand.send(endpoint("203.0.113.9", 1701), message(id, 0, 2, 1, Message.Hello.of()));
        assertThat(NodeProbe.of(hand.node)).isEqualTo(before);
        assertThat(counter(hand, "short_frames")).isEqualTo(3);
        assertThat(counter(hand, "wrong_version_frames")).isEqualTo(1);
        assertThat(counter(hand, "unexpected_data_frames")).isEqualTo(1);
        assertThat(counter(hand, "bad_rcvd_frames")).isEqualTo(1);
        assertThat(counter(hand, "no_matching_tunnel_id_discards")).isEqualTo(2);
        assertThat(counter(hand, "mismatched_tunnel_ids")).isEqualTo(1);
    }

    /// [Limits#EARLY_FRAMES], [Limits#EARLY_FRAME_OCTETS].
    @Test
    void aFewFramesWaitForACallThatIsNotUpYet() {
        HandPeer hand = lns();
        int id = hand.openTunnel(PEER, 1);
        hand.send(PEER, message(id, 0, 2, 1, Message.Icrq.of(new SessionId(1), 1)));
        SessionHandle session = hand.sessions.getFirst();
        hand.feed(new Input.PppFrameReceived(session, new byte[513]));
        for (int i = 0; i < 6; i++) {
            hand.feed(new Input.PppFrameReceived(session, new byte[100]));
        }
        assertThat(counter(hand, "early_ppp_frames_dropped")).isEqualTo(3);
    }

    /// [Limits#SESSIONS_PER_TUNNEL]: all 65,535 ids, found although nearly none is free.
    @Test
    void aTunnelHoldsAsManySessionsAsThereAreIds() {
        HandPeer hand = lns();
        int id = hand.openTunnel(PEER, 1);
        for (int i = 1; i <= 65_535; i++) {
            hand.send(PEER, message(id, 0, i + 1 & 0xffff, i & 0xffff, Message.Icrq.of(new SessionId(i), i)));
        }
        assertThat(hand.sessions).hasSize(65_535);
        hand.send(PEER, message(id, 0, 1, 0, Message.Icrq.of(new SessionId(1), 1)));
        assertThat(hand.sessions).hasSize(65_535);
        assertThat(counter(hand, "too_many_sessions")).isEqualTo(1);
    }

    private static HandPeer lns() {
        return new HandPeer(Recipe.lns(8).build());
    }

    /// The result of the StopCCN that answers.
    private static int refusal(HandPeer hand, byte[] sccrq) {
        Message.StopCcn stop = read(hand.send(PEER, sccrq).getFirst())
                .filter(Message.StopCcn.class::isInstance)
                .map(Message.StopCcn.class::cast)
                .orElseThrow();
        return stop.resultCode().result();
    }

    private static PeerProfile profile(String name, Optional<IpAddress> address, int prefixLength) {
        return new PeerProfile(name, address, prefixLength, RolesAllowed.BOTH, "default", "default", "default");
    }

    private static String found(PeerProfiles profiles, String hostName, String address) {
        return profiles.find(hostName, IpAddress.parse(address).orElseThrow())
                .orElseThrow()
                .name();
    }

    private static long counter(HandPeer hand, String name) {
        Reply.SystemShown shown = (Reply.SystemShown) hand.ask(new Request.ShowSystem());
        return shown.system().counters().getOrDefault(name, -1L);
    }
}
