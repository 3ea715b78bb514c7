package org.prol2tp.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.prol2tp.operator.config.DaemonSettings.LogLevel;
import org.prol2tp.protocol.node.Encapsulation;
import org.prol2tp.protocol.node.Endpoint;
import org.prol2tp.protocol.node.Event;
import org.prol2tp.protocol.node.Input;
import org.prol2tp.protocol.node.IpAddress;
import org.prol2tp.protocol.node.Reply;
import org.prol2tp.protocol.node.TraceCategory;
import org.prol2tp.protocol.node.TunnelHandle;
import org.prol2tp.protocol.wire.ControlConnectionId;
import org.prol2tp.protocol.wire.Version;

/// Streams over a real control socket, and what becomes of clients that do not read them.
@Timeout(60)
class EventStreamTest {
    private static final Event.TunnelRef T1 =
            new Event.TunnelRef(new TunnelHandle(1), new ControlConnectionId(100), Optional.of("t1"));

    private static final Event.TunnelFacts FACTS =
            new Event.TunnelFacts(Version.V2, Encapsulation.UDP, Optional.of("p1"), Optional.empty(), Optional.empty());

    private static final Event.TunnelCreated CREATED = new Event.TunnelCreated(
            T1, FACTS, Optional.of(new Endpoint(IpAddress.parse("192.0.2.1").orElseThrow(), 1701)));

    private static final Event.Trace LINE =
            new Event.Trace(TraceCategory.FSM, Optional.of(T1), Optional.empty(), "CCE(100) event STOPCCN", false);

    @TempDir
    Path folder = Path.of("");

    private final LogThread log = new LogThread(_ -> {}, LogLevel.INFO);
    private final InputQueue queue = new InputQueue();
    private final Operator operator = new Operator(queue, new SocketsOnly(), log);
    private final List<SocketChannel> open = new ArrayList<>();
    private CtlServer server;

    @BeforeEach
    void startServer() throws IOException {
        start(CtlServer.STALL_NS);
    }

    private void start(long patienceNs) throws IOException {
        server = new CtlServer(folder.resolve("ctl"), "rw-rw----", operator, log, patienceNs);
        operator.answerTo(server::answer);
        operator.streams().wakeBy(server::wake);
        server.start();
    }

    @AfterEach
    void stopServer() throws IOException {
        for (SocketChannel channel : open) {
            channel.close();
        }
        server.close();
    }

    @Test
    void aWatcherGetsTheEventsItWantsUntilTheDaemonEnds() throws Exception {
        Reader client = ask("{\"request\":\"watch\",\"events\":[\"tunnel_created\",\"tunnel_deleted\"]}");
        assertThat(client.line())
                .isEqualTo("{\"reply\":\"watching\",\"events\":[\"tunnel_created\",\"tunnel_deleted\"]}");
        operator.happened(LINE);
        operator.happened(CREATED);
        operator.happened(new Event.TunnelDown(T1, FACTS, new Event.Ending(6, 0, "bye", true)));
        operator.happened(new Event.TunnelDeleted(T1, FACTS));
        assertThat(client.line().replaceAll("\"time\":\\d+,\"usec\":\\d+,", ""))
                .isEqualTo("{\"event\":\"tunnel_created\",\"handle\":1,\"tid\":100,\"name\":\"t1\",\"profile\":\"p1\","
                        + "\"version\":2,\"encap\":\"udp\",\"peer\":\"192.0.2.1:1701\"}");
        assertThat(client.line().replaceAll("\"time\":\\d+,\"usec\":\\d+,", ""))
                .isEqualTo("{\"event\":\"tunnel_deleted\",\"handle\":1,\"tid\":100,"
                        + "\"result\":6,\"error\":0,\"message\":\"bye\"}");
        operator.streams().close();
        server.wake();
        assertThat(client.line()).isEqualTo("{\"event\":\"end\",\"reason\":\"the daemon ends\"}");
        assertThat(client.line()).isEmpty();
    }

    /// The node's answer makes the stream; whoever hangs up is forgotten by the node too.
    @Test
    void aFollowerGetsItsTunnelOnlyAndIsForgottenWhenItHangsUp() throws Exception {
        Reader client = follow();
        operator.happened(new Event.Trace(
                TraceCategory.FSM,
                Optional.of(new Event.TunnelRef(new TunnelHandle(2), new ControlConnectionId(5), Optional.empty())),
                Optional.empty(),
                "of another",
                true));
        operator.happened(
                new Event.Trace(TraceCategory.XPRT, Optional.of(T1), Optional.empty(), "not asked for", true));
        operator.happened(LINE);
        assertThat(client.line())
                .endsWith("\"category\":\"fsm\",\"tid\":100,\"line\":\"FSM: CCE(100) event STOPCCN\"}");
        client.channel.close();
        List<Input> inputs = queue.take(new ArrayList<>(), Long.MAX_VALUE);
        assertThat(inputs).containsExactly(new Input.FollowerGone(1));
        assertThat(operator.streams().size()).isZero();
    }

    @Test
    void aFollowersStreamEndsWithItsTunnel() throws Exception {
        Reader client = follow();
        operator.happened(new Event.TunnelDeleted(T1, FACTS));
        assertThat(client.line()).startsWith("{\"event\":\"end\"");
        assertThat(client.line()).isEmpty();
    }

    /// It loses events within a bound, hears how many, and goes on; nobody else suffers.
    @Test
    void aClientThatStopsReadingLosesEventsAndIsToldHowMany() throws Exception {
        Reader slow = ask("{\"request\":\"watch\"}");
        slow.line();
        Reader other = ask("{\"request\":\"watch\"}");
        other.line();
        int events = 0;
        int fits = EventStream.MAX_OCTETS / 256;
        for (; events < 3 * fits; events++) {
            operator.happened(CREATED);
            if (events % 1_000 == 0) {
                for (int i = 0; i < (events == 0 ? 1 : 1_000); i++) {
                    assertThat(other.line()).contains("tunnel_created");
                }
            }
        }
        long seen = 0;
        long lost = 0;
        while (seen + lost < events) {
            String line = slow.line();
            assertThat(line).isNotEmpty();
            if (line.startsWith("{\"event\":\"lost\"")) {
                lost += Long.parseLong(line.replaceAll("[^0-9]", ""));
            } else {
                seen++;
            }
        }
        assertThat(seen + lost).isEqualTo(events);
        assertThat(lost).isPositive();
        assertThat(seen).isGreaterThanOrEqualTo(fits);
        operator.happened(new Event.TunnelDeleted(T1, FACTS));
        assertThat(slow.line()).contains("tunnel_deleted");
    }

    /// Its place is free again, and the node makes nothing for it any more.
    @Test
    void aClientThatNeverReadsAgainIsCutOffAndForgotten() throws Exception {
        server.close();
        start(200_000_000L);
        follow();
        for (int i = 0; i < EventStream.MAX_OCTETS / 256; i++) {
            operator.happened(LINE);
        }
        assertThat(queue.take(new ArrayList<>(), Long.MAX_VALUE)).containsExactly(new Input.FollowerGone(1));
        assertThat(operator.streams().size()).isZero();
    }

    @Test
    void thereAreOnlySoManyStreams() throws Exception {
        for (int i = 0; i < Streams.MAX_STREAMS; i++) {
            assertThat(ask("{\"request\":\"watch\"}").line()).startsWith("{\"reply\":\"watching\"");
        }
        assertThat(ask("{\"request\":\"watch\"}").line())
                .isEqualTo("{\"reply\":\"refused\",\"reason\":\"16 clients follow already\"}");
    }

    private Reader follow() throws Exception {
        Reader client = ask("{\"request\":\"trace\",\"tunnel\":{\"name\":\"t1\"},\"categories\":[\"fsm\"]}");
        List<Input> asked = queue.take(new ArrayList<>(), Long.MAX_VALUE);
        Input.OperatorAsked question = (Input.OperatorAsked) asked.getFirst();
        operator.answer(question.ticket(), new Reply.Following(new TunnelHandle(1), TraceCategory.FSM.bit(), false));
        assertThat(client.line()).startsWith("{\"reply\":\"tracing\"");
        return client;
    }

    private Reader ask(String line) throws IOException {
        SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(folder.resolve("ctl")));
        open.add(channel);
        channel.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
        return new Reader(channel);
    }

    private static final class Reader {
        private final SocketChannel channel;
        private final ByteBuffer in = ByteBuffer.allocate(65_536).flip();

        Reader(SocketChannel channel) {
            this.channel = channel;
        }

        /// One line without its end; empty at the end of the connection.
        String line() throws IOException {
            StringBuilder line = new StringBuilder();
            while (true) {
                while (in.hasRemaining()) {
                    char octet = (char) in.get();
                    if (octet == '\n') {
                        return line.toString();
                    }
                    line.append(octet);
                }
                in.clear();
                int count = channel.read(in);
                in.flip();
                if (count < 0) {
                    return "";
                }
            }
        }
    }
}
