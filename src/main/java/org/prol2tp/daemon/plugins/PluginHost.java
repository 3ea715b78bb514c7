package org.prol2tp.daemon.plugins;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.prol2tp.daemon.Log;
import org.prol2tp.plugin.Question;
import org.prol2tp.protocol.node.AaaAnswer;
import org.prol2tp.protocol.node.AaaQuestion;
import org.prol2tp.protocol.node.AddedAvp;
import org.prol2tp.protocol.node.Event;
import org.prol2tp.protocol.node.Input;
import org.prol2tp.protocol.node.Output;

/// All plugins of the daemon.
///
/// 1. [#load]: each JAR is opened and its plugin started, on its own thread, before there is a node,
/// 2. [#happened] and [#ask], by the loop's thread: into the queues of those that want to know,
/// 3. a watchdog ends those that block or do not answer,
/// 4. [#close]: what waits is told, then each is stopped.
public final class PluginHost implements AutoCloseable {
    /// What a call of a plugin may take.
    private static final Duration CALL_LIMIT = Duration.ofSeconds(5);

    private static final long WATCH_MS = 250;

    /// Built-in providers of PPP: inside the node, none at all, by the system's pppd.
    private static final List<String> BUILT_IN = List.of("ppp_embedded", "ppp_null", "ppp_unix");

    private final List<HostedPlugin> plugins = new ArrayList<>();
    private final Duration callLimit;
    private final Thread watchdog = Thread.ofPlatform().daemon().name("plugins").unstarted(this::watch);
    private Duration answerLimit = Duration.ofSeconds(30);
    private Optional<String> namedPpp = Optional.empty();
    private Optional<ProvidedPpp> providedPpp = Optional.empty();
    private volatile Optional<Consumer<List<AddedAvp>>> avpsTo = Optional.empty();
    private volatile boolean closed;

    private PluginHost(Duration callLimit) {
        this.callLimit = callLimit;
    }

    /// Loads and starts plugins, each named by a path, or by the name of one in `/usr/lib/prol2tp` or of
    /// a built-in one. One that fails in its start is switched off.
    ///
    /// @throws PluginException if one is not there or is no plugin
    public static PluginHost load(List<String> names, Log log) throws PluginException {
        return load(names, CALL_LIMIT, log);
    }

    static PluginHost load(List<String> names, Duration callLimit, Log log) throws PluginException {
        PluginHost host = new PluginHost(callLimit);
        for (String name : names) {
            host.open(name, log);
        }
        host.start();
        return host;
    }

    private void open(String name, Log log) throws PluginException {
        if (BUILT_IN.contains(name)) {
            namedPpp = Optional.of(name);
        } else {
            plugins.add(new HostedPlugin(name, PluginJar.open(name), callLimit.toNanos(), log));
        }
    }

    private void start() {
        if (plugins.isEmpty()) {
            return;
        }
        watchdog.start();
        long byNs = System.nanoTime() + 2 * callLimit.toNanos();
        try {
            for (HostedPlugin plugin : plugins) {
                plugin.start();
            }
            for (HostedPlugin plugin : plugins) {
                plugin.awaitStart(byNs);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// The built-in provider of PPP that is named last: `ppp_embedded`, `ppp_null` or `ppp_unix`.
    public Optional<String> namedPpp() {
        return namedPpp;
    }

    /// Whether a plugin negotiates PPP. One that did and was switched off still counts: no session comes up then.
    public boolean providesPpp() {
        return plugins.stream().anyMatch(plugin -> plugin.pppProvider().isPresent());
    }

    /// What a plugin says of PPP goes to `to`, from any thread. Of several that provide it the first one does.
    public void pppTo(Consumer<Input> to) {
        providedPpp = plugins.stream()
                .flatMap(plugin -> plugin.pppProvider().stream().map(provider -> new ProvidedPpp(plugin, provider, to)))
                .findFirst();
    }

    /// To the plugin that negotiates PPP. Never blocks.
    public void tell(Output.TellPppProvider said) {
        providedPpp.ifPresent(it -> it.tell(said));
    }

    /// Whether somebody wants to be asked about the calls of peers (else: about users).
    public boolean asks(boolean ofCalls) {
        return plugins.stream().anyMatch(plugin -> plugin.asks(ofCalls));
    }

    /// The first that wants to be asked about users.
    public Optional<String> decidesUsers() {
        return plugins.stream()
                .filter(plugin -> plugin.asks(false))
                .map(HostedPlugin::name)
                .findFirst();
    }

    /// How long the node waits for an answer.
    public void answerWithin(Duration limit) {
        answerLimit = limit;
    }

    /// The AVPs that plugins add go to `to`, now and whenever they change, from any thread.
    public void addAvps(Consumer<List<AddedAvp>> to) {
        avpsTo = Optional.of(to);
        tellAvps();
    }

    private synchronized void tellAvps() {
        if (avpsTo.isEmpty()) {
            return; // What changes before is told then.
        }
        boolean changed = false;
        for (HostedPlugin plugin : plugins) {
            changed |= plugin.takeAvpsChanged();
        }
        if (changed) {
            avpsTo.get()
                    .accept(plugins.stream()
                            .flatMap(plugin -> plugin.avps().stream())
                            .flatMap(avp -> Views.added(avp).stream())
                            .toList());
        }
    }

    /// Tells of an event. Never blocks.
    public void happened(Event event) {
        if (event instanceof Event.AvpsReceived(var tunnel, var session, var message, var avps)) {
            plugins.forEach(plugin -> plugin.tellAvps(listener -> listener.received(
                    tunnel.id().value(),
                    session.value(),
                    message.rfcName(),
                    avps.stream().map(Views::received).toList())));
        } else if (!plugins.isEmpty()) {
            Views.telling(event).ifPresent(telling -> plugins.forEach(plugin -> plugin.tell(telling)));
        }
    }

    /// Asks one after the other until one has an opinion; `to` gets the answer, from any thread. Never blocks.
    public void ask(AaaQuestion question, Consumer<AaaAnswer> to) {
        boolean ofCall = question instanceof AaaQuestion.Call;
        List<HostedPlugin> asked =
                plugins.stream().filter(plugin -> plugin.asks(ofCall)).toList();
        long byNs = System.nanoTime() + answerLimit.toNanos();
        ask(asked, 0, Views.question(question), to, byNs);
    }

    private static void ask(List<HostedPlugin> asked, int from, Question question, Consumer<AaaAnswer> to, long byNs) {
        if (from == asked.size()) {
            to.accept(new AaaAnswer.Passed());
            return;
        }
        asked.get(from)
                .ask(
                        question,
                        answer -> {
                            if (answer instanceof AaaAnswer.Passed) {
                                ask(asked, from + 1, question, to, byNs);
                            } else {
                                to.accept(answer);
                            }
                        },
                        byNs);
    }

    /// Every plugin, on or off.
    public String state() {
        return plugins.isEmpty()
                ? "none"
                : plugins.stream().map(HostedPlugin::state).collect(Collectors.joining(", "));
    }

    private void watch() {
        while (!closed) {
            try {
                Thread.sleep(WATCH_MS);
            } catch (InterruptedException e) {
                return;
            }
            long nowNs = System.nanoTime();
            plugins.forEach(plugin -> plugin.watch(nowNs));
            tellAvps();
        }
    }

    @Override
    public void close() {
        try {
            long byNs = System.nanoTime() + callLimit.toNanos();
            for (HostedPlugin plugin : plugins) {
                plugin.stop(byNs);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        closed = true;
        watchdog.interrupt();
    }

    /// Whether somebody wants to see the AVPs that are received.
    public boolean watchesAvps() {
        return plugins.stream().anyMatch(HostedPlugin::watchesAvps);
    }
}
