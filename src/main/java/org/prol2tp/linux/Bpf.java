package org.prol2tp.linux;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// Programs and maps in the kernel: the system call bpf(2). What is made here is a descriptor, and goes with the last
/// one.
///
/// Source: linux/bpf.h, union bpf_attr.
public final class Bpf {
    private static final int SYSCALL_X86_64 = 321;
    private static final int SYSCALL_GENERIC = 280;

    private static final int MAP_CREATE = 0;
    private static final int MAP_LOOKUP_ELEM = 1;
    private static final int MAP_UPDATE_ELEM = 2;
    private static final int PROG_LOAD = 5;
    private static final int PROG_TEST_RUN = 10;
    private static final int PROG_QUERY = 16;
    private static final int MAP_LOOKUP_AND_DELETE_ELEM = 21;
    private static final int LINK_CREATE = 28;

    private static final int MAP_TYPE_HASH = 1;
    private static final int F_NO_PREALLOC = 1;
    private static final int PROG_TYPE_SCHED_CLS = 3;
    private static final int ATTRIBUTE_OCTETS = 144;
    private static final int NAME_OCTETS = 15;
    private static final int LOG_OCTETS = 1 << 20;
    private static final int STORE_TURNS = 20;
    private static final long STORE_PAUSE_NS = 500_000;

    private Bpf() {}

    /// Where a program of ours looks at packets.
    public enum Hook {
        INGRESS(46),
        EGRESS(47);

        private final int attachType;

        Hook(int attachType) {
            this.attachType = attachType;
        }
    }

    /// A hash table that grows as it is filled, up to `entries`.
    public static int createMap(String name, int keyOctets, int valueOctets, int entries) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attribute = arena.allocate(ATTRIBUTE_OCTETS, 8);
            attribute.set(Struct.NATIVE_32, 0, MAP_TYPE_HASH);
            attribute.set(Struct.NATIVE_32, 4, keyOctets);
            attribute.set(Struct.NATIVE_32, 8, valueOctets);
            attribute.set(Struct.NATIVE_32, 12, entries);
            attribute.set(Struct.NATIVE_32, 16, F_NO_PREALLOC);
            name(attribute, 28, name);
            return Libc.check(bpf(MAP_CREATE, attribute), "bpf(BPF_MAP_CREATE) " + name);
        }
    }

    /// Puts a value into a map, in place of the one that is there. The kernel has a small store of free elements, which
    /// it
    /// fills up in the background: whoever puts many in a row waits for that.
    public static void put(int map, byte[] key, byte[] value) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attribute = element(arena, map, key);
            attribute.set(Struct.NATIVE_64, 16, octets(arena, value).address());
            int result = bpf(MAP_UPDATE_ELEM, attribute);
            for (int turn = 0; result == -Errno.ENOMEM && turn < STORE_TURNS; turn++) {
                LockSupport.parkNanos(STORE_PAUSE_NS);
                result = bpf(MAP_UPDATE_ELEM, attribute);
            }
            Libc.check(result, "bpf(BPF_MAP_UPDATE_ELEM)");
        }
    }

    /// The value of `valueOctets` in a map.
    public static Optional<byte[]> get(int map, byte[] key, int valueOctets) {
        return find(MAP_LOOKUP_ELEM, map, key, valueOctets);
    }

    /// The same; it is there no more.
    public static Optional<byte[]> take(int map, byte[] key, int valueOctets) {
        return find(MAP_LOOKUP_AND_DELETE_ELEM, map, key, valueOctets);
    }

    private static Optional<byte[]> find(int command, int map, byte[] key, int valueOctets) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attribute = element(arena, map, key);
            MemorySegment value = arena.allocate(valueOctets, 8);
            attribute.set(Struct.NATIVE_64, 16, value.address());
            return bpf(command, attribute) < 0 ? Optional.empty() : Optional.of(value.toArray(ValueLayout.JAVA_BYTE));
        }
    }

    /// Loads a program that looks at packets of an interface.
    ///
    /// @throws LinuxException with the last line of what the kernel's verifier says
    public static int load(String name, byte[] instructions) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attribute = arena.allocate(ATTRIBUTE_OCTETS, 8);
            attribute.set(Struct.NATIVE_32, 0, PROG_TYPE_SCHED_CLS);
            attribute.set(Struct.NATIVE_32, 4, instructions.length / 8);
            attribute.set(Struct.NATIVE_64, 8, octets(arena, instructions).address());
            attribute.set(
                    Struct.NATIVE_64, 16, arena.allocateFrom("GPL", US_ASCII).address());
            name(attribute, 48, name);
            int program = bpf(PROG_LOAD, attribute);
            if (program >= 0) {
                return program;
            }
            MemorySegment log = arena.allocate(LOG_OCTETS);
            attribute.set(Struct.NATIVE_32, 24, 1);
            attribute.set(Struct.NATIVE_32, 28, LOG_OCTETS);
            attribute.set(Struct.NATIVE_64, 32, log.address());
            int again = bpf(PROG_LOAD, attribute);
            if (again >= 0) {
                return again;
            }
            throw new LinuxException("bpf(BPF_PROG_LOAD) " + name, -program, reason(log.getString(0, US_ASCII)));
        }
    }

    /// Has a program look at the packets of an interface until the link, a descriptor, is closed or the interface is
    /// gone. Linux 6.6.
    public static int attach(int program, int interfaceIndex, Hook hook) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attribute = arena.allocate(ATTRIBUTE_OCTETS, 8);
            attribute.set(Struct.NATIVE_32, 0, program);
            attribute.set(Struct.NATIVE_32, 4, interfaceIndex);
            attribute.set(Struct.NATIVE_32, 8, hook.attachType);
            return Libc.check(bpf(LINK_CREATE, attribute), "bpf(BPF_LINK_CREATE)");
        }
    }

    /// Whether any program looks at the packets of an interface by [#attach].
    public static boolean isAttached(int interfaceIndex, Hook hook) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attribute = arena.allocate(ATTRIBUTE_OCTETS, 8);
            attribute.set(Struct.NATIVE_32, 0, interfaceIndex);
            attribute.set(Struct.NATIVE_32, 4, hook.attachType);
            Libc.check(bpf(PROG_QUERY, attribute), "bpf(BPF_PROG_QUERY)");
            return attribute.get(Struct.NATIVE_32, 24) != 0; // how many
        }
    }

    /// What a program made of a packet.
    ///
    /// @param verdict -1: it passes on; 7: it goes to another interface
    public record TestRun(int verdict, byte[] packet) {}

    /// Runs a program on a packet that begins with its Ethernet header, as if `interfaceIndex` were its interface.
    public static TestRun test(int program, int interfaceIndex, byte[] packet) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attribute = arena.allocate(ATTRIBUTE_OCTETS, 8);
            int room = packet.length + 256;
            MemorySegment out = arena.allocate(room, 8);
            MemorySegment context = arena.allocate(192, 8); // struct __sk_buff
            context.set(Struct.NATIVE_32, 40, interfaceIndex);
            attribute.set(Struct.NATIVE_32, 0, program);
            attribute.set(Struct.NATIVE_32, 8, packet.length);
            attribute.set(Struct.NATIVE_32, 12, room);
            attribute.set(Struct.NATIVE_64, 16, octets(arena, packet).address());
            attribute.set(Struct.NATIVE_64, 24, out.address());
            attribute.set(Struct.NATIVE_32, 32, 1);
            attribute.set(Struct.NATIVE_32, 40, (int) context.byteSize());
            attribute.set(Struct.NATIVE_64, 48, context.address());
            Libc.check(bpf(PROG_TEST_RUN, attribute), "bpf(BPF_PROG_TEST_RUN)");
            int octets = attribute.get(Struct.NATIVE_32, 12);
            return new TestRun(
                    attribute.get(Struct.NATIVE_32, 4), out.asSlice(0, octets).toArray(ValueLayout.JAVA_BYTE));
        }
    }

    /// Closes a map, a program or a link.
    public static void close(int descriptor) {
        Libc.close(descriptor);
    }

    private static int bpf(int command, MemorySegment attribute) {
        int number = Libc.X86_64 ? SYSCALL_X86_64 : SYSCALL_GENERIC;
        return Libc.syscall(number, command, attribute.address(), attribute.byteSize());
    }

    private static MemorySegment element(Arena arena, int map, byte[] key) {
        MemorySegment attribute = arena.allocate(ATTRIBUTE_OCTETS, 8);
        attribute.set(Struct.NATIVE_32, 0, map);
        attribute.set(Struct.NATIVE_64, 8, octets(arena, key).address());
        return attribute;
    }

    private static MemorySegment octets(Arena arena, byte[] octets) {
        MemorySegment memory = arena.allocate(Math.max(octets.length, 1), 8);
        MemorySegment.copy(octets, 0, memory, ValueLayout.JAVA_BYTE, 0, octets.length);
        return memory;
    }

    private static void name(MemorySegment attribute, long at, String name) {
        byte[] octets = name.getBytes(US_ASCII);
        MemorySegment.copy(octets, 0, attribute, ValueLayout.JAVA_BYTE, at, Math.min(octets.length, NAME_OCTETS));
    }

    /// The verifier's last sentence but its count of instructions.
    private static String reason(String log) {
        return log.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("processed "))
                .reduce((_, last) -> last)
                .orElse("");
    }
}
