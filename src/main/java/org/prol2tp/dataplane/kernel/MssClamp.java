package org.prol2tp.dataplane.kernel;

import java.util.Optional;
import org.prol2tp.dataplane.DataPlaneSink;
import org.prol2tp.linux.LinuxException;
import org.prol2tp.linux.SegmentClamp;

/// TCP that is forwarded through interfaces of PPP is held to segments that fit, where a profile wants
/// it: by a table of netfilter for all interfaces of one group, which is made with the first of them, or
/// is that of a daemon before this one. The plumber's alone.
final class MssClamp {
    /// The group of interfaces that TCP is clamped in.
    static final int GROUP = 1701;

    private final Inheritance inheritance;
    private final DataPlaneSink sink;
    private Optional<SegmentClamp> table = Optional.empty();
    private boolean failed;

    MssClamp(Inheritance inheritance, DataPlaneSink sink) {
        this.inheritance = inheritance;
        this.sink = sink;
    }

    /// The group that an interface belongs into, 0 is everybody's.
    int group(boolean clamps) {
        if (clamps && table.isEmpty() && !failed) {
            table = inheritance.clamp().map(SegmentClamp::adopt).or(this::make);
        }
        return clamps && table.isPresent() ? GROUP : 0;
    }

    private Optional<SegmentClamp> make() {
        try {
            SegmentClamp made =
                    SegmentClamp.open("prol2tp-" + ProcessHandle.current().pid(), GROUP);
            inheritance.keep(made);
            return Optional.of(made);
        } catch (LinuxException e) {
            failed = true;
            sink.notice("TCP is not held to the MTU (mss_clamp): " + e.getMessage());
            return Optional.empty();
        }
    }

    void close() {
        table.ifPresent(it -> {
            inheritance.forgetClamp();
            it.close();
        });
    }
}
