package org.prol2tp.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/// `posix_spawn` as it is wanted for scripts: a session and a process group of its own, the standard streams on the
/// null device, no other descriptor of ours but those that are given, no signal blocked or ignored, the root directory
/// as its directory.
///
/// Needs glibc 2.34 (`posix_spawn_file_actions_addclosefrom_np`); a class of its own, so that only scripts need it.
final class PosixSpawn {
    private static final MemorySegment SPAWN = Libc.symbol("posix_spawn");
    private static final MemorySegment ACTIONS_INIT = Libc.symbol("posix_spawn_file_actions_init");
    private static final MemorySegment ACTIONS_DESTROY = Libc.symbol("posix_spawn_file_actions_destroy");
    private static final MemorySegment ADD_OPEN = Libc.symbol("posix_spawn_file_actions_addopen");
    private static final MemorySegment ADD_DUP2 = Libc.symbol("posix_spawn_file_actions_adddup2");
    private static final MemorySegment ADD_CLOSE_FROM = Libc.symbol("posix_spawn_file_actions_addclosefrom_np");
    private static final MemorySegment ADD_CHDIR = Libc.symbol("posix_spawn_file_actions_addchdir_np");
    private static final MemorySegment ATTRIBUTES_INIT = Libc.symbol("posix_spawnattr_init");
    private static final MemorySegment ATTRIBUTES_DESTROY = Libc.symbol("posix_spawnattr_destroy");
    private static final MemorySegment SET_FLAGS = Libc.symbol("posix_spawnattr_setflags");
    private static final MemorySegment SET_SIGNALS_TO_DEFAULT = Libc.symbol("posix_spawnattr_setsigdefault");
    private static final MemorySegment SET_SIGNAL_MASK = Libc.symbol("posix_spawnattr_setsigmask");

    /// POSIX_SPAWN_SETSIGDEF, POSIX_SPAWN_SETSIGMASK, POSIX_SPAWN_SETSID.
    private static final int FLAGS = 0x04 | 0x08 | 0x80;

    /// More than glibc's `posix_spawnattr_t` (336 octets) and `posix_spawn_file_actions_t` (80).
    private static final long STRUCT_OCTETS = 512;

    /// A `sigset_t`.
    private static final long SIGNALS_OCTETS = 128;

    private static final int READ_WRITE = 2;

    private PosixSpawn() {}

    /// Returns the process id, or a negated error number. `file` is a path; `arguments` begin with the program's name;
    /// `environment` holds `NAME=value`; `errors` is to be its standard error; `inherited` are descriptors above
    /// the numbers that they get.
    static int spawn(
            String file, List<String> arguments, List<String> environment, int errors, List<Integer> inherited) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment actions = arena.allocate(STRUCT_OCTETS, 16);
            MemorySegment attributes = arena.allocate(STRUCT_OCTETS, 16);
            int error = Libc.call(ACTIONS_INIT, actions.address(), 0, 0, 0, 0, 0);
            if (error != 0) {
                return -error;
            }
            error = Libc.call(ATTRIBUTES_INIT, attributes.address(), 0, 0, 0, 0, 0);
            if (error == 0) {
                error = prepare(arena, actions.address(), attributes.address(), errors, inherited);
                MemorySegment pid = arena.allocate(ValueLayout.JAVA_INT);
                if (error == 0) {
                    error = Libc.call(
                            SPAWN,
                            pid.address(),
                            arena.allocateFrom(file).address(),
                            actions.address(),
                            attributes.address(),
                            strings(arena, arguments),
                            strings(arena, environment));
                }
                Libc.call(ATTRIBUTES_DESTROY, attributes.address(), 0, 0, 0, 0, 0);
                if (error == 0) {
                    Libc.call(ACTIONS_DESTROY, actions.address(), 0, 0, 0, 0, 0);
                    return pid.get(ValueLayout.JAVA_INT, 0);
                }
            }
            Libc.call(ACTIONS_DESTROY, actions.address(), 0, 0, 0, 0, 0);
            return -error;
        }
    }

    /// Returns 0 or an error number.
    private static int prepare(Arena arena, long actions, long attributes, int errors, List<Integer> inherited) {
        long nullDevice = arena.allocateFrom("/dev/null").address();
        long all = arena.allocate(SIGNALS_OCTETS).fill((byte) -1).address();
        long none = arena.allocate(SIGNALS_OCTETS).address();
        int error = 0;
        for (int stream = 0; stream <= 2; stream++) {
            error |= Libc.call(ADD_OPEN, actions, stream, nullDevice, READ_WRITE, 0, 0);
        }
        if (errors != Child.NULL_DEVICE) {
            error |= Libc.call(ADD_DUP2, actions, errors, 2, 0, 0, 0);
        }
        int next = Child.FIRST_INHERITED;
        for (int descriptor : inherited) {
            error |= Libc.call(ADD_DUP2, actions, descriptor, next++, 0, 0, 0);
        }
        error |= Libc.call(ADD_CLOSE_FROM, actions, next, 0, 0, 0, 0);
        error |= Libc.call(ADD_CHDIR, actions, arena.allocateFrom("/").address(), 0, 0, 0, 0);
        error |= Libc.call(SET_FLAGS, attributes, FLAGS, 0, 0, 0, 0);
        error |= Libc.call(SET_SIGNALS_TO_DEFAULT, attributes, all, 0, 0, 0, 0);
        error |= Libc.call(SET_SIGNAL_MASK, attributes, none, 0, 0, 0, 0);
        return error;
    }

    /// A vector of pointers to strings, ended by a null pointer.
    private static long strings(Arena arena, List<String> texts) {
        MemorySegment vector = arena.allocate(8L * (texts.size() + 1), 8);
        for (int i = 0; i < texts.size(); i++) {
            vector.set(
                    Struct.NATIVE_64, 8L * i, arena.allocateFrom(texts.get(i)).address());
        }
        return vector.address();
    }
}
