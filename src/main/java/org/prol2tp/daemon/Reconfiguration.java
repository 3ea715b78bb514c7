package org.prol2tp.daemon;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.prol2tp.operator.config.CommandWords;
import org.prol2tp.operator.config.DaemonSettings;
import org.prol2tp.operator.config.DaemonSettings.LogLevel;
import org.prol2tp.operator.config.Difference;
import org.prol2tp.operator.config.Parsed;
import org.prol2tp.protocol.node.Change;
import org.prol2tp.protocol.node.Input;
import org.prol2tp.protocol.node.Reply;
import org.prol2tp.protocol.node.Request;
import org.prol2tp.protocol.node.Settings;
import org.prol2tp.protocol.node.SystemParameters;
import org.prol2tp.protocol.node.TunnelStatus;

/// What the daemon is set to, and how that changes while it runs. Files are read on the caller's thread, which is not
/// the loop's; changes are made one after the other.
///
/// 1. The files are read and checked as a whole. If anything is wrong, nothing happens but that it is said.
/// 2. The node gets the new settings, takes the difference to what is there, and says what it did.
/// 3. That is logged and answered, with what the rest of the file says otherwise.
final class Reconfiguration {
    /// Those around the node whom a reload concerns.
    interface Outside {
        /// What the node is to be set to, where these are the settings of the file.
        Settings applyTo(Settings settings);

        /// Why this file cannot be obeyed while the daemon runs, a line each.
        List<String> objections(Parsed.Good next);

        /// The node has it: it is in force.
        void changed(Parsed.Good next);
    }

    /// Lines of one reload in the log; the client gets all.
    private static final int LOGGED_LINES = 200;

    private final CommandLine.Run run;
    private final Outside outside;
    private final NodeInquiry node;
    private final Log log;
    private final Consumer<DaemonSettings> changed;
    private final Parsed.Good atStart;
    private final int udpPort;
    private ConfigFiles.Result.Good inForce;

    /// @param run what the command line says
    /// @param inForce what was read at the start
    /// @param outside who has a say in it besides the node
    /// @param changed is told the daemon's own settings after each reload
    Reconfiguration(
            CommandLine.Run run,
            ConfigFiles.Result.Good inForce,
            Outside outside,
            NodeInquiry node,
            Log log,
            Consumer<DaemonSettings> changed) {
        this.run = run;
        this.inForce = inForce;
        this.atStart = inForce.parsed();
        this.udpPort = Overrides.apply(run, atStart.settings()).system().udpPort();
        this.outside = outside;
        this.node = node;
        this.log = log;
        this.changed = changed;
    }

    /// Reads the files anew and does what changed, or with `dryRun` only tells.
    synchronized Reply reload(boolean dryRun) {
        return switch (ConfigFiles.read(Optional.of(inForce.file().toString()), run.traceFlags())) {
            case ConfigFiles.Result.Good good -> reload(good, dryRun);
            case ConfigFiles.Result.Bad(var _, var lines) -> bad(lines, dryRun);
            case ConfigFiles.Result.Unreadable(var _, var why) -> bad(List.of(why), dryRun);
        };
    }

    private Reply reload(ConfigFiles.Result.Good good, boolean dryRun) {
        List<String> objections = outside.objections(good.parsed());
        if (!objections.isEmpty()) {
            return bad(objections, dryRun);
        }
        Settings settings = node(good.parsed());
        Reply reply = node.ask(ticket -> new Input.SettingsRead(ticket, settings, dryRun));
        if (!(reply instanceof Reply.Reloaded(boolean _, List<Change> ofNode))) {
            return reply;
        }
        List<Change> changes = ofDaemon(good.parsed());
        changes.addAll(ofNode);
        if (!dryRun) {
            inForce = good;
            outside.changed(good.parsed());
            changed.accept(good.parsed().daemon());
            tell(good, changes);
        }
        return new Reply.Reloaded(dryRun, List.copyOf(changes));
    }

    /// What the node is to be set to: the port it has it keeps.
    private Settings node(Parsed.Good parsed) {
        Settings settings = outside.applyTo(Overrides.apply(run, parsed.settings()));
        SystemParameters.Builder system = settings.system().toBuilder();
        system.udpPort = udpPort;
        return settings.with(system.build());
    }

    private List<Change> ofDaemon(Parsed.Good next) {
        List<Change> changes = new ArrayList<>();
        for (Change change : Difference.of(inForce.parsed().config(), next.config())) {
            if (change.kind() != Change.Kind.RESTART) {
                changes.add(change);
            }
        }
        for (Change change : Difference.of(atStart.config(), next.config())) {
            if (change.kind() == Change.Kind.RESTART) {
                changes.add(change);
            }
        }
        boolean usersOfConfig =
                changes.stream().anyMatch(change -> change.what().equals("user"));
        if (!usersOfConfig
                && !next.settings().secrets().equals(inForce.parsed().settings().secrets())) {
            String file = next.daemon().secretsFile().orElse("");
            changes.add(new Change(Change.Kind.CHANGE, "secrets file", file, Optional.empty(), List.of(), ""));
        }
        ofRadius(inForce.parsed().daemon(), next.daemon()).ifPresent(changes::add);
        return changes;
    }

    /// Files that the config file only names may have changed.
    private static Optional<Change> ofRadius(DaemonSettings before, DaemonSettings next) {
        boolean same = next.radiusHints().equals(before.radiusHints())
                && next.radius().servers().equals(before.radius().servers());
        return same
                ? Optional.empty()
                : Optional.of(new Change(Change.Kind.CHANGE, "radius servers", "", Optional.empty(), List.of(), ""));
    }

    private void tell(ConfigFiles.Result.Good good, List<Change> changes) {
        changes.stream().limit(LOGGED_LINES).forEach(change -> log.write(LogLevel.NOTICE, "reload: " + change.text()));
        log.write(
                LogLevel.NOTICE,
                new LogLine("reload: done")
                        .with("config", good.file())
                        .with("changes", changes.size())
                        .toString());
    }

    private Reply bad(List<String> lines, boolean dryRun) {
        if (!dryRun) {
            lines.stream().limit(LOGGED_LINES).forEach(line -> log.write(LogLevel.ERROR, "reload: " + line));
            log.write(LogLevel.ERROR, "reload: the config file has errors, nothing was changed");
        }
        List<String> all = new ArrayList<>(lines);
        all.add("the config file has errors, nothing was changed");
        return new Reply.Faulty(List.copyOf(all));
    }

    /// Creates a tunnel that the file does not have.
    synchronized Reply create(Request.CreateTunnel wanted) {
        return switch (words().tunnel(wanted.name(), wanted.words())) {
            case CommandWords.Result.Bad(var errors) -> new Reply.Faulty(errors);
            case CommandWords.Result.Good(var tunnel) -> node.ask(ticket -> new Input.TunnelWanted(ticket, tunnel));
        };
    }

    /// Creates a session that the file does not have, in any tunnel.
    synchronized Reply create(Request.CreateSession wanted) {
        Reply shown = node.ask(
                ticket -> new Input.OperatorAsked(ticket, new Request.ShowTunnels(Optional.of(wanted.tunnel()))));
        if (!(shown instanceof Reply.TunnelsShown(List<TunnelStatus> tunnels)) || tunnels.isEmpty()) {
            return shown;
        }
        TunnelStatus tunnel = tunnels.getFirst();
        return switch (words().session(wanted.name(), wanted.words(), tunnel.parameters())) {
            case CommandWords.Result.Bad(var errors) -> new Reply.Faulty(errors);
            case CommandWords.Result.Good(var session) ->
                node.ask(ticket -> new Input.SessionWanted(ticket, tunnel.handle(), session));
        };
    }

    private CommandWords words() {
        return new CommandWords(
                inForce.parsed().config(), text -> ConfigFiles.parse(text, inForce.file(), run.traceFlags()));
    }
}
