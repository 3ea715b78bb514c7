package org.prol2tp.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;

/// The C library's functions that this room uses. Each returns what the function returns, or the negated error number
/// where the function says -1. Pointers are plain addresses: no object is made per call, and the caller sees to it that
/// the memory lives on.
///
/// All go through one downcall of six 64-bit arguments, since every shape of call costs the start about ten classes
/// and a few milliseconds. Integers and addresses travel in registers on 64-bit Linux, whether a function is variadic
/// or not: an `int` is the lower half of its register, extended with its sign, and a register that the function does
/// not know is not looked at.
final class Libc {
    /// It numbers system calls in its own way, and packs `epoll_event`; all others here share the generic table.
    static final boolean X86_64 = System.getProperty("os.arch", "").equals("amd64");

    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout STATE_LAYOUT = Linker.Option.captureStateLayout();
    private static final long ERRNO_AT = STATE_LAYOUT.byteOffset(MemoryLayout.PathElement.groupElement("errno"));
    private static final ThreadLocal<MemorySegment> STATE =
            ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(STATE_LAYOUT));

    /// (function, captured state, six arguments) -> returned register.
    private static final MethodHandle CALL = LINKER.downcallHandle(
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
            Linker.Option.captureCallState("errno"));

    private static final MemorySegment ACCEPT4 = symbol("accept4");
    private static final MemorySegment BIND = symbol("bind");
    private static final MemorySegment CHDIR = symbol("chdir");
    private static final MemorySegment CLOSE = symbol("close");
    private static final MemorySegment CONNECT = symbol("connect");
    private static final MemorySegment DUP2 = symbol("dup2");
    private static final MemorySegment EPOLL_CREATE1 = symbol("epoll_create1");
    private static final MemorySegment EPOLL_CTL = symbol("epoll_ctl");
    private static final MemorySegment EPOLL_WAIT = symbol("epoll_wait");
    private static final MemorySegment EVENTFD = symbol("eventfd");
    private static final MemorySegment EXIT = symbol("_exit");
    private static final MemorySegment FCNTL = symbol("fcntl");
    private static final MemorySegment FLOCK = symbol("flock");
    private static final MemorySegment FTRUNCATE = symbol("ftruncate");
    private static final MemorySegment GETRLIMIT = symbol("getrlimit");
    private static final MemorySegment GETSOCKNAME = symbol("getsockname");
    private static final MemorySegment GETSOCKOPT = symbol("getsockopt");
    private static final MemorySegment IOCTL = symbol("ioctl");
    private static final MemorySegment KILL = symbol("kill");
    private static final MemorySegment LISTEN = symbol("listen");
    private static final MemorySegment OPEN = symbol("open");
    private static final MemorySegment POLL = symbol("poll");
    private static final MemorySegment READ = symbol("read");
    private static final MemorySegment RECV = symbol("recv");
    private static final MemorySegment RECVMMSG = symbol("recvmmsg");
    private static final MemorySegment RECVMSG = symbol("recvmsg");
    private static final MemorySegment SEND = symbol("send");
    private static final MemorySegment SENDMMSG = symbol("sendmmsg");
    private static final MemorySegment SENDMSG = symbol("sendmsg");
    private static final MemorySegment SETSID = symbol("setsid");
    private static final MemorySegment SIGACTION = symbol("sigaction");
    private static final MemorySegment SETNS = symbol("setns");
    private static final MemorySegment SETSOCKOPT = symbol("setsockopt");
    private static final MemorySegment SOCKET = symbol("socket");
    private static final MemorySegment STRERROR = symbol("strerror");
    private static final MemorySegment SYSCALL = symbol("syscall");
    private static final MemorySegment UMASK = symbol("umask");
    private static final MemorySegment UNSHARE = symbol("unshare");
    private static final MemorySegment WAITPID = symbol("waitpid");
    private static final MemorySegment WRITE = symbol("write");
    private static final MemorySegment WRITEV = symbol("writev");

    private Libc() {}

    static int socket(int domain, int type, int protocol) {
        return call(SOCKET, domain, type, protocol, 0, 0, 0);
    }

    static int bind(int descriptor, long address, int length) {
        return call(BIND, descriptor, address, length, 0, 0, 0);
    }

    static int listen(int descriptor, int backlog) {
        return call(LISTEN, descriptor, backlog, 0, 0, 0, 0);
    }

    static int accept(int descriptor, int flags) {
        return call(ACCEPT4, descriptor, 0, 0, flags, 0, 0);
    }

    static int fcntl(int descriptor, int command, long argument) {
        return call(FCNTL, descriptor, command, argument, 0, 0, 0);
    }

    static int connect(int descriptor, long address, int length) {
        return call(CONNECT, descriptor, address, length, 0, 0, 0);
    }

    static int getsockname(int descriptor, long address, long lengthAddress) {
        return call(GETSOCKNAME, descriptor, address, lengthAddress, 0, 0, 0);
    }

    static int setsockopt(int descriptor, int level, int option, long address, int length) {
        return call(SETSOCKOPT, descriptor, level, option, address, length, 0);
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
            int r = call(GETSOCKOPT, descriptor, level, option, value.address(), length.address(), 0);
            return r < 0 ? r : value.get(JAVA_INT, 0);
        }
    }

    /// Reads an option of `count` ints and returns the last; 0 if it cannot be read.
    static int lastOf(int descriptor, int level, int option, int count) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment values = arena.allocate(JAVA_INT, count);
            MemorySegment length = arena.allocateFrom(JAVA_INT, 4 * count);
            call(GETSOCKOPT, descriptor, level, option, values.address(), length.address(), 0);
            return values.getAtIndex(JAVA_INT, count - 1);
        }
    }

    static int recvmmsg(int descriptor, long messages, int count, int flags) {
        return call(RECVMMSG, descriptor, messages, count, flags, 0, 0);
    }

    static int sendmmsg(int descriptor, long messages, int count, int flags) {
        return call(SENDMMSG, descriptor, messages, count, flags, 0, 0);
    }

    static int sendmsg(int descriptor, long message, int flags) {
        return call(SENDMSG, descriptor, message, flags, 0, 0, 0);
    }

    static int recvmsg(int descriptor, long message, int flags) {
        return call(RECVMSG, descriptor, message, flags, 0, 0, 0);
    }

    static int send(int descriptor, long address, long length, int flags) {
        return call(SEND, descriptor, address, length, flags, 0, 0);
    }

    static int recv(int descriptor, long address, long length, int flags) {
        return call(RECV, descriptor, address, length, flags, 0, 0);
    }

    static int open(String path, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            return call(OPEN, arena.allocateFrom(path).address(), flags, 0, 0, 0, 0);
        }
    }

    /// With the permissions of a file that it makes.
    static int open(String path, int flags, int mode) {
        try (Arena arena = Arena.ofConfined()) {
            return call(OPEN, arena.allocateFrom(path).address(), flags, mode, 0, 0, 0);
        }
    }

    static int close(int descriptor) {
        return call(CLOSE, descriptor, 0, 0, 0, 0, 0);
    }

    static int read(int descriptor, long address, long length) {
        return call(READ, descriptor, address, length, 0, 0, 0);
    }

    static int write(int descriptor, long address, long length) {
        return call(WRITE, descriptor, address, length, 0, 0, 0);
    }

    static int writev(int descriptor, long vectors, int count) {
        return call(WRITEV, descriptor, vectors, count, 0, 0, 0);
    }

    static int ioctl(int descriptor, long request, long argument) {
        return call(IOCTL, descriptor, request, argument, 0, 0, 0);
    }

    static int epollCreate1(int flags) {
        return call(EPOLL_CREATE1, flags, 0, 0, 0, 0, 0);
    }

    static int epollCtl(int epoll, int operation, int descriptor, long event) {
        return call(EPOLL_CTL, epoll, operation, descriptor, event, 0, 0);
    }

    static int epollWait(int epoll, long events, int count, int timeoutMs) {
        return call(EPOLL_WAIT, epoll, events, count, timeoutMs, 0, 0);
    }

    static int eventfd(int initial, int flags) {
        return call(EVENTFD, initial, flags, 0, 0, 0, 0);
    }

    static int setns(int descriptor, int kind) {
        return call(SETNS, descriptor, kind, 0, 0, 0, 0);
    }

    static int unshare(int flags) {
        return call(UNSHARE, flags, 0, 0, 0, 0, 0);
    }

    static int setsid() {
        return call(SETSID, 0, 0, 0, 0, 0, 0);
    }

    static int umask(int mask) {
        return call(UMASK, mask, 0, 0, 0, 0, 0);
    }

    /// Does not return.
    static void exit(int status) {
        call(EXIT, status, 0, 0, 0, 0, 0);
    }

    static int chdir(String path) {
        try (Arena arena = Arena.ofConfined()) {
            return call(CHDIR, arena.allocateFrom(path).address(), 0, 0, 0, 0, 0);
        }
    }

    static int dup2(int descriptor, int onto) {
        return call(DUP2, descriptor, onto, 0, 0, 0, 0);
    }

    static int flock(int descriptor, int operation) {
        return call(FLOCK, descriptor, operation, 0, 0, 0, 0);
    }

    static int ftruncate(int descriptor, long length) {
        return call(FTRUNCATE, descriptor, length, 0, 0, 0, 0);
    }

    static int getrlimit(int resource, long limits) {
        return call(GETRLIMIT, resource, limits, 0, 0, 0, 0);
    }

    static int sigaction(int signal, long now, long before) {
        return call(SIGACTION, signal, now, before, 0, 0, 0);
    }

    /// `pid` negative: the process group of that number.
    static int kill(int pid, int signal) {
        return call(KILL, pid, signal, 0, 0, 0, 0);
    }

    static int poll(long descriptors, int count, int timeoutMs) {
        return call(POLL, descriptors, count, timeoutMs, 0, 0, 0);
    }

    static int waitpid(int pid, long status, int options) {
        return call(WAITPID, pid, status, options, 0, 0, 0);
    }

    /// A system call that older C libraries have no function for.
    static int syscall(int number, long a, long b) {
        return syscall(number, a, b, 0);
    }

    static int syscall(int number, long a, long b, long c) {
        return syscall(number, a, b, c, 0);
    }

    static int syscall(int number, long a, long b, long c, long d) {
        return call(SYSCALL, number, a, b, c, d, 0);
    }

    static String errorText(int errno) {
        long text = register(STRERROR, STATE.get(), errno, 0, 0, 0, 0, 0);
        return MemorySegment.ofAddress(text).reinterpret(256).getString(0);
    }

    /// Throws what `result` stands for if it is a negated error number.
    static int check(int result, String call) throws LinuxException {
        if (result < 0) {
            throw new LinuxException(call, -result);
        }
        return result;
    }

    /// Calls a function that returns an int, or a size that fits in one.
    static int call(MemorySegment function, long a, long b, long c, long d, long e, long f) {
        MemorySegment state = STATE.get();
        int returned = (int) register(function, state, a, b, c, d, e, f);
        return returned < 0 ? -state.get(JAVA_INT, ERRNO_AT) : returned;
    }

    private static long register(
            MemorySegment function, MemorySegment state, long a, long b, long c, long d, long e, long f) {
        try {
            return (long) CALL.invokeExact(function, state, a, b, c, d, e, f);
        } catch (Throwable t) {
            throw new IllegalStateException("a call to libc broke", t);
        }
    }

    static MemorySegment symbol(String name) {
        return LINKER.defaultLookup().find(name).orElseThrow(() -> new IllegalStateException("libc has no " + name));
    }
}
