package org.prol2tp.aaa;

import java.time.Duration;
import java.util.function.Consumer;
import org.prol2tp.operator.config.RadiusSettings;

/// The RADIUS servers of some users, and what is on its way to them.
final class Servers {
    /// Logins that wait for an answer: those of some seconds of a busy server.
    static final int MAX_QUESTIONS = 4096;

    /// Accounting records that wait for a server: one for every session of a full server that goes down.
    static final int MAX_RECORDS = 65_536;

    /// How long a record is tried.
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    final Client questions;
    final Client records;
    private volatile RadiusSettings settings;

    /// @param notices lines for the operator, from any thread
    Servers(RadiusSettings settings, Consumer<String> notices) {
        this.settings = settings;
        questions = new Client(Packet.ACCESS_REQUEST, MAX_QUESTIONS, Duration.ZERO, settings, notices);
        records = new Client(Packet.ACCOUNTING_REQUEST, MAX_RECORDS, PATIENCE, settings, notices);
    }

    RadiusSettings settings() {
        return settings;
    }

    /// Others, for requests that come. Any thread.
    void configure(RadiusSettings changed) {
        settings = changed;
        questions.configure(changed);
        records.configure(changed);
    }

    /// Whether they want to know of sessions.
    boolean tells() {
        return settings.accounting() && !settings.accountingServers().isEmpty();
    }

    /// Nothing is on its way.
    boolean isQuiet() {
        return questions.isQuiet() && records.isQuiet();
    }

    /// Sends what is left, and waits a bounded time for it.
    void finish(Duration most) {
        questions.close();
        records.finish(most);
    }
}
