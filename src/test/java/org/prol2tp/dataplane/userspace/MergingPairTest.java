package org.prol2tp.dataplane.userspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.prol2tp.linux.Bpf;
import org.prol2tp.linux.Bpf.Hook;
import org.prol2tp.linux.LinuxException;
import org.prol2tp.linux.MergingPair;

@Tag("root")
final class MergingPairTest {
    /// `return -1`.
    private static final byte[] PASS = HexFormat.of().parseHex("b7000000ffffffff" + "9500000000000000");

    @BeforeAll
    static void needsRoot() {
        assumeTrue(Namespace.possible(), "not root: no network namespaces");
    }

    @Test
    void segmentsAreMergedAtItsFarEnd() {
        assumeTrue(Files.isExecutable(Path.of("/usr/sbin/ethtool")), "no ethtool");
        try (Namespace namespace = new Namespace("merge")) {
            MergingPair pair = namespace.call(MergingPair::create);
            namespace.call(() -> {
                pair.up();
                return pair;
            });
            assertThat(namespace.run("ethtool", "-k", "l2tp-gro0")).contains("tx-tcp-segmentation: off");
            assertThat(namespace.run("ethtool", "-k", "l2tp-gro0-out")).contains("generic-receive-offload: on");
            assertThat(namespace.run("ip", "-o", "link", "show", "type", "veth"))
                    .contains("NOARP,UP", "mtu 65535");
            assertThat(namespace.run("ip", "-o", "address", "show", "dev", "l2tp-gro0-out"))
                    .isBlank();
        }
    }

    @Test
    void onlyOneThatNobodyLooksAtIsAbandoned() throws LinuxException {
        int program = Bpf.load("pass", PASS);
        try (Namespace namespace = new Namespace("merge")) {
            MergingPair used = namespace.call(MergingPair::create);
            int link = namespace.call(() -> Bpf.attach(program, used.farIndex, Hook.INGRESS));
            namespace.call(MergingPair::create);
            assertThat(interfaces(namespace)).contains("l2tp-gro0-out@", "l2tp-gro1-out@");
            removeAbandoned(namespace);
            assertThat(interfaces(namespace)).contains("l2tp-gro0-out@").doesNotContain("l2tp-gro1");
            Bpf.close(link);
            int next = namespace.call(MergingPair::create).index;
            assertThat(next).isNotEqualTo(used.index);
            assertThat(interfaces(namespace)).contains("l2tp-gro0-out@").doesNotContain("l2tp-gro1");
            removeAbandoned(namespace);
            assertThat(interfaces(namespace)).doesNotContain("l2tp-gro");
        } finally {
            Bpf.close(program);
        }
    }

    /// Somebody else keeps the link for a while longer.
    @Test
    void onesOwnIsRemovedWhileAProgramLooksAtIt() throws LinuxException {
        int program = Bpf.load("pass", PASS);
        try (Namespace namespace = new Namespace("merge")) {
            MergingPair pair = namespace.call(MergingPair::create);
            int link = namespace.call(() -> Bpf.attach(program, pair.farIndex, Hook.INGRESS));
            removeByFarEnd(namespace, 1);
            removeByFarEnd(namespace, pair.index);
            assertThat(interfaces(namespace)).contains("l2tp-gro0-out@", "lo:");
            removeByFarEnd(namespace, pair.farIndex);
            assertThat(interfaces(namespace)).doesNotContain("l2tp-gro");
            Bpf.close(link);
        } finally {
            Bpf.close(program);
        }
    }

    private static void removeByFarEnd(Namespace namespace, int index) {
        namespace.call(() -> {
            MergingPair.removeByFarEnd(index);
            return 0;
        });
    }

    private static void removeAbandoned(Namespace namespace) {
        namespace.call(() -> {
            MergingPair.removeAbandoned();
            return 0;
        });
    }

    private static String interfaces(Namespace namespace) {
        return namespace.run("ip", "-o", "link", "show");
    }
}
