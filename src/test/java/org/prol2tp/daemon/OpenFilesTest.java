package org.prol2tp.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.prol2tp.linux.LinuxException;
import org.prol2tp.linux.OwnProcess;
import org.prol2tp.operator.config.Config;
import org.prol2tp.operator.config.Parsed;

class OpenFilesTest {
    private static long needed(String config) {
        Parsed.Good good = (Parsed.Good) Config.parse(config, "x.conf", "h");
        return OpenFiles.needed(good.settings(), good.daemon().dataPlane());
    }

    @Test
    void aTunnelTakesASocketAndASessionADevice() {
        assertThat(needed("")).isEqualTo(200);
        assertThat(needed("tunnel t { dest_ipaddr 192.0.2.1; session a { }; session b { } }"))
                .isEqualTo(203);
        assertThat(needed("system { data_plane none }; tunnel t { dest_ipaddr 192.0.2.1; session a { } }"))
                .isEqualTo(201);
    }

    @Test
    void peersMayTakeAsManyDevicesAsThereMayBeSessionsUnlessTheyShareOne() {
        assertThat(needed("system { max_sessions 5000 }; peer profile default { }"))
                .isEqualTo(5200);
        assertThat(needed("system { max_sessions 5000 }; ppp profile default { shared_interface l2tp0 };"
                        + " peer profile default { }"))
                .isEqualTo(200);
    }

    @Test
    void aLimitThatIsTooLowIsToldInOneLine() {
        assertThat(OpenFiles.warning(201, 201)).isEmpty();
        assertThat(OpenFiles.warning(5200, 1024))
                .hasValueSatisfying(line -> assertThat(line).endsWith(" limit=1024 needed=5200"));
    }

    /// The JVM does that (-XX:+MaxFDLimit); here it is held to it.
    @Test
    void ourOwnLimitIsTheHardOne() throws LinuxException, java.io.IOException {
        String line = java.nio.file.Files.readAllLines(java.nio.file.Path.of("/proc/self/limits")).stream()
                .filter(it -> it.startsWith("Max open files"))
                .findFirst()
                .orElseThrow();
        String hard = line.replaceFirst("Max open files +[^ ]+ +([^ ]+) .*", "$1");
        assertThat(OwnProcess.mostOpenFiles())
                .isEqualTo(hard.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(hard));
    }
}
