package org.prol2tp.daemon;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.prol2tp.daemon.plugins.PluginException;
import org.prol2tp.daemon.plugins.PluginHost;
import org.prol2tp.daemon.scripts.ScriptRunner;
import org.prol2tp.operator.config.DaemonSettings;
import org.prol2tp.protocol.node.AaaParameters;
import org.prol2tp.protocol.node.Event;
import org.prol2tp.protocol.node.FromPppProvider;
import org.prol2tp.protocol.node.Input;
import org.prol2tp.protocol.node.Output;
import org.prol2tp.protocol.node.SessionParameters;
import org.prol2tp.protocol.node.Settings;
import org.prol2tp.protocol.node.SystemParameters;

/// What the operator hooks into the daemon: scripts and plugins. None of it can hold up the loop.
final class Hooks implements Loop.Outside, AutoCloseable {
    private final ScriptRunner scripts;
    private final PluginHost plugins;
    private final InputQueue queue;
    private boolean finished;

    /// Loads the plugins of the settings, then those of the command line. Answers go to `queue`.
    ///
    /// @throws PluginException if one cannot be had
    Hooks(DaemonSettings settings, List<String> morePlugins, InputQueue queue, Log log) throws PluginException {
        List<String> names = new ArrayList<>(settings.plugins());
        names.addAll(morePlugins);
        this.queue = queue;
        plugins = PluginHost.load(names, log);
        plugins.pppTo(this::fromPpp);
        DaemonSettings.ScriptSettings script = settings.scripts();
        plugins.addAvps(avps -> {
            queue.add(new Input.AddAvps(avps));
            queue.wake();
        });
        scripts = new ScriptRunner(Path.of(script.directory()), script.mostAtOnce(), script.timeout(), log);
    }

    /// The settings with what the plugins want of the node.
    Settings applyTo(Settings settings) {
        SystemParameters.Builder system = settings.system().toBuilder();
        system.aaa = new AaaParameters(
                plugins.asks(true), plugins.asks(false), settings.system().aaa().timeout());
        system.tellsAvps = plugins.watchesAvps();
        system.pppProvided = plugins.providesPpp();
        plugins.answerWithin(system.aaa.timeout());
        Settings asked = settings.with(system.build());
        return plugins.withoutPpp() ? asked.withSessions(Hooks::withoutPpp) : asked;
    }

    private static SessionParameters withoutPpp(SessionParameters session) {
        SessionParameters.Builder builder = session.toBuilder();
        builder.noPpp = true;
        return builder.build();
    }

    @Override
    public void happened(Event event) {
        scripts.happened(event);
        plugins.happened(event);
    }

    @Override
    public void ask(Output.AskAaa question) {
        plugins.ask(question.what(), answer -> {
            queue.add(new Input.AaaAnswered(question.session(), question.question(), answer));
            queue.wake();
        });
    }

    @Override
    public void tell(Output.TellPppProvider said) {
        plugins.tell(said);
    }

    /// A frame is peers' traffic; whatever else a plugin says of PPP it says once.
    private void fromPpp(Input said) {
        boolean isFrame = said instanceof Input.PppProviderSaid it && it.what() instanceof FromPppProvider.Send;
        if (isFrame) {
            queue.offer(said);
        } else {
            queue.add(said);
        }
        queue.wake();
    }

    /// What `show system` says of them.
    Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("scripts", scripts.state());
        facts.put("plugins", plugins.state());
        return facts;
    }

    /// The node has ended: gives what was told before a bounded time to be done. The data plane is still there.
    void finish() {
        if (!finished) {
            finished = true;
            scripts.close();
            plugins.close();
        }
    }

    @Override
    public void close() {
        finish();
    }
}
