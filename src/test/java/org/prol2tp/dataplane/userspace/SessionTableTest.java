package org.prol2tp.dataplane.userspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class SessionTableTest {
    private final SessionTable table = new SessionTable();

    @Test
    void agreesWithAHashMapOverRandomChanges() {
        long seed = 42;
        Random random = new Random(seed);
        Map<Integer, Session> oracle = new HashMap<>();
        for (int step = 0; step < 50_000; step++) {
            int tunnelId = random.nextInt(4) * 21_845;
            int sessionId = random.nextInt(400);
            int key = SessionTable.key(tunnelId, sessionId);
            if (random.nextInt(5) < 2) {
                Session session = Sessions.session(tunnelId, sessionId);
                table.put(session.key, session);
                oracle.put(key, session);
            } else if (random.nextBoolean()) {
                table.remove(key);
                oracle.remove(key);
            }
            assertThat(table.find(key)).as("seed %d step %d", seed, step).isSameAs(oracle.get(key));
        }
        assertThat(table.size()).isEqualTo(oracle.size());
        oracle.forEach((key, session) -> assertThat(table.find(key)).isSameAs(session));
    }

    @Test
    void zeroAndAllOnesAreKeysLikeOthers() {
        assertThat(table.find(0)).isNull();
        assertThat(table.find(-1)).isNull();
        Session zero = Sessions.session(0, 0);
        Session ones = Sessions.session(65_535, 65_535);
        table.put(zero.key, zero);
        table.put(ones.key, ones);
        assertThat(table.find(0)).isSameAs(zero);
        assertThat(table.find(-1)).isSameAs(ones);
    }

    /// Sessions that come and go must not fill the table with what is gone.
    @Test
    void comingAndGoingForeverStaysSmall() {
        for (int i = 0; i < 100_000; i++) {
            Session session = Sessions.session(1, i & 0xffff);
            table.put(session.key, session);
            table.remove(SessionTable.key(1, i & 0xffff));
        }
        assertThat(table.size()).isZero();
        assertThat(table.capacity()).isEqualTo(64);
    }
}
