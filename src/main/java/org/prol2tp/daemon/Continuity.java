package org.prol2tp.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.prol2tp.daemon.keep.StateFile;
import org.prol2tp.dataplane.DataPlane;
import org.prol2tp.operator.config.DaemonSettings;
import org.prol2tp.operator.config.DaemonSettings.LogLevel;
import org.prol2tp.protocol.node.Input;
import org.prol2tp.protocol.node.Kept;
import org.prol2tp.protocol.node.Settings;

/// What this daemon leaves to the one after it, and got from the one before: see [StateFile]. Does nothing
/// where the settings do not want sessions to be kept. That the file cannot be had is no reason not to run.
final class Continuity implements AutoCloseable {
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
    private static final long BEAT_S = 5;

    private final Path path;
    private final Optional<StateFile> state;
    private final Log log;
    private final ScheduledExecutorService beats = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("keep-beat").factory());
    private boolean kept;

    private Continuity(Path path, Optional<StateFile> state, Log log) {
        this.path = path;
        this.state = state;
        this.log = log;
        state.ifPresent(file -> {
            ScheduledFuture<?> _ =
                    beats.scheduleAtFixedRate(() -> file.beat(System.nanoTime()), BEAT_S, BEAT_S, TimeUnit.SECONDS);
        });
    }

    static Continuity open(Settings settings, DaemonSettings daemon, DataPlane dataPlane, Log log) {
        Path path = Path.of(daemon.stateFile());
        if (!settings.system().keepSessions()) {
            return new Continuity(path, Optional.empty(), log);
        }
        try {
            Path folder = path.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            StateFile file = StateFile.open(
                    path,
                    Files.readString(BOOT_ID).strip(),
                    System.nanoTime(), // on Linux that of the machine's start
                    daemon.keepTimeout().plusSeconds(BEAT_S).toNanos(),
                    socket -> dataPlane.localEndpoint(socket).port());
            return new Continuity(path, Optional.of(file), log);
        } catch (IOException e) {
            log.write(LogLevel.WARNING, "keep_sessions: no session can be kept: " + Reason.withPath(e));
            return new Continuity(path, Optional.empty(), log);
        }
    }

    /// Tunnels of the daemon before, to be told to the node before it starts.
    List<Input.Remembered> before() {
        List<Input.Remembered> before = state.map(StateFile::before).orElse(List.of());
        if (!before.isEmpty()) {
            log.write(
                    LogLevel.NOTICE,
                    new LogLine("going on where another daemon was")
                            .with("tunnels", before.size())
                            .with(
                                    "sessions",
                                    before.stream()
                                            .mapToInt(it -> it.sessions().size())
                                            .sum())
                            .toString());
        }
        return before;
    }

    /// The loop's thread.
    void remember(Kept what) {
        if (state.isPresent() && !state.get().take(what)) {
            log.write(LogLevel.WARNING, "the state_file has no room: some sessions will not outlive this daemon");
        }
    }

    /// Whether there will be something to go on with.
    boolean keeps() {
        return state.isPresent();
    }

    /// All is left to the next daemon.
    void keepAll() {
        kept = true;
    }

    @Override
    public void close() {
        beats.shutdownNow();
        if (state.isEmpty()) {
            return;
        }
        state.get().beat(System.nanoTime());
        state.get().close();
        if (!kept) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                log.write(LogLevel.WARNING, "the state_file cannot be removed: " + Reason.withPath(e));
            }
        }
    }
}
