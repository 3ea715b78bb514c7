package org.prol2tp.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// One TCP stream, or one to each of many addresses, all at once: `Streams send ADDRESS:PORT SECONDS`,
/// `Streams send @FILE:PORT SECONDS`, which connects to all addresses of a file, one in a line, before the
/// first octet goes, or `Streams receive ADDRESS:PORT`, which says `octets=… seconds=… mbit_per_s=…` each time
/// it got data and then none for 0.4 s.
public final class Streams {
    private static final int PIECE_OCTETS = 64 << 10;
    private static final int MOST_CONNECTING = 128;
    private static final long CONNECT_LIMIT_MS = 60_000;
    private static final int SILENCE_MS = 400;

    private Streams() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments[0].equals("send")) {
            String to = arguments[1];
            int colon = to.lastIndexOf(':');
            int port = Integer.parseInt(to.substring(colon + 1));
            List<String> all = to.startsWith("@")
                    ? Files.readAllLines(Path.of(to.substring(1, colon)))
                    : List.of(to.substring(0, colon));
            try (Selector selector = Selector.open()) {
                connect(selector, all, port);
                send(selector, Double.parseDouble(arguments[2]));
            }
        } else {
            receive(arguments[1]);
        }
    }

    private static void connect(Selector selector, List<String> all, int port) throws IOException {
        int begun = 0;
        int connected = 0;
        long limit = System.currentTimeMillis() + CONNECT_LIMIT_MS;
        while (connected < all.size()) {
            for (; begun < all.size() && begun - connected < MOST_CONNECTING; begun++) {
                SocketChannel channel = SocketChannel.open();
                channel.configureBlocking(false);
                SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT);
                if (channel.connect(new InetSocketAddress(all.get(begun), port))) {
                    key.interestOps(0);
                    connected++;
                }
            }
            selector.select(1000);
            for (SelectionKey key : selector.selectedKeys()) {
                if (((SocketChannel) key.channel()).finishConnect()) {
                    key.interestOps(0);
                    connected++;
                }
            }
            selector.selectedKeys().clear();
            if (System.currentTimeMillis() > limit) {
                throw new IOException("only " + connected + " of " + all.size() + " streams connected in time");
            }
        }
        System.out.println("connected=" + connected);
    }

    private static void send(Selector selector, double seconds) throws IOException {
        ByteBuffer piece = ByteBuffer.allocateDirect(PIECE_OCTETS);
        selector.keys().forEach(key -> key.interestOps(SelectionKey.OP_WRITE));
        long began = System.nanoTime();
        long sent = 0;
        while (System.nanoTime() - began < seconds * 1e9) {
            selector.select(SILENCE_MS);
            for (SelectionKey key : selector.selectedKeys()) {
                sent += ((SocketChannel) key.channel()).write(piece.clear());
            }
            selector.selectedKeys().clear();
        }
        System.out.println("sent=" + sent);
        // Closed with a reset: what the sockets still hold is not part of the measurement.
        for (SelectionKey key : selector.keys()) {
            ((SocketChannel) key.channel())
                    .setOption(StandardSocketOptions.SO_LINGER, 0)
                    .close();
        }
    }

    private static void receive(String at) throws IOException {
        int colon = at.lastIndexOf(':');
        ByteBuffer piece = ByteBuffer.allocateDirect(PIECE_OCTETS);
        try (Selector selector = Selector.open();
                ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(at.substring(0, colon), Integer.parseInt(at.substring(colon + 1))), 4096)
                    .configureBlocking(false);
            server.register(selector, SelectionKey.OP_ACCEPT);
            System.out.println("ready");
            long octets = 0;
            long began = 0;
            long last = 0;
            while (true) {
                if (selector.select(SILENCE_MS) == 0 && octets > 0) {
                    double seconds = Math.max((last - began) / 1e9, 0.001);
                    System.out.printf(
                            Locale.ROOT,
                            "octets=%d seconds=%.2f mbit_per_s=%.0f%n",
                            octets,
                            seconds,
                            octets * 8 / seconds / 1e6);
                    octets = 0;
                }
                long now = System.nanoTime();
                for (SelectionKey key : selector.selectedKeys()) {
                    if (key.isAcceptable()) {
                        accept(selector, server);
                        continue;
                    }
                    int n = read((SocketChannel) key.channel(), piece.clear());
                    if (n > 0) {
                        last = now;
                        began = octets == 0 ? now : began;
                        octets += n;
                    }
                }
                selector.selectedKeys().clear();
            }
        }
    }

    private static void accept(Selector selector, ServerSocketChannel server) throws IOException {
        for (SocketChannel one = server.accept(); one != null; one = server.accept()) {
            one.configureBlocking(false);
            one.register(selector, SelectionKey.OP_READ);
        }
    }

    /// Reads from a stream, which is closed where it has ended.
    private static int read(SocketChannel from, ByteBuffer into) throws IOException {
        int n;
        try {
            n = from.read(into);
        } catch (IOException reset) {
            n = -1;
        }
        if (n < 0) {
            from.close();
        }
        return n;
    }
}
