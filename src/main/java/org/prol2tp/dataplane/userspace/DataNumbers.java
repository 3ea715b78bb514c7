package org.prol2tp.dataplane.userspace;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/// The sequence numbers of one session's data messages, at `at` in a memory that may outlive the daemon
/// ([KeptNumbers]): in four octets the next to be sent, in four more the next that is expected.
final class DataNumbers {
    static final int OCTETS = 8;

    private static final VarHandle INT = ValueLayout.JAVA_INT.varHandle();

    private final MemorySegment memory;
    final long at;

    DataNumbers(MemorySegment memory, long at) {
        this.memory = memory;
        this.at = at;
    }

    /// Of a session that does not outlive the daemon.
    static DataNumbers passing() {
        return new DataNumbers(MemorySegment.ofArray(new int[OCTETS / Integer.BYTES]), 0);
    }

    boolean isIn(MemorySegment other) {
        return memory.equals(other);
    }

    /// The first of `count` numbers, taken, in all 32 bits; the others follow it. Two threads do so.
    int take(int count) {
        return (int) INT.getAndAdd(memory, at, count);
    }

    /// The next that is expected; 0 at first.
    int expected() {
        return memory.get(ValueLayout.JAVA_INT, at + Integer.BYTES);
    }

    /// The receiver's alone.
    void expect(int ns) {
        memory.set(ValueLayout.JAVA_INT, at + Integer.BYTES, ns);
    }
}
