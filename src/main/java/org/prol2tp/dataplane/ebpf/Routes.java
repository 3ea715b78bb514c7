package org.prol2tp.dataplane.ebpf;

import org.prol2tp.linux.LinuxException;
import org.prol2tp.linux.RouteEvents;

/// Looks again at the ways to peers when routes or interfaces change, at most every two seconds: setting up a session
/// changes some.
final class Routes implements AutoCloseable {
    private static final int REST_MS = 2_000;

    private final RouteEvents events;
    private final Runnable changed;
    private final Thread thread;

    Routes(Runnable changed) throws LinuxException {
        this.changed = changed;
        events = RouteEvents.open();
        thread = Thread.ofPlatform().daemon().name("data-ebpf-routes").start(this::watch);
    }

    private void watch() {
        while (events.await()) {
            changed.run();
            if (!events.rest(REST_MS)) {
                return;
            }
        }
    }

    @Override
    public void close() {
        events.stop();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        events.close();
    }
}
