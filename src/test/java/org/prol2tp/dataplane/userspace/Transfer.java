package org.prol2tp.dataplane.userspace;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.zip.CRC32;

/// Moves octets over TCP between two namespaces, and checks that they are the same.
final class Transfer {
    private static final int TIMEOUT_MS = 20_000;
    private static final int CHUNK = 65_536;

    private Transfer() {}

    /// Sends `chunks` of 64 KiB to `address` of the receiver; true if they arrive unharmed.
    static boolean tcp(Namespace sender, Namespace receiver, String address, int chunks) {
        try (ServerSocket server = receiver.call(() -> new ServerSocket(0, 1, InetAddress.getByName(address)))) {
            server.setSoTimeout(TIMEOUT_MS);
            CompletableFuture<Long> received = CompletableFuture.supplyAsync(() -> checksumOfAll(server));
            long sent = sender.call(() -> send(address, server.getLocalPort(), chunks));
            return received.join() == sent;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long send(String address, int port, int chunks) throws IOException {
        CRC32 checksum = new CRC32();
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getByName(address), port), TIMEOUT_MS);
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            Random random = new Random(1701);
            byte[] chunk = new byte[CHUNK];
            for (int i = 0; i < chunks; i++) {
                random.nextBytes(chunk);
                checksum.update(chunk);
                out.write(chunk);
            }
        }
        return checksum.getValue();
    }

    private static long checksumOfAll(ServerSocket server) {
        CRC32 checksum = new CRC32();
        try (Socket socket = server.accept()) {
            socket.setSoTimeout(TIMEOUT_MS);
            InputStream in = socket.getInputStream();
            byte[] chunk = new byte[CHUNK];
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                checksum.update(chunk, 0, n);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return checksum.getValue();
    }
}
