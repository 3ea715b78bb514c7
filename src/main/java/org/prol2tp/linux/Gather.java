package org.prol2tp.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// A list of pieces of memory that are written as one. Belongs to one thread.
public final class Gather implements AutoCloseable {
    private final Arena arena = Arena.ofShared();
    private final MemorySegment vectors;
    private final int capacity;
    private int count;

    public Gather(int capacity) {
        this.capacity = capacity;
        this.vectors = arena.allocate((long) capacity * MessageHeader.VECTOR_OCTETS, 16);
    }

    public void clear() {
        count = 0;
    }

    public boolean isFull() {
        return count == capacity;
    }

    /// Appends `length` octets at `address`.
    public void add(long address, int length) {
        MessageHeader.vector(vectors, (long) count * MessageHeader.VECTOR_OCTETS, address, length);
        count++;
    }

    @Override
    public void close() {
        arena.close();
    }

    long address() {
        return vectors.address();
    }

    int count() {
        return count;
    }
}
