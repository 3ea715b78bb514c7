package org.prol2tp.daemon;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.prol2tp.protocol.node.Reply;
import org.prol2tp.protocol.node.Request;

/// Takes what clients of the control socket want of the [Reconfiguration]: files are read on a thread apart, so that
/// nobody else waits. Reloads that wait when one begins are all that one.
final class ConfigDesk implements Operator.Desk {
    private final Reconfiguration configuration;
    private final Executor thread;
    private final Loop.Replies answers;
    private final List<Long> waitingForReload = new ArrayList<>();

    /// `thread` does one thing at a time. What waits for it is bounded by the number of clients, each of which has one
    /// question open.
    ConfigDesk(Reconfiguration configuration, Executor thread, Loop.Replies answers) {
        this.configuration = configuration;
        this.thread = thread;
        this.answers = answers;
    }

    @Override
    public boolean takes(long ticket, Request request) {
        switch (request) {
            case Request.Reload(boolean dryRun)
            when dryRun -> thread.execute(() -> answers.answer(ticket, configuration.reload(true)));
            case Request.Reload _ -> {
                synchronized (waitingForReload) {
                    waitingForReload.add(ticket);
                }
                thread.execute(this::reload);
            }
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

    private void reload() {
        List<Long> tickets;
        synchronized (waitingForReload) {
            tickets = List.copyOf(waitingForReload);
            waitingForReload.clear();
        }
        if (tickets.isEmpty()) {
            return; // an earlier one was theirs too
        }
        Reply reply = configuration.reload(false);
        tickets.forEach(ticket -> answers.answer(ticket, reply));
    }
}
