package org.prol2tp.protocol.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.prol2tp.protocol.wire.AvpSet;
import org.prol2tp.protocol.wire.ControlConnectionAvp.AssignedTunnelId;
import org.prol2tp.protocol.wire.ControlConnectionAvp.FramingCapabilities;
import org.prol2tp.protocol.wire.ControlConnectionAvp.HostName;
import org.prol2tp.protocol.wire.ControlConnectionAvp.ProtocolVersion;
import org.prol2tp.protocol.wire.ControlConnectionId;
import org.prol2tp.protocol.wire.ControlHeader;
import org.prol2tp.protocol.wire.Datagram;
import org.prol2tp.protocol.wire.Fault;
import org.prol2tp.protocol.wire.Message;
import org.prol2tp.protocol.wire.Reading;
import org.prol2tp.protocol.wire.SessionId;
import org.prol2tp.protocol.wire.WireFormat;

/// Two connections and a wire between them, with a clock that the test moves. The left one initiates with
/// id 1, the
/// right one accepts with id 2.
final class Pair {
    static final long SECOND = 1_000_000_000L;
    static final long MILLISECOND = 1_000_000L;

    static final CallDetails CALL = new CallDetails(
            7,
            1,
            1,
            64_000,
            32_000,
            0,
            0,
            Optional.of("100"),
            Optional.of("200"),
            Optional.empty(),
            Optional.of("blue"),
            true,
            Optional.empty());

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
        return outbox.released;
    }

    static List<byte[]> drain(List<byte[]> datagrams) {
        List<byte[]> all = List.copyOf(datagrams);
        datagrams.clear();
        return all;
    }

    /// `ICRQ 2/0 ns=2 nr=1`: type, tunnel and session in the header, sequence numbers.
    static String describe(byte[] datagram, ControlSettings settings) {
        return switch (Datagram.decode(datagram)) {
            case Datagram.Zlb(var format, var header) ->
                "ZLB " + header.tunnelId() + "/" + header.sessionId() + " ns=" + header.ns() + " nr=" + header.nr();
            case Datagram.Control control -> describe(control, control.header(), settings);
            case Datagram.Data _ -> "data";
            case Fault fault -> "fault " + fault.what();
        };
    }

    private static String describe(Datagram.Control control, ControlHeader header, ControlSettings settings) {
        Reading reading = control.read(settings.secret().map(secret -> secret.keys(control.format())));
        String type = switch (reading) {
            case Reading.Accepted accepted -> accepted.message().type().rfcName();
            case Fault fault -> "faulty " + fault.what();
        };
        return type + " " + header.tunnelId() + "/" + reading.session() + " ns=" + header.ns() + " nr=" + header.nr();
    }

    /// The message in a datagram without hidden AVPs.
    static Message message(byte[] datagram) {
        Datagram.Control control = (Datagram.Control) Datagram.decode(datagram);
        return ((Reading.Accepted) control.read(Optional.empty())).message();
    }

    /// An SCCRQ from a peer that calls itself 77.
    static byte[] sccrq(ProtocolVersion version) {
        Message.Sccrq sccrq = new Message.Sccrq(AvpSet.of(
                version,
                new HostName("peer"),
                FramingCapabilities.ANY,
                new AssignedTunnelId(new ControlConnectionId(77))));
        return WireFormat.V2.encode(
                new ControlHeader(ControlConnectionId.NONE, SessionId.NONE, 0, 0), sccrq, Optional.empty());
    }

    /// Established, with calls 1, 2, … of the left end, which are 101, 102, … at the right.
    static Pair withCalls(int calls) {
        Pair pair = Pair.established();
        pair.rightSays.acceptFrom(101);
        for (int i = 1; i <= calls; i++) {
            pair.left.placeCall(CallKind.INCOMING_CALL_SENDER, new SessionId(i), CALL, pair.nowNs, pair.leftSays);
        }
        pair.settle();
        return pair;
    }
}
