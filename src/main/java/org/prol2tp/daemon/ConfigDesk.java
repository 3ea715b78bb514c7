package org.prol2tp.daemon;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.prol2tp.operator.config.DaemonSettings.LogLevel;
import org.prol2tp.protocol.node.Reply;
import org.prol2tp.protocol.node.Request;

/// Takes what clients of the control socket want of the [Reconfiguration]: files are read on a thread apart, so that
/// nobody else waits.
final class ConfigDesk implements Operator.Desk {
    private final Reconfiguration configuration;
    private final Reloads reloads;
    private final Executor thread;
    private final Loop.Replies answers;
    private final Log log;

    /// `thread` does one thing at a time, and is that of `reloads`. What waits for it is bounded by the number of
    /// clients, each of which has one question open.
    ConfigDesk(Reconfiguration configuration, Reloads reloads, Executor thread, Loop.Replies answers, Log log) {
        this.configuration = configuration;
        this.reloads = reloads;
        this.thread = thread;
        this.answers = answers;
        this.log = log;
    }

    @Override
    public boolean takes(long ticket, Request request) {
        switch (request) {
            case Request.Reload(boolean dryRun) when dryRun -> answer(ticket, () -> configuration.reload(true));
            case Request.Reload _ -> reloads.asked(ticket);
            case Request.CreateTunnel wanted -> answer(ticket, () -> configuration.create(wanted));
            case Request.CreateSession wanted -> answer(ticket, () -> configuration.create(wanted));
            default -> {
                return false;
            }
        }
        return true;
    }

    private void answer(long ticket, Supplier<Reply> work) {
        thread.execute(() -> answers.answer(ticket, answerOf(work, log)));
    }

    /// What comes of `work`; of a bug of ours too, so that nobody waits for an answer in vain.
    static Reply answerOf(Supplier<Reply> work, Log log) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            log.write(LogLevel.ERROR, BugReport.of(e, "the configuration"));
            return new Reply.Faulty(List.of("a bug of prol2tpd, its log says where: " + e));
        }
    }
}
