package org.prol2tp.dataplane.userspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.prol2tp.protocol.node.DataPlaneCommand;
import org.prol2tp.protocol.node.DataPlaneCommand.InterfaceOptions;
import org.prol2tp.protocol.node.DataPlaneCommand.Ipv4Addresses;
import org.prol2tp.protocol.node.DataPlaneCommand.PppFraming;
import org.prol2tp.protocol.node.DataPlaneCommand.SequencingOptions;
import org.prol2tp.protocol.node.Input;
import org.prol2tp.protocol.node.IpAddress;
import org.prol2tp.protocol.node.SessionHandle;
import org.prol2tp.protocol.wire.SessionId;

/// Sessions of one tunnel that carry packets at the same time, each through a device of its own.
@Tag("root")
final class ManySessionsTest {
    private static final int SESSIONS = 100;
    private static final int LEFT = 0x0a020000;
    private static final int RIGHT = 0x0a010000;
    private static final int PORT = 9000;
    private static final int ROUNDS = 20;
    private static final int TIMEOUT_MS = 20_000;

    /// One packet to each, then a burst to one of them, and again. All arrive, those of one session in the order in
    /// which they were sent, and each session counts its own.
    @Test
    void eachSessionsPacketsArriveInOrderAndAreItsOwn() throws IOException {
        assumeTrue(Namespace.possible());
        try (PlanePair pair = new PlanePair(PlanePair.Options.DEFAULT)) {
            for (int i = 1; i <= SESSIONS; i++) {
                session(pair, i);
            }
            int[] sent = new int[SESSIONS + 1];
            int[] received = new int[SESSIONS + 1];
            try (DatagramSocket to = pair.left.namespace.call(() -> new DatagramSocket(PORT));
                    DatagramSocket from = pair.right.namespace.call(DatagramSocket::new)) {
                to.setSoTimeout(TIMEOUT_MS);
                for (int round = 1; round <= ROUNDS; round++) {
                    for (int i = 1; i <= SESSIONS; i++) {
                        send(from, i, sent[i]++);
                    }
                    for (int k = 0; k < 3 * round; k++) {
                        send(from, round, sent[round]++);
                    }
                    for (int k = 0; k < SESSIONS + 3 * round; k++) {
                        receive(to, received);
                    }
                }
            }
            assertThat(received).isEqualTo(sent);
            for (int i = 1; i <= SESSIONS; i++) {
                SessionHandle handle = new SessionHandle(i + 1);
                int expected = sent[i];
                Eventually.isTrue(() -> pair.right.plane().counters(handle).txPackets() == expected
                        && pair.left.plane().counters(handle).rxPackets() == expected);
                // PPP's four octets, 28 of IP and UDP, 8 of ours
                assertThat(pair.right.plane().counters(handle).txOctets()).isEqualTo(expected * 40L);
            }
        }
    }

    private static void send(DatagramSocket from, int session, int number) throws IOException {
        byte[] payload = ByteBuffer.allocate(8).putInt(session).putInt(number).array();
        byte[] address = ByteBuffer.allocate(4).putInt(LEFT + session).array();
        from.send(new DatagramPacket(payload, payload.length, InetAddress.getByAddress(address), PORT));
    }

    private static void receive(DatagramSocket to, int[] received) throws IOException {
        byte[] payload = new byte[8];
        to.receive(new DatagramPacket(payload, payload.length));
        ByteBuffer read = ByteBuffer.wrap(payload);
        int session = read.getInt();
        assertThat(read.getInt())
                .as("number of session " + session + " after " + Arrays.toString(received))
                .isEqualTo(received[session]++);
    }

    private static void session(PlanePair pair, int i) {
        SessionHandle handle = new SessionHandle(i + 1); // the first is the pair's own
        for (PlanePair.End end : List.of(pair.left, pair.right)) {
            int mine = (end == pair.left ? LEFT : RIGHT) + i;
            int its = (end == pair.left ? RIGHT : LEFT) + i;
            end.plane()
                    .execute(new DataPlaneCommand.AddSession(
                            handle,
                            PlanePair.TUNNEL,
                            new SessionId(1000 + i),
                            new SessionId(1000 + i),
                            SequencingOptions.NONE));
            end.plane()
                    .execute(new DataPlaneCommand.ActivateInterface(
                            handle,
                            new InterfaceOptions(
                                    Optional.empty(),
                                    1400,
                                    Optional.of(new Ipv4Addresses(IpAddress.ofIpv4(mine), IpAddress.ofIpv4(its))),
                                    Optional.empty(),
                                    new PppFraming(false, false),
                                    List.of(),
                                    Optional.empty())));
            assertThat(end.sink.take()).isInstanceOf(Input.InterfaceActivated.class);
        }
    }
}
