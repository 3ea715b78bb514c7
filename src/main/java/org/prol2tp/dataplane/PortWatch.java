package org.prol2tp.dataplane;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.prol2tp.linux.Epoll;
import org.prol2tp.linux.EventFd;
import org.prol2tp.linux.LinkMonitor;
import org.prol2tp.linux.LinuxException;
import org.prol2tp.protocol.node.Input;
import org.prol2tp.protocol.node.SessionHandle;

/// The thread that sees when the interface of an Ethernet session is set up or down by somebody: the session's
/// circuit is active or not (RFC 3931 §5.4.5). Made with the first such interface; a daemon that carries PPP alone
/// does not look at what the kernel says of its thousands of interfaces.
public final class PortWatch implements LinkMonitor.Listener, Runnable {
    private static final long MONITOR = 0;
    private static final long WAKE = 1;

    private final DataPlaneSink sink;
    private final LinkMonitor monitor = LinkMonitor.open();
    private final Epoll epoll = Epoll.open(2);
    private final EventFd wakeUp = EventFd.open();
    /// By the interface's number; one for each Ethernet session that has an interface.
    private final Map<Integer, Port> ports = new ConcurrentHashMap<>();
    private volatile boolean stopped;

    /// What the node has been told of a port. Of one that a daemon before this one had, it may remember
    /// that it was down, so it is told in any case.
    private static final class Port {
        private final SessionHandle session;
        private Optional<Boolean> known;

        private Port(SessionHandle session, Optional<Boolean> known) {
            this.session = session;
            this.known = known;
        }

        private synchronized boolean isNews(boolean now) {
            boolean news = !known.equals(Optional.of(now));
            known = Optional.of(now);
            return news;
        }
    }

    private PortWatch(DataPlaneSink sink) throws LinuxException {
        this.sink = sink;
        epoll.add(monitor.descriptor(), MONITOR, Epoll.READABLE);
        epoll.add(wakeUp.descriptor(), WAKE, Epoll.READABLE);
    }

    /// Of the network namespace of the calling thread.
    public static PortWatch start(DataPlaneSink sink) throws LinuxException {
        PortWatch watch = new PortWatch(sink);
        Thread.ofPlatform().daemon().name("data-ports").start(watch);
        return watch;
    }

    /// The session's interface has just been set up.
    ///
    /// @param isNew if not, the node may remember of a daemon before this one that it was down
    public void watch(int index, SessionHandle session, boolean isNew) {
        ports.put(index, new Port(session, isNew ? Optional.of(true) : Optional.empty()));
        look(index); // somebody may have been quicker
    }

    /// No more is said of it.
    public void unwatch(int index) {
        ports.remove(index);
    }

    @Override
    public void run() {
        while (!stopped) {
            int ready = epoll.await(-1);
            for (int i = 0; i < ready; i++) {
                if (epoll.token(i) == WAKE) {
                    wakeUp.drain();
                } else {
                    monitor.read(this);
                }
            }
        }
        epoll.close();
        wakeUp.close();
        monitor.close();
    }

    /// Its thread ends.
    public void stop() {
        stopped = true;
        wakeUp.wake();
    }

    @Override
    public void changed(int index) {
        if (ports.containsKey(index)) {
            look(index);
        }
    }

    @Override
    public void missed() {
        ports.keySet().forEach(this::look);
    }

    /// What happened may be long ago: how it is now counts.
    private void look(int index) {
        Port port = ports.get(index);
        try {
            boolean up = LinkMonitor.isUp(index);
            if (port != null && port.isNews(up)) {
                sink.answer(new Input.CircuitChanged(port.session, up));
                sink.wake();
            }
        } catch (LinuxException gone) {
            return; // its device will be told to have failed
        }
    }
}
