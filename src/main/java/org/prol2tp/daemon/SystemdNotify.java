package org.prol2tp.daemon;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.prol2tp.linux.LinuxException;
import org.prol2tp.linux.UnixSocket;

/// Tells systemd, if that started us with `Type=notify`, how far we are: sd_notify(3). Nothing happens where nobody
/// wants to know. Any thread.
final class SystemdNotify implements AutoCloseable {
    private final Optional<UnixSocket> socket;
    private final long watchdogNs;

    private SystemdNotify(Optional<UnixSocket> socket, long watchdogNs) {
        this.socket = socket;
        this.watchdogNs = watchdogNs;
    }

    /// Reads `NOTIFY_SOCKET`, `WATCHDOG_USEC` and `WATCHDOG_PID`.
    static SystemdNotify open(Map<String, String> environment, long pid) {
        @Nullable String address = environment.get("NOTIFY_SOCKET");
        if (address == null || address.isEmpty()) {
            return new SystemdNotify(Optional.empty(), 0);
        }
        try {
            return new SystemdNotify(Optional.of(UnixSocket.datagram(address)), watchdogNs(environment, pid));
        } catch (LinuxException e) {
            return new SystemdNotify(Optional.empty(), 0);
        }
    }

    private static long watchdogNs(Map<String, String> environment, long pid) {
        String of = environment.getOrDefault("WATCHDOG_PID", Long.toString(pid));
        String micros = environment.getOrDefault("WATCHDOG_USEC", "0");
        boolean good =
                micros.length() < 16 && !micros.isEmpty() && micros.chars().allMatch(Character::isDigit);
        return good && of.equals(Long.toString(pid)) ? Long.parseLong(micros) * 1_000 : 0;
    }

    /// How often [#alive] has to be called: half of what systemd waits. Empty: it does not watch.
    Optional<Long> aliveEveryNs() {
        return watchdogNs == 0 ? Optional.empty() : Optional.of(watchdogNs / 2);
    }

    /// We serve; `status` is a sentence for `systemctl status`.
    void ready(String status) {
        send("READY=1\nSTATUS=" + status);
    }

    /// The configuration is being read again.
    void reloading() {
        // System.nanoTime is CLOCK_MONOTONIC on Linux
        send("RELOADING=1\nMONOTONIC_USEC=" + System.nanoTime() / 1_000 + "\nSTATUS=reading the configuration again");
    }

    /// The loop turns.
    void alive() {
        send("WATCHDOG=1");
    }

    /// We are ending.
    void stopping() {
        send("STOPPING=1\nSTATUS=closing all tunnels");
    }

    @Override
    public synchronized void close() {
        socket.ifPresent(UnixSocket::close);
    }

    private synchronized void send(String state) {
        // What systemd does not take now is lost: nothing here is worth waiting for.
        socket.ifPresent(to -> to.send(state.getBytes(StandardCharsets.UTF_8), false));
    }
}
