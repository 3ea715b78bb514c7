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

        /// The session gets other limits, of all its time and of idling. Any thread.
        void limit(SessionHandle session, Optional<Duration> lasts, Optional<Duration> idles);

        /// Ends the session. Any thread.
        void end(Event.SessionRef session);
    }

    private final Surroundings around;
    private final Map<SessionHandle, Account> accounts = new HashMap<>();

    /// Of the question that is open, for sessions that are still there: the account they get if the user is let in.
    private final Map<SessionHandle, Account> asked = new HashMap<>();

    private final ScheduledThreadPoolExecutor clock;
    private final String idPrefix = Long.toHexString(System.currentTimeMillis() / 1000);
    private final AtomicLong lastId = new AtomicLong();
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong rejected = new AtomicLong();
    private final AtomicLong refusedForNoAnswer = new AtomicLong();
    private final AtomicLong recordsLost = new AtomicLong();
    private final String hostName;
    private final ServerGroups groups;
    private @Nullable DynamicAuthorization authorization;
    private boolean closed;

    /// @param settings of the servers of the system
    /// @param hints of those of users whose profile names a file
    /// @param hostName our name where the settings have none
    public Radius(RadiusSettings settings, Map<String, RadiusSettings> hints, String hostName, Surroundings around) {
        this.hostName = hostName;
        this.around = around;
        this.groups = new ServerGroups(settings, hints, around::notice);
        clock = new ScheduledThreadPoolExecutor(
                1, task -> Thread.ofPlatform().daemon().name("radius clock").unstarted(task));
        clock.setRemoveOnCancelPolicy(true);
    }

    /// Tells the accounting servers that we begin, and listens for what servers want changed if the settings have it.
    public synchronized void start() {
        groups.all().forEach(servers -> tellOfUs(servers, Account.ON));
        listen();
    }

    /// Other settings. Any thread.
    public synchronized void configure(RadiusSettings changed, Map<String, RadiusSettings> hints) {
        boolean otherPort =
                changed.disconnectPort() != groups.ofSystem().settings().disconnectPort();
        groups.configure(changed, hints).forEach(servers -> tellOfUs(servers, Account.ON));
        groups.closeUnused(accounts.values());
        if (otherPort) {
            listen();
        }
    }

    private void listen() {
        DynamicAuthorization before = authorization;
        authorization = null;
        if (before != null) {
            before.close();
        }
        int port = groups.ofSystem().settings().disconnectPort();
        if (port != 0 && !closed) {
            authorization = DynamicAuthorization.open(port, hostName, new Named(), around)
                    .orElse(null);
        }
    }

    /// Where requests of servers are taken; 0: nowhere.
    synchronized int disconnectPort() {
        return authorization == null ? 0 : authorization.port();
    }

    /// Asks; `to` gets the answer once, on any thread.
    public void ask(SessionHandle session, AaaQuestion.User user, Consumer<AaaAnswer> to) {
        Optional<Servers> found = groups.of(user.radius());
        if (found.isEmpty()) {
            refusedForNoAnswer.incrementAndGet();
            to.accept(new AaaAnswer.Refused("no RADIUS server is configured"));
            return;
        }
        Servers servers = found.get();
        RadiusSettings now = servers.settings();
        Account account = account(session, user, servers);
        servers.questions.send(
                (authenticator, secret) -> {
                    List<Attribute> attributes = new ArrayList<>(Access.ofUs(now, hostName));
                    attributes.addAll(Access.ofSession(now, user));
                    attributes.add(Attribute.text(Attribute.ACCT_SESSION_ID, account.id));
                    attributes.addAll(Access.proof(user.proof(), authenticator, secret));
                    return attributes;
                },
                answer -> to.accept(answer.map(it -> judged(session, account, user, it))
                        .orElseGet(() -> nobodyAnswers(session, account))));
    }

    /// The session's account; asked again while it is up, or while a method of EAP goes on, it stays the same.
    private synchronized Account account(SessionHandle session, AaaQuestion.User user, Servers servers) {
        Account known = accounts.get(session);
        boolean goesOn = user.proof() instanceof AaaQuestion.Eap(byte[] _, byte[] state) && state.length > 0;
        Account account = known != null && (known.isUp || goesOn)
                ? known
                : new Account(nextId(), user, servers, known == null ? DataCounters.ZERO : known.before);
        asked.put(session, account);
        return account;
    }

    private String nextId() {
        return idPrefix + "-" + Long.toHexString(lastId.incrementAndGet());
    }

    private synchronized AaaAnswer judged(
            SessionHandle session, Account account, AaaQuestion.User user, Packet answer) {
        AaaAnswer says = Access.answer(user, answer);
        if (!asked.remove(session, account)) {
            return says; // The session ended in between: nobody is let in.
        }
        if (says instanceof AaaAnswer.Accepted) {
            accepted.incrementAndGet();
            account.accepted(answer);
            accounts.put(session, account);
        } else if (says instanceof AaaAnswer.AsksOn) {
            accounts.put(session, account);
        } else {
            rejected.incrementAndGet();
        }
        return says;
    }

    private synchronized AaaAnswer nobodyAnswers(SessionHandle session, Account account) {
        asked.remove(session, account);
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
            case Event.SessionDown(var session, var facts, var why, var callGoesOn) -> {
                Optional.ofNullable(accounts.get(session.handle())).ifPresent(account -> account.had(facts));
                if (callGoesOn) {
                    wentDown(session.handle(), TerminateCause.of(why));
                } else {
                    ended(session.handle(), TerminateCause.of(why));
                }
            }
            case Event.SessionDeleted(var session, var _) -> ended(session.handle(), TerminateCause.NAS_REQUEST);
            default -> {}
        }
    }

    /// The session is about to leave the data plane: its call is over. If it is down already, no event says so.
    public synchronized void leaves(SessionHandle session) {
        Account account = accounts.get(session);
        if (account != null && account.isUp) {
            account.counted(around.counters(session));
        } else {
            ended(session, TerminateCause.NAS_REQUEST);
        }
    }

    private void ended(SessionHandle session, int cause) {
        asked.remove(session);
        Account account = accounts.remove(session);
        if (account == null) {
            return;
        }
        if (account.isUp) {
            stop(account, counters(session, account), cause);
        }
        groups.closeUnused(accounts.values());
    }

    /// The next time that it is up has an account of its own.
    private void wentDown(SessionHandle session, int cause) {
        asked.remove(session); // The answer would be about the account that is closed.
        Account account = accounts.get(session);
        if (account != null && account.isUp) {
            DataCounters carried = counters(session, account);
            stop(account, carried, cause);
            accounts.put(session, account.next(nextId(), carried));
        }
    }

    private void stop(Account account, DataCounters carried, int cause) {
        if (account.nextInterim != null) {
            account.nextInterim.cancel(false);
        }
        tell(account, Account.STOP, Optional.of(carried), cause);
    }

    private DataCounters counters(SessionHandle session, Account account) {
        return account.counted().orElseGet(() -> around.counters(session));
    }

    private void scheduleInterim(SessionHandle session, Account account) {
        Duration every = account.interim
                .map(it -> it.compareTo(SHORTEST_INTERIM) < 0 ? SHORTEST_INTERIM : it)
                .orElse(account.servers.settings().interimInterval());
        if (!every.isZero() && account.servers.tells()) {
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
        if (account.servers.tells()) {
            List<Attribute> attributes = new ArrayList<>(Access.ofUs(account.servers.settings(), hostName));
            attributes.addAll(
                    account.record(status, System.nanoTime(), System.currentTimeMillis() / 1000, counters, cause));
            send(account.servers, attributes);
        }
    }

    private void tellOfUs(Servers servers, int status) {
        if (servers.tells()) {
            List<Attribute> attributes = new ArrayList<>(Access.ofUs(servers.settings(), hostName));
            attributes.add(Attribute.number(Attribute.ACCT_STATUS_TYPE, status));
            attributes.add(Attribute.text(Attribute.ACCT_SESSION_ID, idPrefix + "-0"));
            send(servers, attributes);
        }
    }

    private void send(Servers servers, List<Attribute> attributes) {
        servers.records.send((_, _) -> attributes, answer -> {
            if (answer.isEmpty()) {
                long count = recordsLost.incrementAndGet();
                if (Long.bitCount(count) == 1) {
                    around.notice("RADIUS: accounting records lost so far: " + count);
                }
            }
        });
    }

    /// The sessions that a request of a server names.
    private final class Named implements DynamicAuthorization.Sessions {
        @Override
        public List<RadiusSettings> settings() {
            return groups.known().stream().map(Servers::settings).toList();
        }

        @Override
        public int disconnect(Packet request, List<RadiusSettings> by) {
            synchronized (Radius.this) {
                List<Account> named = named(request, by);
                named.forEach(account -> around.end(account.user.caller().session()));
                return named.size();
            }
        }

        @Override
        public int change(Packet request, List<RadiusSettings> by) {
            synchronized (Radius.this) {
                List<Account> named = named(request, by);
                named.forEach(account -> change(account, request));
                return named.size();
            }
        }

        private void change(Account account, Packet request) {
            SessionHandle session = account.user.caller().session().handle();
            account.changed(request);
            if (request.first(Attribute.ACCT_INTERIM_INTERVAL).isPresent()) {
                if (account.nextInterim != null) {
                    account.nextInterim.cancel(false);
                }
                scheduleInterim(session, account);
            }
            around.limit(
                    session,
                    request.number(Attribute.SESSION_TIMEOUT).map(Duration::ofSeconds),
                    request.number(Attribute.IDLE_TIMEOUT).map(Duration::ofSeconds));
        }

        /// A server may only name sessions that it let in.
        private List<Account> named(Packet request, List<RadiusSettings> by) {
            return accounts.values().stream()
                    .filter(account -> account.isUp
                            && by.contains(account.servers.settings())
                            && DynamicAuthorization.names(request, account))
                    .toList();
        }
    }

    /// What `show system` says of it.
    public String state() {
        Client.Counts asked = groups.questions();
        Client.Counts told = groups.records();
        return "questions " + asked.requests() + ", accepted " + accepted + ", rejected " + rejected
                + ", without an answer " + refusedForNoAnswer + ", records " + told.requests() + ", acknowledged "
                + told.answers() + ", lost " + recordsLost + ", answers discarded "
                + (asked.discarded() + told.discarded());
    }

    /// Whether there is anything to say of it.
    public boolean isConfigured() {
        return !groups.all().isEmpty();
    }

    /// The node has ended: sends what is left, and waits a bounded time for it.
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            groups.all().forEach(servers -> tellOfUs(servers, Account.OFF));
            if (authorization != null) {
                authorization.close();
            }
        }
        clock.shutdownNow();
        groups.finish(FAREWELL);
    }
}
