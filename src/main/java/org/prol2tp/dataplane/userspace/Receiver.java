package org.prol2tp.dataplane.userspace;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.prol2tp.dataplane.Addresses;
import org.prol2tp.dataplane.DataPlaneSink;
import org.prol2tp.linux.Epoll;
import org.prol2tp.linux.Errno;
import org.prol2tp.linux.EventFd;
import org.prol2tp.linux.L2tpSocket;
import org.prol2tp.linux.LinuxException;
import org.prol2tp.linux.OwnSchedule;
import org.prol2tp.linux.ReceiveBatch;
import org.prol2tp.linux.SocketAddress;
import org.prol2tp.protocol.node.Endpoint;
import org.prol2tp.protocol.node.Input;
import org.prol2tp.protocol.node.IpAddress;
import org.prol2tp.protocol.node.Path;
import org.prol2tp.protocol.wire.DataHeader;
import org.prol2tp.protocol.wire.SessionHeader;

/// The thread that takes datagrams from the sockets, those of IP protocol 115 among them:
///
/// 1. receive a batch: each message is a datagram or a row of datagrams;
/// 2. control messages (T bit; in IP: Session ID 0) go to the sink, before any data of the batch is
/// looked at;
/// 3. data messages go to the [DataReceiver], whose devices are written when the batch is through.
final class Receiver implements Runnable, AutoCloseable {
    private static final int WAKE_TOKEN = -1;
    private static final int READY_SOCKETS = 64;
    private static final int MESSAGES = 16;
    /// Over IP a message is one packet, never a row.
    private static final int IP_MESSAGES = 64;
    private static final int MESSAGE_OCTETS = 65_536;
    private static final int DATAGRAMS = 4096;

    /// Batches of one socket before others have their turn.
    private static final int BATCHES = 4;

    /// Unreachable peers that are reported in one interval, each once.
    static final int REPORTED_PEERS = 256;

    private static final long REPORT_INTERVAL_NS = 1_000_000_000L;
    private static final int NS_PER_MS = 1_000_000;
    /// What the transmitter, or who takes the packets, does until it has nothing to do.
    private static final long BUSY_SLICE_NS = 10_000_000L;

    private final Sockets sockets;
    private final DataPlaneSink sink;
    private final DataReceiver dataReceiver;
    private final LastLine lastLine;
    private final Epoll epoll = Epoll.open(READY_SOCKETS);
    private final EventFd wakeUp = EventFd.open();
    private final Quiescence quiescence = new Quiescence();
    private final ReceiveBatch udpBatch = new ReceiveBatch(MESSAGES, MESSAGE_OCTETS);
    /// Made when it is needed: most daemons never do.
    private Optional<ReceiveBatch> ipBatch = Optional.empty();

    private final long[] dataAt = new long[DATAGRAMS];
    private final int[] dataOctets = new int[DATAGRAMS];
    private final int[] dataMessage = new int[DATAGRAMS];
    private final Set<SocketAddress> reportedPeers = new HashSet<>();
    private long reportedSinceNs = System.nanoTime();
    private int data;
    /// Data messages of this round.
    private int packets;

    private Path latest = new Path(-1, IpAddress.ANY_IPV4, new Endpoint(IpAddress.ANY_IPV4, 0));
    private boolean offered;
    private volatile boolean stopped;

    Receiver(Sockets sockets, DataReceiver dataReceiver, DataPlaneSink sink) throws LinuxException {
        this.sockets = sockets;
        this.dataReceiver = dataReceiver;
        this.sink = sink;
        lastLine = new LastLine(sink);
        epoll.add(wakeUp.descriptor(), WAKE_TOKEN, Epoll.READABLE);
    }

    void watch(int number, L2tpSocket socket) throws LinuxException {
        epoll.add(socket.descriptor(), number, Epoll.READABLE);
    }

    /// The socket, no longer on the list, may be closed when this returns.
    void unwatch(L2tpSocket socket) throws LinuxException {
        epoll.remove(socket.descriptor());
        quiescence.await();
    }

    Quiescence quiescence() {
        return quiescence;
    }

    @Override
    public void run() {
        Moderation moderation = new Moderation(OwnSchedule.slice(BUSY_SLICE_NS)::set, System.nanoTime());
        while (!stopped) {
            try {
                int ready = epoll.await(timeoutMs(moderation.timeoutMs()));
                work(ready);
                if (moderation.round(packets)) {
                    moderation.judge(System.nanoTime());
                }
            } catch (RuntimeException | StackOverflowError bug) {
                dataReceiver.drop();
                lastLine.caughtUnawares(bug);
            }
            packets = 0;
        }
    }

    private void work(int ready) {
        quiescence.enter();
        try {
            for (int i = 0; i < ready; i++) {
                int number = (int) epoll.token(i);
                if (number == WAKE_TOKEN) {
                    wakeUp.drain();
                    continue;
                }
                Optional<L2tpSocket> socket = sockets.find(number);
                if (socket.isPresent()) {
                    receive(sockets.owner(number), socket.get(), (epoll.events(i) & Epoll.ERROR) != 0);
                }
            }
            if (dataReceiver.isHolding()) {
                dataReceiver.giveUpGaps(System.nanoTime());
            }
            if (dataReceiver.takeOffered() || offered) {
                offered = false;
                sink.wake();
            }
        } finally {
            quiescence.leave();
        }
    }

    void stop() {
        stopped = true;
        wakeUp.wake();
    }

    /// After the thread has ended.
    @Override
    public void close() {
        epoll.close();
        wakeUp.close();
        udpBatch.close();
        ipBatch.ifPresent(ReceiveBatch::close);
        dataReceiver.close();
    }

    /// When a gap is given up, if that is before `mostMs` (-1: never).
    private int timeoutMs(int mostMs) {
        if (!dataReceiver.isHolding()) {
            return mostMs;
        }
        long restNs = dataReceiver.nextDeadlineNs() - System.nanoTime();
        int most = mostMs < 0 ? Integer.MAX_VALUE : mostMs;
        return restNs <= 0 ? 0 : (int) Math.min(restNs / NS_PER_MS + 1, most);
    }

    private void receive(int number, L2tpSocket socket, boolean hasError) {
        if (hasError) {
            reportErrors(number, socket);
        }
        ReceiveBatch batch = socket.isIp() ? ipBatch() : udpBatch;
        for (int i = 0; i < BATCHES; i++) {
            int messages = socket.receive(batch);
            if (messages < 0) {
                if (messages == -Errno.EAGAIN) {
                    return;
                }
                reportErrors(number, socket);
                continue;
            }
            handle(number, socket, batch, messages);
            if (messages < (socket.isIp() ? IP_MESSAGES : MESSAGES)) {
                return;
            }
        }
    }

    private ReceiveBatch ipBatch() {
        if (ipBatch.isEmpty()) {
            ipBatch = Optional.of(new ReceiveBatch(IP_MESSAGES, MESSAGE_OCTETS));
        }
        return ipBatch.get();
    }

    private void handle(int number, L2tpSocket socket, ReceiveBatch batch, int messages) {
        data = 0;
        if (socket.isIp()) {
            handleIp(number, socket, batch, messages);
            return;
        }
        for (int i = 0; i < messages; i++) {
            split(number, batch, i);
        }
        MemorySegment memory = batch.memory();
        for (int k = 0; k < data; k++) {
            int i = dataMessage[k];
            dataReceiver.setOuterEcn(batch.trafficClass(i) & Ecn.CE);
            dataReceiver.handle(
                    memory, dataAt[k], dataOctets[k], batch.ipv6(i), batch.sourceHigh(i), batch.sourceLow(i));
        }
        dataReceiver.flush();
    }

    /// Every socket of protocol 115 gets every packet to its address: a session listens to its tunnel's
    /// alone.
    private void handleIp(int number, L2tpSocket socket, ReceiveBatch batch, int messages) {
        MemorySegment memory = batch.memory();
        for (int i = 0; i < messages; i++) {
            long at = batch.offset(i);
            int length = batch.length(i);
            int skip = batch.ipv6(i) || length == 0 ? 0 : (Ip.u8(memory, at) & 15) * 4;
            if (length - skip < SessionHeader.SESSION_ID_OCTETS) {
                dataReceiver.countStray();
            } else if (SessionHeader.sessionId(memory, at + skip) == 0) {
                skip += SessionHeader.SESSION_ID_OCTETS;
                offerControl(number, batch, i, at + skip, length - skip);
            } else {
                note(i, at + skip, length - skip);
            }
        }
        for (int k = 0; k < data; k++) {
            int i = dataMessage[k];
            dataReceiver.setOuterEcn(batch.trafficClass(i) & Ecn.CE);
            dataReceiver.handleIp(
                    socket, memory, dataAt[k], dataOctets[k], batch.ipv6(i), batch.sourceHigh(i), batch.sourceLow(i));
        }
        dataReceiver.flush();
    }

    /// Cuts message `i` into datagrams: control at once, data noted.
    private void split(int number, ReceiveBatch batch, int i) {
        int length = batch.length(i);
        int segmentOctets = batch.segmentOctets(i);
        for (int at = 0; at < length; at += segmentOctets) {
            long datagramAt = batch.offset(i) + at;
            int octets = Math.min(segmentOctets, length - at);
            if (DataHeader.isControl(batch.memory(), datagramAt)) {
                offerControl(number, batch, i, datagramAt, octets);
            } else {
                note(i, datagramAt, octets);
            }
        }
    }

    private void note(int i, long at, int octets) {
        if (data < DATAGRAMS) {
            dataAt[data] = at;
            dataOctets[data] = octets;
            dataMessage[data] = i;
            data++;
            packets++;
        }
    }

    private void offerControl(int number, ReceiveBatch batch, int i, long at, int octets) {
        byte[] copy = new byte[octets];
        MemorySegment.copy(batch.memory(), ValueLayout.JAVA_BYTE, at, copy, 0, octets);
        offer(new Input.DatagramReceived(path(number, batch, i), copy));
    }

    /// That of the message before, where it is the same: tunnels keep theirs.
    private Path path(int number, ReceiveBatch batch, int i) {
        boolean ipv6 = batch.ipv6(i);
        IpAddress to = latest.localAddress();
        IpAddress from = latest.peer().address();
        boolean same = latest.socket() == number
                && from.isIpv6() == ipv6
                && from.low() == batch.sourceLow(i)
                && from.high() == batch.sourceHigh(i)
                && latest.peer().port() == batch.sourcePort(i)
                && to.low() == batch.destinationLow(i)
                && to.high() == batch.destinationHigh(i);
        if (!same) {
            latest = new Path(
                    number,
                    new IpAddress(ipv6, batch.destinationHigh(i), batch.destinationLow(i)),
                    new Endpoint(new IpAddress(ipv6, batch.sourceHigh(i), batch.sourceLow(i)), batch.sourcePort(i)));
        }
        return latest;
    }

    /// ICMP errors that datagrams of ours caused. They cost their sender little, so each peer is reported once in an
    /// interval.
    private void reportErrors(int number, L2tpSocket socket) {
        long nowNs = System.nanoTime();
        if (nowNs - reportedSinceNs > REPORT_INTERVAL_NS) {
            reportedPeers.clear();
            reportedSinceNs = nowNs;
        }
        for (int i = 0; i < REPORTED_PEERS; i++) {
            Optional<L2tpSocket.NetworkError> error = socket.nextError();
            if (error.isEmpty()) {
                return;
            }
            SocketAddress peer = error.get().peer();
            if (error.get().mtu() > 0) {
                IpAddress any = peer.ipv6() ? IpAddress.ANY_IPV6 : IpAddress.ANY_IPV4;
                offer(new Input.PathMtuFound(
                        new Path(number, any, Addresses.endpoint(peer)),
                        error.get().mtu()));
                continue;
            }
            if (reportedPeers.size() < REPORTED_PEERS && reportedPeers.add(peer)) {
                IpAddress any = peer.ipv6() ? IpAddress.ANY_IPV6 : IpAddress.ANY_IPV4;
                Path path = new Path(number, any, Addresses.endpoint(peer));
                offer(new Input.TransportUnreachable(
                        path, Errno.text(error.get().errno())));
            }
        }
    }

    private void offer(Input input) {
        offered = true;
        if (!sink.offer(input)) {
            dataReceiver.countRefused();
        }
    }
}
