package org.prol2tp.daemon.pppd;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What of pppd is installed.
public final class PppdProgram {
    /// The program.
    public static final String PATH = "/usr/sbin/pppd";

    /// Becomes pppd, which is told to end when we are killed: the kernel tells it nothing of a session that is gone.
    static final String WITH_DEATH_SIGNAL = "/usr/bin/setpriv";

    private static final String PLUGIN = "pppol2tp.so";

    /// Where distributions have the folders `pppd/VERSION` of plugins.
    private static final List<String> LIBRARIES = List.of("usr/lib", "usr/lib64", "usr/local/lib");

    private PppdProgram() {}

    /// What is missing for it to have PPP of a session; empty: nothing.
    ///
    /// @param root where the file system begins
    /// @param user the user id that the daemon acts as
    public static Optional<String> lack(Path root, long user) {
        for (String program : List.of(PATH, WITH_DEATH_SIGNAL)) {
            if (!Files.isExecutable(root.resolve(program.substring(1)))) {
                return Optional.of("there is no program " + program);
            }
        }
        if (user != 0) {
            return Optional.of("pppd must be started by user 0, and the daemon is user " + user);
        }
        return hasPlugin(root) ? Optional.empty() : Optional.of("pppd has no plugin " + PLUGIN);
    }

    private static boolean hasPlugin(Path root) {
        return LIBRARIES.stream().map(root::resolve).anyMatch(library -> isIn(library) || isInArchitecture(library));
    }

    /// Debian's `lib/x86_64-linux-gnu` and its like.
    private static boolean isInArchitecture(Path library) {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(library, "*-linux-*")) {
            for (Path folder : folders) {
                if (isIn(folder)) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isIn(Path library) {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(library.resolve("pppd"))) {
            for (Path folder : folders) {
                if (Files.exists(folder.resolve(PLUGIN))) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            return false;
        }
    }
}
