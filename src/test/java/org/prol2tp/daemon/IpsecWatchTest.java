package org.prol2tp.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class IpsecWatchTest {
    private final AtomicLong dropped = new AtomicLong();
    private final List<String> lines = new ArrayList<>();

    @Test
    void whatWasDroppedIsToldOnceAndAddedUpThoughSocketsGo() {
        try (IpsecWatch watch = IpsecWatch.idle(dropped::get, (level, text) -> lines.add(level + " " + text))) {
            watch.look();
            assertThat(lines).isEmpty();
            dropped.set(5);
            assertThat(watch.facts()).containsEntry("ipsec", "required; datagrams dropped: 5");
            watch.look();
            watch.look();
            dropped.set(2); // a socket that had 3 of them is closed
            watch.look();
            dropped.set(3);
            watch.look();
            assertThat(lines)
                    .containsExactly(
                            "WARNING datagrams were dropped: they came without the IPsec that is required, or too fast"
                                    + " datagrams=5 since_start=5",
                            "WARNING datagrams were dropped: they came without the IPsec that is required, or too fast"
                                    + " datagrams=1 since_start=6");
            assertThat(watch.facts()).containsEntry("ipsec", "required; datagrams dropped: 6");
        }
    }
}
