package org.prol2tp.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.prol2tp.linux.LinuxException;
import org.prol2tp.linux.UnixReceiver;

/// sd_notify(3).
@Timeout(30)
class SystemdNotifyTest {
    @TempDir
    private Path folder;

    private final Map<String, String> environment = new HashMap<>();

    private SystemdNotify open() {
        return SystemdNotify.open(environment, 42);
    }

    private UnixReceiver systemd() throws LinuxException {
        String address = folder.resolve("notify").toString();
        environment.put("NOTIFY_SOCKET", address);
        return new UnixReceiver(address);
    }

    @Test
    void systemdHearsOfEveryStep() throws LinuxException {
        try (UnixReceiver systemd = systemd();
                SystemdNotify notify = open()) {
            notify.ready("listening on 0.0.0.0:1701");
            assertThat(systemd.receive()).isEqualTo("READY=1\nSTATUS=listening on 0.0.0.0:1701");
            long beforeUs = System.nanoTime() / 1_000;
            notify.reloading();
            String reloading = systemd.receive();
            assertThat(reloading).matches("RELOADING=1\nMONOTONIC_USEC=\\d+\nSTATUS=.*");
            assertThat(Long.parseLong(reloading.replaceAll("(?s).*USEC=(\\d+)\n.*", "$1")))
                    .isBetween(beforeUs, beforeUs + 10_000_000);
            notify.alive();
            assertThat(systemd.receive()).isEqualTo("WATCHDOG=1");
            notify.stopping();
            assertThat(systemd.receive()).startsWith("STOPPING=1\n");
        }
    }

    /// `systemctl reload` waits for it.
    @Test
    void aReloadThatFailsEndsForSystemdToo() throws LinuxException {
        try (UnixReceiver systemd = systemd();
                SystemdNotify notify = open()) {
            assertThatThrownBy(() -> Daemon.reload(
                            () -> {
                                throw new IllegalStateException("bug");
                            },
                            (_, _) -> {},
                            notify,
                            "listening"))
                    .hasMessage("bug");
            assertThat(systemd.receive()).startsWith("RELOADING=1");
            assertThat(systemd.receive()).isEqualTo("READY=1\nSTATUS=listening");
        }
    }

    @Test
    void theSocketMayBeAbstract() throws LinuxException {
        String address = "@prol2tpd-test-" + ProcessHandle.current().pid();
        environment.put("NOTIFY_SOCKET", address);
        try (UnixReceiver systemd = new UnixReceiver(address);
                SystemdNotify notify = open()) {
            notify.ready("x");
            assertThat(systemd.receive()).isEqualTo("READY=1\nSTATUS=x");
        }
    }

    @Test
    void theWatchdogIsFedTwiceInItsTimeIfItIsOurs() throws LinuxException {
        String address = folder.resolve("notify").toString();
        try (UnixReceiver _ = new UnixReceiver(address)) {
            environment.put("NOTIFY_SOCKET", address);
            assertThat(open().aliveEveryNs()).isEmpty();
            environment.put("WATCHDOG_USEC", "30000000");
            assertThat(open().aliveEveryNs()).contains(15_000_000_000L);
            environment.put("WATCHDOG_PID", "42");
            assertThat(open().aliveEveryNs()).contains(15_000_000_000L);
            environment.put("WATCHDOG_PID", "43");
            assertThat(open().aliveEveryNs()).isEmpty();
            environment.put("WATCHDOG_PID", "42");
            environment.put("WATCHDOG_USEC", "nonsense");
            assertThat(open().aliveEveryNs()).isEmpty();
        }
    }

    @Test
    void withoutSystemdNothingHappens() {
        try (SystemdNotify none = open()) {
            none.ready("x");
        }
        environment.put("NOTIFY_SOCKET", folder.resolve("nobody").toString());
        try (SystemdNotify deaf = open()) {
            deaf.ready("x");
            assertThat(deaf.aliveEveryNs()).isEmpty();
        }
    }

    @Test
    void oneThatDoesNotReadIsNotWaitedFor() throws LinuxException {
        String address = folder.resolve("notify").toString();
        environment.put("NOTIFY_SOCKET", address);
        try (UnixReceiver _ = new UnixReceiver(address);
                SystemdNotify notify = open()) {
            for (int i = 0; i < 10_000; i++) {
                notify.alive();
            }
        }
    }
}
