package org.prol2tp.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.prol2tp.protocol.node.Endpoint;
import org.prol2tp.protocol.node.Event;
import org.prol2tp.protocol.node.Input;
import org.prol2tp.protocol.node.IpAddress;
import org.prol2tp.protocol.node.NodeProbe;
import org.prol2tp.protocol.node.Reply;
import org.prol2tp.protocol.node.Request;
import org.prol2tp.protocol.node.SessionStatus;
import org.prol2tp.protocol.node.TunnelStatus;

/// Bad input at a running node with tunnels up: no exception, nothing that grows, and what was up stays
/// up.
class RobustnessTest {
    /// Mutated datagrams in each test; `-Dfuzz.count=`.
    private static final int COUNT = Integer.getInteger("fuzz.count", 200_000);

    private static final long SEED = Long.getLong("fuzz.seed", 1);

    private static final int REFRESH = 100;

    private static final int AT_ONE_INSTANT = 20;

    /// So often what was reported is thrown away, but for what a test asks for.
    private static final int FORGET = 10_000;

    private final Random random = new Random(SEED);

    @Test
    void mutatedDatagramsOfStrangersLeaveTheTunnelsUpAndNothingBehind() {
        Pair pair = new Pair(SEED, Recipe.lac(2, 2).build(), Recipe.lns(8).build()).start();
        List<byte[]> corpus = corpus(pair);
        NodeProbe before = NodeProbe.of(pair.b().node());
        for (int i = 0; i < COUNT; i++) {
            Endpoint stranger = new Endpoint(IpAddress.ofIpv4(0x0a000000 + random.nextInt(1 << 16)), 1701);
            pair.inject(pair.b(), stranger, mutated(corpus));
            pace(pair, i);
        }
        pair.run(Duration.ofMinutes(3));
        assertThat(NodeProbe.of(pair.b().node())).as("seed %d", SEED).isEqualTo(before);
        assertThat(pair.b().events(Event.SessionDown.class)).isEmpty();
        assertThat(Agreement.disagreements(pair, 4)).as("seed %d", SEED).isEmpty();
        Reply.SystemShown shown =
                (Reply.SystemShown) pair.ask(pair.b(), new Request.ShowSystem()).orElseThrow();
        assertThat(List.of("no_matching_tunnel_id_discards", "mismatched_tunnel_ids", "bad_rcvd_frames"))
                .allMatch(name -> shown.system().counters().getOrDefault(name, 0L) > 0);
    }

    /// Somebody who sends in the peer's name can end its tunnels, as the RFC has no defence against
    /// that. He can not do more: what he ended comes back.
    @Test
    void mutatedDatagramsInThePeersNameDoNotHarmTheNode() {
        Pair pair = new Pair(SEED, Recipe.lac(2, 2).build(), Recipe.lns(8).build()).start();
        List<byte[]> corpus = corpus(pair);
        List<TunnelStatus> live = List.of();
        List<TunnelStatus> liveOfB = List.of();
        for (int i = 0; i < COUNT; i++) {
            Side side = random.nextBoolean() ? pair.a() : pair.b();
            IpAddress peer = IpAddress.ofIpv4(side == pair.a() ? 0xc0000202 : 0xc0000201);
            if (i % REFRESH == 0) {
                live = Agreement.tunnels(pair, pair.a());
                liveOfB = Agreement.tunnels(pair, pair.b());
            }
            byte[] octets = mutated(corpus);
            address(octets, side == pair.a() ? live : liveOfB);
            pair.inject(side, new Endpoint(peer, 1701), octets);
            pace(pair, i);
        }
        pair.run(Duration.ofMinutes(5));
        pair.runUntil(() -> Agreement.disagreements(pair, 4).isEmpty(), Duration.ofHours(1));
        ScenarioTest.shutDown(pair);
    }

    @Test
    void mutatedPppFramesDoNotHarmTheNode() {
        Pair pair = new Pair(SEED, Recipe.lac(1, 2).build(), Recipe.lns(8).build()).start();
        pair.runUntil(() -> Agreement.disagreements(pair, 2).isEmpty(), Duration.ofSeconds(30));
        List<byte[]> corpus = pair.transcript().pppFrames();
        pair.transcript().keepNothing();
        for (int i = 0; i < COUNT / 4; i++) {
            Side side = random.nextBoolean() ? pair.a() : pair.b();
            List<SessionStatus> sessions = Agreement.sessions(pair, side);
            if (sessions.size() < 2) {
                pair.run(Duration.ofMinutes(2));
                continue;
            }
            SessionStatus hit = sessions.get(random.nextInt(sessions.size()));
            pair.feed(side, new Input.PppFrameReceived(hit.handle(), mutated(corpus)));
            pace(pair, i);
        }
        pair.runUntil(() -> Agreement.disagreements(pair, 2).isEmpty(), Duration.ofHours(1));
        ScenarioTest.shutDown(pair);
    }

    private static List<byte[]> corpus(Pair pair) {
        pair.runUntil(() -> Agreement.disagreements(pair, 4).isEmpty(), Duration.ofSeconds(30));
        List<byte[]> corpus = pair.transcript().datagrams();
        pair.transcript().keepNothing();
        return corpus;
    }

    private static void pace(Pair pair, int i) {
        if (i % AT_ONE_INSTANT == 0) {
            pair.run(Duration.ofMillis(1));
        }
        if (i % FORGET == 0) {
            pair.a().events.removeIf(event -> !(event instanceof Event.SessionDown));
            pair.b().events.removeIf(event -> !(event instanceof Event.SessionDown));
        }
    }

    /// Half of them for a tunnel that is there, with the Ns it expects.
    private void address(byte[] octets, List<TunnelStatus> live) {
        if (octets.length < 12 || live.isEmpty() || random.nextBoolean()) {
            return;
        }
        TunnelStatus tunnel = live.get(random.nextInt(live.size()));
        write16(octets, 4, tunnel.localId().value());
        write16(octets, 8, tunnel.transport().getOrDefault("nr", 0L).intValue() + random.nextInt(3));
        write16(octets, 10, tunnel.transport().getOrDefault("ns", 0L).intValue());
    }

    private static void write16(byte[] octets, int at, int value) {
        octets[at] = (byte) (value >>> 8);
        octets[at + 1] = (byte) value;
    }

    /// One of the corpus, changed a little or much: bits, octets, length, a piece of another one.
    private byte[] mutated(List<byte[]> corpus) {
        byte[] octets = corpus.get(random.nextInt(corpus.size())).clone();
        for (int change = random.nextInt(4); change >= 0 && octets.length > 0; change--) {
            int at = random.nextInt(octets.length);
            switch (random.nextInt(7)) {
                case 0 -> octets[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> octets[at] = (byte) random.nextInt(256);
                case 2 -> octets = Arrays.copyOf(octets, at);
                case 3 -> octets = Arrays.copyOf(octets, octets.length + random.nextInt(64));
                case 4 -> {
                    byte[] other = corpus.get(random.nextInt(corpus.size()));
                    System.arraycopy(other, 0, octets, at, Math.min(other.length, octets.length - at));
                }
                case 5 -> {
                    // A sound Length, so that what follows is looked at.
                    if (octets.length >= 4) {
                        octets[2] = (byte) (octets.length >>> 8);
                        octets[3] = (byte) octets.length;
                    }
                }
                default -> {
                    // Ns and Nr near the start, where a connection expects them.
                    if (octets.length >= 12) {
                        octets[9] = (byte) random.nextInt(8);
                        octets[11] = (byte) random.nextInt(8);
                    }
                }
            }
        }
        return octets;
    }
}
