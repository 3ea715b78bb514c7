package org.prol2tp.aaa;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.prol2tp.operator.config.RadiusSettings;
import org.prol2tp.protocol.node.Secret;

/// A RADIUS server of a test on loopback: for each request on its two ports `answers` says what it sends, or nothing.
final class StandIn implements AutoCloseable {
    static final Secret SECRET = Secret.of("xyzzy5461");

    final LinkedBlockingQueue<Packet> received = new LinkedBlockingQueue<>();
    private final List<DatagramChannel> channels = new ArrayList<>();
    private final int port;
    volatile Function<Packet, Optional<byte[]>> answers;

    StandIn(Function<Packet, Optional<byte[]>> answers) throws IOException {
        this.answers = answers;
        this.port = bindTwo();
        for (DatagramChannel channel : channels) {
            Thread.ofPlatform().daemon().start(() -> run(channel));
        }
    }

    /// Two ports that follow each other.
    private int bindTwo() throws IOException {
        InetAddress here = InetAddress.getLoopbackAddress();
        for (int tries = 0; tries < 100; tries++) {
            DatagramChannel first = DatagramChannel.open().bind(new InetSocketAddress(here, 0));
            int found = ((InetSocketAddress) first.getLocalAddress()).getPort();
            DatagramChannel second = DatagramChannel.open();
            try {
                second.bind(new InetSocketAddress(here, found + 1));
                channels.addAll(List.of(first, second));
                return found;
            } catch (IOException | IllegalArgumentException e) {
                first.close();
                second.close();
            }
        }
        throw new IOException("no two free ports");
    }

    RadiusSettings.Server server() {
        return new RadiusSettings.Server(InetAddress.getLoopbackAddress().getHostAddress(), port);
    }

    private void run(DatagramChannel channel) {
        ByteBuffer buffer = ByteBuffer.allocate(Packet.MAX_OCTETS);
        while (channel.isOpen()) {
            try {
                var from = channel.receive(buffer.clear());
                Packet request = Packet.decode(Arrays.copyOf(buffer.array(), buffer.position()))
                        .orElseThrow();
                received.add(request);
                Optional<byte[]> answer = answers.apply(request);
                if (answer.isPresent()) {
                    channel.send(ByteBuffer.wrap(answer.get()), from);
                }
            } catch (IOException e) {
                return;
            }
        }
    }

    /// The next request; fails if none comes.
    Packet next() throws InterruptedException {
        Packet packet = received.poll(20, TimeUnit.SECONDS);
        if (packet == null) {
            throw new AssertionError("no request came");
        }
        return packet;
    }

    static Optional<byte[]> answer(Packet request, int code, Attribute... attributes) {
        return Optional.of(
                Seal.answer(code, request.identifier(), request.authenticator(), List.of(attributes), SECRET));
    }

    /// The same without a Message-Authenticator.
    static Optional<byte[]> unsealed(Packet request, int code, Attribute... attributes) {
        byte[] octets = new Packet(code, request.identifier(), request.authenticator(), List.of(attributes)).encode();
        byte[] digest = md5(octets);
        System.arraycopy(digest, 0, octets, 4, digest.length);
        return Optional.of(octets);
    }

    private static byte[] md5(byte[] octets) {
        try {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            md5.update(octets);
            return md5.digest(SECRET.octets());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        for (DatagramChannel channel : channels) {
            channel.close();
        }
    }
}
