package org.prol2tp.dataplane.userspace;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HexFormat;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.prol2tp.linux.VirtioHeader;
import org.prol2tp.protocol.node.DataPlaneCommand.DataOptions;
import org.prol2tp.protocol.node.DataPlaneCommand.PseudowireEnd;
import org.prol2tp.protocol.node.DataPlaneCommand.PseudowireOptions;
import org.prol2tp.protocol.wire.Octets;
import org.prol2tp.protocol.wire.PseudowireAvp.DataSequencing;
import org.prol2tp.protocol.wire.PseudowireAvp.PseudowireType;

/// What the data path does with each packet, without system calls. None of it may allocate.
@State(Scope.Thread)
public class PacketBenchmark {
    private static final long LOOPBACK = 0x7f000001;
    private static final int AT = 256;
    private static final int PAYLOAD_OCTETS = 1_360;
    private static final int ROW = 40;
    private static final Packets TCP = new Packets(false, true, 12);

    private final Arena arena = Arena.ofShared();
    private final MemorySegment out = arena.allocate(2_048, 64);
    private final MemorySegment frame = arena.allocate(70_000, 64);
    private final MemorySegment datagrams = arena.allocate(ROW * 2_048L, 64);
    private final Session ppp = Sessions.session(1, 2, new DataOptions(false, true));
    private final Session ethernet = Sessions.session(
            3,
            new PseudowireOptions(
                    PseudowireType.ETHERNET,
                    new PseudowireEnd(Octets.ofHex("0123456789abcdef"), false, DataSequencing.NONE),
                    new PseudowireEnd(Octets.ofHex("fedcba9876543210"), false, DataSequencing.NONE),
                    true));
    private final DataReceiver receiver;
    private final MemorySegment message = arena.allocate(2_048, 64);
    private final int messageOctets;
    private final Segmenter segmenter = new Segmenter();
    private final Coalescer coalescer = new Coalescer();
    private final int frameOctets;
    private final byte[][] packets = new byte[ROW][];

    /// One session, a frame of 40 segments, and 40 packets that follow each other.
    public PacketBenchmark() {
        SessionTable table = new SessionTable();
        table.put(ppp.key, ppp);
        receiver = new DataReceiver(
                table, new SessionTable(), new RecordingSink(), new DeviceWriter((device, call, errno) -> {}));
        byte[] packet = TCP.packet(1, 1, new byte[PAYLOAD_OCTETS]);
        byte[] header = HexFormat.of().parseHex("000200010002ff030021");
        MemorySegment.copy(header, 0, message, ValueLayout.JAVA_BYTE, 0, header.length);
        MemorySegment.copy(packet, 0, message, ValueLayout.JAVA_BYTE, header.length, packet.length);
        messageOctets = header.length + packet.length;
        byte[] whole = TCP.packet(1, 1, new byte[ROW * PAYLOAD_OCTETS]);
        frameOctets = whole.length;
        MemorySegment.copy(whole, 0, frame, ValueLayout.JAVA_BYTE, AT, whole.length);
        VirtioHeader.writeRow(
                frame, 0, VirtioHeader.GSO_TCP_IPV4, PAYLOAD_OCTETS, TCP.headerOctets(), TCP.ipOctets(), 16);
        for (int i = 0; i < ROW; i++) {
            packets[i] = TCP.packet(i, 1 + i * PAYLOAD_OCTETS, new byte[PAYLOAD_OCTETS]);
            MemorySegment.copy(packets[i], 0, datagrams, ValueLayout.JAVA_BYTE, i * 2_048L, packets[i].length);
        }
    }

    /// Gives the memory back.
    @TearDown
    public void close() {
        segmenter.close();
        arena.close();
    }

    /// The sum over a packet.
    @Benchmark
    public long checksumOf1400Octets() {
        return Checksum.add(frame, AT, 1_400, 0);
    }

    /// The headers of L2TPv2 and PPP.
    @Benchmark
    public long encapsulatePpp() {
        DataMessage.write(out, 0, ppp, ppp.state(), ppp.tunnel.route, -1, false, 1_400);
        return out.get(ValueLayout.JAVA_LONG, 0);
    }

    /// The headers of L2TPv3 with a cookie of 8 octets.
    @Benchmark
    public long encapsulateEthernet() {
        DataMessage.write(out, 0, ethernet, ethernet.state(), ethernet.tunnel.route, -1, false, 1_400);
        return out.get(ValueLayout.JAVA_LONG, 0);
    }

    /// A data message of L2TPv2: read, its session found, counted. It has no device, where the system calls are.
    @Benchmark
    public void decapsulatePpp() {
        receiver.handle(message, 0, messageOctets, false, 0, LOOPBACK);
    }

    /// A frame of 54 kilobytes into 40 packets with headers and checksums.
    @Benchmark
    @OperationsPerInvocation(ROW)
    public int cutFrame() {
        int segments = 0;
        if (segmenter.begin(frame, 0, AT, frameOctets, 0)) {
            while (segmenter.next()) {
                segments++;
            }
        }
        return segments;
    }

    /// 40 packets of one flow into one frame, their checksums verified.
    @Benchmark
    @OperationsPerInvocation(ROW)
    public int joinPackets() {
        coalescer.begin(datagrams, 0, packets[0].length, true, 0);
        int joined = 1;
        while (joined < ROW && coalescer.join(joined * 2_048L, packets[joined].length)) {
            joined++;
        }
        MemorySegment.copy(packets[0], 0, datagrams, ValueLayout.JAVA_BYTE, 0, TCP.headerOctets());
        return joined;
    }
}
