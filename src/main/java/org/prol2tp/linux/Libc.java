package org.prol2tp.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/// The C library's functions that this room uses. Each returns what the function returns, or the negated error number
/// where the function says -1. Pointers are plain addresses: no object is made per call, and the caller sees to it that
/// the memory lives on.
final class Libc {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout STATE_LAYOUT = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE_LAYOUT.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final ThreadLocal<MemorySegment> STATE =
            ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(STATE_LAYOUT));

    private static final MethodHandle SOCKET = function("socket", ints(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle BIND = function("bind", ints(JAVA_INT, JAVA_LONG, JAVA_INT));
    private static final MethodHandle GETSOCKNAME = function("getsockname", ints(JAVA_INT, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle SETSOCKOPT =
            function("setsockopt", ints(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT));
    private static final MethodHandle GETSOCKOPT =
            function("getsockopt", ints(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle RECVMMSG =
            function("recvmmsg", ints(JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG));
    private static final MethodHandle SENDMMSG = function("sendmmsg", ints(JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT));
    private static final MethodHandle RECVMSG = function("recvmsg", longs(JAVA_INT, JAVA_LONG, JAVA_INT));
    private static final MethodHandle SEND = function("send", longs(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));
    private static final MethodHandle RECV = function("recv", longs(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));
    private static final MethodHandle OPEN = variadic("open", 2, ints(JAVA_LONG, JAVA_INT, JAVA_INT));
    private static final MethodHandle CLOSE = function("close", ints(JAVA_INT));
    private static final MethodHandle READ = function("read", longs(JAVA_INT, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle WRITE = function("write", longs(JAVA_INT, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle READV = function("readv", longs(JAVA_INT, JAVA_LONG, JAVA_INT));
    private static final MethodHandle WRITEV = function("writev", longs(JAVA_INT, JAVA_LONG, JAVA_INT));
    private static final MethodHandle IOCTL = variadic("ioctl", 2, ints(JAVA_INT, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle EPOLL_CREATE1 = function("epoll_create1", ints(JAVA_INT));
    private static final MethodHandle EPOLL_CTL = function("epoll_ctl", ints(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
    private static final MethodHandle EPOLL_WAIT =
            function("epoll_wait", ints(JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT));
    private static final MethodHandle EVENTFD = function("eventfd", ints(JAVA_INT, JAVA_INT));
    private static final MethodHandle SETNS = function("setns", ints(JAVA_INT, JAVA_INT));
    private static final MethodHandle UNSHARE = function("unshare", ints(JAVA_INT));
    private static final MethodHandle STRERROR =
            LINKER.downcallHandle(symbol("strerror"), FunctionDescriptor.of(ADDRESS, JAVA_INT));

    private Libc() {}

    static int socket(int domain, int type, int protocol) {
        try {
            MemorySegment state = STATE.get();
            return result((int) SOCKET.invokeExact(state, domain, type, protocol), state);
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    static int bind(int descriptor, long address, int length) {
        try {
            MemorySegment state = STATE.get();
            return result((int) BIND.invokeExact(state, descriptor, address, length), state);
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    static int getsockname(int descriptor, long address, long lengthAddress) {
        try {
            MemorySegment state = STATE.get();
            return result((int) GETSOCKNAME.invokeExact(state, descriptor, address, lengthAddress), state);
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    static int setsockopt(int descriptor, int level, int option, long address, int length) {
        try {
            MemorySegment state = STATE.get();
            return result((int) SETSOCKOPT.invokeExact(state, descriptor, level, option, address, length), state);
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    /// Sets an option whose value is an int.
    static int setsockopt(int descriptor, int level, int option, int value) {
        try (Arena arena = Arena.ofConfined()) {
            return setsockopt(
                    descriptor,
                    level,
                    option,
                    arena.allocateFrom(JAVA_INT, value).address(),
                    4);
        }
    }

    /// Reads an option whose value is a non-negative int.
    static int getsockopt(int descriptor, int level, int option) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocate(JAVA_INT);
            MemorySegment length = arena.allocateFrom(JAVA_INT, 4);
            MemorySegment state = STATE.get();
            int r = result(
                    (int) GETSOCKOPT.invokeExact(state, descriptor, level, option, value.address(), length.address()),
                    state);
            return r < 0 ? r : value.get(JAVA_INT, 0);
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    static int recvmmsg(int descriptor, long messages, int count, int flags) {
        try {
            MemorySegment state = STATE.get();
            return result((int) RECVMMSG.invokeExact(state, descriptor, messages, count, flags, 0L), state);
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    static int sendmmsg(int descriptor, long messages, int count, int flags) {
        try {
            MemorySegment state = STATE.get();
            return result((int) SENDMMSG.invokeExact(state, descriptor, messages, count, flags), state);
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    static int recvmsg(int descriptor, long message, int flags) {
        try {
            MemorySegment state = STATE.get();
            return result((int) (long) RECVMSG.invokeExact(state, descriptor, message, flags), state);
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    static int send(int descriptor, long address, long length, int flags) {
        try {
            MemorySegment state = STATE.get();
            return result((int) (long) SEND.invokeExact(state, descriptor, address, length, flags), state);
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    static int recv(int descriptor, long address, long length, int flags) {
        try {
            MemorySegment state = STATE.get();
            return result((int) (long) RECV.invokeExact(state, descriptor, address, length, flags), state);
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    static int open(String path, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = STATE.get();
            return result((int) OPEN.invokeExact(state, arena.allocateFrom(path).address(), flags, 0), state);
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    static int close(int descriptor) {
        try {
            MemorySegment state = STATE.get();
            return result((int) CLOSE.invokeExact(state, descriptor), state);
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    static int read(int descriptor, long address, long length) {
        try {
            MemorySegment state = STATE.get();
            return result((int) (long) READ.invokeExact(state, descriptor, address, length), state);
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    static int write(int descriptor, long address, long length) {
        try {
            MemorySegment state = STATE.get();
            return result((int) (long) WRITE.invokeExact(state, descriptor, address, length), state);
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    static int readv(int descriptor, long vectors, int count) {
        try {
            MemorySegment state = STATE.get();
            return result((int) (long) READV.invokeExact(state, descriptor, vectors, count), state);
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    static int writev(int descriptor, long vectors, int count) {
        try {
            MemorySegment state = STATE.get();
            return result((int) (long) WRITEV.invokeExact(state, descriptor, vectors, count), state);
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    static int ioctl(int descriptor, long request, long argument) {
        try {
            MemorySegment state = STATE.get();
            return result((int) IOCTL.invokeExact(state, descriptor, request, argument), state);
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    static int epollCreate1(int flags) {
        try {
            MemorySegment state = STATE.get();
            return result((int) EPOLL_CREATE1.invokeExact(state, flags), state);
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    static int epollCtl(int epoll, int operation, int descriptor, long event) {
        try {
            MemorySegment state = STATE.get();
            return result((int) EPOLL_CTL.invokeExact(state, epoll, operation, descriptor, event), state);
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    static int epollWait(int epoll, long events, int count, int timeoutMs) {
        try {
            MemorySegment state = STATE.get();
            return result((int) EPOLL_WAIT.invokeExact(state, epoll, events, count, timeoutMs), state);
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    static int eventfd(int initial, int flags) {
        try {
            MemorySegment state = STATE.get();
            return result((int) EVENTFD.invokeExact(state, initial, flags), state);
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    static int setns(int descriptor, int kind) {
        try {
            MemorySegment state = STATE.get();
            return result((int) SETNS.invokeExact(state, descriptor, kind), state);
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    static int unshare(int flags) {
        try {
            MemorySegment state = STATE.get();
            return result((int) UNSHARE.invokeExact(state, flags), state);
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    static String errorText(int errno) {
        try {
            return ((MemorySegment) STRERROR.invokeExact(errno))
                    .reinterpret(256)
                    .getString(0);
        } catch (Throwable t) {
            throw broken(t);
        }
    }

    /// Throws what `result` stands for if it is a negated error number.
    static int check(int result, String call) throws LinuxException {
        if (result < 0) {
            throw new LinuxException(call, -result);
        }
        return result;
    }

    private static int result(int returned, MemorySegment state) {
        return returned < 0 ? -(int) ERRNO.get(state, 0L) : returned;
    }

    private static FunctionDescriptor ints(MemoryLayout... arguments) {
        return FunctionDescriptor.of(JAVA_INT, arguments);
    }

    private static FunctionDescriptor longs(MemoryLayout... arguments) {
        return FunctionDescriptor.of(JAVA_LONG, arguments);
    }

    private static MethodHandle function(String name, FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(symbol(name), descriptor, Linker.Option.captureCallState("errno"));
    }

    private static MethodHandle variadic(String name, int fixedArguments, FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(
                symbol(name),
                descriptor,
                Linker.Option.captureCallState("errno"),
                Linker.Option.firstVariadicArg(fixedArguments));
    }

    private static MemorySegment symbol(String name) {
        return LINKER.defaultLookup().find(name).orElseThrow(() -> new IllegalStateException("libc has no " + name));
    }

    private static IllegalStateException broken(Throwable t) {
        return new IllegalStateException("a call to libc broke", t);
    }
}
