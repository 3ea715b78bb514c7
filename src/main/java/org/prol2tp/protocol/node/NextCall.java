package org.prol2tp.protocol.node;

import java.util.Optional;

/// The next call of a configured session whose last one has ended: waits for its time, which is soon
/// at first, then ever later up to the session_persist_pend_timeout ([Retry]), and in step with all
/// others that come back ([Returns]).
final class NextCall implements Timers.Wakeable {
    private static final long FIRST_WAIT_NS = 5_000_000_000L;

    private final Lcce lcce;

    private final Session session;

    private final Timers.Timer timer = new Timers.Timer(this);

    /// Calls in a row that were never up.
    private int failures;

    private final Retry retry = new Retry(FIRST_WAIT_NS);

    NextCall(Lcce lcce, Session session) {
        this.lcce = lcce;
        this.session = session;
    }

    /// A call has ended that had carried traffic for `upNs`.
    void after(long upNs) {
        failures = upNs > 0 ? 0 : failures + 1;
        int most = session.origin().ppp().maxFailureCount();
        if (most > 0 && failures >= most) {
            failures = 0;
            session.notice("given up: " + most + " calls in a row did not come up (max_failure_count)");
            return;
        }
        long longestNs = lcce.settings.system().sessionPersistPendTimeout().toNanos();
        long atNs = lcce.sessionReturns.enter(lcce.nowNs() + retry.nextWaitNs(upNs, longestNs, lcce.entropy));
        lcce.timers.arm(timer, atNs);
        session.notice(Retry.announce(atNs - lcce.nowNs()));
    }

    boolean isWaitedFor() {
        return timer.isArmed();
    }

    /// It is placed now, or not at all.
    void stopWaiting() {
        if (timer.isArmed()) {
            lcce.sessionReturns.leave(timer.atNs());
            lcce.timers.disarm(timer);
        }
    }

    @Override
    public void wake(long nowNs) {
        lcce.sessionReturns.leave(timer.atNs());
        session.placeCall();
    }

    @Override
    public Optional<Tunnel> tunnelConcerned() {
        return Optional.of(session.tunnel());
    }
}
