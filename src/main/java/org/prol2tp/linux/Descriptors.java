package org.prol2tp.linux;

import java.util.ArrayList;
import java.util.List;

/// Bare descriptors, where they are handed on. Any thread.
public final class Descriptors {
    private static final int F_DUPFD_CLOEXEC = 1030;
    private static final int SO_TYPE = 3;

    private Descriptors() {}

    /// A second descriptor of the same open file.
    public static int duplicate(int descriptor) throws LinuxException {
        return Libc.check(Libc.fcntl(descriptor, F_DUPFD_CLOEXEC, 0), "fcntl(F_DUPFD_CLOEXEC)");
    }

    /// The same of several: all of them, or, if that fails, none.
    public static List<Integer> duplicate(List<Integer> descriptors) throws LinuxException {
        List<Integer> copies = new ArrayList<>();
        try {
            for (int descriptor : descriptors) {
                copies.add(duplicate(descriptor));
            }
            return copies;
        } catch (LinuxException e) {
            copies.forEach(Descriptors::close);
            throw e;
        }
    }

    public static void close(int descriptor) {
        Libc.close(descriptor);
    }

    /// Where a socket is bound; that of another protocol than UDP says nothing by its port.
    public static SocketAddress boundTo(int descriptor) throws LinuxException {
        return L2tpSocket.boundTo(descriptor);
    }

    /// Whether it is a socket's.
    public static boolean isSocket(int descriptor) {
        return Libc.getsockopt(descriptor, MessageHeader.SOL_SOCKET, SO_TYPE) >= 0;
    }
}
