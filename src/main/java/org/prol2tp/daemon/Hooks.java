package org.prol2tp.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.prol2tp.aaa.Radius;
import org.prol2tp.daemon.plugins.PluginException;
import org.prol2tp.daemon.plugins.PluginHost;
import org.prol2tp.daemon.pppd.PppdProgram;
import org.prol2tp.daemon.pppd.PppdRunner;
import org.prol2tp.daemon.scripts.ScriptRunner;
import org.prol2tp.dataplane.DataPlane;
import org.prol2tp.dataplane.PppSockets;
import org.prol2tp.linux.LinuxException;
import org.prol2tp.operator.config.BeyondPppd;
import org.prol2tp.operator.config.DaemonSettings;
import org.prol2tp.operator.config.DaemonSettings.LogLevel;
import org.prol2tp.operator.config.Parsed;
import org.prol2tp.protocol.node.AaaAnswer;
import org.prol2tp.protocol.node.AaaParameters;
import org.prol2tp.protocol.node.AaaQuestion;
import org.prol2tp.protocol.node.Event;
import org.prol2tp.protocol.node.FromPppProvider;
import org.prol2tp.protocol.node.Input;
import org.prol2tp.protocol.node.Output;
import org.prol2tp.protocol.node.SessionHandle;
import org.prol2tp.protocol.node.SessionParameters;
import org.prol2tp.protocol.node.Settings;
import org.prol2tp.protocol.node.SystemParameters;

/// What the operator hooks into the daemon: scripts, plugins and RADIUS. None of it can hold up the loop.
final class Hooks implements Loop.Outside, Reconfiguration.Outside, AutoCloseable {
    private final ScriptRunner scripts;
    private final PluginHost plugins;
    private final InputQueue queue;
    private final Radius radius;
    private final PppChoice ppp;
    private final Optional<PppdRunner> pppd;
    private final Log log;
    private boolean finished;

    /// Loads the plugins of the settings, then those of the command line. Answers go to `queue`.
    ///
    /// @throws PluginException if one cannot be had
    ///
    /// @param hostName our name for RADIUS servers, where the settings have no other
    /// @param dataPlane knows what sessions have carried
    Hooks(Parsed.Good config, String hostName, List<String> morePlugins, InputQueue queue, DataPlane dataPlane, Log log)
            throws PluginException, LinuxException, IOException {
        this.log = log;
        DaemonSettings settings = config.daemon();
        List<String> names = new ArrayList<>(settings.plugins());
        names.addAll(morePlugins);
        this.queue = queue;
        plugins = PluginHost.load(names, log);
        plugins.pppTo(this::fromPpp);
        List<BeyondPppd> beyondPppd = BeyondPppd.of(config);
        ppp = PppChoice.of(new PppChoice.Circumstances(
                plugins.namedPpp().flatMap(PppChoice.Provider::named),
                plugins.providesPpp(),
                plugins.decidesUsers(),
                dataPlane.name(),
                dataPlane instanceof PppSockets,
                PppdProgram.lack(Path.of("/"), Rights.ofThisProcess().user()),
                beyondPppd));
        pppd = ppp.isPppd() ? Optional.of(pppd(dataPlane, settings.mostPppStarting())) : Optional.empty();
        warn(beyondPppd);
        DaemonSettings.ScriptSettings script = settings.scripts();
        plugins.addAvps(avps -> {
            queue.add(new Input.AddAvps(avps));
            queue.wake();
        });
        scripts = new ScriptRunner(Path.of(script.directory()), script.mostAtOnce(), script.timeout(), log);
        radius = new Radius(
                settings.radius(), settings.radiusHints(), hostName, new RadiusSurroundings(queue, dataPlane, log));
        radius.start();
    }

    private PppdRunner pppd(DataPlane dataPlane, int mostStarting) throws PluginException, LinuxException {
        if (!(dataPlane instanceof PppSockets sockets)) {
            throw new PluginException("plugin ppp_unix needs data_plane kernel, and this one is " + dataPlane.name());
        }
        if (!Files.isExecutable(Path.of(PppdProgram.PATH))) {
            throw new PluginException("plugin ppp_unix: there is no program " + PppdProgram.PATH);
        }
        sockets.leavePppToOthers();
        return new PppdRunner(sockets, this::fromPpp, log, mostStarting);
    }

    private void warn(List<BeyondPppd> beyondPppd) {
        ppp.warnings(beyondPppd).forEach(line -> log.write(LogLevel.WARNING, line));
    }

    /// Who negotiates PPP.
    PppChoice ppp() {
        return ppp;
    }

    @Override
    public List<String> objections(Parsed.Good next) {
        return ppp.objections(BeyondPppd.of(next), next.daemon().plugins());
    }

    /// With what the plugins want of the node.
    @Override
    public Settings applyTo(Settings settings) {
        SystemParameters.Builder system = settings.system().toBuilder();
        system.aaa = new AaaParameters(
                plugins.asks(true), plugins.asks(false), settings.system().aaa().timeout());
        system.tellsAvps = plugins.watchesAvps();
        system.pppProvided = plugins.providesPpp() || pppd.isPresent();
        system.pppTerms = pppd.isPresent();
        plugins.answerWithin(system.aaa.timeout());
        Settings asked = settings.with(system.build());
        return ppp.provider() == PppChoice.Provider.NULL ? asked.withSessions(Hooks::withoutPpp) : asked;
    }

    private static SessionParameters withoutPpp(SessionParameters session) {
        SessionParameters.Builder builder = session.toBuilder();
        builder.noPpp = true;
        return builder.build();
    }

    @Override
    public void happened(Event event) {
        scripts.happened(event);
        radius.happened(event);
        plugins.happened(event);
    }

    @Override
    public void ask(Output.AskAaa question) {
        if (question.what() instanceof AaaQuestion.User(var _, var _, var _, var _, var servers)
                && !(servers instanceof AaaQuestion.Servers.None)
                && !plugins.asks(false)) {
            askRadius(question, new AaaAnswer.Passed());
        } else {
            plugins.ask(question.what(), answer -> askRadius(question, answer));
        }
    }

    /// The plugins have answered: where they have no opinion, the servers are asked.
    private void askRadius(Output.AskAaa question, AaaAnswer ofPlugins) {
        if (ofPlugins instanceof AaaAnswer.Passed
                && question.what() instanceof AaaQuestion.User user
                && !(user.radius() instanceof AaaQuestion.Servers.None)) {
            radius.ask(question.session(), user, answer -> answer(question, answer));
        } else {
            answer(question, ofPlugins);
        }
    }

    private void answer(Output.AskAaa question, AaaAnswer answer) {
        queue.add(new Input.AaaAnswered(question.session(), question.question(), answer));
        queue.wake();
    }

    @Override
    public void leaves(SessionHandle session) {
        radius.leaves(session);
    }

    @Override
    public void changed(Parsed.Good next) {
        DaemonSettings settings = next.daemon();
        radius.configure(settings.radius(), settings.radiusHints());
        pppd.ifPresent(it -> it.startAtMost(settings.mostPppStarting()));
        warn(BeyondPppd.of(next));
    }

    @Override
    public void tell(Output.TellPppProvider said) {
        pppd.ifPresentOrElse(it -> it.tell(said), () -> plugins.tell(said));
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
        facts.put("ppp", ppp.text() + pppd.map(PppdRunner::state).orElse(""));
        facts.put("plugins", plugins.state());
        if (radius.isConfigured()) {
            facts.put("radius", radius.state());
        }
        return facts;
    }

    /// The node has ended: gives what was told before a bounded time to be done. The data plane is still there.
    void finish() {
        if (!finished) {
            finished = true;
            pppd.ifPresent(PppdRunner::close);
            scripts.close();
            plugins.close();
            radius.close();
        }
    }

    @Override
    public void close() {
        finish();
    }
}
