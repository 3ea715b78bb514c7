package org.prol2tp.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.prol2tp.protocol.node.Event;
import org.prol2tp.protocol.node.Input;
import org.prol2tp.protocol.node.NodeProbe;
import org.prol2tp.protocol.node.SessionStatus;
import org.prol2tp.protocol.node.Settings;
import org.prol2tp.protocol.node.TunnelParameters.ProtocolVersion;
import org.prol2tp.protocol.node.TunnelStatus;

/// A long life: two nodes to which everything happens that can happen, in any order. In the end all sessions
/// come up again, and after that nothing is left: no id, address, timer, router entry, interface.
class ChurnTest {
    /// Lives; `-Dchurn.lives=`.
    private static final int LIVES = Integer.getInteger("churn.lives", 30);

    /// Events in each; `-Dchurn.events=`.
    private static final int EVENTS = Integer.getInteger("churn.events", 150);

    private static final int SESSIONS = 6;

    private static final byte[] CONFIGURE_REQUEST = {(byte) 0xff, 3, (byte) 0xc0, 0x21, 1, 77, 0, 4};

    private static final byte[] TERMINATE_REQUEST = {(byte) 0xff, 3, (byte) 0xc0, 0x21, 5, 78, 0, 4};

    private Settings lac = client(ProtocolVersion.L2TPV2);

    private Settings lns = Recipe.lns(SESSIONS).build();

    @Test
    void whateverHappensAllComesBackAndNothingIsLeft() {
        IntStream.range(0, LIVES).forEach(this::live);
    }

    @Test
    void inL2tpv3Too() {
        lac = client(ProtocolVersion.L2TPV3);
        lns = Recipe.lns(SESSIONS).in(ProtocolVersion.AUTO).build();
        IntStream.range(0, LIVES).forEach(this::live);
    }

    private void live(int seed) {
        Random random = new Random(seed);
        Pair pair = new Pair(seed, lac, lns).start();
        pair.transcript().keepNothing();
        for (int i = 0; i < EVENTS; i++) {
            happen(pair, random);
            pair.run(Duration.ofMillis(random.nextInt(1 << random.nextInt(17))));
            // Each side's timers, addresses and channels stay in proportion to what it serves.
            NodeProbe probe = NodeProbe.of(pair.b().node());
            assertThat(probe.addresses()).as("seed %d", seed).isLessThanOrEqualTo(SESSIONS);
            assertThat(probe.timers()).as("seed %d", seed).isLessThan(2_000);
        }
        for (Side side : List.of(pair.a(), pair.b())) {
            if (!side.running) {
                pair.restart(side, side == pair.a() ? lac : lns);
            }
            side.nameServiceWorks = true;
            side.devicesWork = true;
        }
        pair.under(Weather.FAIR);
        pair.runUntil(() -> Agreement.disagreements(pair, SESSIONS).isEmpty(), Duration.ofHours(2));
        pairUp(pair.a(), seed);
        ScenarioTest.shutDown(pair);
    }

    /// Of each configured tunnel and session there is one, however often it came and went.
    private static void pairUp(Side side, int seed) {
        assertThat(side.events(Event.TunnelDeleted.class)).as("seed %d", seed).isEmpty();
        assertThat(side.events(Event.SessionDeleted.class)).as("seed %d", seed).isEmpty();
    }

    private void happen(Pair pair, Random random) {
        Side side = random.nextInt(3) == 0 ? pair.a() : pair.b();
        switch (random.nextInt(12)) {
            case 0 -> pair.under(Weather.FOUL);
            case 1, 2 -> pair.under(Weather.FAIR);
            case 3 -> pair.kill(pair.b());
            case 4, 5 -> {
                if (!pair.b().running || random.nextInt(4) == 0) {
                    pair.kill(pair.b());
                    pair.restart(pair.b(), lns);
                }
            }
            case 6 -> side.devicesWork = !side.devicesWork;
            case 7 -> pair.a().nameServiceWorks = !pair.a().nameServiceWorks;
            case 8 -> session(pair, side, random, TERMINATE_REQUEST);
            case 9 -> session(pair, side, random, CONFIGURE_REQUEST);
            case 10 -> dataPlaneFails(pair, side, random);
            default -> moveAway(pair, random);
        }
    }

    private static void session(Pair pair, Side side, Random random, byte[] frame) {
        List<SessionStatus> sessions = sessions(pair, side);
        if (!sessions.isEmpty()) {
            SessionStatus hit = sessions.get(random.nextInt(sessions.size()));
            pair.feed(side, new Input.PppFrameReceived(hit.handle(), frame));
        }
    }

    private static void dataPlaneFails(Pair pair, Side side, Random random) {
        List<SessionStatus> sessions = sessions(pair, side);
        if (!sessions.isEmpty()) {
            SessionStatus hit = sessions.get(random.nextInt(sessions.size()));
            pair.feed(side, new Input.DataPlaneFailed(hit.handle(), "ioctl TUNSETIFF: EBUSY"));
        }
    }

    /// A NAT forgets the client.
    private static void moveAway(Pair pair, Random random) {
        if (!pair.b().running) {
            return;
        }
        for (TunnelStatus tunnel : Agreement.tunnels(pair, pair.b())) {
            int port = tunnel.path().orElseThrow().peer().port();
            if (port != 1701 && !pair.a().outerPorts.containsValue(port)) {
                pair.a().outerPorts.put(port, 50_000 + random.nextInt(10_000));
                return;
            }
        }
    }

    private static List<SessionStatus> sessions(Pair pair, Side side) {
        return side.running ? Agreement.sessions(pair, side) : List.of();
    }

    private static Settings client(ProtocolVersion version) {
        Recipe recipe = Recipe.lac(2, SESSIONS / 2).in(version);
        recipe.system.tunnelPersistPendTimeout = Duration.ofSeconds(60);
        recipe.tunnel.idleTimeout = Duration.ofSeconds(20);
        return recipe.build();
    }
}
