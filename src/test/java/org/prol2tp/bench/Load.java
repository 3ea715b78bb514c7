package org.prol2tp.bench;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.prol2tp.linux.LinuxException;
import org.prol2tp.linux.SocketAddress;

/// One round: opens the tunnels, places the calls, says how fast that went, holds them, and closes the tunnels.
final class Load implements AutoCloseable {
    /// Of what is for us: a control message's header, or a data message's with the beginning of a frame.
    private static final int LEAST_OCTETS = 12;

    private static final long TEND_ALL_NS = 50_000_000L;

    /// What to do.
    ///
    /// @param firstTunnelId ours, the others follow; another one in each round, as an SCCRQ that equals an
    /// earlier one is its retransmission for as long as the LNS remembers that
    /// @param inFlight set-ups at once, tunnels or sessions
    /// @param limitNs how long each of the two set-up phases may take
    record Plan(
            SocketAddress local,
            SocketAddress lns,
            Wire wire,
            int tunnels,
            int firstTunnelId,
            int sessionsPerTunnel,
            int sockets,
            int inFlight,
            boolean ppp,
            PppClient.Account account,
            long retransmitNs,
            long limitNs,
            Path path) {}

    /// What each direction does to datagrams, in percent.
    record Path(int loss, int duplicates, int disorder) {
        Trouble trouble(long seed) {
            return new Trouble(loss, duplicates, disorder, seed);
        }
    }

    private final Plan plan;
    private final Sockets sockets;
    private final List<LoadTunnel> tunnels = new ArrayList<>();
    private final LinkedHashSet<LoadTunnel> touched = new LinkedHashSet<>();
    private final LinkedHashSet<LoadSession> settingUp = new LinkedHashSet<>();
    private final ArrayDeque<LoadSession> waiting = new ArrayDeque<>();
    private final long[] latenciesNs;
    private int up;
    private int failed;
    private int retransmissions;
    private int outOfOrder;
    private long lastUpNs;
    private long tendedAllNs;

    Load(Plan plan) throws LinuxException {
        this.plan = plan;
        sockets = new Sockets(
                Math.min(plan.sockets, plan.tunnels), plan.local, plan.lns, plan.path.trouble(1), plan.path.trouble(2));
        latenciesNs = new long[plan.tunnels * plan.sessionsPerTunnel];
        int serial = 0;
        LoadSession[][] sessions = new LoadSession[plan.tunnels][plan.sessionsPerTunnel];
        for (int t = 0; t < plan.tunnels; t++) {
            tunnels.add(
                    new LoadTunnel(this, plan.wire, t % Math.min(plan.sockets, plan.tunnels), plan.firstTunnelId + t));
        }
        for (int s = 0; s < plan.sessionsPerTunnel; s++) {
            for (int t = 0; t < plan.tunnels; t++) {
                sessions[t][s] = new LoadSession(tunnels.get(t), s + 1, ++serial, plan.account);
                waiting.add(sessions[t][s]);
            }
        }
        for (int t = 0; t < plan.tunnels; t++) {
            tunnels.get(t).expect(sessions[t]);
        }
    }

    /// Opens all tunnels: `tunnels=…`.
    String openTunnels() {
        long began = System.nanoTime();
        ArrayDeque<LoadTunnel> closed = new ArrayDeque<>(tunnels);
        ArrayDeque<LoadTunnel> opening = new ArrayDeque<>();
        until(plan.limitNs, () -> {
            opening.removeIf(each -> each.isUp() && each.isQuiet() || each.isClosed());
            while (opening.size() < plan.inFlight && !closed.isEmpty()) {
                LoadTunnel tunnel = closed.removeFirst();
                tunnel.open();
                touched.add(tunnel);
                opening.add(tunnel);
            }
            return opening.isEmpty();
        });
        long count = tunnels.stream().filter(LoadTunnel::isUp).count();
        double seconds = (System.nanoTime() - began) / 1e9;
        return String.format(
                Locale.ROOT, "tunnels=%d tunnel_seconds=%.3f tunnels_per_s=%.0f", count, seconds, count / seconds);
    }

    /// Places all calls: `sessions=… failed=… …`.
    String openSessions() {
        long began = System.nanoTime();
        lastUpNs = began;
        until(plan.limitNs, () -> {
            while (settingUp.size() < plan.inFlight && !waiting.isEmpty()) {
                LoadSession session = waiting.removeFirst();
                session.phase = LoadSession.Phase.CALLING;
                session.startedNs = System.nanoTime();
                settingUp.add(session);
                session.tunnel.call(session);
                touched.add(session.tunnel);
            }
            return settingUp.isEmpty();
        });
        double seconds = Math.max(lastUpNs - began, 1) / 1e9;
        long[] sorted = Arrays.copyOf(latenciesNs, up);
        Arrays.sort(sorted);
        return String.format(
                Locale.ROOT,
                "sessions=%d failed=%d seconds=%.3f sessions_per_s=%.0f p50_ms=%.1f p99_ms=%.1f "
                        + "retransmissions=%d out_of_order=%d",
                up,
                failed + settingUp.size() + waiting.size(),
                seconds,
                up / seconds,
                up == 0 ? 0 : sorted[up / 2] / 1e6,
                up == 0 ? 0 : sorted[up * 99 / 100] / 1e6,
                retransmissions,
                outOfOrder);
    }

    /// Keeps everything up until `done`, and answers what the peer asks.
    void hold(BooleanSupplier done) {
        until(Long.MAX_VALUE / 2, done);
    }

    /// Closes the tunnels; waits at most 10 s for the acknowledgements.
    void closeTunnels() {
        for (LoadTunnel tunnel : tunnels) {
            tunnel.close();
            touched.add(tunnel);
        }
        until(10_000_000_000L, () -> tunnels.stream().allMatch(LoadTunnel::isQuiet));
    }

    @Override
    public void close() {
        sockets.close();
    }

    Sockets sockets() {
        return sockets;
    }

    long retransmitNs() {
        return plan.retransmitNs;
    }

    void countRetransmission() {
        retransmissions++;
    }

    void countOutOfOrder() {
        outOfOrder++;
    }

    /// The call is up: the peer has acknowledged the ICCN.
    void called(LoadSession session, long nowNs) {
        if (!plan.ppp) {
            finished(session, true, nowNs);
        } else if (session.phase == LoadSession.Phase.CALLING) {
            session.phase = LoadSession.Phase.PPP;
            session.ppp.begin(nowNs);
        }
    }

    void finished(LoadSession session, boolean success, long nowNs) {
        if (!settingUp.remove(session)) {
            return;
        }
        if (success) {
            session.phase = LoadSession.Phase.UP;
            latenciesNs[up++] = nowNs - session.startedNs;
            lastUpNs = nowNs;
        } else {
            session.phase = LoadSession.Phase.FAILED;
            failed++;
        }
    }

    private void until(long limitNs, BooleanSupplier done) {
        long began = System.nanoTime();
        long nowNs = began;
        while (!done.getAsBoolean() && nowNs - began < limitNs) {
            tend(nowNs);
            sockets.flush();
            sockets.receive(20, this::received);
            nowNs = System.nanoTime();
        }
        tend(nowNs);
        sockets.flush();
    }

    private void tend(long nowNs) {
        if (nowNs - tendedAllNs > TEND_ALL_NS) {
            tendedAllNs = nowNs;
            tunnels.forEach(tunnel -> tunnel.tend(nowNs));
            for (LoadSession session : settingUp) {
                session.ppp.repeat(nowNs, 3 * plan.retransmitNs);
            }
        } else {
            touched.forEach(tunnel -> tunnel.tend(nowNs));
        }
        touched.clear();
    }

    private void received(byte[] octets, int length) {
        if (length < LEAST_OCTETS) {
            return;
        }
        boolean isControl = (octets[0] & 0x80) != 0;
        int tunnelId = isControl ? plan.wire.tunnelOfControl(octets) : plan.wire.tunnelOfData(octets);
        int index = tunnelId - plan.firstTunnelId;
        if (index < 0 || index >= tunnels.size()) {
            return;
        }
        LoadTunnel tunnel = tunnels.get(index);
        if (isControl) {
            tunnel.control(octets, Math.min(length, Octets.get16(octets, 2)), System.nanoTime());
            touched.add(tunnel);
        } else {
            int session = plan.wire.sessionOfData(octets);
            tunnel.data(octets, plan.wire.bodyOfData(octets), length, session, System.nanoTime());
        }
    }
}
