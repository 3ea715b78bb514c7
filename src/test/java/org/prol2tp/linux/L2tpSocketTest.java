package org.prol2tp.linux;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class L2tpSocketTest {
    private static final SocketAddress ANY_IPV4 = new SocketAddress(false, 0, 0, 0);
    private static final SocketAddress LOOPBACK_IPV4 = new SocketAddress(false, 0, 0x7f000001, 0);
    private static final SocketAddress LOOPBACK_IPV6 = new SocketAddress(true, 0, 1, 0);

    @Test
    void datagramsCrossLoopbackInBatches() throws LinuxException {
        try (L2tpSocket sender = L2tpSocket.bind(LOOPBACK_IPV4, L2tpSocket.Options.DEFAULT);
                L2tpSocket receiver = L2tpSocket.bind(LOOPBACK_IPV4, L2tpSocket.Options.DEFAULT);
                Arena arena = Arena.ofConfined();
                SendBatch out = new SendBatch(8, 16)) {
            MemorySegment hello = arena.allocateFrom("hello world", US_ASCII);
            for (int length = 5; length <= 11; length += 6) {
                out.begin(false, 0, 0x7f000001, receiver.localAddress().port(), 0, 0);
                out.piece(hello.address(), 2);
                out.piece(hello.address() + 2, length - 2);
            }
            assertThat(sender.send(out, 0)).isEqualTo(2);

            assertThat(receive(receiver)).containsExactly("hello", "hello world");
        }
    }

    @Test
    void uncheckedSocketHasTheSamePortAndLetsNobodyElseHaveIt() throws LinuxException {
        try (L2tpSocket first = L2tpSocket.bind(LOOPBACK_IPV4, L2tpSocket.Options.DEFAULT);
                L2tpSocket second = first.openUnchecked(65_536)) {
            assertThat(second.localAddress()).isEqualTo(first.localAddress());
            assertThat(second.sendsRows()).isFalse();
            assertThatThrownBy(() -> L2tpSocket.bind(first.localAddress(), L2tpSocket.Options.DEFAULT))
                    .hasMessageContaining("Address already in use");
        }
    }

    /// RFC 2661 §3.1: the T bit is the first of a message.
    @Test
    void controlMessagesHaveABufferThatDataDoesNotFill() throws LinuxException {
        for (SocketAddress loopback : List.of(LOOPBACK_IPV4, LOOPBACK_IPV6)) {
            try (L2tpSocket first = L2tpSocket.bind(loopback, new L2tpSocket.Options(8_192, false, true, true));
                    L2tpSocket second = first.openForControl(65_536);
                    L2tpSocket sender = L2tpSocket.bind(loopback, L2tpSocket.Options.DEFAULT);
                    Arena arena = Arena.ofConfined();
                    SendBatch out = new SendBatch(1, 1)) {
                assertThat(second.localAddress()).isEqualTo(first.localAddress());
                MemorySegment data = arena.allocateFrom("@a data message", US_ASCII);
                for (int i = 0; i < 1_000; i++) {
                    send(sender, out, first.localAddress(), data);
                }
                MemorySegment control = arena.allocate(4);
                control.set(ValueLayout.JAVA_BYTE, 0, (byte) 0xc8);
                send(sender, out, first.localAddress(), control);
                assertThat(receive(second)).hasSize(1);
                assertThat(receive(first)).isNotEmpty().allMatch("@a data message\0"::equals);
                L2tpSocket third = first.openUnchecked(65_536);
                send(sender, out, first.localAddress(), control);
                send(sender, out, first.localAddress(), data);
                assertThat(receive(second)).hasSize(1);
                assertThat(receive(third)).isEmpty();
                third.close();
            }
        }
    }

    private static void send(L2tpSocket from, SendBatch out, SocketAddress to, MemorySegment octets) {
        out.clear();
        out.begin(to.ipv6(), to.high(), to.low(), to.port(), 0, 0);
        out.piece(octets.address(), (int) octets.byteSize());
        assertThat(from.send(out, 0)).isEqualTo(1);
    }

    /// The answer must leave from the address that was asked: 127.0.0.2 here, not the one routing would
    /// choose.
    @Test
    void answerLeavesFromTheAddressThatWasAsked() throws LinuxException {
        try (L2tpSocket asker = L2tpSocket.bind(LOOPBACK_IPV4, L2tpSocket.Options.DEFAULT);
                L2tpSocket answerer = L2tpSocket.bind(ANY_IPV4, L2tpSocket.Options.DEFAULT);
                ReceiveBatch in = new ReceiveBatch(4, 2048);
                SendBatch out = new SendBatch(4, 4);
                Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocateFrom("x");
            out.begin(false, 0, 0x7f000002, answerer.localAddress().port(), 0, 0);
            out.piece(text.address(), 1);
            asker.send(out, 0);
            assertThat(answerer.receive(in)).isEqualTo(1);
            assertThat(in.destinationLow(0)).isEqualTo(0x7f000002);
            assertThat(in.sourceLow(0)).isEqualTo(0x7f000001);
            assertThat(in.sourcePort(0)).isEqualTo(asker.localAddress().port());

            out.clear();
            out.begin(false, 0, in.sourceLow(0), in.sourcePort(0), 0, in.destinationLow(0));
            out.piece(text.address(), 1);
            answerer.send(out, 0);
            assertThat(asker.receive(in)).isEqualTo(1);
            assertThat(in.sourceLow(0)).isEqualTo(0x7f000002);
        }
    }

    @Test
    void rowOfDatagramsArrivesWholeOrCut() throws LinuxException {
        try (L2tpSocket sender = L2tpSocket.bind(LOOPBACK_IPV6, L2tpSocket.Options.DEFAULT);
                L2tpSocket receiver = L2tpSocket.bind(LOOPBACK_IPV6, L2tpSocket.Options.DEFAULT);
                SendBatch out = new SendBatch(1, 1);
                Arena arena = Arena.ofConfined()) {
            if (!sender.sendsRows()) {
                System.out.println("SKIPPED: the kernel has no UDP_SEGMENT");
                return;
            }
            MemorySegment text = arena.allocateFrom("aaaabbbbcc", US_ASCII);
            out.begin(true, 0, 1, receiver.localAddress().port(), 0, 1);
            out.piece(text.address(), 10);
            out.segment(4);
            assertThat(sender.send(out, 0)).isEqualTo(1);

            assertThat(receive(receiver)).containsExactly("aaaa", "bbbb", "cc");
        }
    }

    @Test
    void refusedDatagramIsReportedWithItsPeer() throws LinuxException {
        int closedPort;
        try (L2tpSocket closed = L2tpSocket.bind(LOOPBACK_IPV4, L2tpSocket.Options.DEFAULT)) {
            closedPort = closed.localAddress().port();
        }
        try (L2tpSocket sender = L2tpSocket.bind(LOOPBACK_IPV4, L2tpSocket.Options.DEFAULT);
                SendBatch out = new SendBatch(1, 1);
                ReceiveBatch in = new ReceiveBatch(1, 64);
                Arena arena = Arena.ofConfined()) {
            out.begin(false, 0, 0x7f000001, closedPort, 0, 0);
            out.piece(arena.allocateFrom("x").address(), 1);
            assertThat(sender.send(out, 0)).isEqualTo(1);

            assertThat(sender.receive(in)).isEqualTo(-Errno.ECONNREFUSED);
            assertThat(sender.nextError())
                    .contains(new L2tpSocket.NetworkError(
                            new SocketAddress(false, 0, 0x7f000001, closedPort), Errno.ECONNREFUSED, 0));
            assertThat(sender.nextError()).isEmpty();
            assertThat(sender.receive(in)).isEqualTo(-Errno.EAGAIN);
        }
    }

    @Test
    void secondSocketOnTheSamePortIsRefusedByName() throws LinuxException {
        try (L2tpSocket first = L2tpSocket.bind(LOOPBACK_IPV4, L2tpSocket.Options.DEFAULT)) {
            assertThatThrownBy(() -> L2tpSocket.bind(first.localAddress(), L2tpSocket.Options.DEFAULT))
                    .isInstanceOf(LinuxException.class)
                    .hasMessage(
                            "bind 127.0.0.1:" + first.localAddress().port() + ": Address already in use [errno 98]");
        }
    }

    @Test
    void sessionsThatNobodyWantsAreDroppedInTheKernel() throws LinuxException {
        for (SocketAddress address : List.of(LOOPBACK_IPV4, LOOPBACK_IPV6)) {
            try (L2tpSocket sender = L2tpSocket.bindIp(address, 65_536);
                    L2tpSocket receiver = L2tpSocket.bindIp(address, 65_536)) {
                receiver.receiveSessions(Optional.of(Set.of(0, 0xfffffff7)));
                sendSessions(sender, address, 0xfffffff7, 8, 0);
                assertThat(sessions(receiver, address.ipv6())).containsExactly(0xfffffff7, 0);

                receiver.receiveSessions(Optional.empty());
                sendSessions(sender, address, 8, 9);
                assertThat(sessions(receiver, address.ipv6())).containsExactly(8, 9);
            } catch (LinuxException e) {
                if (e.errno() != Errno.EPERM) {
                    throw e;
                }
                System.out.println("SKIPPED: needs CAP_NET_RAW");
            }
        }
    }

    @Test
    void aFilterTellsItsMostSessionsApart() throws LinuxException {
        try (L2tpSocket sender = L2tpSocket.bindIp(LOOPBACK_IPV4, 65_536);
                L2tpSocket receiver = L2tpSocket.bindIp(LOOPBACK_IPV4, 65_536)) {
            receiver.receiveSessions(Optional.of(
                    IntStream.rangeClosed(1, L2tpSocket.SESSIONS).boxed().collect(Collectors.toSet())));
            sendSessions(sender, LOOPBACK_IPV4, 1, 0, L2tpSocket.SESSIONS, L2tpSocket.SESSIONS + 1);
            assertThat(sessions(receiver, false)).containsExactly(1, L2tpSocket.SESSIONS);
        } catch (LinuxException e) {
            if (e.errno() != Errno.EPERM) {
                throw e;
            }
            System.out.println("SKIPPED: needs CAP_NET_RAW");
        }
    }

    private static void sendSessions(L2tpSocket sender, SocketAddress to, int... ids) {
        try (SendBatch out = new SendBatch(8, 8);
                Arena arena = Arena.ofConfined()) {
            for (int id : ids) {
                MemorySegment packet = arena.allocate(8, 4);
                packet.set(Struct.NETWORK_32, 0, id);
                out.begin(to.ipv6(), to.high(), to.low(), 0, 0, 0);
                out.piece(packet.address(), 8);
            }
            assertThat(sender.send(out, 0)).isEqualTo(ids.length);
        }
    }

    private static List<Integer> sessions(L2tpSocket receiver, boolean ipv6) {
        List<Integer> ids = new ArrayList<>();
        try (ReceiveBatch in = new ReceiveBatch(8, 64)) {
            int messages = receiver.receive(in);
            for (int i = 0; i < messages; i++) {
                ids.add(in.memory().get(Struct.NETWORK_32, in.offset(i) + (ipv6 ? 0 : 20)));
            }
        }
        return ids;
    }

    @Test
    void epollWakesForDatagramsAndForEvents() throws LinuxException {
        try (Epoll epoll = Epoll.open(4);
                EventFd event = EventFd.open()) {
            epoll.add(event.descriptor(), 7, Epoll.READABLE);
            assertThat(epoll.await(0)).isZero();
            event.wake();
            event.wake();
            assertThat(epoll.await(-1)).isEqualTo(1);
            assertThat(epoll.token(0)).isEqualTo(7);
            assertThat(epoll.events(0)).isEqualTo(Epoll.READABLE);
            event.drain();
            assertThat(epoll.await(0)).isZero();
        }
    }

    private static List<String> receive(L2tpSocket socket) {
        List<String> texts = new ArrayList<>();
        try (ReceiveBatch in = new ReceiveBatch(4, 65536)) {
            int messages = socket.receive(in);
            for (int i = 0; i < messages; i++) {
                for (int at = 0; at < in.length(i); at += in.segmentOctets(i)) {
                    int length = Math.min(in.segmentOctets(i), in.length(i) - at);
                    byte[] octets =
                            in.memory().asSlice(in.offset(i) + at, length).toArray(ValueLayout.JAVA_BYTE);
                    texts.add(new String(octets, US_ASCII));
                }
            }
        }
        return texts;
    }
}
