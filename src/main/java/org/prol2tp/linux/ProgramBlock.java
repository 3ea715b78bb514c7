package org.prol2tp.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// A program that looks at what leaves by many interfaces: a block of traffic control (tc(8)) that they
/// share. A link of [Bpf#attach] does the same for one interface; but the kernel waits for its readers
/// for each link that comes or goes, some ten milliseconds, in which no interface can be made. The block
/// is there as long as one of the interfaces; an interface goes without ado. Belongs to one thread at a
/// time.
///
/// Source: rtnetlink(7), linux/pkt_sched.h, linux/pkt_cls.h.
public final class ProgramBlock implements AutoCloseable {
    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
    private static final int BUFFER_OCTETS = 8192;
    private static final int HEADER_OCTETS = 16;
    /// struct tcmsg.
    private static final int BODY_OCTETS = 20;
    private static final int NLMSG_ERROR = 2;
    /// Request, acknowledge, exclusive, create.
    private static final int FLAGS = 0x1 | 0x4 | 0x200 | 0x400;
    private static final int RTM_NEWQDISC = 36;
    private static final int RTM_NEWTFILTER = 44;
    private static final int TC_H_CLSACT = 0xffff_fff1;
    private static final int CLSACT_HANDLE = 0xffff_0000;
    /// Instead of an interface's number: what follows is a block's.
    private static final int BLOCK_FOLLOWS = 0xffff_ffff;
    /// Priority 1; all protocols, in network order.
    private static final int FIRST_FOR_ALL = 1 << 16 | 0x0300;
    private static final int TCA_KIND = 1;
    private static final int TCA_OPTIONS = 2;
    private static final int TCA_EGRESS_BLOCK = 14;
    private static final int TCA_BPF_FD = 6;
    private static final int TCA_BPF_NAME = 7;
    private static final int TCA_BPF_FLAGS = 8;
    /// What the program returns is what happens.
    private static final int BPF_DIRECT = 1;

    private final int descriptor;
    private final int number;
    private final int program;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment buffer = arena.allocate(BUFFER_OCTETS, 8);
    private final NetlinkWriter writer = new NetlinkWriter(buffer);

    private ProgramBlock(int descriptor, int number, int program) {
        this.descriptor = descriptor;
        this.number = number;
        this.program = program;
    }

    /// One in the network namespace of the calling thread.
    ///
    /// @param number other blocks of the namespace have others; more than 0
    /// @param program its descriptor, which stays the caller's
    public static ProgramBlock open(int number, int program) throws LinuxException {
        int fd = Libc.check(Libc.socket(AF_NETLINK, SOCK_RAW_CLOEXEC, 0), "socket(netlink)");
        return new ProgramBlock(fd, number, program);
    }

    /// The program looks at what leaves by this interface until that goes.
    ///
    /// @throws LinuxException with [Errno#EEXIST] if somebody else looks at it by traffic control
    public void add(int interfaceIndex) throws LinuxException {
        begin(RTM_NEWQDISC, interfaceIndex, CLSACT_HANDLE, TC_H_CLSACT, 0);
        writer.put(TCA_KIND, "clsact");
        writer.put32(TCA_EGRESS_BLOCK, number);
        commit("rtnetlink: clsact");
        begin(RTM_NEWTFILTER, BLOCK_FOLLOWS, 1, number, FIRST_FOR_ALL);
        writer.put(TCA_KIND, "bpf");
        int options = writer.beginNest(TCA_OPTIONS);
        writer.put32(TCA_BPF_FD, program);
        writer.put(TCA_BPF_NAME, "prol2tpd");
        writer.put32(TCA_BPF_FLAGS, BPF_DIRECT);
        writer.endNest(options);
        try {
            commit("rtnetlink: filter bpf");
        } catch (LinuxException e) {
            if (e.errno() != Errno.EEXIST) { // the block has it from the interface before
                throw e;
            }
        }
    }

    @Override
    public void close() {
        Libc.close(descriptor);
        arena.close();
    }

    private void begin(int type, int interfaceIndex, int handle, int parent, int more) {
        writer.end = HEADER_OCTETS + BODY_OCTETS;
        buffer.asSlice(0, writer.end).fill((byte) 0);
        buffer.set(Struct.NATIVE_16, 4, (short) type);
        buffer.set(Struct.NATIVE_16, 6, (short) FLAGS);
        buffer.set(Struct.NATIVE_32, HEADER_OCTETS + 4, interfaceIndex);
        buffer.set(Struct.NATIVE_32, HEADER_OCTETS + 8, handle);
        buffer.set(Struct.NATIVE_32, HEADER_OCTETS + 12, parent);
        buffer.set(Struct.NATIVE_32, HEADER_OCTETS + 16, more);
    }

    private void commit(String what) throws LinuxException {
        buffer.set(Struct.NATIVE_32, 0, writer.end);
        Libc.check(Libc.send(descriptor, buffer.address(), writer.end, 0), "send(" + what + ")");
        Libc.check(Libc.recv(descriptor, buffer.address(), BUFFER_OCTETS, 0), "recv(" + what + ")");
        int errno = buffer.get(Struct.NATIVE_16, 4) == NLMSG_ERROR ? -buffer.get(Struct.NATIVE_32, HEADER_OCTETS) : 0;
        if (errno != 0) {
            throw new LinuxException(what, errno);
        }
    }
}
