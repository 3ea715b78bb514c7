package org.prol2tp.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.prol2tp.linux.Capabilities;
import org.prol2tp.operator.config.DaemonSettings.DataPlaneChoice;

class RightsTest {
    private static final String ROOT = status("0\t0\t0\t0", "000001ffffffffff");
    private static final String BOUND = status("0\t0\t0\t0", "0000000000003400");
    private static final String UNPRIVILEGED = status("1000\t65534\t65534\t65534", "0000000000000000");

    private static String status(String users, String capabilities) {
        return "Name:\tjava\nUid:\t" + users + "\nCapPrm:\t0000000000000001\nCapEff:\t" + capabilities + "\n";
    }

    @Test
    void whatIsNeededIsThreeOfRootsPowers() throws IOException {
        assertThat(Rights.NEEDED.bits()).isEqualTo(0x3400);
        assertThat(Rights.parse(BOUND))
                .isEqualTo(new Rights(0, Rights.NEEDED))
                .hasToString("Rights[user=0, held=net_bind_service, net_admin, net_raw]");
        assertThat(Rights.parse(BOUND).text()).isEqualTo("user 0, capabilities net_bind_service, net_admin, net_raw");
        assertThat(Rights.parse(BOUND).excess(DataPlaneChoice.AUTO)).isEmpty();
        assertThat(Rights.parse(BOUND).lack(DataPlaneChoice.AUTO)).isEmpty();
    }

    @Test
    void moreAndLessIsToldTheLog() throws IOException {
        assertThat(Rights.parse(ROOT).excess(DataPlaneChoice.AUTO).orElseThrow())
                .startsWith("the daemon may do more than it needs")
                .contains("capabilities=\"chown, dac_override,")
                .endsWith(", perfmon, checkpoint_restore\"")
                .doesNotContain("net_admin");
        assertThat(Rights.parse(ROOT).excess(DataPlaneChoice.USERSPACE).orElseThrow())
                .endsWith(", perfmon, bpf, checkpoint_restore\"");
        assertThat(Rights.parse(ROOT).lack(DataPlaneChoice.KERNEL)).isEmpty();
        assertThat(Rights.parse(UNPRIVILEGED).text()).isEqualTo("user 65534, capabilities none");
        assertThat(Rights.parse(UNPRIVILEGED).lack(DataPlaneChoice.USERSPACE).orElseThrow())
                .isEqualTo("the daemon may make no network interfaces: sessions will fail missing=net_admin");
        assertThat(Rights.parse(UNPRIVILEGED).lack(DataPlaneChoice.NONE)).isEmpty();
        assertThat(Rights.parse(BOUND).lack(DataPlaneChoice.EBPF).orElseThrow()).contains("missing=bpf");
        assertThat(Rights.parse(ROOT).excess(DataPlaneChoice.EBPF).orElseThrow())
                .doesNotContain("bpf");
    }

    /// As the launcher leaves them with PROL2TP_CAPABILITIES=+bpf.
    @Test
    void programsAreLoadedWhereTheOperatorHasSeenToIt() throws IOException {
        assertThat(Rights.parse(BOUND).mayLoadPrograms()).isFalse();
        Rights more = Rights.parse(status("0\t0\t0\t0", "0000008000003400"));
        assertThat(more.mayLoadPrograms()).isTrue();
        assertThat(more.excess(DataPlaneChoice.AUTO)).isEmpty();
        assertThat(Rights.parse(status("0\t0\t0\t0", "0000008000000000")).mayLoadPrograms())
                .isFalse();
    }

    @Test
    void aNewerKernelsCapabilityIsANumber() {
        assertThat(new Capabilities(1L << 60 | 1L << 12)).hasToString("net_admin, 60");
        assertThat(Capabilities.parse("8000000000000000")).hasToString("63");
    }

    @Test
    void whatIsNoStatusIsRefused() {
        assertThatThrownBy(() -> Rights.parse("")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> Rights.parse("Uid:\t0\nCapEff:\tx\n")).isInstanceOf(IOException.class);
    }

    @Test
    void itsOwnAreRead() throws IOException {
        assertThat(Rights.ofThisProcess().user())
                .isEqualTo(((Number) Files.getAttribute(Path.of("/proc/self"), "unix:uid")).longValue());
    }

    /// One list: the launcher's and the unit's are this one.
    @Test
    void theLauncherAndTheUnitKeepTheSame() throws IOException {
        assertThat(Files.readString(Path.of("dev/launchers")))
                .contains("--bounding-set=-all,+net_bind_service,+net_admin,+net_raw'")
                .contains("~0x3400)");
        assertThat(Files.readString(Path.of("packaging/systemd/prol2tpd.service")))
                .contains("\nCapabilityBoundingSet=CAP_NET_ADMIN CAP_NET_RAW CAP_NET_BIND_SERVICE\n");
    }
}
