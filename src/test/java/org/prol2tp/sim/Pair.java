package org.prol2tp.sim;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import org.prol2tp.protocol.node.DataPlaneCommand;
import org.prol2tp.protocol.node.Endpoint;
import org.prol2tp.protocol.node.Input;
import org.prol2tp.protocol.node.IpAddress;
import org.prol2tp.protocol.node.Kept;
import org.prol2tp.protocol.node.Node;
import org.prol2tp.protocol.node.Output;
import org.prol2tp.protocol.node.Path;
import org.prol2tp.protocol.node.Reply;
import org.prol2tp.protocol.node.Request;
import org.prol2tp.protocol.node.SessionHandle;
import org.prol2tp.protocol.node.Settings;

/// Two nodes, A (192.0.2.1) and B (192.0.2.2), and the link between them.
///
/// 1. An input goes to a node at the clock's instant; what the node says is carried out at once.
/// 2. Datagrams and PPP frames become flights: lost, doubled, delayed by the [Weather].
/// 3. The clock jumps to the next landing or wake-up.
///
/// The clock starts below zero, so that a node that takes its zero for something finds itself in trouble.
public final class Pair {
    private static final long START_NS = -3_000_000_000L;

    private static final long DATA_PLANE_DELAY_NS = 200_000;

    /// A node that asks to be woken at one instant again and again does not move on: a bug.
    private static final int MOST_STEPS_AT_ONE_INSTANT = 200_000;

    private final SplittableRandom random;

    private final PriorityQueue<Landing> landings = new PriorityQueue<>();

    private final long seed;

    private final Side a;

    private final Side b;

    private final Transcript transcript = new Transcript();

    private Weather weather = Weather.FAIR;

    /// Datagrams that this says yes to get lost.
    private Predicate<byte[]> firewall = _ -> false;

    /// PPP frames of a side that this says yes to get lost.
    private BiPredicate<Side, byte[]> deafness = (_, _) -> false;

    private long nowNs = START_NS;

    private long flights;

    private long tickets;

    private long frozenSteps;

    /// Something that reaches a side at an instant. `what` runs then.
    private record Landing(long atNs, long order, Runnable what) implements Comparable<Landing> {
        @Override
        public int compareTo(Landing other) {
            return atNs != other.atNs ? Long.compare(atNs, other.atNs) : Long.compare(order, other.order);
        }
    }

    /// Two nodes that have not started yet.
    public Pair(long seed, Settings settingsA, Settings settingsB) {
        this.seed = seed;
        random = new SplittableRandom(seed);
        a = new Side("A", IpAddress.parse("192.0.2.1").orElseThrow(), settingsA, random.nextLong());
        b = new Side("B", IpAddress.parse("192.0.2.2").orElseThrow(), settingsB, random.nextLong());
    }

    public Side a() {
        return a;
    }

    public Side b() {
        return b;
    }

    public long seed() {
        return seed;
    }

    public long nowNs() {
        return nowNs;
    }

    /// Every datagram and PPP frame that was sent, as text.
    public Transcript transcript() {
        return transcript;
    }

    /// Packets sent from now on meet this weather.
    public Pair under(Weather newWeather) {
        weather = newWeather;
        return this;
    }

    /// Datagrams like these do not get through from now on.
    public Pair without(Predicate<byte[]> lost) {
        firewall = lost;
        return this;
    }

    /// PPP frames like these of the side that sends them do not get through from now on.
    public Pair withoutFrames(BiPredicate<Side, byte[]> lost) {
        deafness = lost;
        return this;
    }

    /// Both daemons are ready.
    public Pair start() {
        feed(b, new Input.Started());
        feed(a, new Input.Started());
        return this;
    }

    /// The side's process is gone without a word; its packets in flight still land.
    public void kill(Side side) {
        side.running = false;
    }

    /// The side's process starts (anew).
    public void restart(Side side, Settings settings) {
        side.restart(settings, random.nextLong());
        feed(side, new Input.Started());
    }

    /// The side's process is gone, and another one goes on where it was: with what was
    /// remembered of it.
    public void resume(Side side, Settings settings) {
        side.restart(settings, random.nextLong());
        side.remembered.inputs(side::portOfSocket).forEach(tunnel -> feed(side, tunnel));
        feed(side, new Input.Started());
    }

    /// Lets time pass until `condition` holds.
    ///
    /// @throws AssertionError if it does not within `limit`; names the seed
    public Pair runUntil(BooleanSupplier condition, Duration limit) {
        long endNs = nowNs + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (nextInstantNs() > endNs) {
                throw new AssertionError("seed " + seed + ": not within " + limit + "\n" + transcript.tail(60));
            }
            step();
        }
        return this;
    }

    /// Lets this much time pass.
    public Pair run(Duration length) {
        long endNs = nowNs + length.toNanos();
        while (nextInstantNs() <= endNs) {
            step();
        }
        nowNs = endNs;
        return this;
    }

    /// Asks a node; empty if the answer did not come at once.
    public Optional<Reply> ask(Side side, Request request) {
        long ticket = tickets++;
        feed(side, new Input.OperatorAsked(ticket, request));
        return Optional.ofNullable(side.replies.get(ticket));
    }

    /// Gives a node an input that it answers at once.
    public Reply tell(Side side, LongFunction<Input> input) {
        long ticket = tickets++;
        feed(side, input.apply(ticket));
        return Optional.ofNullable(side.replies.remove(ticket)).orElseThrow();
    }

    /// Asks a node and waits for the answer.
    public Reply askAndWait(Side side, Request request, Duration limit) {
        long ticket = tickets++;
        feed(side, new Input.OperatorAsked(ticket, request));
        runUntil(() -> side.replies.containsKey(ticket), limit);
        return Optional.ofNullable(side.replies.get(ticket)).orElseThrow();
    }

    /// A datagram out of nowhere, at once.
    public void inject(Side side, Endpoint from, byte[] octets) {
        feed(side, new Input.DatagramReceived(new Path(Side.LISTENING, side.address, from), octets));
    }

    /// Gives a node one input now and carries out what it says.
    public void feed(Side side, Input input) {
        if (!side.running) {
            return;
        }
        side.node.handle(input, nowNs, side.outbox);
        List<Output> said = List.copyOf(side.outbox.outputs());
        side.outbox.clear();
        for (Output output : said) {
            carryOut(side, output);
        }
    }

    /// A node is told that it has a bug in what this input touches.
    public void dropAfterBug(Side side, Input input) {
        side.node.dropAfterBug(input, nowNs, side.outbox);
        List<Output> said = List.copyOf(side.outbox.outputs());
        side.outbox.clear();
        for (Output output : said) {
            carryOut(side, output);
        }
    }

    private void carryOut(Side side, Output output) {
        switch (output) {
            case Output.SendDatagram send -> sendDatagram(side, send.path(), send.octets());
            case Output.SendPppFrame send -> {
                side.pppFrames++;
                sendPppFrame(side, send.session(), send.frame());
            }
            case Output.OpenTransport open -> openTransport(side, open);
            case Output.CloseTransport _ -> {}
            case Output.ProgramDataPlane program -> program(side, program.command());
            case Output.AnswerOperator answer -> side.replies.put(answer.ticket(), answer.reply());
            case Output.Remember(Kept what) -> side.remembered.take(what);
            case Output.CountTraffic count ->
                feed(side, new Input.TrafficCounted(count.session(), side.packets + side.pppFrames));
            case Output.AskAaa ask -> askAaa(side, ask);
            case Output.TellPppProvider said -> side.saidToPppProvider.add(said);
            case Output.Report report -> side.happened(report.event());
        }
    }

    private void askAaa(Side side, Output.AskAaa ask) {
        side.questions.add(ask);
        side.authoriser
                .apply(ask.what())
                .ifPresent(answer -> land(
                        DATA_PLANE_DELAY_NS,
                        () -> feed(side, new Input.AaaAnswered(ask.session(), ask.question(), answer))));
    }

    private void sendDatagram(Side from, Path path, byte[] sent) {
        from.datagramsSent++;
        Side to = other(from);
        byte[] octets = sent.clone();
        Endpoint source = from.outerEndpoint(path);
        transcript.datagram(nowNs - START_NS, from.name, octets);
        if (firewall.test(octets)) {
            return;
        }
        fly(() -> {
            int socket = to.socketFor(path.peer().port());
            if (socket >= 0 && path.peer().address().equals(to.address)) {
                feed(to, new Input.DatagramReceived(new Path(socket, to.address, source), octets));
            }
        });
    }

    private void sendPppFrame(Side from, SessionHandle session, byte[] frame) {
        Side to = other(from);
        FakeDataPlane.Ids ids = from.dataPlane.destination(session);
        transcript.pppFrame(nowNs - START_NS, from.name, ids, frame);
        if (deafness.test(from, frame)) {
            return;
        }
        fly(() -> to.dataPlane.find(ids).ifPresent(found -> {
            to.pppFrames++;
            feed(to, new Input.PppFrameReceived(found, frame));
        }));
    }

    private void openTransport(Side side, Output.OpenTransport open) {
        Optional<IpAddress> resolved = side.nameServiceWorks ? resolve(open.host()) : Optional.empty();
        Input answer = resolved.<Input>map(address -> new Input.TransportOpened(
                        open.tunnel(),
                        new Path(
                                side.openSocket(open.encapsulation(), open.localPort()),
                                side.address,
                                new Endpoint(address, open.peerPort()))))
                .orElseGet(() -> new Input.TransportFailed(open.tunnel(), open.host() + ": name not found"));
        land(DATA_PLANE_DELAY_NS, () -> feed(side, answer));
    }

    private void program(Side side, DataPlaneCommand command) {
        side.dataPlane.carryOut(command);
        if (command instanceof DataPlaneCommand.ActivateInterface activate) {
            activate(side, activate.session(), activate.options().name());
        } else if (command instanceof DataPlaneCommand.ActivateEthernet activate) {
            activate(side, activate.session(), activate.options().name());
        }
    }

    private void activate(Side side, SessionHandle session, Optional<String> wanted) {
        String name = wanted.orElse("l2tp%d").replace("%d", session.toString());
        Input answer = side.devicesWork
                ? new Input.InterfaceActivated(session, name)
                : new Input.DataPlaneFailed(session, "ioctl TUNSETIFF: EPERM");
        side.unanswered.merge(session, 1, Integer::sum);
        land(DATA_PLANE_DELAY_NS, () -> {
            side.unanswered.merge(session, -1, Integer::sum);
            feed(side, answer);
        });
    }

    private Optional<IpAddress> resolve(String host) {
        return switch (host) {
            case "a" -> Optional.of(a.address);
            case "b" -> Optional.of(b.address);
            default -> IpAddress.parse(host);
        };
    }

    private Side other(Side side) {
        return side == a ? b : a;
    }

    private void fly(Runnable landing) {
        int copies = random.nextDouble() < weather.loss() ? 0 : 1;
        if (random.nextDouble() < weather.duplication()) {
            copies++;
        }
        for (int i = 0; i < copies; i++) {
            long delayNs = weather.delay().toNanos();
            if (random.nextDouble() < weather.reordering()) {
                delayNs += random.nextLong(10 * delayNs);
            }
            land(delayNs, landing);
        }
    }

    private void land(long delayNs, Runnable what) {
        landings.add(new Landing(nowNs + delayNs, flights++, what));
    }

    private long nextInstantNs() {
        Landing next = landings.peek();
        long nextNs = next == null ? Node.NEVER : next.atNs;
        return Math.min(nextNs, Math.min(wakeupNs(a), wakeupNs(b)));
    }

    private static long wakeupNs(Side side) {
        return side.running ? side.node.nextWakeupNs() : Node.NEVER;
    }

    private void step() {
        long nextNs = nextInstantNs();
        frozenSteps = nextNs > nowNs ? 0 : frozenSteps + 1;
        if (frozenSteps > MOST_STEPS_AT_ONE_INSTANT) {
            throw new AssertionError("seed " + seed + ": the clock stands still\n" + transcript.tail(20));
        }
        nowNs = Math.max(nowNs, nextNs);
        Landing landing = landings.peek();
        if (landing != null && landing.atNs <= nowNs) {
            landings.remove();
            landing.what.run();
        } else if (wakeupNs(a) <= nowNs) {
            feed(a, new Input.TimePassed());
        } else {
            feed(b, new Input.TimePassed());
        }
    }
}
