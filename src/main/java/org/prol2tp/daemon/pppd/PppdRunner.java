package org.prol2tp.daemon.pppd;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.prol2tp.daemon.Log;
import org.prol2tp.daemon.LogLine;
import org.prol2tp.dataplane.PppSockets;
import org.prol2tp.linux.Child;
import org.prol2tp.linux.Descriptor;
import org.prol2tp.linux.Epoll;
import org.prol2tp.linux.EventFd;
import org.prol2tp.linux.LinuxException;
import org.prol2tp.linux.Rtnetlink;
import org.prol2tp.operator.config.DaemonSettings.LogLevel;
import org.prol2tp.protocol.node.DataPlaneCommand.PppFraming;
import org.prol2tp.protocol.node.Event;
import org.prol2tp.protocol.node.FromPppProvider;
import org.prol2tp.protocol.node.Input;
import org.prol2tp.protocol.node.Output;
import org.prol2tp.protocol.node.ToPppProvider;
import org.prol2tp.protocol.ppp.LinkEnd;

/// Runs a pppd for each session. One thread looks after all of them:
///
/// 1. [#tell], by the loop's thread: a session's PPP begins or ends,
/// 2. those that wait are started, a few at a time: each gets its session's socket, a pipe for its log, its password,
/// 3. its log says which interface it has made and what it has agreed on with the peer: the node is told,
/// 4. when it ends, or says nothing of an interface for too long, its session does: no other one.
public final class PppdRunner implements AutoCloseable {
    static final long NEVER = Long.MAX_VALUE;

    /// How much time those have that have not made their interface yet.
    private static final Duration START_LIMIT = Duration.ofSeconds(20);

    /// How long one that was asked to end may take before it is killed.
    private static final Duration GRACE = Duration.ofSeconds(5);

    /// How long all have when the daemon ends.
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

    private static final int EVENTS = 256;
    private static final long WAKE_TOKEN = -1;
    private static final long LOG = 1;
    private static final String ECHO = "[LCP Echo";

    private final String program;
    private final PppSockets sockets;
    private final Consumer<Input> to;
    private final Log log;
    /// Each takes some ten milliseconds of a processor; a thousand at once would let each other's peers wait until they
    /// give up.
    private volatile int mostStarting;

    private final long startLimitNs;
    private final long graceNs;
    private final Epoll epoll;
    private final EventFd wakeUp;
    private final Queue<Output.TellPppProvider> said = new ConcurrentLinkedQueue<>();
    private final Map<Long, Pppd> all = new HashMap<>();

    /// At most one for each session.
    private final ArrayDeque<Pppd> waiting = new ArrayDeque<>();

    private int starting;
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicLong started = new AtomicLong();
    private volatile boolean stopping;
    private final Thread thread;

    /// How many may start at once, and how long it may take to start and to end.
    record Limits(int mostStarting, Duration start, Duration grace) {}

    /// @param to takes what is for the node, from any thread
    /// @param mostStarting see [#startAtMost]
    public PppdRunner(PppSockets sockets, Consumer<Input> to, Log log, int mostStarting) throws LinuxException {
        this(PppdProgram.PATH, sockets, to, log, new Limits(mostStarting, START_LIMIT, GRACE));
    }

    PppdRunner(String program, PppSockets sockets, Consumer<Input> to, Log log, Limits limits) throws LinuxException {
        this.program = program;
        this.sockets = sockets;
        this.to = to;
        this.log = log;
        mostStarting = limits.mostStarting;
        startLimitNs = limits.start.toNanos();
        graceNs = limits.grace.toNanos();
        epoll = Epoll.open(EVENTS);
        wakeUp = EventFd.open();
        epoll.add(wakeUp.descriptor(), WAKE_TOKEN, Epoll.READABLE);
        thread = Thread.ofPlatform().daemon().name("pppd").start(this::run);
    }

    /// By the loop's thread. Never blocks.
    public void tell(Output.TellPppProvider what) {
        if (!(what.what() instanceof ToPppProvider.Frame)) { // its frames do not come to us
            said.add(what);
            wakeUp.wake();
        }
    }

    /// From now on so many may start at once, 1 or more: those that have not made their interface yet. Any thread.
    public void startAtMost(int most) {
        mostStarting = most;
        wakeUp.wake();
    }

    /// For `show system`, behind its name.
    public String state() {
        return "; pppd running: " + running + ", started: " + started + ", at most starting: " + mostStarting;
    }

    /// Ends all of them, in good manners if they can. What they say is heard no more.
    @Override
    public void close() {
        stopping = true;
        wakeUp.wake();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        epoll.close();
        wakeUp.close();
    }

    private void run() {
        long stopNs = NEVER;
        while (!stopping || !all.isEmpty()) {
            int ready = epoll.await(timeoutMs());
            for (int i = 0; i < ready; i++) {
                handle(epoll.token(i));
            }
            for (Output.TellPppProvider what = said.poll(); what != null; what = said.poll()) {
                hear(what);
            }
            if (stopping && stopNs == NEVER) {
                stopNs = System.nanoTime() + STOP_LIMIT.toNanos();
                List.copyOf(all.values()).forEach(this::end);
            }
            startSome();
            killLate(System.nanoTime(), stopNs);
        }
    }

    private int timeoutMs() {
        long firstNs = NEVER;
        for (Pppd it : all.values()) {
            firstNs = Math.min(firstNs, it.killNs);
        }
        return firstNs == NEVER ? -1 : Math.clamp((firstNs - System.nanoTime()) / 1_000_000 + 1, 0, 60_000);
    }

    private void hear(Output.TellPppProvider what) {
        switch (what.what()) {
            case ToPppProvider.Opened opened -> {
                Pppd pppd = new Pppd(
                        what.session(), what.number(), opened, opened.terms().orElseThrow());
                all.put(what.number(), pppd);
                PppdArguments.refusal(pppd.terms, opened.client())
                        .ifPresentOrElse(why -> over(pppd, LinkEnd.Cause.CLOSED_LOCALLY, why), () -> waiting.add(pppd));
            }
            case ToPppProvider.Frame _ -> {}
            case ToPppProvider.Closed _ -> {
                Pppd pppd = all.get(what.number());
                if (pppd != null) {
                    end(pppd);
                }
            }
        }
    }

    private void startSome() {
        while (starting < mostStarting && !waiting.isEmpty()) {
            start(waiting.remove());
        }
    }

    private void start(Pppd pppd) {
        try (Descriptor socket = sockets.pppSocket(pppd.session)) {
            pppd.start(program, socket);
            running.incrementAndGet();
            started.incrementAndGet();
            pppd.starting = true;
            starting++;
            pppd.killNs = System.nanoTime() + startLimitNs;
            epoll.add(pppd.logDescriptor(), pppd.number << 1 | LOG, Epoll.READABLE);
            epoll.add(pppd.child().descriptor(), pppd.number << 1, Epoll.READABLE);
            say(
                    LogLevel.DEBUG,
                    pppd,
                    new LogLine("pppd started").with("pid", pppd.child().pid()));
        } catch (LinuxException e) {
            say(LogLevel.WARNING, pppd, new LogLine("pppd cannot be started").with("reason", e.getMessage()));
            over(pppd, LinkEnd.Cause.CLOSED_LOCALLY, "pppd cannot be started");
            if (pppd.isRunning()) {
                end(pppd);
            }
        }
    }

    private void handle(long token) {
        if (token == WAKE_TOKEN) {
            wakeUp.drain();
            return;
        }
        Pppd pppd = all.get(token >> 1);
        if (pppd == null) {
            return;
        }
        if ((token & LOG) == 0) {
            ended(pppd);
        } else if (!pppd.read(line -> told(pppd, line))) {
            stopReading(pppd);
        }
    }

    /// Nobody writes there any more: it ends, and its end is told by another descriptor.
    private void stopReading(Pppd pppd) {
        try {
            epoll.remove(pppd.logDescriptor());
        } catch (LinuxException e) {
            // It was not watched any more.
        }
    }

    private void told(Pppd pppd, String line) {
        if (line.isEmpty() || line.contains(ECHO)) {
            return;
        }
        LogLevel level = pppd.terms.traced() ? LogLevel.INFO : LogLevel.DEBUG;
        say(level, pppd, new LogLine("pppd: " + line));
        boolean network = pppd.told.hear(line);
        if (pppd.starting && pppd.told.interfaceName().isPresent()) {
            hasStarted(pppd);
        }
        if (network) {
            networkIs(pppd);
        }
    }

    private void hasStarted(Pppd pppd) {
        if (pppd.starting) {
            pppd.starting = false;
            starting--;
            pppd.killNs = pppd.ending ? pppd.killNs : NEVER;
        }
    }

    private void networkIs(Pppd pppd) {
        String name = pppd.told.interfaceName().orElse("");
        try {
            int mtu = Math.min(pppd.opened.mtu(), Rtnetlink.mtuOf(name));
            sockets.interfaceIs(pppd.session, name);
            answer(
                    pppd,
                    new FromPppProvider.Up(
                            pppd.told.ipv4(),
                            pppd.told.ipv6(),
                            mtu,
                            new PppFraming(false, false),
                            pppd.terms.ppp().authPeer().orElse(!pppd.opened.client()) ? pppd.told.peerName() : ""));
        } catch (LinuxException e) {
            say(LogLevel.NOTICE, pppd, new LogLine("pppd's interface is not there").with("reason", e.getMessage()));
        }
    }

    private void end(Pppd pppd) {
        pppd.ending = true;
        if (!pppd.isRunning()) {
            waiting.remove(pppd);
            all.remove(pppd.number);
        } else if (pppd.killNs == NEVER || pppd.starting) {
            pppd.child().signalGroup(Child.SIGTERM);
            pppd.killNs = System.nanoTime() + graceNs;
        }
    }

    private void killLate(long nowNs, long stopNs) {
        for (Pppd pppd : List.copyOf(all.values())) {
            boolean late = pppd.killNs != NEVER && nowNs >= pppd.killNs;
            if (pppd.isRunning() && (late || nowNs >= stopNs)) {
                String why = pppd.ending ? "it does not end" : "it makes no interface";
                say(LogLevel.WARNING, pppd, new LogLine("pppd is killed").with("reason", why));
                pppd.child().signalGroup(Child.SIGKILL);
                pppd.killNs = NEVER;
            }
        }
    }

    private void ended(Pppd pppd) {
        while (pppd.read(line -> told(pppd, line))) {
            // What it said last is why it ended.
        }
        hasStarted(pppd);
        stopReading(pppd);
        running.decrementAndGet();
        int code = pppd.reap();
        PppdStatus status = PppdStatus.of(code);
        LogLevel level = pppd.ending ? LogLevel.DEBUG : LogLevel.NOTICE;
        LogLine line = new LogLine("pppd ended").with("status", code).with("meaning", status.words());
        if (!pppd.told.problem().isEmpty()) {
            line.with("said", pppd.told.problem());
        }
        say(level, pppd, line);
        LinkEnd.Cause cause = status.cause();
        if (pppd.told.noAnswer() && cause == LinkEnd.Cause.NOT_NEGOTIABLE) {
            cause = LinkEnd.Cause.NO_ANSWER;
        } else if (pppd.told.peerRefuses() && cause == LinkEnd.Cause.PEER_NOT_AUTHENTICATED) {
            cause = LinkEnd.Cause.PEER_REFUSES_AUTHENTICATION;
        }
        over(pppd, cause, "pppd: " + status.words());
    }

    private void over(Pppd pppd, LinkEnd.Cause cause, String why) {
        if (!pppd.ending) {
            answer(pppd, new FromPppProvider.Ended(cause, why));
        }
        if (!pppd.isRunning()) {
            all.remove(pppd.number);
        }
    }

    private void answer(Pppd pppd, FromPppProvider word) {
        to.accept(new Input.PppProviderSaid(pppd.session, pppd.number, word));
    }

    private void say(LogLevel level, Pppd pppd, LogLine line) {
        Event.SessionRef session = pppd.opened.session();
        log.write(
                level,
                line.with("tunnel", session.tunnel().name())
                        .with("tunnel_id", session.tunnel().id().value())
                        .with("session", session.name())
                        .with("session_id", session.id().value()));
    }
}
