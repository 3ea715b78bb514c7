package org.prol2tp.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// A RADIUS server that accepts everything, fast, on ports 1812 and 1813: for measuring what asks it.
/// Argument: the shared secret. RFC 2865 §3, RFC 2866 §3.
public final class RadiusStandIn {
    private RadiusStandIn() {}

    public static void main(String[] arguments) throws IOException, NoSuchAlgorithmException {
        byte[] secret = arguments[0].getBytes(StandardCharsets.UTF_8);
        MessageDigest md5 = MessageDigest.getInstance("MD5");
        ByteBuffer packet = ByteBuffer.allocate(4096);
        try (Selector selector = Selector.open()) {
            for (int port : new int[] {1812, 1813}) {
                DatagramChannel channel = DatagramChannel.open();
                channel.setOption(StandardSocketOptions.SO_RCVBUF, 4 << 20);
                channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                channel.configureBlocking(false).register(selector, SelectionKey.OP_READ);
            }
            System.out.println("ready");
            while (selector.select() >= 0) {
                for (SelectionKey key : selector.selectedKeys()) {
                    DatagramChannel channel = (DatagramChannel) key.channel();
                    SocketAddress from = channel.receive(packet.clear());
                    while (from != null) {
                        if (packet.position() >= 20) {
                            accept(packet, md5, secret);
                            channel.send(packet, from);
                        }
                        from = channel.receive(packet.clear());
                    }
                }
                selector.selectedKeys().clear();
            }
        }
    }

    /// Turns the request in `packet` into its answer: Access-Accept or Accounting-Response, no attributes.
    private static void accept(ByteBuffer packet, MessageDigest md5, byte[] secret) {
        packet.put(0, (byte) (packet.get(0) == 1 ? 2 : 5));
        packet.putShort(2, (short) 20).position(0).limit(20);
        md5.update(packet);
        packet.put(4, md5.digest(secret)).position(0);
    }
}
