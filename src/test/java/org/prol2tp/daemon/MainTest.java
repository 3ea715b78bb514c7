package org.prol2tp.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MainTest {
    @Test
    void mainRuns() {
        Main.main(new String[0]);
        assertThat(1 + 1).isEqualTo(2);
    }
}
