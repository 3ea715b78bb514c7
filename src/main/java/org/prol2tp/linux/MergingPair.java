package org.prol2tp.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.Consumer;
import org.prol2tp.linux.Bpf.Hook;

/// A pair of interfaces (veth(4)) for programs: segments of TCP that are sent into one come out of the other
/// merged, by the kernel's receive offload (GRO). What comes out is a program's; without one, it is dropped by
/// the network stack, to which neither end has an address. The pair stays until it is removed: one whose far end
/// no program looks at is of a process that has gone, and the next one takes its place.
///
/// Source: rtnetlink(7), linux/veth.h, linux/ethtool.h.
public final class MergingPair {
    /// Names of the near end are this and a number, those of the far end have [#FAR_END] behind it.
    private static final String NAME = "l2tp-gro";

    private static final String FAR_END = "-out";
    /// So many daemons in one network namespace.
    private static final int MOST = 100;

    private static final int MTU = 65535;
    /// For another segment: 20 µs. A segment with PSH does not wait.
    private static final int WAIT_NS = 20_000;

    private static final long SIOCETHTOOL = 0x8946L;
    private static final int ETHTOOL_STSO = 0x1f;
    private static final int ETHTOOL_SGRO = 0x2c;

    /// Of the near end.
    public final int index;
    /// Of the far end.
    public final int farIndex;

    private MergingPair(int index, int farIndex) {
        this.index = index;
        this.farIndex = farIndex;
    }

    /// A pair in the network namespace of the calling thread, not up yet.
    public static MergingPair create() throws LinuxException {
        for (int number = 0; number < MOST; number++) {
            String name = NAME + number;
            try {
                add(name);
            } catch (LinuxException e) {
                if (e.errno() != Errno.EEXIST) {
                    throw e;
                }
                if (!isAbandoned(name)) {
                    continue;
                }
                remove(Rtnetlink.indexOf(name));
                add(name);
            }
            return configured(name);
        }
        throw new LinuxException("all of " + NAME + "0 to " + NAME + (MOST - 1) + " are in use", Errno.EEXIST);
    }

    private static MergingPair configured(String name) throws LinuxException {
        MergingPair pair = new MergingPair(Rtnetlink.indexOf(name), Rtnetlink.indexOf(name + FAR_END));
        try {
            // What could be cut later would not be offered to be merged (veth_skb_is_eligible_for_gro).
            offload(name, ETHTOOL_STSO, 0, "tso off");
            offload(name + FAR_END, ETHTOOL_SGRO, 1, "gro on");
            return pair;
        } catch (LinuxException e) {
            remove(pair.index);
            throw e;
        }
    }

    /// Another process made it, and nobody's program looks at what comes out.
    private static boolean isAbandoned(String name) {
        try {
            return !Bpf.isAttached(Rtnetlink.indexOf(name + FAR_END), Hook.INGRESS);
        } catch (LinuxException e) {
            return false; // somebody else's interface, or gone this moment
        }
    }

    /// Removes all pairs of the namespace whose far end no program looks at.
    public static void removeAbandoned() throws LinuxException {
        for (int number = 0; number < MOST; number++) {
            if (isAbandoned(NAME + number)) {
                remove(Rtnetlink.indexOf(NAME + number));
            }
        }
    }

    /// Removes the pair whose far end that interface is, if it is one, also while a program looks at it.
    public static void removeByFarEnd(int farIndex) throws LinuxException {
        String name = Rtnetlink.nameOf(farIndex);
        if (name.startsWith(NAME) && name.endsWith(FAR_END)) {
            remove(farIndex);
        }
    }

    /// Both ends carry packets. Where the kernel lets us, merging is a thread's work and not the interrupted
    /// one's, which has enough to do with what comes; and a segment waits a moment for those that follow it.
    public void up() throws LinuxException {
        String farEnd = Rtnetlink.nameOf(farIndex);
        Ipv6Switch.set(Rtnetlink.nameOf(index), false);
        Ipv6Switch.set(farEnd, false);
        carryOut(rtnetlink -> rtnetlink.linkUpWithoutArp(farIndex));
        if (set(farEnd, "threaded", 1)) { // only of one that is up
            set(farEnd, "napi_defer_hard_irqs", 1);
            set(farEnd, "gro_flush_timeout", WAIT_NS);
        }
        carryOut(rtnetlink -> rtnetlink.linkUpWithoutArp(index));
    }

    private static boolean set(String name, String what, int value) {
        return KernelSetting.set("/sys/class/net/" + name + "/" + what, value);
    }

    /// Removes the pair that an interface is of.
    public static void remove(int index) throws LinuxException {
        carryOut(rtnetlink -> rtnetlink.removeLink(index));
    }

    private static void add(String name) throws LinuxException {
        int queues = Runtime.getRuntime().availableProcessors();
        carryOut(rtnetlink -> rtnetlink.addPair(name, name + FAR_END, MTU, queues));
    }

    private static void offload(String name, int command, int value, String what) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment setting = arena.allocate(8, 8);
            setting.set(Struct.NATIVE_32, 0, command);
            setting.set(Struct.NATIVE_32, 4, value);
            InterfaceRequest.ask(name, SIOCETHTOOL, setting.address(), "ioctl(SIOCETHTOOL) " + name + " " + what);
        }
    }

    private static void carryOut(Consumer<Rtnetlink> request) throws LinuxException {
        try (Rtnetlink rtnetlink = Rtnetlink.open()) {
            request.accept(rtnetlink);
            List<Rtnetlink.Refusal> refusals = rtnetlink.commit();
            if (!refusals.isEmpty()) {
                throw refusals.getFirst().exception();
            }
        }
    }
}
