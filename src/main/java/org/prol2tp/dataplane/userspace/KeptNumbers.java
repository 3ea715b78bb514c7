package org.prol2tp.dataplane.userspace;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.prol2tp.dataplane.DataPlaneSink;
import org.prol2tp.dataplane.DescriptorStore;
import org.prol2tp.dataplane.DescriptorStore.Kept;
import org.prol2tp.linux.Descriptors;
import org.prol2tp.linux.LinuxException;
import org.prol2tp.linux.MemoryFile;

/// Sequence numbers of data messages, in memory that somebody else keeps too ([DescriptorStore]): a peer
/// drops what comes with numbers that it has seen, some for as long as it takes to count through all of
/// them, so the daemon after this one goes on where this one was, however it ended. Storing them is a
/// store to memory.
///
/// A slot of [#SLOT_OCTETS] for each session that has numbers: our tunnel id and what finds the session,
/// eight octets, 0 for a slot that is free; the peer's session id, four; the numbers. Any thread.
final class KeptNumbers {
    /// The name in the store; the number tells how the memory is laid out.
    static final String NAME = "n.1";

    /// Sessions that have them at most: the rest begins at 0 after a restart.
    static final int MOST = 65_536;

    private static final int SLOT_OCTETS = 24;
    private static final int PEER_AT = 8;
    private static final int NUMBERS_AT = 12;

    private final DescriptorStore store;
    private final DataPlaneSink sink;
    private Optional<MemorySegment> memory = Optional.empty();
    private Optional<MemoryFile> file = Optional.empty();
    private final BitSet taken = new BitSet();
    /// Slots of a daemon before this one, which no session has asked for.
    private final Map<Long, Integer> before = new HashMap<>();
    private boolean failed;

    private KeptNumbers(DescriptorStore store, DataPlaneSink sink) {
        this.store = store;
        this.sink = sink;
    }

    /// Keeps none.
    static KeptNumbers none(DataPlaneSink sink) {
        return new KeptNumbers(DescriptorStore.NONE, sink);
    }

    /// With those of a daemon before this one; `others` gets what else was kept.
    static KeptNumbers take(DescriptorStore store, List<Kept> before, List<Kept> others, DataPlaneSink sink) {
        KeptNumbers numbers = new KeptNumbers(store, sink);
        List<Kept> own = new ArrayList<>();
        before.forEach(it -> (it.name().equals(NAME) ? own : others).add(it));
        own.forEach(it -> numbers.adopt(it.descriptors()));
        return numbers;
    }

    private synchronized void adopt(List<Integer> descriptors) {
        if (descriptors.size() != 1) {
            store.forget(NAME);
            descriptors.forEach(Descriptors::close);
            return;
        }
        try {
            MemoryFile kept = MemoryFile.adopt(descriptors.getFirst());
            file = Optional.of(kept);
            MemorySegment octets = kept.map((long) MOST * SLOT_OCTETS);
            memory = Optional.of(octets);
            for (int slot = 0; slot < MOST; slot++) {
                long key = octets.get(ValueLayout.JAVA_LONG, at(slot));
                if (key != 0) {
                    taken.set(slot);
                    before.put(key, slot);
                }
            }
        } catch (LinuxException e) {
            fail(e);
        }
    }

    /// Those of the session: of one of the same ids before, or new ones.
    synchronized DataNumbers of(Session session) {
        Integer slot = before.remove(key(session));
        if (slot != null && peer(slot) == session.peerId) {
            return numbers(slot);
        }
        if (slot != null) {
            free(slot);
        }
        int next = taken.nextClearBit(0);
        if (!store.keeps() || next >= MOST || !hasMemory()) {
            return DataNumbers.passing();
        }
        taken.set(next);
        MemorySegment octets = memory.orElseThrow();
        octets.asSlice(at(next), SLOT_OCTETS).fill((byte) 0);
        octets.set(ValueLayout.JAVA_INT, at(next) + PEER_AT, session.peerId);
        VarHandle.storeStoreFence();
        octets.set(ValueLayout.JAVA_LONG, at(next), key(session));
        return numbers(next);
    }

    /// Whether a daemon before this one has left some for it.
    synchronized boolean has(Session session) {
        return before.containsKey(key(session));
    }

    /// Their session has gone.
    synchronized void forget(DataNumbers numbers) {
        if (memory.filter(numbers::isIn).isPresent()) {
            free((int) (numbers.at / SLOT_OCTETS));
        }
    }

    /// What no session asked for goes.
    synchronized void sweep() {
        List.copyOf(before.values()).forEach(this::free);
        before.clear();
        if (taken.isEmpty()) {
            drop();
        }
    }

    private void free(int slot) {
        memory.orElseThrow().set(ValueLayout.JAVA_LONG, at(slot), 0);
        taken.clear(slot);
        if (taken.isEmpty()) {
            drop();
        }
    }

    private boolean hasMemory() {
        if (memory.isEmpty() && !failed) {
            try {
                MemoryFile made = MemoryFile.of(NAME, new byte[0]);
                file = Optional.of(made);
                memory = Optional.of(made.map((long) MOST * SLOT_OCTETS));
                store.keep(NAME, List.of(made.descriptor()));
            } catch (LinuxException e) {
                fail(e);
            }
        }
        return memory.isPresent();
    }

    /// Without any, whoever keeps it has one thing less to wait with.
    private void drop() {
        memory = Optional.empty();
        file.ifPresent(it -> {
            store.forget(NAME);
            it.close();
        });
        file = Optional.empty();
    }

    private void fail(LinuxException e) {
        drop();
        failed = true;
        sink.notice("sequence numbers of data begin anew after a restart: " + e.getMessage());
    }

    private DataNumbers numbers(int slot) {
        return new DataNumbers(memory.orElseThrow(), at(slot) + NUMBERS_AT);
    }

    private int peer(int slot) {
        return memory.orElseThrow().get(ValueLayout.JAVA_INT, at(slot) + PEER_AT);
    }

    private static long key(Session session) {
        return (long) session.tunnel.localId << Integer.SIZE | Integer.toUnsignedLong(session.key);
    }

    private static long at(int slot) {
        return (long) slot * SLOT_OCTETS;
    }
}
