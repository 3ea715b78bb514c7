package org.prol2tp.daemon;

import java.util.concurrent.Executor;
import org.prol2tp.protocol.node.Request;

/// Takes what clients of the control socket want of the [Reconfiguration]: files are read on a thread apart, so that
/// nobody else waits.
final class ConfigDesk implements Operator.Desk {
    private final Reconfiguration configuration;
    private final Reloads reloads;
    private final Executor thread;
    private final Loop.Replies answers;

    /// `thread` does one thing at a time, and is that of `reloads`. What waits for it is bounded by the number of
    /// clients, each of which has one question open.
    ConfigDesk(Reconfiguration configuration, Reloads reloads, Executor thread, Loop.Replies answers) {
        this.configuration = configuration;
        this.reloads = reloads;
        this.thread = thread;
        this.answers = answers;
    }

    @Override
    public boolean takes(long ticket, Request request) {
        switch (request) {
            case Request.Reload(boolean dryRun)
            when dryRun -> thread.execute(() -> answers.answer(ticket, configuration.reload(true)));
            case Request.Reload _ -> reloads.asked(ticket);
            case Request.CreateTunnel wanted ->
                thread.execute(() -> answers.answer(ticket, configuration.create(wanted)));
            case Request.CreateSession wanted ->
                thread.execute(() -> answers.answer(ticket, configuration.create(wanted)));
            default -> {
                return false;
            }
        }
        return true;
    }
}
