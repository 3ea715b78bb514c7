package org.prol2tp.daemon;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.prol2tp.linux.Errno;
import org.prol2tp.linux.LinuxException;
import org.prol2tp.linux.UnixSocket;
import org.prol2tp.operator.config.DaemonSettings.LogLevel;

/// Log lines to a program of this machine that collects them at a Unix socket: a syslog daemon, systemd's journal. One
/// that is not there, or that takes nothing for a while, costs lines; when it is back it is told how many.
final class UnixLog implements LogTarget {
    /// How long a collector that is slow is waited for, once.
    private static final int PATIENCE_MS = 1_000;

    private final String address;
    private final Function<LogRecord, byte[]> encode;
    private Optional<UnixSocket> socket = Optional.empty();
    private boolean stalled;
    private final AtomicLong lost = new AtomicLong();
    private long lostToTell;

    /// Sends what `encode` makes of a line to the socket at `address`.
    UnixLog(String address, Function<LogRecord, byte[]> encode) {
        this.address = address;
        this.encode = encode;
    }

    /// Connects. Returns why that was not possible; later lines try again.
    Optional<String> connect() {
        try {
            socket = Optional.of(open());
            return Optional.empty();
        } catch (LinuxException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void write(LogRecord line) {
        if (lostToTell > 0) {
            LogRecord told = new LogRecord(
                    line.atMs(),
                    LogLevel.WARNING,
                    "log lines were lost: nobody took them lines=" + lostToTell,
                    List.of());
            if (!send(told)) {
                lose();
                return;
            }
            lostToTell = 0;
        }
        if (!send(line)) {
            lose();
        }
    }

    @Override
    public void reopen() {
        disconnect();
        stalled = false;
    }

    @Override
    public long lost() {
        return lost.get();
    }

    @Override
    public void close() {
        disconnect();
    }

    private void lose() {
        lost.incrementAndGet();
        lostToTell++;
    }

    /// Sends one line, over a new connection if the old one has ended.
    private boolean send(LogRecord line) {
        byte[] octets = encode.apply(line);
        for (boolean fresh = socket.isEmpty(); ; fresh = true) {
            if (socket.isEmpty() && connect().isPresent()) {
                return false;
            }
            int sent = sendOn(socket.orElseThrow(), octets);
            if (sent >= 0 || sent == -Errno.EAGAIN || sent == -Errno.EMSGSIZE || fresh) {
                stalled = sent == -Errno.EAGAIN;
                if (sent < 0 && sent != -Errno.EAGAIN && sent != -Errno.EMSGSIZE) {
                    disconnect();
                }
                return sent >= 0;
            }
            disconnect();
        }
    }

    private int sendOn(UnixSocket to, byte[] octets) {
        if (!to.isStream()) {
            return to.send(octets, !stalled);
        }
        int sent = to.send(java.util.Arrays.copyOf(octets, octets.length + 1), !stalled); // ends with a zero octet
        if (sent >= 0 && sent <= octets.length) {
            disconnect(); // half a line: what follows would be taken for the rest of it
        }
        return sent;
    }

    private UnixSocket open() throws LinuxException {
        UnixSocket opened;
        try {
            opened = UnixSocket.datagram(address);
        } catch (LinuxException e) {
            if (e.errno() != Errno.EPROTOTYPE) {
                throw e;
            }
            opened = UnixSocket.stream(address); // as some syslog daemons have it
        }
        try {
            opened.timeout(PATIENCE_MS);
            return opened;
        } catch (LinuxException e) {
            opened.close();
            throw e;
        }
    }

    private void disconnect() {
        socket.ifPresent(UnixSocket::close);
        socket = Optional.empty();
    }
}
