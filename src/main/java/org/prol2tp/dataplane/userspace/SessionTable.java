package org.prol2tp.dataplane.userspace;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// Sessions by 32 bits: the tunnel id and session id that a data message carries, or an IPv4 address.
/// One thread writes, another reads at the same time without a lock: an open hash table whose slots are
/// published one by one, and the whole of it when it is built anew. A slot is never used twice.
final class SessionTable {
    private static final VarHandle KEY = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int SMALLEST = 64;
    private static final long EMPTY = 0;
    private static final long GONE = -1;
    /// Makes a key of 0 differ from an empty slot.
    private static final long IN_USE = 1L << 32;

    private volatile Slots slots = new Slots(SMALLEST);
    private int live;
    /// Live or gone.
    private int used;

    /// A session's key.
    static int key(int tunnelId, int sessionId) {
        return tunnelId << 16 | sessionId & 0xffff;
    }

    /// The session with this key; null rather than an Optional, since this is asked for every packet. The reader.
    @Nullable
    Session find(int key) {
        Slots now = slots;
        long wanted = mark(key);
        for (int i = now.first(key); ; i = now.next(i)) {
            long found = (long) KEY.getAcquire(now.keys, i);
            if (found == wanted) {
                return now.sessions[i];
            }
            if (found == EMPTY) {
                return null;
            }
        }
    }

    /// Adds a session; one with the same key is replaced. The writer.
    void put(int key, Session session) {
        remove(key);
        if (2 * (used + 1) > slots.keys.length) {
            rebuild();
        }
        slots.add(key, session);
        used++;
        live++;
    }

    /// Removes the session with this key, if there is one. The writer.
    void remove(int key) {
        long wanted = mark(key);
        for (int i = slots.first(key); slots.keys[i] != EMPTY; i = slots.next(i)) {
            if (slots.keys[i] == wanted) {
                KEY.setRelease(slots.keys, i, GONE);
                slots.sessions[i] = null; // a reader that has just found the key misses it, or still has it
                live--;
                return;
            }
        }
    }

    int size() {
        return live;
    }

    int capacity() {
        return slots.keys.length;
    }

    private void rebuild() {
        int length = SMALLEST;
        while (length < 4 * (live + 1)) {
            length *= 2;
        }
        Slots old = slots;
        Slots fresh = new Slots(length);
        for (int i = 0; i < old.keys.length; i++) {
            Session session = old.sessions[i];
            if (session != null && old.keys[i] != GONE) {
                fresh.add((int) old.keys[i], session);
            }
        }
        used = live;
        slots = fresh;
    }

    private static long mark(int key) {
        return key & 0xffff_ffffL | IN_USE;
    }

    /// A table of one size, a power of two, never more than half full.
    private static final class Slots {
        final long[] keys;
        final @Nullable Session[] sessions;

        Slots(int length) {
            keys = new long[length];
            sessions = new Session[length];
        }

        void add(int key, Session session) {
            int i = first(key);
            while (keys[i] != EMPTY) {
                i = next(i);
            }
            sessions[i] = session;
            KEY.setRelease(keys, i, mark(key));
        }

        int first(int key) {
            int mixed = key * 0x9e3779b9;
            return (mixed ^ mixed >>> 16) & keys.length - 1;
        }

        int next(int i) {
            return i + 1 & keys.length - 1;
        }
    }
}
