package org.prol2tp.protocol.control;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.Consumer;
import org.prol2tp.protocol.control.Pseudowire.End;
import org.prol2tp.protocol.wire.ControlConnectionId;
import org.prol2tp.protocol.wire.PseudowireAvp.PseudowireType;
import org.prol2tp.protocol.wire.ResultCode.StopCcnResult;
import org.prol2tp.protocol.wire.SessionId;
import org.prol2tp.protocol.wire.Version;

/// Two connections and a wire that loses, doubles and reorders, with a clock that jumps. Each datagram
/// takes 1 ms; a
/// late one up to 20 ms.
final class LossyLink {
    private static final long LATENCY_NS = Pair.MILLISECOND;
    private static final int LATEST_MS = 20;
    /// In L2TPv3.
    private static final CallDetails PPP = Pair.CALL.over(
            Optional.of(new Pseudowire(PseudowireType.PPP, "line", Optional.empty(), End.SILENT, End.SILENT)));

    private record Flight(long atNs, long order, boolean toRight, byte[] datagram) {}

    final RecordingOutbox leftSays = new RecordingOutbox();
    final RecordingOutbox rightSays = new RecordingOutbox();
    private final ControlCounters counters = new ControlCounters();
    private final ControlCounters rightCounters = new ControlCounters();
    private final Consumer<ControlSettings.Builder> both;
    private final Random random;
    private final double loss;
    private final double doubled;
    private final double late;
    private final PriorityQueue<Flight> flights =
            new PriorityQueue<>(Comparator.comparingLong(Flight::atNs).thenComparingLong(Flight::order));
    private final ControlConnection left;
    private Optional<ControlConnection> right = Optional.empty();
    private long nowNs;
    private long order;

    LossyLink(Random random, double loss, double doubled, double late) {
        this(random, loss, doubled, late, it -> {});
    }

    /// Both ends have these settings.
    LossyLink(Random random, double loss, double doubled, double late, Consumer<ControlSettings.Builder> both) {
        this.both = both;
        this.random = random;
        this.loss = loss;
        this.doubled = doubled;
        this.late = late;
        rightSays.acceptFrom(1);
        left = ControlConnection.initiate(
                settings("lac"), counters, random::nextBytes, new ControlConnectionId(1), nowNs, leftSays);
        launch();
    }

    private ControlSettings settings(String name) {
        return Pair.with(name, it -> {
            it.retryTimeoutNs = 200 * Pair.MILLISECOND;
            it.maxRetries = 12;
            both.accept(it);
        });
    }

    void placeCalls(int calls) {
        CallDetails call = left.version() == Version.V2 ? Pair.CALL : PPP;
        for (int i = 1; i <= calls; i++) {
            left.placeCall(CallKind.INCOMING_CALL_SENDER, new SessionId(i), call, nowNs, leftSays);
        }
        launch();
    }

    void close() {
        left.close(Ending.local(StopCcnResult.CLEARED, "bye"), nowNs, leftSays);
        launch();
        run(1000 * Pair.SECOND);
    }

    void run(long durationNs) {
        long endNs = nowNs + durationNs;
        while (true) {
            long next = Math.min(
                    flights.isEmpty() ? ControlConnection.NEVER : flights.peek().atNs(),
                    Math.min(deadline(Optional.of(left), leftSays), deadline(right, rightSays)));
            if (next > endNs) {
                nowNs = endNs;
                return;
            }
            nowNs = Math.max(nowNs, next);
            while (!flights.isEmpty() && flights.peek().atNs() <= nowNs) {
                arrive(flights.remove());
            }
            due(Optional.of(left), leftSays);
            due(right, rightSays);
            launch();
        }
    }

    private void arrive(Flight flight) {
        if (!flight.toRight()) {
            if (!Pair.released(leftSays)) {
                left.receive(flight.datagram(), nowNs, leftSays);
            }
        } else if (right.isEmpty()) {
            right = ControlConnection.accept(
                    settings("lns"),
                    rightCounters,
                    random::nextBytes,
                    new ControlConnectionId(2),
                    flight.datagram(),
                    nowNs,
                    rightSays);
        } else if (!Pair.released(rightSays)) {
            right.get().receive(flight.datagram(), nowNs, rightSays);
        }
    }

    private void due(Optional<ControlConnection> connection, RecordingOutbox says) {
        if (deadline(connection, says) <= nowNs) {
            connection.orElseThrow().timePassed(nowNs, says);
        }
    }

    private static long deadline(Optional<ControlConnection> connection, RecordingOutbox says) {
        return connection.isEmpty() || Pair.released(says)
                ? ControlConnection.NEVER
                : connection.get().deadlineNs();
    }

    private void launch() {
        launch(leftSays.sent, true);
        launch(rightSays.sent, false);
    }

    private void launch(List<byte[]> datagrams, boolean toRight) {
        for (byte[] datagram : new ArrayList<>(datagrams)) {
            int copies = random.nextDouble() < loss ? 0 : random.nextDouble() < doubled ? 2 : 1;
            for (int i = 0; i < copies; i++) {
                long delayNs = random.nextDouble() < late ? LATENCY_NS * random.nextInt(LATEST_MS) : 0;
                flights.add(new Flight(nowNs + LATENCY_NS + delayNs, order++, toRight, datagram));
            }
        }
        datagrams.clear();
    }
}
