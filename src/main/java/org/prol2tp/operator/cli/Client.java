package org.prol2tp.operator.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import org.prol2tp.operator.ctl.ReplyLine;

/// Asks the daemon: one line there, one line back.
final class Client {
    /// How long an answer may take: one that needs longer will not come.
    private static final long TIMEOUT_MS = 30_000;

    private Client() {}

    /// Sends the line and gives the daemon's.
    ///
    /// @throws IOException if the daemon cannot be reached or does not answer; the message is for the
    ///     operator
    static String ask(String socket, String line) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            closeLater(channel);
            ByteBuffer out = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
            while (out.hasRemaining()) {
                channel.write(out);
            }
            return readLine(channel);
        } catch (AsynchronousCloseException late) {
            throw new IOException(
                    "the daemon at " + socket + " did not answer within " + TIMEOUT_MS / 1000 + " s", late);
        } catch (IOException | InvalidPathException | UnsupportedOperationException unreachable) {
            throw new IOException("cannot reach prol2tpd at " + socket + ": " + unreachable.getMessage(), unreachable);
        }
    }

    private static String readLine(SocketChannel channel) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(8192);
        ByteBuffer in = ByteBuffer.allocate(65536);
        while (channel.read(in) >= 0) {
            byte[] octets = in.array();
            int end = 0;
            while (end < in.position() && octets[end] != '\n') {
                end++;
            }
            line.write(octets, 0, end);
            if (end < in.position()) {
                return line.toString(StandardCharsets.UTF_8);
            }
            if (line.size() > ReplyLine.MAX_OCTETS) {
                throw new IOException("the answer is longer than " + ReplyLine.MAX_OCTETS + " octets");
            }
            in.clear();
        }
        throw new IOException("the connection was closed before the answer was complete");
    }

    private static void closeLater(SocketChannel channel) {
        Thread watchdog = new Thread("timeout") {
            @Override
            public void run() {
                try {
                    Thread.sleep(TIMEOUT_MS);
                    channel.close();
                } catch (IOException | InterruptedException over) {
                    Thread.currentThread().interrupt();
                }
            }
        };
        watchdog.setDaemon(true);
        watchdog.start();
    }
}
