package org.prol2tp.dataplane.userspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.prol2tp.dataplane.DataPlaneSink;
import org.prol2tp.linux.Descriptors;
import org.prol2tp.linux.L2tpSocket;
import org.prol2tp.linux.LinuxException;
import org.prol2tp.linux.SocketAddress;
import org.prol2tp.protocol.node.Endpoint;
import org.prol2tp.protocol.node.Input;
import org.prol2tp.protocol.node.IpAddress;
import org.prol2tp.protocol.node.Path;

/// Sockets beside the listener, connected to one peer each, whose data somebody else carries.
@Timeout(20)
class ConnectedSocketTest {
    private static final IpAddress LOOPBACK = new IpAddress(false, 0, 0x7f000001);

    private final LinkedBlockingQueue<Input.DatagramReceived> received = new LinkedBlockingQueue<>();

    private final DataPlaneSink sink = new DataPlaneSink() {
        @Override
        public boolean offer(Input input) {
            return !(input instanceof Input.DatagramReceived it) || received.add(it);
        }

        @Override
        public void answer(Input input) {}

        @Override
        public void wake() {}

        @Override
        public void notice(String sentence) {}
    };

    private void sayHello(DatagramSocket from, Endpoint to, int sign) throws Exception {
        byte[] control = {(byte) 0xc8, 2, 0, 12, 0, 1, 0, 0, 0, 0, 0, (byte) sign};
        from.send(new DatagramPacket(
                control, control.length, new InetSocketAddress(InetAddress.getLoopbackAddress(), to.port())));
    }

    private void expect(Path path, int sign) throws Exception {
        Input.DatagramReceived it = received.poll(10, TimeUnit.SECONDS);
        assertThat(it).isNotNull();
        assertThat(it.path()).isEqualTo(path);
        assertThat(it.octets()[11]).isEqualTo((byte) sign);
    }

    @Test
    void controlDatagramsArriveAsIfAtTheListenerWhicheverSocketGetsThem() throws Exception {
        try (UserspacePlane plane = UserspacePlane.startWithoutInterfaces(sink);
                DatagramSocket a = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                DatagramSocket b = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                DatagramSocket c = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            int listener = plane.openSocket(new Endpoint(IpAddress.ANY_IPV4, 0));
            Endpoint local = plane.localEndpoint(listener);
            Path pathOfA = new Path(listener, LOOPBACK, new Endpoint(LOOPBACK, a.getLocalPort()));
            Path pathOfB = new Path(listener, LOOPBACK, new Endpoint(LOOPBACK, b.getLocalPort()));
            Path pathOfC = new Path(listener, LOOPBACK, new Endpoint(LOOPBACK, c.getLocalPort()));
            UserspacePlane.Connected toA = plane.openConnected(pathOfA, true);
            UserspacePlane.Connected toB = plane.openConnected(pathOfB, true);
            assertThat(List.of(toA.number(), toB.number())).doesNotHaveDuplicates();
            assertThat(toA.socket().localAddress().port()).isEqualTo(local.port());

            sayHello(a, local, 1);
            expect(pathOfA, 1);
            sayHello(b, local, 2);
            expect(pathOfB, 2);
            sayHello(c, local, 3);
            expect(pathOfC, 3);

            toA.socket().connect(new SocketAddress(false, 0, 0x7f000001, c.getLocalPort()));
            sayHello(a, local, 4);
            expect(pathOfA, 4);
            sayHello(c, local, 5);
            expect(pathOfC, 5);

            plane.closeConnected(toA);
            plane.closeConnected(toB);
            sayHello(a, local, 6);
            expect(pathOfA, 6);
        }
    }

    @Test
    void nobodyElseCanShareThePortOfAConnectedSocket() throws Exception {
        try (UserspacePlane plane = UserspacePlane.startWithoutInterfaces(sink);
                DatagramSocket other = new DatagramSocket(null)) {
            int listener = plane.openSocket(new Endpoint(LOOPBACK, 0));
            int port = plane.localEndpoint(listener).port();
            plane.openConnected(new Path(listener, LOOPBACK, new Endpoint(LOOPBACK, 9)), true);
            other.setReuseAddress(true);
            InetSocketAddress same = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            assertThat(catchThrowable(() -> other.bind(same))).isInstanceOf(BindException.class);
        }
    }

    /// At the very same address, and at one of all.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theNextProcessGoesOnWithAConnectedSocketAndListensBesideIt(boolean any) throws Exception {
        IpAddress at = any ? IpAddress.ANY_IPV4 : LOOPBACK;
        try (DatagramSocket a = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                DatagramSocket b = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            int kept;
            Endpoint local;
            try (UserspacePlane before = UserspacePlane.startWithoutInterfaces(sink)) {
                int listener = before.openSocket(new Endpoint(at, 0));
                local = before.localEndpoint(listener);
                Path path = new Path(listener, LOOPBACK, new Endpoint(LOOPBACK, a.getLocalPort()));
                UserspacePlane.Connected connected = before.openConnected(path, true);
                kept = Descriptors.duplicate(connected.socket().descriptor());
                before.closeConnected(connected);
            }
            sayHello(a, local, 1); // while there is no process
            try (UserspacePlane after = UserspacePlane.startWithoutInterfaces(sink)) {
                assertThat(catchThrowable(() -> after.openSocket(local))).isInstanceOf(LinuxException.class);
                after.openBeside(true);
                int listener = after.openSocket(local);
                after.openBeside(false);
                Path pathOfA = new Path(listener, LOOPBACK, new Endpoint(LOOPBACK, a.getLocalPort()));
                Path pathOfB = new Path(listener, LOOPBACK, new Endpoint(LOOPBACK, b.getLocalPort()));
                UserspacePlane.Connected toA = after.adoptConnected(pathOfA, L2tpSocket.adopt(kept));
                expect(pathOfA, 1);
                sayHello(a, local, 2);
                expect(pathOfA, 2);
                for (int sign = 3; sign < 10; sign++) {
                    sayHello(b, local, sign);
                    expect(pathOfB, sign);
                }
                UserspacePlane.Connected toB = after.openConnected(pathOfB, true);
                sayHello(b, local, 10);
                expect(pathOfB, 10);
                after.closeConnected(toA);
                after.closeConnected(toB);
                sayHello(a, local, 11);
                expect(pathOfA, 11);
            }
        }
    }
}
