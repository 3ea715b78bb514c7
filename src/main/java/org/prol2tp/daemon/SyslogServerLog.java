package org.prol2tp.daemon;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/// Log lines to a syslog server over UDP (RFC 5426). Its name is resolved on a thread apart, again after a failure:
/// neither a name server that hangs nor a network that is away holds up the log.
final class SyslogServerLog implements LogTarget {
    /// Lines that wait until the name is first resolved.
    static final int MAX_EARLY = 500;

    /// A name that could not be resolved, or an address that could not be reached, is looked up again after this.
    private static final long AGAIN_NS = 30_000_000_000L;

    private final String host;
    private final int port;
    private final Function<LogRecord, byte[]> encode;
    private final DatagramChannel channel;
    private final Queue<byte[]> early = new ArrayDeque<>();
    private final AtomicBoolean resolving = new AtomicBoolean();
    private volatile Optional<InetSocketAddress> address = Optional.empty();
    private long resolvedNs;
    private final AtomicLong lost = new AtomicLong();

    /// @param host a name or an address
    /// @throws IOException if there is no UDP on this machine
    SyslogServerLog(String host, int port, Function<LogRecord, byte[]> encode) throws IOException {
        this.host = host;
        this.port = port;
        this.encode = encode;
        this.channel = DatagramChannel.open();
        channel.configureBlocking(false);
        resolve();
    }

    @Override
    public void write(LogRecord line) {
        byte[] octets = encode.apply(line);
        if (address.isEmpty()) {
            if (early.size() >= MAX_EARLY) {
                early.remove();
                lost.incrementAndGet();
            }
            early.add(octets);
            resolveAgain();
            return;
        }
        sendEarly();
        send(octets);
    }

    @Override
    public void flush() {
        sendEarly();
    }

    /// How many lines wait for the name to be resolved.
    int waiting() {
        return early.size();
    }

    @Override
    public void reopen() {
        resolve();
    }

    @Override
    public long lost() {
        return lost.get();
    }

    @Override
    public void close() {
        sendEarly();
        try {
            channel.close();
        } catch (IOException e) {
            lost.incrementAndGet();
        }
    }

    private void sendEarly() {
        while (address.isPresent() && !early.isEmpty()) {
            send(early.remove());
        }
    }

    private void send(byte[] octets) {
        try {
            if (channel.send(ByteBuffer.wrap(octets), address.orElseThrow()) == 0) {
                lost.incrementAndGet();
            }
        } catch (IOException e) {
            lost.incrementAndGet();
            resolveAgain();
        }
    }

    private void resolveAgain() {
        if (System.nanoTime() - resolvedNs > AGAIN_NS) {
            resolve();
        }
    }

    private void resolve() {
        resolvedNs = System.nanoTime();
        if (resolving.getAndSet(true)) {
            return;
        }
        Thread.ofPlatform().daemon().name("syslog-name").start(() -> {
            try {
                address = Optional.of(new InetSocketAddress(InetAddress.getByName(host), port));
            } catch (UnknownHostException e) {
                // Lines wait, and it is tried again.
            } finally {
                resolving.set(false);
            }
        });
    }
}
