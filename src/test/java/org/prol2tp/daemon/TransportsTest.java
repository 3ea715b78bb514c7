package org.prol2tp.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.prol2tp.linux.LinuxException;
import org.prol2tp.protocol.node.Encapsulation;
import org.prol2tp.protocol.node.Endpoint;
import org.prol2tp.protocol.node.Input;
import org.prol2tp.protocol.node.IpAddress;
import org.prol2tp.protocol.node.Output.OpenTransport;
import org.prol2tp.protocol.node.Path;
import org.prol2tp.protocol.node.TunnelHandle;

@Timeout(20)
class TransportsTest {
    private static final TunnelHandle T1 = new TunnelHandle(1);
    private static final IpAddress PEER = IpAddress.ofIpv4(0xC0000201);

    private final SocketsOnly dataPlane = new SocketsOnly();
    private final InputQueue queue = new InputQueue();
    private final Transports transports = new Transports(dataPlane, queue);

    @BeforeEach
    void listen() throws LinuxException {
        transports.listen(new Endpoint(IpAddress.ANY_IPV4, 1701));
        transports.listen(new Endpoint(IpAddress.ANY_IPV6, 1701));
    }

    @Test
    void aTunnelFromTheListeningPortSharesTheListeningSocketOfItsFamily() throws Exception {
        assertThat(open("192.0.2.1", Optional.empty(), 1701)).isEqualTo(opened(1, IpAddress.ANY_IPV4, PEER));
        IpAddress six = IpAddress.parse("2001:db8::1").orElseThrow();
        assertThat(open("2001:db8::1", Optional.empty(), 1701)).isEqualTo(opened(2, IpAddress.ANY_IPV6, six));
        transports.close(T1);
        assertThat(dataPlane.sockets).containsOnlyKeys(1, 2);
    }

    @Test
    void aTunnelFromAnEphemeralPortHasASocketOfItsOwnUntilItIsGone() throws Exception {
        assertThat(open("192.0.2.1", Optional.empty(), 0)).isEqualTo(opened(3, IpAddress.ANY_IPV4, PEER));
        assertThat(dataPlane.sockets).containsEntry(3, new Endpoint(IpAddress.ANY_IPV4, 0));
        transports.close(T1);
        assertThat(dataPlane.sockets).containsOnlyKeys(1, 2);
    }

    @Test
    void aNewTryOfATunnelDoesNotLeakTheSocketOfTheOldOne() throws Exception {
        open("192.0.2.1", Optional.empty(), 0);
        assertThat(open("192.0.2.1", Optional.empty(), 0)).isEqualTo(opened(4, IpAddress.ANY_IPV4, PEER));
        assertThat(dataPlane.sockets).containsOnlyKeys(1, 2, 4);
    }

    @Test
    void namesAreResolvedApartFromTheLoop() throws Exception {
        assertThat(open("localhost", IpAddress.parse("127.0.0.1"), 0))
                .isEqualTo(opened(3, IpAddress.ofIpv4(0x7f000001), IpAddress.ofIpv4(0x7f000001)));
    }

    @Test
    void whatCannotBeOpenedSaysWhy() throws Exception {
        assertThat(open("192.0.2.1", IpAddress.parse("2001:db8::1"), 0))
                .isEqualTo(new Input.TransportFailed(T1, "192.0.2.1 has no address of the local address's family"));
        open("192.0.2.1", Optional.empty(), 1702);
        transports.open(new OpenTransport(
                new TunnelHandle(2), Encapsulation.UDP, "192.0.2.1", 1701, Optional.empty(), 1702, false));
        assertThat(queue.take(new ArrayList<>(), 0))
                .singleElement()
                .isInstanceOfSatisfying(
                        Input.TransportFailed.class,
                        failed -> assertThat(failed.reason()).startsWith("bind 0.0.0.0:1702: "));
    }

    @Test
    void anAnswerForATunnelThatIsGoneOpensNothing() throws InterruptedException {
        transports.open(new OpenTransport(T1, Encapsulation.UDP, "localhost", 1701, Optional.empty(), 0, false));
        transports.close(T1);
        assertThat(queue.take(new ArrayList<>(), 10_000_000_000L)).isEmpty();
        transports.settle();
        assertThat(dataPlane.sockets).containsOnlyKeys(1, 2);
    }

    /// Each socket of protocol 115 that is open would get every packet.
    @Test
    void tunnelsOverIpShareOneSocketOfAFamilyWhichStays() throws Exception {
        transports.listenOnIp(false);
        for (long handle = 1; handle <= 2; handle++) {
            TunnelHandle tunnel = new TunnelHandle(handle);
            transports.open(new OpenTransport(tunnel, Encapsulation.IP, "192.0.2.1", 0, Optional.empty(), 0, true));
            assertThat(queue.take(new ArrayList<>(), 0))
                    .containsExactly(
                            new Input.TransportOpened(tunnel, new Path(3, IpAddress.ANY_IPV4, new Endpoint(PEER, 0))));
            transports.close(tunnel);
        }
        IpAddress six = IpAddress.parse("2001:db8::1").orElseThrow();
        transports.open(
                new OpenTransport(T1, Encapsulation.IP, six.toString(), 0, IpAddress.parse("2001:db8::2"), 0, false));
        assertThat(queue.take(new ArrayList<>(), 0))
                .containsExactly(new Input.TransportOpened(
                        T1, new Path(4, IpAddress.parse("2001:db8::2").orElseThrow(), new Endpoint(six, 0))));
        assertThat(dataPlane.sockets).containsOnlyKeys(1, 2, 3, 4);
        assertThat(dataPlane.findingPathMtu).isEmpty();
    }

    private Input open(String host, Optional<IpAddress> local, int localPort) throws InterruptedException {
        transports.open(new OpenTransport(T1, Encapsulation.UDP, host, 1701, local, localPort, false));
        for (int i = 0; i < 10; i++) {
            transports.settle();
            var inputs = queue.take(new ArrayList<>(), 10_000_000_000L);
            if (!inputs.isEmpty()) {
                return inputs.getFirst();
            }
        }
        throw new AssertionError("no answer");
    }

    private static Input opened(int socket, IpAddress local, IpAddress peer) {
        return new Input.TransportOpened(T1, new Path(socket, local, new Endpoint(peer, 1701)));
    }
}
