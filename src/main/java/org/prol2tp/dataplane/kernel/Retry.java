package org.prol2tp.dataplane.kernel;

import java.util.concurrent.locks.LockSupport;
import org.prol2tp.linux.Errno;
import org.prol2tp.linux.LinuxException;

/// Kernels delete asynchronously: what has the same id or name may be on its way out.
final class Retry {
    private static final long PAUSE_NS = 5_000_000;
    private static final int TRIES = 20;

    private Retry() {}

    interface Call {
        void run() throws LinuxException;
    }

    /// Tries again, for 100 ms at most, while something of that name is there.
    static void whileGoing(Call call) throws LinuxException {
        for (int i = 1; ; i++) {
            try {
                call.run();
                return;
            } catch (LinuxException e) {
                if (e.errno() != Errno.EEXIST || i == TRIES) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE_NS);
            }
        }
    }
}
