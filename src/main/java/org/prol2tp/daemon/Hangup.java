package org.prol2tp.daemon;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// What is done when SIGHUP comes, on a thread of its own: everything registered, in order. A storm of them costs one
/// turn at once and one a second later for all the others.
final class Hangup {
    /// The time between the beginnings of two turns.
    static final long REST_MS = 1_000;

    private final List<Runnable> actions = new CopyOnWriteArrayList<>();
    private boolean asked;
    private boolean resting;

    /// `action` is part of every turn from now on; it returns when it has done its work.
    void then(Runnable action) {
        actions.add(action);
    }

    /// Asks for a turn. Any thread; never waits.
    synchronized void ask() {
        asked = true;
        notifyAll();
    }

    /// Starts the thread that does the turns.
    void start() {
        Thread.ofPlatform().daemon().name("hangup").start(() -> {
            try {
                while (true) {
                    await();
                    turn();
                    Thread.sleep(REST_MS);
                    rested();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /// Whether a turn is due.
    synchronized boolean isDue() {
        return asked && !resting;
    }

    /// Does what was registered.
    void turn() {
        synchronized (this) {
            asked = false;
            resting = true;
        }
        actions.forEach(Runnable::run);
    }

    /// The next turn may come.
    synchronized void rested() {
        resting = false;
        notifyAll();
    }

    private synchronized void await() throws InterruptedException {
        while (!isDue()) {
            wait();
        }
    }
}
