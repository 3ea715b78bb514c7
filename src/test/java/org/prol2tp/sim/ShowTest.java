package org.prol2tp.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.prol2tp.protocol.node.IpAddress;
import org.prol2tp.protocol.node.PoolStatus;
import org.prol2tp.protocol.node.Profile;
import org.prol2tp.protocol.node.Reply;
import org.prol2tp.protocol.node.Request;
import org.prol2tp.protocol.node.Settings.PeerProfile;
import org.prol2tp.protocol.node.Settings.RolesAllowed;

/// What an operator is shown of profiles, pools and ages.
class ShowTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static Pair pair(int sessions) {
        Recipe lns = Recipe.lns(8);
        lns.peers.add(peer("z"));
        lns.peers.add(peer("a"));
        return new Pair(7, Recipe.lac(1, sessions).build(), lns.build()).start();
    }

    private static PeerProfile peer(String name) {
        return new PeerProfile(name, Optional.empty(), 0, RolesAllowed.BOTH, "default", "default", "default");
    }

    @Test
    void aPoolIsShownWithThoseWhoHaveItsAddresses() {
        Pair pair = pair(2);
        pair.runUntil(() -> inUse(pair) == 2, MINUTE);
        PoolStatus all = pools(pair, Optional.empty()).getFirst();
        assertThat(all.inUse()).isEqualTo(2);
        assertThat(all.free()).isEqualTo(6);
        assertThat(all.leases()).isEmpty();
        List<PoolStatus.Lease> leases = pools(pair, Optional.of("p")).getFirst().leases();
        assertThat(leases.stream().map(PoolStatus.Lease::address))
                .containsExactly(
                        IpAddress.parse("10.0.0.2").orElseThrow(),
                        IpAddress.parse("10.0.0.3").orElseThrow());
        assertThat(leases).allSatisfy(lease -> assertThat(lease.user()).contains("user"));
        assertThat(pair.ask(pair.b(), new Request.ShowPools(Optional.of("q"))))
                .contains(new Reply.Refused("no ippool named q"));
    }

    private static int inUse(Pair pair) {
        return pools(pair, Optional.empty()).getFirst().inUse();
    }

    private static List<PoolStatus> pools(Pair pair, Optional<String> name) {
        Reply reply = pair.ask(pair.b(), new Request.ShowPools(name)).orElseThrow();
        return ((Reply.PoolsShown) reply).pools();
    }

    @Test
    void profilesAreShownByKindAndName() {
        Pair pair = pair(0);
        assertThat(profiles(pair, Profile.Kind.PEER, Optional.empty()))
                .containsExactly(new Profile.Peer(peer("a")), new Profile.Peer(peer("z")));
        assertThat(profiles(pair, Profile.Kind.PEER, Optional.of("z"))).containsExactly(new Profile.Peer(peer("z")));
        for (Profile.Kind kind :
                List.of(Profile.Kind.TUNNEL, Profile.Kind.SESSION, Profile.Kind.PPP, Profile.Kind.ETHERNET)) {
            assertThat(profiles(pair, kind, Optional.empty()))
                    .singleElement()
                    .extracting(Profile::name)
                    .isEqualTo("default");
        }
        assertThat(pair.ask(pair.b(), new Request.ShowProfiles(Profile.Kind.PPP, Optional.of("a"))))
                .contains(new Reply.Refused("no ppp profile named a"));
    }

    private static List<Profile> profiles(Pair pair, Profile.Kind kind, Optional<String> name) {
        Reply reply = pair.ask(pair.b(), new Request.ShowProfiles(kind, name)).orElseThrow();
        return ((Reply.ProfilesShown) reply).profiles();
    }

    @Test
    void aListSaysOfEachNoMoreThanItShows() {
        Pair pair = pair(1);
        pair.run(Duration.ofSeconds(10));
        Reply tunnels = pair.ask(pair.a(), new Request.ListTunnels()).orElseThrow();
        assertThat(((Reply.TunnelsListed) tunnels).tunnels()).singleElement().satisfies(tunnel -> {
            assertThat(tunnel.name()).contains("t1");
            assertThat(tunnel.createdByAdmin()).isTrue();
            assertThat(tunnel.state()).isEqualTo("Established");
            assertThat(tunnel.peer()).isEqualTo("192.0.2.2");
            assertThat(tunnel.sessions()).isEqualTo(1);
            assertThat(tunnel.upSeconds()).isEqualTo(9);
        });
        Reply sessions =
                pair.ask(pair.b(), new Request.ListSessions(Optional.empty())).orElseThrow();
        assertThat(((Reply.SessionsListed) sessions).sessions()).singleElement().satisfies(session -> {
            assertThat(session.createdByAdmin()).isFalse();
            assertThat(session.userName()).contains("user");
            assertThat(session.peerAddress()).isEqualTo(IpAddress.parse("10.0.0.2"));
            assertThat(session.upSeconds()).isEqualTo(9);
        });
        Optional<Request.Selector> other = Optional.of(new Request.Selector.ByName("t9"));
        assertThat(pair.ask(pair.b(), new Request.ListSessions(other)))
                .contains(new Reply.Refused("no tunnel named t9"));
    }

    @Test
    void theAgeCountsFromTheBeginningTheUpTimeFromTheEstablishment() {
        Pair pair = pair(1);
        pair.run(Duration.ofSeconds(90));
        Reply tunnels =
                pair.ask(pair.a(), new Request.ShowTunnels(Optional.empty())).orElseThrow();
        assertThat(((Reply.TunnelsShown) tunnels).tunnels()).singleElement().satisfies(tunnel -> {
            assertThat(tunnel.ageSeconds()).isEqualTo(90);
            assertThat(tunnel.upSeconds()).isEqualTo(89);
        });
        Reply sessions = pair.ask(pair.a(), new Request.ShowSessions(Optional.empty(), Optional.empty()))
                .orElseThrow();
        assertThat(((Reply.SessionsShown) sessions).sessions())
                .singleElement()
                .satisfies(session -> assertThat(session.ageSeconds()).isEqualTo(90));
    }
}
