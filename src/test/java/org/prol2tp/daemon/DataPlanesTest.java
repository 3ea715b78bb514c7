package org.prol2tp.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.prol2tp.dataplane.kernel.KernelPlane;
import org.prol2tp.linux.LinuxException;

class DataPlanesTest {
    /// Whatever this machine's kernel has: the exception says what it lacks, and by which call.
    @Test
    void theKernelSaysWhatItLacks() {
        try {
            KernelPlane.probe();
        } catch (LinuxException e) {
            assertThat(e.getMessage()).containsAnyOf("netlink l2tp", "/dev/ppp", "pppol2tp", "genetlink");
            assertThat(e.errno()).isPositive();
        }
    }
}
