package org.prol2tp.protocol.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.prol2tp.protocol.wire.ControlConnectionId;
import org.prol2tp.protocol.wire.Datagram;
import org.prol2tp.protocol.wire.MessageGrammar;
import org.prol2tp.protocol.wire.Octets;
import org.prol2tp.protocol.wire.Reading;

/// Two connections and a wire between them, with a clock that the test moves. The left one initiates with
/// id 1, the
/// right one accepts with id 2.
final class Pair {
    static final long SECOND = 1_000_000_000L;
    static final long MILLISECOND = 1_000_000L;

    final RecordingOutbox leftSays = new RecordingOutbox();
    final RecordingOutbox rightSays = new RecordingOutbox();
    final ControlCounters leftCounters = new ControlCounters();
    final ControlCounters rightCounters = new ControlCounters();
    final ControlConnection left;
    Optional<ControlConnection> accepted = Optional.empty();
    /// Every datagram that crossed, as `left: SCCRQ 0/0 ns=0 nr=0`.
    final List<String> crossed = new ArrayList<>();
    long nowNs = 1000 * SECOND;
    private final ControlSettings rightSettings;
    private final Random random = new Random(42);

    Pair(ControlSettings leftSettings, ControlSettings rightSettings) {
        this.rightSettings = rightSettings;
        this.left = ControlConnection.initiate(
                leftSettings, leftCounters, random::nextBytes, new ControlConnectionId(1), nowNs, leftSays);
    }

    static ControlSettings settings(String hostName) {
        return with(hostName, builder -> {});
    }

    static ControlSettings with(String hostName, java.util.function.Consumer<ControlSettings.Builder> change) {
        ControlSettings.Builder builder = ControlSettings.builder();
        builder.hostName = hostName;
        change.accept(builder);
        return builder.build();
    }

    static Pair established() {
        Pair pair = new Pair(settings("lac"), settings("lns"));
        pair.settle();
        return pair;
    }

    ControlConnection right() {
        return accepted.orElseThrow();
    }

    /// Carries datagrams until both are silent, without letting time pass but for what is due now.
    void settle() {
        do {
            while (!leftSays.sent.isEmpty() || !rightSays.sent.isEmpty()) {
                carryToRight();
                carryToLeft();
            }
            due();
        } while (!leftSays.sent.isEmpty() || !rightSays.sent.isEmpty());
    }

    private void due() {
        if (!released(leftSays) && left.deadlineNs() <= nowNs) {
            left.timePassed(nowNs, leftSays);
        }
        accepted.filter(it -> !released(rightSays) && it.deadlineNs() <= nowNs)
                .ifPresent(it -> it.timePassed(nowNs, rightSays));
    }

    void carryToRight() {
        for (byte[] datagram : drain(leftSays.sent)) {
            crossed.add("left: " + describe(datagram, rightSettings));
            if (accepted.isEmpty()) {
                accepted = ControlConnection.accept(
                        rightSettings,
                        rightCounters,
                        random::nextBytes,
                        new ControlConnectionId(2),
                        datagram,
                        nowNs,
                        rightSays);
            } else if (!released(rightSays)) {
                right().receive(datagram, nowNs, rightSays);
            }
        }
    }

    void carryToLeft() {
        for (byte[] datagram : drain(rightSays.sent)) {
            crossed.add("right: " + describe(datagram, rightSettings));
            if (!released(leftSays)) {
                left.receive(datagram, nowNs, leftSays);
            }
        }
    }

    /// Lets time pass, with everything that is due on the way, datagrams crossing at once.
    void pass(long durationNs) {
        long endNs = nowNs + durationNs;
        while (true) {
            long next = Math.min(released(leftSays) ? ControlConnection.NEVER : left.deadlineNs(), rightDeadlineNs());
            if (next > endNs) {
                break;
            }
            nowNs = Math.max(nowNs, next);
            due();
            settle();
        }
        nowNs = endNs;
    }

    private long rightDeadlineNs() {
        return accepted.isEmpty() || released(rightSays) ? ControlConnection.NEVER : right().deadlineNs();
    }

    static boolean released(RecordingOutbox outbox) {
        return outbox.said.contains("released");
    }

    static List<byte[]> drain(List<byte[]> datagrams) {
        List<byte[]> all = List.copyOf(datagrams);
        datagrams.clear();
        return all;
    }

    /// `ICRQ 2/0 ns=2 nr=1`: type, tunnel and session in the header, sequence numbers.
    static String describe(byte[] datagram, ControlSettings settings) {
        return switch (Datagram.decode(datagram)) {
            case Datagram.Zlb(var header) ->
                "ZLB " + header.tunnelId() + "/" + header.sessionId() + " ns=" + header.ns() + " nr=" + header.nr();
            case Datagram.Control(var header, Octets avps) ->
                type(avps, settings) + " " + header.tunnelId() + "/" + header.sessionId() + " ns=" + header.ns()
                        + " nr=" + header.nr();
            case Datagram.Data _ -> "data";
            case org.prol2tp.protocol.wire.Fault fault -> "fault " + fault.what();
        };
    }

    private static String type(Octets avps, ControlSettings settings) {
        return switch (MessageGrammar.read(avps, settings.secret().map(SharedSecret::forAvps))) {
            case Reading.Accepted accepted -> accepted.message().type().rfcName();
            case org.prol2tp.protocol.wire.Fault fault -> "faulty " + fault.what();
        };
    }
}
