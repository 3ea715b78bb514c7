package org.prol2tp.daemon.scripts;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// Which scripts there are. The directory is looked at anew when what is known is older than a moment. Any thread.
final class ScriptDirectory {
    /// How long a look is good for: a script that is put there takes effect that soon, and where there are none, events
    /// cost ten looks a second at most.
    static final long LOOK_NS = 100_000_000L;

    private final Path directory;
    private Map<Script, Path> scripts = Map.of();
    private volatile int present;
    private volatile long lookedAtNs;

    ScriptDirectory(Path directory) {
        this.directory = directory;
        look();
    }

    /// Whether the script may be there: false only if a look of the last moment did not see it. Looks at nothing.
    boolean mayHave(Script script) {
        return (present & script.bit()) != 0 || System.nanoTime() - lookedAtNs > LOOK_NS;
    }

    /// The script's file, if it is there.
    synchronized Optional<Path> find(Script script) {
        if (System.nanoTime() - lookedAtNs > LOOK_NS) {
            look();
        }
        return Optional.ofNullable(scripts.get(script));
    }

    private void look() {
        Map<Script, Path> found = new EnumMap<>(Script.class);
        int bits = 0;
        for (Script script : Script.values()) {
            Path file = directory.resolve(script.fileName());
            if (!Files.exists(file)) {
                file = directory.resolve(script.oldFileName());
            }
            if (Files.isRegularFile(file) && Files.isExecutable(file)) {
                found.put(script, file);
                bits |= script.bit();
            }
        }
        scripts = found;
        present = bits;
        lookedAtNs = System.nanoTime();
    }
}
