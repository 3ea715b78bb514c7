package org.prol2tp.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Tells that routes changed, or the host's IPsec policies, which decide about ways as well; not which. Interfaces are
/// watched too, since the routes of one that goes down go without a word. One thread waits; any other may stop it.
///
/// Of ten thousand interfaces that come and go the kernel keeps what fits into the socket's buffer, some hundred
/// messages, and drops the others: all of them say the same. So they cost no more than one change does.
///
/// Source: rtnetlink(7), groups RTNLGRP_LINK, RTNLGRP_IPV4_ROUTE, RTNLGRP_IPV6_ROUTE; linux/xfrm.h, group
/// XFRMNLGRP_POLICY.
public final class RouteEvents implements AutoCloseable {
    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW_CLOEXEC_NONBLOCK = 3 | 0x80000 | 0x800;
    private static final int RTMGRP_LINK = 0x1;
    private static final int RTMGRP_IPV4_ROUTE = 0x40;
    private static final int RTMGRP_IPV6_ROUTE = 0x400;
    private static final int SOCKADDR_NL_OCTETS = 12;
    private static final short POLLIN = 1;
    private static final int POLLFD_OCTETS = 8;
    private static final int FOREVER = -1;
    /// Linux tells of an interface that goes down before it takes its routes away.
    private static final int SETTLE_MS = 100;

    private final int descriptor;
    /// -1: there is no IPsec; poll(2) passes it over.
    private final int policies;

    private final EventFd stop;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment polled = arena.allocate(3 * POLLFD_OCTETS, 8);
    private final MemorySegment buffer = arena.allocate(8192, 8);

    private RouteEvents(int descriptor, int policies, EventFd stop) {
        this.descriptor = descriptor;
        this.policies = policies;
        this.stop = stop;
    }

    /// A socket in the network namespace of the calling thread.
    public static RouteEvents open() throws LinuxException {
        int fd = Libc.check(Libc.socket(AF_NETLINK, SOCK_RAW_CLOEXEC_NONBLOCK, 0), "socket(netlink)");
        int policies = -1;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = arena.allocate(SOCKADDR_NL_OCTETS, 4);
            address.set(Struct.NATIVE_16, 0, (short) AF_NETLINK);
            address.set(Struct.NATIVE_32, 8, RTMGRP_LINK | RTMGRP_IPV4_ROUTE | RTMGRP_IPV6_ROUTE);
            Libc.check(Libc.bind(fd, address.address(), SOCKADDR_NL_OCTETS), "bind(netlink)");
            policies = IpsecPolicies.openEvents();
            return new RouteEvents(fd, policies, EventFd.open());
        } catch (LinuxException e) {
            Libc.close(fd);
            if (policies >= 0) {
                Libc.close(policies);
            }
            throw e;
        }
    }

    /// Waits for a change, and until what belongs to it has happened. False: stopped.
    public boolean await() {
        if (stopped(3, FOREVER) || stopped(1, SETTLE_MS)) {
            return false;
        }
        drain(descriptor);
        if (policies >= 0) {
            drain(policies);
        }
        return true;
    }

    private void drain(int from) {
        while (Libc.recv(from, buffer.address(), buffer.byteSize(), 0) > 0) {
            // what changed does not matter
        }
    }

    /// Lets changes gather. False: stopped.
    public boolean rest(int ms) {
        return !stopped(1, ms);
    }

    /// Ends both kinds of waiting.
    public void stop() {
        stop.wake();
    }

    @Override
    public void close() {
        Libc.close(descriptor);
        if (policies >= 0) {
            Libc.close(policies);
        }
        stop.close();
        arena.close();
    }

    private boolean stopped(int descriptors, int ms) {
        watch(0, stop.descriptor());
        watch(1, descriptor);
        watch(2, policies);
        Libc.poll(polled.address(), descriptors, ms);
        return polled.get(Struct.NATIVE_16, 6) != 0;
    }

    private void watch(int slot, int fd) {
        polled.set(Struct.NATIVE_32, (long) slot * POLLFD_OCTETS, fd);
        polled.set(Struct.NATIVE_16, (long) slot * POLLFD_OCTETS + 4, POLLIN);
        polled.set(Struct.NATIVE_16, (long) slot * POLLFD_OCTETS + 6, (short) 0);
    }
}
