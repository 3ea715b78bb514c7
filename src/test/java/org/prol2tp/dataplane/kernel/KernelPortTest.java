package org.prol2tp.dataplane.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.prol2tp.linux.L2tpNetlink;
import org.prol2tp.protocol.node.DataPlaneCommand.AddSession;
import org.prol2tp.protocol.node.DataPlaneCommand.AddTunnel;
import org.prol2tp.protocol.node.DataPlaneCommand.DataOptions;
import org.prol2tp.protocol.node.DataPlaneCommand.PseudowireEnd;
import org.prol2tp.protocol.node.DataPlaneCommand.PseudowireOptions;
import org.prol2tp.protocol.node.DataPlaneCommand.SequencingOptions;
import org.prol2tp.protocol.node.Endpoint;
import org.prol2tp.protocol.node.IpAddress;
import org.prol2tp.protocol.node.Path;
import org.prol2tp.protocol.node.SessionHandle;
import org.prol2tp.protocol.node.TunnelHandle;
import org.prol2tp.protocol.wire.ControlConnectionId;
import org.prol2tp.protocol.wire.Octets;
import org.prol2tp.protocol.wire.PseudowireAvp.DataSequencing;
import org.prol2tp.protocol.wire.PseudowireAvp.PseudowireType;
import org.prol2tp.protocol.wire.SessionId;

class KernelPortTest {
    private static PseudowireEnd end(String cookie, boolean sublayer, DataSequencing sequencing) {
        return new PseudowireEnd(Octets.ofHex(cookie), sublayer, sequencing);
    }

    private static boolean suits(PseudowireType type, PseudowireEnd local, PseudowireEnd peer) {
        return KernelPseudowire.suits(new PseudowireOptions(type, local, peer, true), SequencingOptions.NONE);
    }

    @Test
    void theKernelTakesWhatDiffersInCookiesOnly() {
        PseudowireEnd plain = end("", false, DataSequencing.NONE);
        PseudowireEnd layered = end("01020304", true, DataSequencing.NONE);
        PseudowireEnd numbered = end("", true, new DataSequencing(2)); // as it comes off the wire
        PseudowireEnd partly = end("", true, DataSequencing.NON_IP);
        assertThat(suits(PseudowireType.ETHERNET, plain, plain)).isTrue();
        assertThat(suits(PseudowireType.ETHERNET, plain, end("0102030405060708", false, DataSequencing.NONE)))
                .isTrue();
        assertThat(suits(PseudowireType.ETHERNET, numbered, numbered)).isTrue();
        assertThat(suits(PseudowireType.ETHERNET, plain, layered)).isFalse();
        assertThat(suits(PseudowireType.ETHERNET, layered, numbered)).isFalse();
        assertThat(suits(PseudowireType.ETHERNET, partly, partly)).isFalse();
        assertThat(suits(PseudowireType.ETHERNET_VLAN, plain, plain)).isFalse();
        assertThat(suits(PseudowireType.PPP, plain, plain)).isTrue();
        assertThat(suits(PseudowireType.PPP, plain, layered)).isFalse();
    }

    @Test
    void theKernelExpectsOurCookieAndSendsThePeers() {
        IpAddress address = new IpAddress(false, 0, 0x7f000001);
        KernelTunnel tunnel = new KernelTunnel(new AddTunnel(
                new TunnelHandle(1),
                new ControlConnectionId(11),
                new ControlConnectionId(12),
                new Path(0, address, new Endpoint(address, 1701)),
                new DataOptions(false, true)));
        PseudowireOptions options = new PseudowireOptions(
                PseudowireType.ETHERNET,
                end("c0c1c2c3", true, DataSequencing.ALL),
                end("d0d1d2d3", true, DataSequencing.ALL),
                true);
        AddSession add = new AddSession(
                new SessionHandle(1),
                tunnel.handle,
                new SessionId(21),
                new SessionId(22),
                new SequencingOptions(false, false, false, Duration.ofMillis(20)),
                Optional.of(options));
        assertThat(new KernelPort(add, tunnel, options).wanted(Optional.of("e")))
                .isEqualTo(new L2tpNetlink.PseudowireSession(
                        L2tpNetlink.Carried.ETHERNET,
                        11,
                        21,
                        22,
                        Optional.of("e"),
                        "c0c1c2c3",
                        "d0d1d2d3",
                        true,
                        new L2tpNetlink.Sequencing(true, true, true, 20)));
    }
}
