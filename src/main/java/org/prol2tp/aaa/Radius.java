package org.prol2tp.aaa;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.prol2tp.operator.config.RadiusSettings;
import org.prol2tp.protocol.node.AaaAnswer;
import org.prol2tp.protocol.node.AaaQuestion;
import org.prol2tp.protocol.node.DataCounters;
import org.prol2tp.protocol.node.Event;
import org.prol2tp.protocol.node.SessionHandle;

/// Asks RADIUS servers who PPP users are, and tells them of their sessions. Its methods do not wait; they are called by
/// the thread that owns the node, unless they say otherwise.
public final class Radius implements AutoCloseable {
    /// Logins that wait for an answer: those of some seconds of a busy server.
    static final int MAX_QUESTIONS = 4096;

    /// Accounting records that wait for a server: one for every session of a full server that goes down.
    static final int MAX_RECORDS = 65_536;

    /// How long a record is tried.
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    /// How long the daemon's end waits for the last records.
    private static final Duration FAREWELL = Duration.ofSeconds(3);

    /// RFC 2869 §2.1.
    private static final Duration SHORTEST_INTERIM = Duration.ofSeconds(60);

    /// What is around it.
    public interface Surroundings {
        /// What the session has carried so far.
        DataCounters counters(SessionHandle session);

        /// One line for the operator. Any thread.
        void notice(String line);

        /// Ends the session. Any thread.
        void end(Event.SessionRef session);
    }

    private final Surroundings around;
    private final Client questions;
    private final Client records;
    private final Map<SessionHandle, Account> accounts = new HashMap<>();
    private final ScheduledThreadPoolExecutor clock;
    private final String idPrefix = Long.toHexString(System.currentTimeMillis() / 1000);
    private final AtomicLong lastId = new AtomicLong();
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong rejected = new AtomicLong();
    private final AtomicLong refusedForNoAnswer = new AtomicLong();
    private final AtomicLong recordsLost = new AtomicLong();
    private volatile RadiusSettings settings;
    private final String hostName;
    private @Nullable DisconnectListener disconnects;
    private boolean closed;

    /// @param hostName our name where the settings have none
    public Radius(RadiusSettings settings, String hostName, Surroundings around) {
        this.settings = settings;
        this.hostName = hostName;
        this.around = around;
        questions = new Client(Packet.ACCESS_REQUEST, 0, MAX_QUESTIONS, Duration.ZERO, settings);
        records = new Client(Packet.ACCOUNTING_REQUEST, 1, MAX_RECORDS, PATIENCE, settings);
        clock = new ScheduledThreadPoolExecutor(
                1, task -> Thread.ofPlatform().daemon().name("radius clock").unstarted(task));
        clock.setRemoveOnCancelPolicy(true);
    }

    /// Tells the accounting server that we begin, and listens for disconnects if the settings want it.
    public synchronized void start() {
        if (tells()) {
            tellOfUs(Account.ON);
        }
        listen();
    }

    /// Other settings. Any thread.
    public synchronized void configure(RadiusSettings changed) {
        boolean otherPort = changed.disconnectPort() != settings.disconnectPort();
        settings = changed;
        questions.configure(changed);
        records.configure(changed);
        if (otherPort) {
            listen();
        }
    }

    private void listen() {
        DisconnectListener before = disconnects;
        disconnects = null;
        if (before != null) {
            before.close();
        }
        if (settings.disconnectPort() != 0 && !closed) {
            disconnects = DisconnectListener.open(settings.disconnectPort(), this::disconnect, () -> settings, around)
                    .orElse(null);
        }
    }

    /// Where disconnects are taken; 0: nowhere.
    synchronized int disconnectPort() {
        return disconnects == null ? 0 : disconnects.port();
    }

    private boolean tells() {
        return settings.accounting() && !settings.servers().isEmpty();
    }

    /// Asks; `to` gets the answer once, on any thread.
    public void ask(SessionHandle session, AaaQuestion.User user, Consumer<AaaAnswer> to) {
        RadiusSettings now = settings;
        if (now.servers().isEmpty()) {
            refusedForNoAnswer.incrementAndGet();
            to.accept(new AaaAnswer.Refused("no RADIUS server is configured"));
            return;
        }
        Account account = account(session, user);
        questions.send(
                (authenticator, secret) -> {
                    List<Attribute> attributes = new ArrayList<>(Access.ofUs(now, hostName));
                    attributes.addAll(Access.ofSession(user.caller(), user.userName(), user.localName()));
                    attributes.add(Attribute.text(Attribute.ACCT_SESSION_ID, account.id));
                    attributes.addAll(Access.proof(user.proof(), authenticator, secret));
                    return attributes;
                },
                answer -> to.accept(
                        answer.map(it -> judged(session, account, user, it)).orElseGet(this::nobodyAnswers)));
    }

    /// The session's account; asked again while it is up, it stays the same.
    private synchronized Account account(SessionHandle session, AaaQuestion.User user) {
        Account known = accounts.get(session);
        return known != null && known.isUp
                ? known
                : new Account(idPrefix + "-" + Long.toHexString(lastId.incrementAndGet()), user);
    }

    private synchronized AaaAnswer judged(
            SessionHandle session, Account account, AaaQuestion.User user, Packet answer) {
        AaaAnswer says = Access.answer(user, answer);
        if (says instanceof AaaAnswer.Accepted) {
            accepted.incrementAndGet();
            account.accepted(answer);
            accounts.put(session, account);
        } else {
            rejected.incrementAndGet();
        }
        return says;
    }

    private AaaAnswer nobodyAnswers() {
        long count = refusedForNoAnswer.incrementAndGet();
        if (Long.bitCount(count) == 1) {
            around.notice("RADIUS: no server answers: users refused so far: " + count);
        }
        return new AaaAnswer.Refused(Access.NO_ANSWER);
    }

    /// Something happened in the node.
    public synchronized void happened(Event event) {
        switch (event) {
            case Event.SessionUp(var session, var facts, var _, var _, var _) -> {
                Account account = accounts.get(session.handle());
                if (account != null && !account.isUp) {
                    account.up(facts, System.nanoTime());
                    tell(account, Account.START, Optional.empty(), 0);
                    scheduleInterim(session.handle(), account);
                }
            }
            case Event.SessionDown(var session, var _, var why) -> ended(session.handle(), TerminateCause.of(why));
            case Event.SessionDeleted(var session, var _) -> ended(session.handle(), TerminateCause.NAS_REQUEST);
            default -> {}
        }
    }

    /// The session is about to leave the data plane.
    public synchronized void leaves(SessionHandle session) {
        Account account = accounts.get(session);
        if (account != null) {
            account.counted(around.counters(session));
        }
    }

    private void ended(SessionHandle session, int cause) {
        Account account = accounts.remove(session);
        if (account == null) {
            return;
        }
        if (account.nextInterim != null) {
            account.nextInterim.cancel(false);
        }
        if (account.isUp) {
            tell(account, Account.STOP, Optional.of(counters(session, account)), cause);
        }
    }

    private DataCounters counters(SessionHandle session, Account account) {
        return account.counted().orElseGet(() -> around.counters(session));
    }

    private void scheduleInterim(SessionHandle session, Account account) {
        Duration every = account.interim
                .map(it -> it.compareTo(SHORTEST_INTERIM) < 0 ? SHORTEST_INTERIM : it)
                .orElse(settings.interimInterval());
        if (!every.isZero() && settings.accounting()) {
            account.nextInterim = clock.scheduleAtFixedRate(
                    () -> interim(session, account), every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private synchronized void interim(SessionHandle session, Account account) {
        if (accounts.get(session) == account) {
            tell(account, Account.INTERIM, Optional.of(counters(session, account)), 0);
        }
    }

    private void tell(Account account, int status, Optional<DataCounters> counters, int cause) {
        if (tells()) {
            List<Attribute> attributes = new ArrayList<>(Access.ofUs(settings, hostName));
            attributes.addAll(
                    account.record(status, System.nanoTime(), System.currentTimeMillis() / 1000, counters, cause));
            send(attributes);
        }
    }

    private void tellOfUs(int status) {
        List<Attribute> attributes = new ArrayList<>(Access.ofUs(settings, hostName));
        attributes.add(Attribute.number(Attribute.ACCT_STATUS_TYPE, status));
        attributes.add(Attribute.text(Attribute.ACCT_SESSION_ID, idPrefix + "-0"));
        send(attributes);
    }

    private void send(List<Attribute> attributes) {
        records.send((_, _) -> attributes, answer -> {
            if (answer.isEmpty()) {
                long count = recordsLost.incrementAndGet();
                if (Long.bitCount(count) == 1) {
                    around.notice("RADIUS: accounting records lost so far: " + count);
                }
            }
        });
    }

    /// Ends the sessions that a Disconnect-Request names. Returns how many.
    private synchronized int disconnect(Packet request) {
        List<Event.SessionRef> named = new ArrayList<>();
        for (Account account : accounts.values()) {
            if (account.isUp && DisconnectListener.names(request, account)) {
                named.add(account.user.caller().session());
            }
        }
        named.forEach(around::end);
        return named.size();
    }

    /// What `show system` says of it.
    public String state() {
        Client.Counts asked = questions.counts();
        Client.Counts told = records.counts();
        return "questions " + asked.requests() + ", accepted " + accepted + ", rejected " + rejected
                + ", without an answer " + refusedForNoAnswer + ", records " + told.requests() + ", acknowledged "
                + told.answers() + ", lost " + recordsLost + ", answers discarded "
                + (asked.discarded() + told.discarded());
    }

    /// Whether there is anything to say of it.
    public boolean isConfigured() {
        return !settings.servers().isEmpty();
    }

    /// The node has ended: sends what is left, and waits a bounded time for it.
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            if (tells()) {
                tellOfUs(Account.OFF);
            }
            if (disconnects != null) {
                disconnects.close();
            }
        }
        clock.shutdownNow();
        questions.close();
        records.finish(FAREWELL);
    }
}
