package org.prol2tp.dataplane.userspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.HexFormat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.prol2tp.linux.Bpf;
import org.prol2tp.linux.Errno;
import org.prol2tp.linux.LinuxException;
import org.prol2tp.linux.ProgramBlock;
import org.prol2tp.linux.Tun;

@Tag("root")
final class ProgramBlockTest {
    /// `return -1`.
    private static final byte[] PASS = HexFormat.of().parseHex("b7000000ffffffff" + "9500000000000000");

    private static final int NUMBER = 7;

    @Test
    void oneProgramLooksAtManyInterfacesUntilTheyGo() throws LinuxException {
        assumeTrue(Namespace.possible());
        int program = Bpf.load("pass", PASS);
        try (Namespace namespace = new Namespace("block");
                ProgramBlock block = namespace.call(() -> ProgramBlock.open(NUMBER, program));
                Tun first = tun(namespace, "first");
                Tun second = tun(namespace, "second")) {
            try (Tun third = tun(namespace, "third")) {
                block.add(third.index());
                assertThat(namespace.run("tc", "filter", "show", "block", "7"))
                        .contains("bpf", "prol2tpd direct-action");
            }
            block.add(first.index()); // it is the only one again
            block.add(second.index());
            assertThat(namespace.run("tc", "qdisc", "show"))
                    .contains("qdisc clsact ffff: dev first parent ffff:fff1 egress_block 7")
                    .contains("qdisc clsact ffff: dev second parent ffff:fff1 egress_block 7");
            assertThat(namespace.run("tc", "filter", "show", "block", "7").split("handle", -1))
                    .hasSize(2);
        } finally {
            Bpf.close(program);
        }
    }

    @Test
    void whereSomebodyElseLooksByTrafficControlItIsRefused() throws LinuxException {
        assumeTrue(Namespace.possible());
        int program = Bpf.load("pass", PASS);
        try (Namespace namespace = new Namespace("block");
                ProgramBlock block = namespace.call(() -> ProgramBlock.open(NUMBER, program));
                Tun theirs = tun(namespace, "theirs")) {
            namespace.run("tc", "qdisc", "add", "dev", "theirs", "clsact");
            LinuxException refusal = catchThrowableOfType(LinuxException.class, () -> block.add(theirs.index()));
            assertThat(refusal.errno()).isEqualTo(Errno.EEXIST);
            assertThat(namespace.run("tc", "qdisc", "show", "dev", theirs.name()))
                    .contains("clsact")
                    .doesNotContain("block");
        } finally {
            Bpf.close(program);
        }
    }

    private static Tun tun(Namespace namespace, String name) {
        return namespace.call(() -> Tun.open(name, Tun.Kind.TUN, Tun.Offload.NONE));
    }
}
