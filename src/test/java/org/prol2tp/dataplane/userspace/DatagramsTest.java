package org.prol2tp.dataplane.userspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;
import org.prol2tp.linux.Epoll;
import org.prol2tp.linux.L2tpSocket;
import org.prol2tp.linux.LinuxException;
import org.prol2tp.linux.ReceiveBatch;
import org.prol2tp.linux.SocketAddress;
import org.prol2tp.protocol.node.Endpoint;
import org.prol2tp.protocol.node.IpAddress;
import org.prol2tp.protocol.node.Path;

/// Rows, as another socket of the loopback interface gets them.
final class DatagramsTest {
    private static final SocketAddress ANY_PORT = new SocketAddress(false, 0, 0x7f000001, 0);
    private static final IpAddress LOOPBACK = IpAddress.ofIpv4(0x7f000001);

    @Test
    void datagramsOfManySessionsLeaveAsOneRowAndEachSessionCountsItsOwn() throws LinuxException {
        try (Ends ends = new Ends()) {
            for (int i = 0; i < 6; i++) {
                ends.add(ends.route, i % 3, 50, i);
            }
            ends.datagrams.flush();
            assertThat(ends.receive(1)).isEqualTo("6 of 50: 0 1 2 3 4 5");
            assertThat(ends.counted()).isEqualTo("2/96/0 2/96/0 2/96/0");
        }
    }

    /// Within a row only the last one may be shorter.
    @Test
    void aRowEndsWithAShorterOneAndBeforeALongerOne() throws LinuxException {
        try (Ends ends = new Ends()) {
            ends.add(ends.route, 0, 50, 0);
            ends.add(ends.route, 1, 40, 1);
            ends.add(ends.route, 2, 40, 2);
            ends.add(ends.route, 0, 60, 3);
            ends.datagrams.flush();
            assertThat(ends.receive(3)).isEqualTo("2 of 50: 0 1; 1 of 40: 2; 1 of 60: 3");
            assertThat(ends.counted()).isEqualTo("2/106/0 1/38/0 1/38/0");
        }
    }

    @Test
    void anotherWayToThePeerIsAnotherRow() throws LinuxException {
        try (Ends ends = new Ends()) {
            ends.add(ends.route, 0, 50, 0);
            ends.add(ends.anotherRoute(), 1, 50, 1);
            ends.datagrams.flush();
            assertThat(ends.receive(2)).isEqualTo("1 of 50: 0; 1 of 50: 1");
        }
    }

    /// A route without rows stands for one whose rows the kernel refused.
    @Test
    void withoutRowsEachSessionCountsItsOwnToo() throws LinuxException {
        try (Ends ends = new Ends()) {
            ends.route.refusedRowOf(50);
            for (int i = 0; i < 4; i++) {
                ends.add(ends.route, i % 3, 50, i);
            }
            ends.datagrams.flush();
            assertThat(ends.receive(4)).isEqualTo("1 of 50: 0; 1 of 50: 1; 1 of 50: 2; 1 of 50: 3");
            assertThat(ends.counted()).isEqualTo("2/96/0 1/48/0 1/48/0");
        }
    }

    @Test
    void whatIsNotSentCountsAsErrorsOfEachSession() throws LinuxException {
        try (Ends ends = new Ends()) {
            for (int i = 0; i < 4; i++) {
                ends.add(ends.routeToNowhere(), i % 3, 50, i);
            }
            ends.datagrams.flush();
            assertThat(ends.counted()).isEqualTo("0/0/2 0/0/1 0/0/1");
        }
    }

    /// A sender with three sessions, and a receiver.
    private static final class Ends implements AutoCloseable {
        private final Arena arena = Arena.ofShared();
        private final MemorySegment area = arena.allocate(4096, 8);
        private final L2tpSocket from = L2tpSocket.bind(ANY_PORT, L2tpSocket.Options.DEFAULT);
        private final L2tpSocket to = L2tpSocket.bind(ANY_PORT, L2tpSocket.Options.DEFAULT);
        private final ReceiveBatch batch = new ReceiveBatch(16, 65_536);
        private final Epoll epoll = Epoll.open(1);
        private final TransmitCounters[] sessions = {
            new TransmitCounters(), new TransmitCounters(), new TransmitCounters()
        };
        private int used;
        final Datagrams datagrams = new Datagrams((_, _, _, _) -> {});
        final Route route = anotherRoute();

        Ends() throws LinuxException {
            epoll.add(to.descriptor(), 0, Epoll.READABLE);
        }

        Route anotherRoute() {
            return route(to.localAddress().port());
        }

        /// Port 0 is refused at once.
        Route routeToNowhere() {
            return route(0);
        }

        private Route route(int port) {
            return new Route(from, new Path(0, LOOPBACK, new Endpoint(LOOPBACK, port)));
        }

        /// A datagram that begins with `mark`; all but two octets count.
        void add(Route by, int session, int octets, int mark) {
            area.set(ValueLayout.JAVA_BYTE, used, (byte) mark);
            datagrams.add(by, sessions[session], Ecn.NOT_ECT, octets - 2, area.address() + used, octets, 0, 0);
            used += octets;
        }

        /// Each message: how many datagrams of what length, and their marks.
        String receive(int messages) {
            StringBuilder all = new StringBuilder();
            for (int got = 0; got < messages; ) {
                assertThat(epoll.await(10_000)).isEqualTo(1);
                int n = to.receive(batch);
                for (int i = 0; i < n; i++) {
                    all.append(got + i > 0 ? "; " : "").append(message(i));
                }
                got += n;
            }
            return all.toString();
        }

        private String message(int i) {
            int each = batch.segmentOctets(i);
            StringBuilder marks = new StringBuilder();
            int count = 0;
            for (int at = 0; at < batch.length(i); at += each) {
                marks.append(' ').append(Ip.u8(batch.memory(), batch.offset(i) + at));
                count++;
            }
            return count + " of " + each + ":" + marks;
        }

        /// Packets, octets and errors of the sessions.
        String counted() {
            StringBuilder all = new StringBuilder();
            for (TransmitCounters each : sessions) {
                all.append(each.packets).append('/').append(each.octets).append('/');
                all.append(each.errors).append(' ');
            }
            return all.toString().strip();
        }

        @Override
        public void close() {
            epoll.close();
            datagrams.close();
            batch.close();
            from.close();
            to.close();
            arena.close();
        }
    }
}
