package org.prol2tp.daemon;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.prol2tp.daemon.scripts.ScriptRunner;
import org.prol2tp.operator.config.DaemonSettings;
import org.prol2tp.protocol.node.Event;

/// What the operator hooks into the daemon: scripts. None of it can hold up the loop.
final class Hooks implements AutoCloseable {
    private final ScriptRunner scripts;

    Hooks(DaemonSettings.ScriptSettings settings, Log log) {
        scripts = new ScriptRunner(Path.of(settings.directory()), settings.mostAtOnce(), settings.timeout(), log);
    }

    /// Tells of an event. By the loop's thread, in the order of the events.
    void happened(Event event) {
        scripts.happened(event);
    }

    /// What `show system` says of them.
    Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("scripts", scripts.state());
        return facts;
    }

    /// Gives what was told before a bounded time to be done.
    @Override
    public void close() {
        scripts.close();
    }
}
