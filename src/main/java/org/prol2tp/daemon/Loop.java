package org.prol2tp.daemon;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.prol2tp.dataplane.DataPlane;
import org.prol2tp.operator.config.DaemonSettings.LogLevel;
import org.prol2tp.protocol.node.DataPlaneCommand;
import org.prol2tp.protocol.node.Event;
import org.prol2tp.protocol.node.Input;
import org.prol2tp.protocol.node.Kept;
import org.prol2tp.protocol.node.Node;
import org.prol2tp.protocol.node.Outbox;
import org.prol2tp.protocol.node.Output;
import org.prol2tp.protocol.node.Request;
import org.prol2tp.protocol.node.SessionHandle;

/// The thread that owns the node. A turn of it:
///
/// 1. sleep until an input waits or the node's next wake-up,
/// 2. read the clock, once,
/// 3. hand the node every input that waits, and the time if it is due; carry out what it says after each,
/// 4. flush what was gathered for the sockets. Where many inputs wait this comes after every few of them: peers
///    work on the first answers meanwhile.
///
/// A bug in the node ends neither the loop nor the other tunnels: it is logged with the input that caused
/// it, and the tunnel concerned is dropped.
final class Loop {
    /// The ticket of our own [Request.Shutdown]; clients' tickets begin at 1.
    static final long SHUTDOWN_TICKET = 0;

    /// The longest time all tunnels may take to close: longer than RFC 2661 §5.8 takes to give a peer up
    /// (31 s).
    static final long SHUTDOWN_LIMIT_NS = 40_000_000_000L;

    /// The loop wakes at least so often, to tell what the log held back.
    private static final long IDLE_NS = 60_000_000_000L;

    /// So many inputs are handled before their answers leave: more at once let the peer wait, fewer cost a system call
    /// for each.
    static final int FLUSH_INPUTS = 16;

    /// How long a timer rests after a bug.
    private static final long AFTER_BUG_NS = 100_000_000L;

    /// What a daemon before this one had is kept so long for tunnels whose peers' names are being looked up.
    private static final long SETTLE_NS = 30_000_000_000L;

    private final Node node;
    private final DataPlane dataPlane;
    private final Transports transports;
    private final InputQueue queue;
    private final Replies replies;
    private final EventLog eventLog;
    private final Outside outside;
    private final Log log;
    private final LongSupplier clockNs;
    private final Outbox outbox = new Outbox();
    private final RateLimit bugLimit = new RateLimit(20, 1);
    private long timerAgainNs = Long.MIN_VALUE;
    private volatile boolean stopping;
    private long stopByNs = Long.MAX_VALUE;
    private volatile boolean stopped;
    private long refusedTold;
    private Runnable beat = () -> {};
    private long beatEveryNs = IDLE_NS;
    private long beatNs;
    private Consumer<Kept> memory = _ -> {};

    /// `clockNs` never goes back, and begins near zero. `outside` does not block.
    Loop(
            Node node,
            DataPlane dataPlane,
            Transports transports,
            InputQueue queue,
            Replies replies,
            EventLog eventLog,
            Outside outside,
            Log log,
            LongSupplier clockNs) {
        this.node = node;
        this.dataPlane = dataPlane;
        this.transports = transports;
        this.queue = queue;
        this.replies = replies;
        this.eventLog = eventLog;
        this.outside = outside;
        this.log = log;
        this.clockNs = clockNs;
    }

    /// Calls `beat` from the loop's thread at least so often as long as the loop turns, for a watchdog.
    /// Before [#run].
    void beat(long everyNs, Runnable beat) {
        this.beatEveryNs = Math.min(everyNs, IDLE_NS);
        this.beat = beat;
    }

    /// What is to be remembered goes to `memory`; `before` is what the daemon before this one had. Before
    /// [#run].
    void resume(List<Input.Remembered> before, Consumer<Kept> memory) {
        this.memory = memory;
        long nowNs = clockNs.getAsLong();
        before.forEach(input -> handle(input, nowNs));
    }

    /// Asks every tunnel to close, then [#run] returns. Any thread.
    void stop() {
        stopping = true;
        queue.add(new Input.OperatorAsked(SHUTDOWN_TICKET, new Request.Shutdown()));
        queue.wake();
    }

    /// Makes [#run] return, with all tunnels as they are. Any thread.
    void leave() {
        stopped = true;
        queue.wake();
    }

    /// Runs until [#stop] has done its work, or [#leave] was called.
    void run() throws InterruptedException {
        List<Input> spent = new ArrayList<>();
        long nowNs = begin();
        boolean settled = false;
        long settleByNs = nowNs + SETTLE_NS;
        while (!stopped) {
            List<Input> inputs = queue.take(spent, timeoutNs(nowNs));
            nowNs = clockNs.getAsLong();
            turn(inputs, nowNs);
            // The answers to what [#resume] asked for were the first in the queue, but for names of static tunnels.
            if (!settled && (transports.isSettled() || nowNs >= settleByNs)) {
                settled = true;
                dataPlane.settled();
            }
            inputs.clear();
            spent = inputs;
        }
    }

    /// Starts the node. Returns the time at which.
    long begin() {
        long nowNs = clockNs.getAsLong();
        handle(new Input.Started(), nowNs);
        dataPlane.flush();
        return nowNs;
    }

    /// Whether [#run] has returned or will after this turn.
    boolean isStopped() {
        return stopped;
    }

    /// One turn, without the sleep.
    void turn(List<Input> inputs, long nowNs) {
        transports.settle();
        for (int i = 0; i < inputs.size(); i++) {
            handle(inputs.get(i), nowNs);
            if ((i + 1) % FLUSH_INPUTS == 0) {
                ringAndFlush(nowNs);
            }
        }
        ringAndFlush(nowNs);
        eventLog.summary(nowNs);
        tellRefused();
        limitShutdown(nowNs);
        if (nowNs >= beatNs) {
            beatNs = nowNs + beatEveryNs;
            beat.run();
        }
    }

    /// What is due at the end of an input's turn, acknowledgements among them, leaves with its answers.
    private void ringAndFlush(long nowNs) {
        if (Math.max(node.nextWakeupNs(), timerAgainNs) <= nowNs) {
            handle(new Input.TimePassed(), nowNs);
        }
        dataPlane.flush();
    }

    private long timeoutNs(long nowNs) {
        long wakeupNs = Math.min(Math.max(node.nextWakeupNs(), timerAgainNs), stopByNs);
        long idleNs = Math.clamp(beatNs - nowNs, 0, beatEveryNs);
        return wakeupNs == Node.NEVER ? idleNs : Math.clamp(wakeupNs - nowNs, 0, idleNs);
    }

    private void handle(Input input, long nowNs) {
        try {
            node.handle(input, nowNs, outbox);
        } catch (RuntimeException | StackOverflowError bug) {
            report(BugReport.of(bug, input), nowNs);
            dropAfterBug(input, nowNs);
        }
        for (Output output : outbox.outputs()) {
            try {
                perform(output, nowNs);
            } catch (RuntimeException bug) {
                report(BugReport.of(bug, output), nowNs);
            }
        }
        outbox.clear();
    }

    private void dropAfterBug(Input input, long nowNs) {
        try {
            node.dropAfterBug(input, nowNs, outbox);
        } catch (RuntimeException | StackOverflowError another) {
            report(BugReport.of(another, input), nowNs);
        }
    }

    /// A peer may have found the bug: so many lines and no more. And a timer whose handling fails is due
    /// again at once: it has to wait, lest the loop do nothing else.
    private void report(String line, long nowNs) {
        timerAgainNs = nowNs + AFTER_BUG_NS;
        if (bugLimit.passes(nowNs)) {
            log.write(LogLevel.ERROR, line);
        }
    }

    private void perform(Output output, long nowNs) {
        switch (output) {
            case Output.SendDatagram(var path, var octets) -> dataPlane.sendControl(path, octets);
            case Output.SendPppFrame(var session, var frame) -> dataPlane.sendPppFrame(session, frame);
            case Output.ProgramDataPlane(var command) -> {
                if (command instanceof DataPlaneCommand.RemoveSession(var session)) {
                    outside.leaves(session);
                }
                dataPlane.execute(command);
            }
            case Output.OpenTransport request -> transports.open(request);
            case Output.CloseTransport(var tunnel) -> transports.close(tunnel);
            case Output.CountTraffic(var session) ->
                queue.add(new Input.TrafficCounted(session, dataPlane.traffic(session)));
            case Output.Remember(var what) -> memory.accept(what);
            case Output.AskAaa ask -> outside.ask(ask);
            case Output.TellPppProvider said -> outside.tell(said);
            case Output.Report(var event) -> {
                eventLog.write(event, nowNs);
                outside.happened(event);
                replies.happened(event);
                stopped |= event instanceof Event.NodeStopped;
            }
            case Output.AnswerOperator(var ticket, var reply) -> {
                if (ticket == SHUTDOWN_TICKET) {
                    stopped = true;
                } else {
                    replies.answer(ticket, reply);
                }
            }
        }
    }

    private void tellRefused() {
        long refused = queue.refused();
        if (refused > refusedTold * 2) {
            log.write(
                    LogLevel.WARNING,
                    new LogLine("messages of peers were dropped: the loop is behind")
                            .with("messages", refused)
                            .toString());
            refusedTold = refused;
        }
    }

    private void limitShutdown(long nowNs) {
        if (!stopping) {
            return;
        }
        stopByNs = Math.min(stopByNs, nowNs + SHUTDOWN_LIMIT_NS);
        if (nowNs >= stopByNs) {
            log.write(LogLevel.WARNING, "some tunnels did not close in time: they are left");
            stopped = true;
        }
    }

    /// Scripts, plugins and the like.
    interface Outside {
        /// Hears of every event.
        void happened(Event event);

        /// The data plane is about to forget the session and what it has carried.
        default void leaves(SessionHandle session) {}

        /// To be answered by an input, at once or later.
        void ask(Output.AskAaa question);

        /// To whoever negotiates PPP.
        void tell(Output.TellPppProvider said);
    }

    /// Takes the node's answers to operators.
    interface Replies {
        void answer(long ticket, org.prol2tp.protocol.node.Reply reply);

        /// Something happened: those who follow it hear of it. Does not wait.
        default void happened(Event event) {}
    }
}
