package org.prol2tp.daemon;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.prol2tp.operator.config.DaemonSettings.LogLevel;

/// The file that holds our process id while we run, for scripts. That it cannot be written is no reason not to run.
final class PidFile implements AutoCloseable {
    private final Path path;
    private final String line = ProcessHandle.current().pid() + "\n";
    private final Log log;

    /// Writes the file, in place of one that another process left.
    PidFile(Path path, Log log) {
        this.path = path;
        this.log = log;
        try {
            Path folder = path.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Files.writeString(path, line, StandardCharsets.US_ASCII);
        } catch (IOException e) {
            log.write(LogLevel.WARNING, "the pid_file cannot be written: " + e.getMessage());
        }
    }

    /// Removes the file, unless it is another process's by now.
    @Override
    public void close() {
        try {
            if (Files.isRegularFile(path)
                    && Files.readString(path, StandardCharsets.US_ASCII).equals(line)) {
                Files.delete(path);
            }
        } catch (IOException e) {
            log.write(LogLevel.WARNING, "the pid_file cannot be removed: " + e.getMessage());
        }
    }
}
