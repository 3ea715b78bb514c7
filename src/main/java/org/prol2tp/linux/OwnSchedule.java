package org.prol2tp.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// How the scheduler treats the calling thread while it is busy, and otherwise: two of the kernel's
/// `sched_attr`, between which [#set] changes (sched_setattr(2), no privilege needed). Nice value
/// and what else there is stay as they were found.
///
/// Belongs to the thread that made it.
public final class OwnSchedule {
    private static final int SCHED_SETATTR = Libc.X86_64 ? 314 : 274;
    private static final int SCHED_GETATTR = Libc.X86_64 ? 315 : 275;
    private static final int ATTRIBUTE_OCTETS = 48;
    private static final int POLICY_AT = 4;
    private static final int SLICE_AT = 24;
    private static final int SCHED_OTHER = 0;
    private static final int SCHED_BATCH = 3;

    private final MemorySegment usual = Arena.ofAuto().allocate(ATTRIBUTE_OCTETS, 8);
    private final MemorySegment busy = Arena.ofAuto().allocate(ATTRIBUTE_OCTETS, 8);
    private final boolean changes;

    private OwnSchedule() {
        int read = Libc.syscall(SCHED_GETATTR, 0, usual.address(), ATTRIBUTE_OCTETS, 0);
        // Who runs the daemon under a policy of another kind has a reason.
        changes = read == 0 && usual.get(Struct.NATIVE_32, POLICY_AT) == SCHED_OTHER;
        busy.copyFrom(usual);
    }

    /// While busy, other threads that this one wakes or is woken beside are not interrupted for it:
    /// SCHED_BATCH.
    public static OwnSchedule batch() {
        OwnSchedule schedule = new OwnSchedule();
        schedule.busy.set(Struct.NATIVE_32, POLICY_AT, SCHED_BATCH);
        return schedule;
    }

    /// While busy, it asks for slices of so many nanoseconds, 100,000 to 100,000,000; the usual is
    /// about 3,000,000. Kernels before 6.12 do not listen.
    public static OwnSchedule slice(long ns) {
        OwnSchedule schedule = new OwnSchedule();
        schedule.busy.set(Struct.NATIVE_64, SLICE_AT, ns);
        return schedule;
    }

    /// Changes to one or the other. Nothing happens where the thread had a policy of its own from
    /// the start, or where the kernel, or who started us, forbids it.
    public void set(boolean isBusy) {
        if (changes) {
            Libc.syscall(SCHED_SETATTR, 0, (isBusy ? busy : usual).address(), 0);
        }
    }
}
