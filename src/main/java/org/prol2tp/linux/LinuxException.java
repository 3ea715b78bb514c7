package org.prol2tp.linux;

/// A system call failed: which one, on what, and why. `errno` is positive.
public final class LinuxException extends Exception {
    private static final long serialVersionUID = 1;

    private final String message;
    private final String call;
    private final int errno;

    /// The call `call` (as one would write it, with what it was applied to) gave `errno`.
    public LinuxException(String call, int errno) {
        this(call, errno, "");
    }

    /// The same, with what the kernel said about it in words (netlink's extended acknowledgement).
    public LinuxException(String call, int errno, String kernelText) {
        this.message = call + ": " + Errno.text(errno) + (kernelText.isEmpty() ? "" : " (" + kernelText + ")");
        this.call = call;
        this.errno = errno;
    }

    /// The call, why, and what the kernel said.
    @Override
    public String getMessage() {
        return message;
    }

    /// The call, for example `bind 127.0.0.1:1701`.
    public String call() {
        return call;
    }

    /// The error number, see [Errno].
    public int errno() {
        return errno;
    }
}
