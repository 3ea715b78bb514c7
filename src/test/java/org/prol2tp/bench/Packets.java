package org.prol2tp.bench;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import org.prol2tp.linux.Epoll;
import org.prol2tp.linux.L2tpSocket;
import org.prol2tp.linux.LinuxException;
import org.prol2tp.linux.ReceiveBatch;
import org.prol2tp.linux.SendBatch;
import org.prol2tp.linux.SocketAddress;

/// Small packets, in batches of system calls, so that the ends of a measurement cost less than what is
/// between them: `Packets send ADDRESS:PORT SECONDS [PER-SECOND]`, `Packets send @FILE:PORT SECONDS`, which
/// sends to the addresses of a file in turns, one in a line, or `Packets receive ADDRESS:PORT [look]`, which
/// says `packets=… seconds=… per_s=…` each time it got packets and then none for 0.4 s. With `look` it is not
/// woken by each packet, which on a virtual machine costs what is measured more than the packet itself, but
/// looks every 0.2 ms while there are any. A UDP datagram of 36 octets makes an IP packet of 64.
public final class Packets {
    private static final int PAYLOAD_OCTETS = 36;
    private static final int BATCH = 64;
    private static final int SILENCE_MS = 400;
    private static final long LOOK_NS = 200_000;
    private static final L2tpSocket.Options SOCKET = new L2tpSocket.Options(16 << 20, false, true, false);

    private Packets() {}

    public static void main(String[] arguments) throws IOException, LinuxException {
        if (arguments[0].equals("send")) {
            double limit = arguments.length > 3 ? Double.parseDouble(arguments[3]) : Double.MAX_VALUE;
            send(arguments[1], Double.parseDouble(arguments[2]), limit);
        } else {
            receive(arguments[1], arguments.length > 2 && arguments[2].equals("look"));
        }
    }

    private static List<SocketAddress> addresses(String to) throws IOException {
        if (!to.startsWith("@")) {
            return List.of(Generator.address(to));
        }
        String port = to.substring(to.lastIndexOf(':'));
        List<SocketAddress> all = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of(to.substring(1, to.length() - port.length())))) {
            all.add(Generator.address(line + port));
        }
        return all;
    }

    private static void send(String to, double seconds, double perSecond) throws IOException, LinuxException {
        List<SocketAddress> all = addresses(to);
        int next = 0;
        try (Arena arena = Arena.ofConfined();
                SendBatch batch = new SendBatch(BATCH, BATCH);
                L2tpSocket socket = L2tpSocket.bind(Generator.ANY, SOCKET)) {
            MemorySegment payload = arena.allocate(PAYLOAD_OCTETS);
            long began = System.nanoTime();
            long sent = 0;
            for (double now = 0; now < seconds; now = (System.nanoTime() - began) / 1e9) {
                if (sent > now * perSecond) {
                    LockSupport.parkNanos(200_000);
                    continue;
                }
                batch.clear();
                while (batch.hasRoom(1)) {
                    SocketAddress lns = all.get(next);
                    next = next + 1 == all.size() ? 0 : next + 1;
                    batch.begin(lns.ipv6(), lns.high(), lns.low(), lns.port(), 0, 0);
                    batch.piece(payload.address(), PAYLOAD_OCTETS);
                }
                sent += Math.max(socket.send(batch, 0), 0);
            }
            System.out.printf(Locale.ROOT, "sent=%d per_s=%.0f%n", sent, sent / seconds);
        }
    }

    private static void receive(String at, boolean look) throws IOException, LinuxException {
        try (ReceiveBatch batch = new ReceiveBatch(BATCH, 2048);
                L2tpSocket socket = L2tpSocket.bind(Generator.address(at), SOCKET)) {
            Epoll epoll = Epoll.open(1);
            epoll.add(socket.descriptor(), 0, Epoll.READABLE);
            System.out.println("ready");
            long packets = 0;
            long began = 0;
            long last = 0;
            while (true) {
                if (look && packets > 0 && System.nanoTime() - last < SILENCE_MS * 1_000_000L) {
                    LockSupport.parkNanos(LOOK_NS);
                } else if (epoll.await(SILENCE_MS) == 0 && packets > 0) {
                    double seconds = Math.max((last - began) / 1e9, 0.001);
                    System.out.printf(
                            Locale.ROOT, "packets=%d seconds=%.2f per_s=%.0f%n", packets, seconds, packets / seconds);
                    packets = 0;
                }
                for (int n = socket.receive(batch); n > 0; n = look ? socket.receive(batch) : 0) {
                    last = System.nanoTime();
                    began = packets == 0 ? last : began;
                    packets += n;
                }
            }
        }
    }
}
