package org.prol2tp.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.prol2tp.operator.ctl.RequestLine;

@Timeout(20)
class CtlServerTest {
    private record Asked(long ticket, String line) {}

    @TempDir
    Path folder = Path.of("");

    private static final long PATIENCE_NS = 200_000_000L;

    private static final long DEAF_NS = 20_000_000L;

    private final BlockingQueue<Asked> asked = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> logged = new LinkedBlockingQueue<>();
    private final List<SocketChannel> open = new ArrayList<>();
    private Path path = Path.of("");
    private CtlServer server;
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicInteger tries = new AtomicInteger();

    @BeforeEach
    void startServer() throws IOException {
        path = folder.resolve("ctl.sock");
        server = server(path);
        server.start();
    }

    @AfterEach
    void stopServer() throws IOException {
        for (SocketChannel channel : open) {
            channel.close();
        }
        server.close();
        assertThat(path).doesNotExist();
    }

    @Test
    void eachLineIsAnsweredByALineInOrder() throws Exception {
        SocketChannel client = connect();
        send(client, "one\ntwo\n");
        Asked one = asked.take();
        assertThat(one.line).isEqualTo("one");
        server.answer(one.ticket, () -> "first");
        assertThat(receiveLine(client)).isEqualTo("first");
        Asked two = asked.take();
        assertThat(two.line).isEqualTo("two");
        server.answer(two.ticket, () -> "second");
        assertThat(receiveLine(client)).isEqualTo("second");
    }

    @Test
    void theNextLineWaitsForTheAnswerToTheOneBefore() throws Exception {
        SocketChannel client = connect();
        SocketChannel other = connect();
        send(client, "one\ntwo\n");
        Asked one = asked.take();
        send(other, "of another client\n");
        assertThat(asked.take().line).isEqualTo("of another client");
        assertThat(asked).isEmpty();
        server.answer(one.ticket, () -> "first");
        assertThat(asked.take().line).isEqualTo("two");
    }

    @Test
    void aLineThatIsTooLongEndsTheConnection() throws Exception {
        SocketChannel client = connect();
        send(client, "x".repeat(RequestLine.MAX_OCTETS + 1));
        assertThat(receiveLine(client)).isEqualTo("refused: line too long");
        assertThat(receiveLine(client)).isEmpty();
    }

    @Test
    void tooManyClientsAreToldSo() throws Exception {
        for (int i = 0; i < CtlServer.MAX_CLIENTS; i++) {
            SocketChannel client = connect();
            send(client, i + "\n");
            asked.take();
        }
        assertThat(receiveLine(connect())).isEqualTo("refused: too many clients");
    }

    @Test
    void aClientThatHangsUpMakesRoom() throws Exception {
        for (int i = 0; i < CtlServer.MAX_CLIENTS * 2; i++) {
            SocketChannel client = connect();
            send(client, "x\n");
            Asked question = asked.take();
            server.answer(question.ticket, () -> "y");
            assertThat(receiveLine(client)).isEqualTo("y");
            client.shutdownOutput();
            assertThat(receiveLine(client)).isEmpty();
        }
    }

    @Test
    void anAnswerMayBeLongerThanAnySocketBuffer() throws Exception {
        SocketChannel client = connect();
        send(client, "all\n");
        server.answer(asked.take().ticket, () -> "0123456789".repeat(500_000));
        assertThat(receiveLine(client)).hasSize(5_000_000);
    }

    /// Its place is free again, and nobody else has waited for it.
    @Test
    void aClientThatStopsReadingItsAnswerIsCutOff() throws Exception {
        SocketChannel client = connect();
        send(client, "all\n");
        String answer = "x".repeat(8 << 20);
        server.answer(asked.take().ticket, () -> answer);
        SocketChannel other = connect();
        send(other, "one\n");
        server.answer(asked.take().ticket, () -> "first");
        assertThat(receiveLine(other)).isEqualTo("first");
        assertThat(logged.take()).isEqualTo("WARNING a client of the control socket does not read its answer: cut off");
        assertThat(receiveLine(client)).hasSizeLessThan(answer.length());
    }

    @Test
    void onlyUserAndGroupMayConnect() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-rw----");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(path);
        }
    }

    /// The daemon could not start for another reason.
    @Test
    void aServerThatNeverServedLeavesNoSocket() throws IOException {
        Path other = folder.resolve("other.sock");
        server(other).close();
        assertThat(other).doesNotExist();
    }

    @Test
    void aSocketThatIsServedIsNotTakenOverAndOneThatIsNotIs() throws IOException {
        assertThatThrownBy(() -> server(path))
                .hasMessage("control_socket " + path + ": another prol2tpd answers there");
        Path stale = folder.resolve("stale.sock");
        try (var channel = java.nio.channels.ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.bind(UnixDomainSocketAddress.of(stale));
        }
        CtlServer second = server(stale);
        second.start();
        try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(stale))) {
            assertThat(client.isConnected()).isTrue();
        }
        second.close();
    }

    /// As when descriptors have run out.
    @Test
    void whileNobodyCanBeLetInTheOthersAreServedAndNothingElseIsDone() throws Exception {
        Path other = folder.resolve("other.sock");
        CtlServer deaf = server(other, PATIENCE_NS * 1_000);
        deaf.start();
        SocketChannel inside = connect(other);
        send(inside, "x\n");
        deaf.answer(asked.take().ticket, () -> "y");
        assertThat(receiveLine(inside)).isEqualTo("y");
        failures.set(Integer.MAX_VALUE);
        connect(other);
        assertThat(logged.take())
                .isEqualTo("WARNING a client of the control socket was not accepted"
                        + " reason=\"Too many open files\" tries_before=0");
        for (int i = 0; i < 100; i++) {
            send(inside, "x\n");
            deaf.answer(asked.take().ticket, () -> "y");
            assertThat(receiveLine(inside)).isEqualTo("y");
        }
        deaf.close();
        assertThat(tries).hasValue(2);
    }

    @Test
    void aClientThatCouldNotBeLetInIsLaterAndTheWarningIsOne() throws Exception {
        failures.set(3);
        SocketChannel client = connect();
        send(client, "x\n");
        server.answer(asked.take().ticket, () -> "y");
        assertThat(receiveLine(client)).isEqualTo("y");
        assertThat(tries).hasValue(4);
        assertThat(logged).hasSize(1);
    }

    @Test
    void aSocketThatCannotBeMadeIsNamedWithTheReason() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> server(file.resolve("s")))
                .hasMessage("control_socket " + file + "/s: a file is there already");
    }

    private CtlServer server(Path at) throws IOException {
        return server(at, DEAF_NS);
    }

    private CtlServer server(Path at, long deafNs) throws IOException {
        return new CtlServer(
                at,
                "rw-rw----",
                new CtlServer.Questions() {
                    @Override
                    public void ask(long ticket, String line) {
                        asked.add(new Asked(ticket, line));
                    }

                    @Override
                    public String refusal(String reason) {
                        return "refused: " + reason;
                    }
                },
                (level, line) -> logged.add(level + " " + line),
                PATIENCE_NS,
                listener -> {
                    tries.incrementAndGet();
                    if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                        throw new IOException("Too many open files");
                    }
                    return listener.accept();
                },
                deafNs);
    }

    private SocketChannel connect() throws IOException {
        return connect(path);
    }

    private SocketChannel connect(Path to) throws IOException {
        SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(to));
        open.add(channel);
        return channel;
    }

    private static void send(SocketChannel channel, String text) throws IOException {
        ByteBuffer octets = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (octets.hasRemaining()) {
            channel.write(octets);
        }
    }

    /// One line without its end; empty at the end of the connection.
    private static String receiveLine(SocketChannel channel) throws IOException {
        StringBuilder line = new StringBuilder();
        ByteBuffer buffer = ByteBuffer.allocate(65_536);
        while (channel.read(buffer.clear()) > 0) {
            line.append(StandardCharsets.UTF_8.decode(buffer.flip()));
            if (line.charAt(line.length() - 1) == '\n') {
                return line.substring(0, line.length() - 1);
            }
        }
        return line.toString();
    }
}
