package org.prol2tp.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Set;

/// Decides in the kernel what a socket gets of what arrives for it.
///
/// Source: linux/filter.h (classic BPF).
final class SocketFilter {
    /// So many ids may be told apart: a jump goes 255 instructions far at most.
    static final int LONGEST = 250;

    private static final int SO_ATTACH_FILTER = 26;
    private static final int SO_DETACH_FILTER = 27;
    private static final int INSTRUCTION_OCTETS = 8;
    private static final int PROGRAM_OCTETS = 16;

    private static final int LOAD_WORD = 0x20;
    private static final int LOAD_WORD_INDEXED = 0x40;
    private static final int LOAD_INDEX_WITH_HEADER_LENGTH = 0xb1;
    private static final int JUMP_IF_EQUAL = 0x15;
    private static final int RETURN = 0x06;
    private static final int ALL = -1;

    private final Arena arena;
    private final MemorySegment program;
    private int length;

    private SocketFilter(Arena arena, int most) {
        this.arena = arena;
        this.program = arena.allocate((long) most * INSTRUCTION_OCTETS, 8);
    }

    /// Nothing passes.
    static void dropAll(int descriptor) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            SocketFilter filter = new SocketFilter(arena, 1);
            filter.add(RETURN, 0, 0);
            filter.attach(descriptor);
        }
    }

    /// Of the packets of IP protocol 115 at a raw socket, those pass that begin with one of these numbers.
    static void passSessions(int descriptor, boolean ipv6, Set<Integer> ids) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            SocketFilter filter = new SocketFilter(arena, ids.size() + 4);
            if (ipv6) {
                filter.add(LOAD_WORD, 0, 0);
            } else {
                filter.add(LOAD_INDEX_WITH_HEADER_LENGTH, 0, 0); // IPv4's header stands in front
                filter.add(LOAD_WORD_INDEXED, 0, 0);
            }
            int left = ids.size();
            for (int id : ids) {
                filter.add(JUMP_IF_EQUAL, left, id);
                left--;
            }
            filter.add(RETURN, 0, 0);
            filter.add(RETURN, 0, ALL);
            filter.attach(descriptor);
        }
    }

    /// Everything passes.
    static void passAll(int descriptor) {
        Libc.setsockopt(descriptor, MessageHeader.SOL_SOCKET, SO_DETACH_FILTER, 0);
    }

    /// @param further how many instructions to leave out if the two are equal
    private void add(int code, int further, int value) {
        long at = (long) length * INSTRUCTION_OCTETS;
        program.set(Struct.NATIVE_16, at, (short) code);
        program.set(ValueLayout.JAVA_BYTE, at + 2, (byte) further);
        program.set(Struct.NATIVE_32, at + 4, value);
        length++;
    }

    private void attach(int descriptor) throws LinuxException {
        MemorySegment header = arena.allocate(PROGRAM_OCTETS, 8);
        header.set(Struct.NATIVE_16, 0, (short) length);
        header.set(Struct.NATIVE_64, 8, program.address());
        Libc.check(
                Libc.setsockopt(
                        descriptor, MessageHeader.SOL_SOCKET, SO_ATTACH_FILTER, header.address(), PROGRAM_OCTETS),
                "setsockopt(SO_ATTACH_FILTER)");
    }
}
