package org.prol2tp.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MainTest {
    @Test
    void aWrongUseOfTheCommandHasStatus2() {
        assertThat(Main.run(List.of("--no-such-option"))).isEqualTo(2);
    }

    @Test
    void aMissingConfigFileHasStatus1() {
        assertThat(Main.run(List.of("-n", "-c", "/nonexistent/prol2tpd.conf"))).isEqualTo(1);
    }

    @Test
    void helpHasStatus0() {
        assertThat(Main.run(List.of("-h"))).isEqualTo(0);
    }
}
