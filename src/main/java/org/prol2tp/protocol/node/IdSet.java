package org.prol2tp.protocol.node;

/// A set of ids of 32 bits, none of which is 0: 5 to 16 octets for each. Ids are random, so that nobody makes them
/// meet.
final class IdSet {
    private static final int LEAST_SLOTS = 16;

    /// Multiplied with an id, its upper bits are spread well, also those of ids that somebody has set in sequence.
    private static final int SPREAD = 0x9e3779b9;

    /// An id stands in the slot that it belongs to or in one of those that follow, without a gap; 0: a free one. The
    /// number of slots is a power of 2, a quarter of them at least is free.
    private int[] slots = new int[LEAST_SLOTS];

    private int size;

    boolean contains(int id) {
        return slots[slotOf(id)] == id;
    }

    void add(int id) {
        if (contains(id)) {
            return;
        }
        if (size >= slots.length / 4 * 3) {
            int[] before = slots;
            slots = new int[before.length * 2];
            for (int each : before) {
                if (each != 0) {
                    slots[slotOf(each)] = each;
                }
            }
        }
        slots[slotOf(id)] = id;
        size++;
    }

    void remove(int id) {
        int gap = slotOf(id);
        if (slots[gap] != id) {
            return;
        }
        slots[gap] = 0;
        size--;
        for (int next = after(gap); slots[next] != 0; next = after(next)) { // those behind it move up
            int moved = slots[next];
            slots[next] = 0;
            slots[slotOf(moved)] = moved;
        }
    }

    int size() {
        return size;
    }

    /// Where it is, or would be.
    private int slotOf(int id) {
        int slot = id * SPREAD >>> Integer.numberOfLeadingZeros(slots.length - 1);
        while (slots[slot] != 0 && slots[slot] != id) {
            slot = after(slot);
        }
        return slot;
    }

    private int after(int slot) {
        return slot + 1 & slots.length - 1;
    }
}
