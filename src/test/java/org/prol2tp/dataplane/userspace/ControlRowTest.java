package org.prol2tp.dataplane.userspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.prol2tp.dataplane.Addresses;
import org.prol2tp.linux.Epoll;
import org.prol2tp.linux.L2tpSocket;
import org.prol2tp.linux.LinuxException;
import org.prol2tp.linux.ReceiveBatch;
import org.prol2tp.linux.SocketAddress;
import org.prol2tp.protocol.node.Encapsulation;
import org.prol2tp.protocol.node.Endpoint;
import org.prol2tp.protocol.node.IpAddress;
import org.prol2tp.protocol.node.Path;

/// Answers of one turn to one peer.
final class ControlRowTest {
    private static final IpAddress LOOPBACK = IpAddress.ofIpv4(0x7f00_0001);

    @Test
    void controlMessagesOfOneLengthToOnePeerLeaveAsOneRow() throws LinuxException {
        UserspacePlane plane = UserspacePlane.startWithoutInterfaces(new RecordingSink());
        try (L2tpSocket peer =
                        L2tpSocket.bind(Addresses.of(LOOPBACK, 0), new L2tpSocket.Options(1 << 20, false, true, true));
                ReceiveBatch in = new ReceiveBatch(8, 65_536);
                Epoll epoll = Epoll.open(1)) {
            epoll.add(peer.descriptor(), 0, Epoll.READABLE);
            int number = plane.openSocket(Encapsulation.UDP, new Endpoint(LOOPBACK, 0));
            SocketAddress at = peer.localAddress();
            for (int id = 1; id <= 3; id++) {
                // Each tunnel has a path of its own.
                plane.sendControl(new Path(number, LOOPBACK, new Endpoint(LOOPBACK, at.port())), message(20, id));
            }
            plane.sendControl(new Path(number, LOOPBACK, new Endpoint(LOOPBACK, at.port())), message(12, 4));
            plane.flush();
            epoll.await(10_000);
            assertThat(peer.receive(in)).isEqualTo(1);
            assertThat(in.segmentOctets(0)).isEqualTo(20);
            byte[] row = in.memory().asSlice(0, in.length(0)).toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
            assertThat(row).hasSize(72);
            assertThat(Arrays.copyOfRange(row, 40, 60)).isEqualTo(message(20, 3));
            assertThat(Arrays.copyOfRange(row, 60, 72)).isEqualTo(message(12, 4));
        } finally {
            plane.close();
        }
    }

    private static byte[] message(int octets, int tunnelId) {
        return ByteBuffer.allocate(octets)
                .putShort((short) 0xc802)
                .putShort((short) octets)
                .putShort((short) tunnelId)
                .array();
    }
}
