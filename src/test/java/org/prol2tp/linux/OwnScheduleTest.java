package org.prol2tp.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class OwnScheduleTest {
    private static final int SCHED_OTHER = 0;
    private static final int SCHED_BATCH = 3;

    /// Who runs all this under another policy sees nothing change, and no test.
    @BeforeEach
    void startsUnderTheUsualPolicy() throws IOException {
        assumeThat(policy()).as("scheduling policy that the tests run under").isEqualTo(SCHED_OTHER);
    }

    @Test
    void theCallingThreadIsBatchWhileBusyAndTheSameAsBeforeAfterwards() throws IOException {
        int nice = nice();
        OwnSchedule schedule = OwnSchedule.batch();

        schedule.set(true);
        assertThat(policy()).isEqualTo(SCHED_BATCH);
        assertThat(nice()).isEqualTo(nice);

        schedule.set(false);
        assertThat(policy()).isEqualTo(SCHED_OTHER);
        assertThat(nice()).isEqualTo(nice);
    }

    @Test
    void aSliceChangesNoPolicy() throws IOException {
        OwnSchedule schedule = OwnSchedule.slice(10_000_000);

        schedule.set(true);
        assertThat(policy()).isEqualTo(SCHED_OTHER);

        schedule.set(false);
        assertThat(policy()).isEqualTo(SCHED_OTHER);
    }

    /// Who started the thread under a policy of another kind had a reason.
    @Test
    void anotherPolicyIsLeftAlone() throws IOException {
        OwnSchedule first = OwnSchedule.batch();
        first.set(true);
        OwnSchedule second = OwnSchedule.batch();

        second.set(false);
        assertThat(policy()).isEqualTo(SCHED_BATCH);

        first.set(false);
    }

    private static int policy() throws IOException {
        return field(41);
    }

    private static int nice() throws IOException {
        return field(19);
    }

    /// Of /proc/PID/stat, counted from 1 as proc(5) does.
    private static int field(int number) throws IOException {
        String stat = Files.readString(Path.of("/proc/thread-self/stat"));
        String[] behindName = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Integer.parseInt(behindName[number - 3].trim());
    }
}
