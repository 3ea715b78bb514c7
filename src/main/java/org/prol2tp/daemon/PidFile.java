package org.prol2tp.daemon;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.prol2tp.linux.LinuxException;
import org.prol2tp.linux.LockedFile;
import org.prol2tp.operator.config.DaemonSettings.LogLevel;

/// The file that holds our process id while we run, for scripts, and that keeps a second daemon from starting. It is
/// locked while we live, so that one left over by a daemon that was killed is not in the way, even where another
/// process has its number by now. That it cannot be written is no reason not to run.
final class PidFile implements AutoCloseable {
    /// How often a file may vanish between our opening it and our locking it: its last holder is just ending.
    private static final int TRIES = 10;

    private final Path path;
    private final Optional<LockedFile> file;
    private final Log log;

    private PidFile(Path path, Optional<LockedFile> file, Log log) {
        this.path = path;
        this.file = file;
        this.log = log;
    }

    /// Writes our process id into the file, in place of one that was left over.
    ///
    /// @throws IOException if a live daemon holds it
    static PidFile take(Path path, Log log) throws IOException {
        try {
            Path folder = path.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            for (int i = 0; i < TRIES; i++) {
                Optional<LockedFile> held = LockedFile.hold(path.toString());
                if (held.isEmpty()) {
                    throw new Held("another prol2tpd is running" + holder(path) + ": it holds " + path);
                }
                if (isAt(path, held.get())) {
                    held.get().write(line());
                    return new PidFile(path, held, log);
                }
                held.get().close();
            }
            log.write(LogLevel.WARNING, "the pid_file cannot be written: it comes and goes");
        } catch (Held held) {
            throw held;
        } catch (IOException e) {
            log.write(LogLevel.WARNING, "the pid_file cannot be written: " + Reason.withPath(e));
        } catch (LinuxException e) {
            log.write(LogLevel.WARNING, "the pid_file cannot be written: " + e.getMessage());
        }
        return new PidFile(path, Optional.empty(), log);
    }

    /// Removes the file, unless it is another's by now.
    @Override
    public void close() {
        if (file.isEmpty()) {
            return;
        }
        try (LockedFile held = file.get()) {
            if (isAt(path, held)
                    && Files.readString(path, StandardCharsets.US_ASCII).equals(line())) {
                Files.delete(path);
            }
        } catch (IOException e) {
            log.write(LogLevel.WARNING, "the pid_file cannot be removed: " + Reason.withPath(e));
        }
    }

    private static String line() {
        return ProcessHandle.current().pid() + "\n";
    }

    private static boolean isAt(Path path, LockedFile file) throws IOException {
        try {
            return Files.isSameFile(path, Path.of(file.ownPath()));
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /// ` as process 123`; nothing where that cannot be read.
    private static String holder(Path path) {
        try {
            String text = Files.readString(path, StandardCharsets.US_ASCII).strip();
            boolean number =
                    !text.isEmpty() && text.length() < 12 && text.chars().allMatch(Character::isDigit);
            return number ? " as process " + text : "";
        } catch (IOException e) {
            return "";
        }
    }

    /// Another daemon has the file.
    private static final class Held extends IOException {
        private static final long serialVersionUID = 1;

        private Held(String message) {
            super(message);
        }
    }
}
