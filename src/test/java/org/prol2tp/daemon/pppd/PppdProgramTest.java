package org.prol2tp.daemon.pppd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is missing for pppd, in a file system made for it.
class PppdProgramTest {
    @TempDir
    Path root;

    private void file(String path, String permissions) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    @Test
    void eachPieceIsMissed() throws IOException {
        assertThat(PppdProgram.lack(root, 0)).contains("there is no program /usr/sbin/pppd");
        file("usr/sbin/pppd", "rw-------");
        assertThat(PppdProgram.lack(root, 0)).contains("there is no program /usr/sbin/pppd");
        file("usr/sbin/pppd", "rwx------");
        assertThat(PppdProgram.lack(root, 0)).contains("there is no program /usr/bin/setpriv");
        file("usr/bin/setpriv", "rwx------");
        assertThat(PppdProgram.lack(root, 0)).contains("pppd has no plugin pppol2tp.so");
        assertThat(PppdProgram.lack(root, 1000))
                .contains("pppd must be started by user 0, and the daemon is user 1000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"usr/lib/pppd/2.4.9", "usr/lib64/pppd/2.5.1", "usr/lib/x86_64-linux-gnu/pppd/2.5.2"})
    void thePluginIsWhereDistributionsHaveIt(String folder) throws IOException {
        file("usr/sbin/pppd", "rwx------");
        file("usr/bin/setpriv", "rwx------");
        file(folder + "/pppoe.so", "rw-------");
        assertThat(PppdProgram.lack(root, 0)).contains("pppd has no plugin pppol2tp.so");
        file(folder + "/pppol2tp.so", "rw-------");
        assertThat(PppdProgram.lack(root, 0)).isEmpty();
    }
}
