package org.prol2tp.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// The host's IPsec policies, read over netlink (xfrm); those of single sockets are not among them.
///
/// ```
/// answer: nlmsghdr (16) | xfrm_userpolicy_info (168): selector 56, …, direction 1 at 160
/// ```
///
/// Source: linux/xfrm.h.
public final class IpsecPolicies {
    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
    private static final int NONBLOCK = 0x800;
    private static final int NETLINK_XFRM = 6;
    private static final int XFRMNLGRP_POLICY_BIT = 1 << 3;
    private static final int SOCKADDR_NL_OCTETS = 12;
    private static final short XFRM_MSG_NEWPOLICY = 0x13;
    private static final short XFRM_MSG_GETPOLICY = 0x15;
    private static final short FLAG_REQUEST_DUMP = 0x1 | 0x300;
    private static final short NLMSG_ERROR = 2;
    private static final short NLMSG_DONE = 3;
    private static final int HEADER_OCTETS = 16;
    /// With xfrm_userpolicy_id.
    private static final int REQUEST_OCTETS = HEADER_OCTETS + 64;

    private static final int BUFFER_OCTETS = 65_536;
    private static final int DIRECTION_AT = HEADER_OCTETS + 160;
    private static final byte OUT = 1;

    private IpsecPolicies() {}

    /// Whether any is for what leaves this host, in the network namespace of the calling thread. False where the kernel
    /// has no IPsec.
    public static boolean anyOutbound() throws LinuxException {
        int descriptor = open(0);
        if (descriptor < 0) {
            return false;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment request = arena.allocate(REQUEST_OCTETS, 8);
            request.set(Struct.NATIVE_32, 0, REQUEST_OCTETS);
            request.set(Struct.NATIVE_16, 4, XFRM_MSG_GETPOLICY);
            request.set(Struct.NATIVE_16, 6, FLAG_REQUEST_DUMP);
            Libc.check(Libc.send(descriptor, request.address(), REQUEST_OCTETS, 0), "send(xfrm)");
            MemorySegment answer = arena.allocate(BUFFER_OCTETS, 8);
            Answer found = Answer.MORE;
            while (found == Answer.MORE) {
                found = read(
                        answer, Libc.check(Libc.recv(descriptor, answer.address(), BUFFER_OCTETS, 0), "recv(xfrm)"));
            }
            return found == Answer.OUTBOUND;
        } finally {
            Libc.close(descriptor);
        }
    }

    private enum Answer {
        MORE,
        OUTBOUND,
        END
    }

    private static Answer read(MemorySegment answer, int length) throws LinuxException {
        int at = 0;
        while (at + HEADER_OCTETS <= length) {
            short type = answer.get(Struct.NATIVE_16, at + 4);
            if (type == NLMSG_DONE) {
                return Answer.END;
            }
            if (type == NLMSG_ERROR) {
                throw new LinuxException("xfrm: get policies", -answer.get(Struct.NATIVE_32, at + HEADER_OCTETS));
            }
            if (type == XFRM_MSG_NEWPOLICY && answer.get(ValueLayout.JAVA_BYTE, at + DIRECTION_AT) == OUT) {
                return Answer.OUTBOUND;
            }
            at += Math.max(HEADER_OCTETS, answer.get(Struct.NATIVE_32, at) + 3 & ~3);
        }
        return Answer.MORE;
    }

    /// A descriptor that is readable when policies have changed; -1 where the kernel has no IPsec.
    static int openEvents() throws LinuxException {
        int descriptor = open(NONBLOCK);
        if (descriptor < 0) {
            return -1;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = arena.allocate(SOCKADDR_NL_OCTETS, 4);
            address.set(Struct.NATIVE_16, 0, (short) AF_NETLINK);
            address.set(Struct.NATIVE_32, 8, XFRMNLGRP_POLICY_BIT);
            Libc.check(Libc.bind(descriptor, address.address(), SOCKADDR_NL_OCTETS), "bind(xfrm)");
            return descriptor;
        } catch (LinuxException e) {
            Libc.close(descriptor);
            throw e;
        }
    }

    /// -1 where the kernel has no IPsec; what else goes wrong must not look the same.
    private static int open(int flags) throws LinuxException {
        int descriptor = Libc.socket(AF_NETLINK, SOCK_RAW_CLOEXEC | flags, NETLINK_XFRM);
        return descriptor == -Errno.EPROTONOSUPPORT ? -1 : Libc.check(descriptor, "socket(AF_NETLINK, xfrm)");
    }
}
