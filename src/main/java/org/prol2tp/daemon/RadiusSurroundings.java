package org.prol2tp.daemon;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.prol2tp.aaa.Radius;
import org.prol2tp.dataplane.DataPlane;
import org.prol2tp.operator.config.DaemonSettings.LogLevel;
import org.prol2tp.protocol.node.DataCounters;
import org.prol2tp.protocol.node.Event;
import org.prol2tp.protocol.node.Input;
import org.prol2tp.protocol.node.Request;
import org.prol2tp.protocol.node.SessionHandle;

/// What [Radius] has of the daemon.
record RadiusSurroundings(InputQueue queue, DataPlane dataPlane, Log log) implements Radius.Surroundings {
    /// The node's answer to a disconnect goes to nobody: no ticket of [NodeInquiry] is as low.
    private static final AtomicLong NOBODY = new AtomicLong(Long.MIN_VALUE);

    @Override
    public DataCounters counters(SessionHandle session) {
        return dataPlane.counters(session);
    }

    @Override
    public void notice(String line) {
        log.write(LogLevel.WARNING, line);
    }

    @Override
    public void limit(SessionHandle session, Optional<Duration> lasts, Optional<Duration> idles) {
        queue.add(new Input.SessionLimited(session, lasts, idles));
        queue.wake();
    }

    @Override
    public void end(Event.SessionRef session) {
        queue.add(new Input.OperatorAsked(
                NOBODY.getAndIncrement(),
                new Request.DeleteSession(
                        new Request.Selector.ById(session.tunnel().id().value()),
                        new Request.Selector.ById(session.id().value()))));
        queue.wake();
    }
}
