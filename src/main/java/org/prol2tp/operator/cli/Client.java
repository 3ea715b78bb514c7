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
import java.time.Duration;
import org.prol2tp.operator.ctl.ReplyLine;

/// Asks the daemon: one line there, one line back.
///
/// @param socket its path
/// @param timeout how long an answer may take
record Client(String socket, Duration timeout) {
    /// Sends the line and gives the daemon's.
    ///
    /// @throws IOException if the daemon cannot be reached or does not answer; the message is for the
    ///     operator
    String ask(String line) throws IOException {
        try (SocketChannel channel = open(line)) {
            Thread watchdog = closeLater(channel);
            String answer = new Reader(channel).line();
            watchdog.interrupt();
            if (answer.isEmpty()) {
                throw new IOException("the connection was closed before the answer was complete");
            }
            return answer;
        } catch (IOException | InvalidPathException | UnsupportedOperationException unreachable) {
            throw said(unreachable);
        }
    }

    /// Takes the lines of a long answer.
    interface Lines {
        /// A line, without its end. False: no more of them are wanted.
        boolean take(String line);
    }

    /// Sends the line and hands over what the daemon says to it, line by line, until it closes the connection or
    /// `lines` has enough. The time-out is for the first line only.
    ///
    /// @throws IOException as [#ask]
    void follow(String line, Lines lines) throws IOException {
        try (SocketChannel channel = open(line)) {
            Thread watchdog = closeLater(channel);
            Reader reader = new Reader(channel);
            String answer = reader.line();
            watchdog.interrupt();
            while (!answer.isEmpty() && lines.take(answer)) {
                answer = reader.line();
            }
        } catch (IOException | InvalidPathException | UnsupportedOperationException unreachable) {
            throw said(unreachable);
        }
    }

    private IOException said(Exception unreachable) {
        return new IOException(
                unreachable instanceof AsynchronousCloseException
                        ? "the daemon at " + socket + " did not answer within " + timeout.toSeconds() + " s"
                        : "cannot reach prol2tpd at " + socket + ": " + unreachable.getMessage(),
                unreachable);
    }

    private SocketChannel open(String line) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
            ByteBuffer out = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
            while (out.hasRemaining()) {
                channel.write(out);
            }
            return channel;
        } catch (IOException | RuntimeException failed) {
            channel.close();
            throw failed;
        }
    }

    /// Closes the channel when the time is over, unless the thread is interrupted before.
    private Thread closeLater(SocketChannel channel) {
        long millis = timeout.toMillis();
        Thread watchdog = new Thread("timeout") {
            @Override
            public void run() {
                try {
                    Thread.sleep(millis);
                    channel.close();
                } catch (IOException | InterruptedException over) {
                    Thread.currentThread().interrupt();
                }
            }
        };
        watchdog.setDaemon(true);
        watchdog.start();
        return watchdog;
    }

    /// Cuts what comes into lines.
    private static final class Reader {
        private final SocketChannel channel;
        private final ByteBuffer in = ByteBuffer.allocate(65536).flip();

        Reader(SocketChannel channel) {
            this.channel = channel;
        }

        /// The next line, without its end; empty at the end.
        String line() throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream(8192);
            while (true) {
                int start = in.position();
                int end = start;
                while (end < in.limit() && in.get(end) != '\n') {
                    end++;
                }
                line.write(in.array(), start, end - start);
                if (end < in.limit()) {
                    in.position(end + 1);
                    return line.toString(StandardCharsets.UTF_8);
                }
                if (line.size() > ReplyLine.MAX_OCTETS) {
                    throw new IOException("the answer is longer than " + ReplyLine.MAX_OCTETS + " octets");
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
