package org.prol2tp.daemon.plugins;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.prol2tp.daemon.Log;
import org.prol2tp.daemon.LogLine;
import org.prol2tp.operator.config.DaemonSettings.LogLevel;
import org.prol2tp.plugin.AddedAvp;
import org.prol2tp.plugin.Authoriser;
import org.prol2tp.plugin.AvpListener;
import org.prol2tp.plugin.Host;
import org.prol2tp.plugin.Listener;
import org.prol2tp.plugin.Plugin;
import org.prol2tp.plugin.PppProvider;
import org.prol2tp.plugin.Question;
import org.prol2tp.protocol.node.AaaAnswer;

/// One plugin in its cage: a thread that alone runs its code, a bounded queue of calls, and an end
/// when it throws, blocks or does not answer. What is asked of one that has ended is refused.
final class HostedPlugin implements Host {
    /// Calls that may wait: some seconds of the busiest daemon, a few megabytes.
    static final int MAX_QUEUED = 16_384;

    /// Answers that it may owe: a session waits for each, and [#MAX_QUEUED] is what a rush leaves unanswered.
    static final int MAX_OWED = 65_536;

    /// Questions in a row without an answer that end it.
    static final int MAX_MISSED = 10;

    /// AVPs it may add, and their octets: messages are to fit into packets.
    static final int MAX_AVPS = 32;

    static final int MAX_AVP_OCTETS = 1_024;

    private static final int AVP_HEADER_OCTETS = 6;

    /// Log lines of its own a minute.
    private static final int LINES_PER_MINUTE = 60;

    private static final String NOT_AVAILABLE = "authorisation is not available";

    /// A call into the plugin, and what is done if it cannot be made.
    private record Call(Task task, Runnable ifLost) {}

    /// A call into the plugin.
    interface Task {
        void run() throws Exception;
    }

    private final PluginJar jar;
    private final Log log;
    private final long callLimitNs;
    private final LinkedBlockingQueue<Call> queue = new LinkedBlockingQueue<>(MAX_QUEUED);
    private final CountDownLatch started = new CountDownLatch(1);
    private final ArrayDeque<OpenAnswer> owed = new ArrayDeque<>();
    private final Thread thread;
    private volatile String name;
    private volatile long callSinceNs;
    private volatile boolean inCall;
    private volatile boolean starting = true;
    private volatile boolean ended;
    private volatile @Nullable String off;
    private volatile Optional<Listener> listener = Optional.empty();
    private volatile Optional<Authoriser> authoriser = Optional.empty();
    private volatile Optional<AvpListener> avpListener = Optional.empty();
    private volatile Optional<PppProvider> pppProvider = Optional.empty();
    private volatile Runnable afterOff = () -> {};
    private volatile boolean asksOfCalls;
    private volatile boolean asksOfUsers;
    private volatile List<AddedAvp> avps = List.of();
    private volatile boolean avpsChanged;
    private @Nullable Plugin plugin;
    private long lost;
    private int missed;
    private long minuteNs = System.nanoTime();
    private int linesThisMinute;

    /// @param spec as the operator named it; its name until it tells its own
    HostedPlugin(String spec, PluginJar jar, long callLimitNs, Log log) {
        this.name = spec;
        this.jar = jar;
        this.callLimitNs = callLimitNs;
        this.log = log;
        this.thread = Thread.ofPlatform().daemon().name("plugin " + spec).unstarted(this::run);
    }

    /// Makes it and calls [Plugin#start]; [#awaitStart] waits for that.
    void start() {
        enter(
                () -> {
                    Plugin made = jar.make();
                    plugin = made;
                    name = String.valueOf(made.name());
                    made.start(this);
                    log.write(LogLevel.INFO, line("plugin started").toString());
                },
                () -> {});
        thread.start();
    }

    /// Whether it has started, or ended, by then.
    boolean awaitStart(long byNs) throws InterruptedException {
        return started.await(byNs - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    boolean isOn() {
        return off == null;
    }

    boolean asks(boolean ofCalls) {
        return ofCalls ? asksOfCalls : asksOfUsers;
    }

    /// Who negotiates PPP, if it does.
    Optional<PppProvider> pppProvider() {
        return pppProvider;
    }

    /// To be done once it is switched off.
    void whenOff(Runnable then) {
        afterOff = then;
    }

    boolean watchesAvps() {
        return avpListener.isPresent();
    }

    /// What it calls itself; until it does, what the operator does.
    String name() {
        return name;
    }

    /// `name on`, or why it is off.
    String state() {
        String why = off;
        return why == null ? name + " on" : name + " off (" + why + ")";
    }

    /// The AVPs it adds.
    List<AddedAvp> avps() {
        return isOn() ? avps : List.of();
    }

    /// Whether these have changed since the last call.
    boolean takeAvpsChanged() {
        if (!avpsChanged) {
            return false;
        }
        avpsChanged = false; // Before they are read: what comes now is seen the next time.
        return true;
    }

    /// Tells its listener, if it has one.
    void tell(Views.Telling telling) {
        listener.ifPresent(it -> {
            if (isOn() && !enter(() -> telling.tell(it), () -> {})) {
                lose();
            }
        });
    }

    void tellAvps(Consumer<AvpListener> telling) {
        avpListener.ifPresent(it -> {
            if (isOn() && !enter(() -> telling.accept(it), () -> {})) {
                lose();
            }
        });
    }

    /// Asks it; `to` gets the answer once. If it cannot be asked, or goes before it answers, that is a refusal.
    void ask(Question question, Consumer<AaaAnswer> to, long byNs) {
        OpenAnswer answer = new OpenAnswer(to, byNs);
        Authoriser asked = authoriser.orElse(null);
        if (asked == null || !isOn() || !owe(answer)) {
            answer.refuse(NOT_AVAILABLE);
        } else if (!enter(() -> asked.authorise(question, answer), () -> answer.refuse(NOT_AVAILABLE))) {
            lose();
            answer.refuse(NOT_AVAILABLE);
        } else if (!isOn()) {
            answer.refuse(NOT_AVAILABLE); // It went in between, and may have missed this one.
        }
    }

    private boolean owe(OpenAnswer answer) {
        synchronized (owed) {
            owed.add(answer);
            return owed.size() <= MAX_OWED;
        }
    }

    /// The watchdog's round: ends it if a call takes too long, or if it does not answer.
    void watch(long nowNs) {
        if (inCall && nowNs - callSinceNs > callLimitNs && isOn()) {
            switchOff("a call took longer than " + callLimitNs / 1_000_000_000 + " s");
        }
        int missedNow;
        synchronized (owed) {
            for (OpenAnswer first = owed.peekFirst();
                    first != null && (first.isGiven() || first.byNs() - nowNs < 0);
                    first = owed.peekFirst()) {
                owed.removeFirst();
                missed = first.isGiven() ? 0 : missed + 1;
            }
            missedNow = missed;
        }
        if (missedNow >= MAX_MISSED && isOn()) {
            switchOff("it did not answer " + missedNow + " questions in a row");
        }
    }

    /// Ends it: [Plugin#stop], then its thread. What waits is done before, as far as the time suffices.
    void stop(long byNs) throws InterruptedException {
        enter(
                () -> {
                    Plugin made = plugin;
                    ended = true;
                    if (made != null) {
                        made.stop();
                    }
                },
                () -> {});
        thread.join(Math.max(1, (byNs - System.nanoTime()) / 1_000_000));
        if (thread.isAlive() && isOn()) {
            switchOff("it did not stop in time");
        }
        ended = true;
        thread.interrupt();
        try {
            jar.close();
        } catch (java.io.IOException e) {
            log.write(
                    LogLevel.NOTICE,
                    line("plugin cannot be closed")
                            .with("reason", String.valueOf(e))
                            .toString());
        }
    }

    /// Whether the call waits for its turn now; if it loses it, `ifLost` is done.
    boolean enter(Task task, Runnable ifLost) {
        return queue.offer(new Call(task, ifLost));
    }

    private void run() {
        while (!ended && isOn()) {
            Call call;
            try {
                call = queue.take();
            } catch (InterruptedException e) {
                break;
            }
            callSinceNs = System.nanoTime();
            inCall = true;
            try {
                call.task.run();
            } catch (Throwable thrown) { // Whatever it is: it is the plugin's.
                switchOff("it threw " + thrown);
            } finally {
                inCall = false;
                starting = false;
                started.countDown();
            }
        }
        forget();
    }

    private void switchOff(String why) {
        synchronized (this) {
            if (off != null) {
                return;
            }
            off = why;
        }
        avpsChanged = true;
        log.write(
                LogLevel.WARNING,
                line("plugin switched off").with("reason", why).toString());
        started.countDown();
        thread.interrupt();
        forget();
    }

    /// What waits will not be done.
    private void forget() {
        List<Call> calls = new ArrayList<>();
        queue.drainTo(calls);
        calls.forEach(call -> call.ifLost.run());
        List<OpenAnswer> open;
        synchronized (owed) {
            open = List.copyOf(owed);
            owed.clear();
        }
        open.forEach(answer -> answer.refuse(NOT_AVAILABLE));
        afterOff.run();
    }

    private void lose() {
        long count;
        synchronized (this) {
            count = ++lost;
        }
        if (Long.bitCount(count) == 1) {
            log.write(
                    LogLevel.WARNING,
                    line("plugin is too slow: calls are left out")
                            .with("calls", count)
                            .toString());
        }
    }

    private LogLine line(String sentence) {
        return new LogLine(sentence).with("plugin", name);
    }

    @Override
    public void log(String text) {
        synchronized (this) {
            long nowNs = System.nanoTime();
            if (nowNs - minuteNs > 60_000_000_000L) {
                minuteNs = nowNs;
                linesThisMinute = 0;
            }
            if (++linesThisMinute > LINES_PER_MINUTE) {
                if (linesThisMinute == LINES_PER_MINUTE + 1) {
                    log.write(
                            LogLevel.NOTICE,
                            line("plugin logs too much: held back for a minute").toString());
                }
                return;
            }
        }
        log.write(LogLevel.INFO, line(text).toString());
    }

    @Override
    public void listen(Listener told) {
        listener = Optional.of(duringStart(told));
    }

    @Override
    public void authorise(Authoriser asked, boolean calls, boolean users) {
        authoriser = Optional.of(duringStart(asked));
        asksOfCalls = calls;
        asksOfUsers = users;
    }

    @Override
    public void watchAvps(AvpListener told) {
        avpListener = Optional.of(duringStart(told));
    }

    @Override
    public void providePpp(PppProvider provider) {
        pppProvider = Optional.of(duringStart(provider));
    }

    @Override
    public void addAvps(List<AddedAvp> added) {
        List<AddedAvp> checked = List.copyOf(added);
        int octets = checked.stream()
                .mapToInt(avp -> AVP_HEADER_OCTETS + avp.value().length)
                .sum();
        if (checked.size() > MAX_AVPS || octets > MAX_AVP_OCTETS) {
            throw new IllegalArgumentException(checked.size() + " AVPs of " + octets + " octets, must be at most "
                    + MAX_AVPS + " of " + MAX_AVP_OCTETS);
        }
        for (AddedAvp avp : checked) {
            if (Views.added(avp).isEmpty()) {
                throw new IllegalArgumentException("no message is called " + avp.message());
            }
        }
        avps = checked;
        avpsChanged = true;
    }

    private <T> T duringStart(T given) {
        if (!starting) {
            throw new IllegalStateException("only in Plugin.start");
        }
        return java.util.Objects.requireNonNull(given);
    }
}
