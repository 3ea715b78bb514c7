package org.prol2tp.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Room for a number of messages that one system call receives, and what is known of each. Belongs to one thread.
/// Nothing is allocated once it is made.
public final class ReceiveBatch implements AutoCloseable {
    private static final int CONTROL_OCTETS = 128;

    private final Arena arena = Arena.ofShared();
    private final int messages;
    private final int octetsEach;
    private final MemorySegment memory;
    private final MemorySegment headers;
    private final MemorySegment names;
    private final MemorySegment controls;
    private final int[] segmentOctets;
    private final int[] trafficClasses;
    private final long[] destinationHigh;
    private final long[] destinationLow;
    private int used;

    /// Room for `messages` of up to `octetsEach` octets. Receive offload joins datagrams into messages of up to 65,535
    /// octets.
    public ReceiveBatch(int messages, int octetsEach) {
        this.messages = messages;
        this.octetsEach = octetsEach;
        memory = arena.allocate((long) messages * octetsEach, 4096);
        headers = arena.allocate((long) messages * MessageHeader.OCTETS, 16);
        names = arena.allocate(messages * 32L, 16);
        controls = arena.allocate((long) messages * CONTROL_OCTETS, 16);
        MemorySegment vectors = arena.allocate((long) messages * MessageHeader.VECTOR_OCTETS, 16);
        segmentOctets = new int[messages];
        trafficClasses = new int[messages];
        destinationHigh = new long[messages];
        destinationLow = new long[messages];
        for (int i = 0; i < messages; i++) {
            long vector = (long) i * MessageHeader.VECTOR_OCTETS;
            MessageHeader.vector(vectors, vector, memory.address() + offset(i), octetsEach);
            MessageHeader.vectors(headers, header(i), vectors.address() + vector, 1);
            MessageHeader.name(headers, header(i), names.address() + name(i), SocketAddress.LENGTH_OCTETS);
        }
        used = messages;
    }

    /// Where all messages are.
    public MemorySegment memory() {
        return memory;
    }

    /// Where message `i` begins in [#memory].
    public long offset(int i) {
        return (long) i * octetsEach;
    }

    /// Of message `i`, in octets; never more than there is room for.
    public int length(int i) {
        return headers.get(Struct.NATIVE_32, header(i) + MessageHeader.TRANSFERRED);
    }

    /// Message `i` is a row of datagrams of this length, the last one perhaps shorter. Not 0.
    public int segmentOctets(int i) {
        return segmentOctets[i] == 0 ? Math.max(length(i), 1) : segmentOctets[i];
    }

    /// The traffic class of message `i`, of which ECN is the last two bits; 0 if the kernel was not asked, see
    /// [L2tpSocket#tellTrafficClass].
    public int trafficClass(int i) {
        return trafficClasses[i];
    }

    /// Whether message `i` came over IPv6.
    public boolean ipv6(int i) {
        return names.get(Struct.NATIVE_16, name(i)) == SocketAddress.AF_INET6;
    }

    /// The address message `i` came from, as in [SocketAddress#high].
    public long sourceHigh(int i) {
        return SocketAddress.high(names, name(i));
    }

    /// The address message `i` came from, as in [SocketAddress#low].
    public long sourceLow(int i) {
        return SocketAddress.low(names, name(i));
    }

    /// The port message `i` came from.
    public int sourcePort(int i) {
        return SocketAddress.port(names, name(i));
    }

    /// The address of ours that message `i` was sent to.
    public long destinationHigh(int i) {
        return destinationHigh[i];
    }

    /// The address of ours that message `i` was sent to; 0 if the kernel did not tell.
    public long destinationLow(int i) {
        return destinationLow[i];
    }

    @Override
    public void close() {
        arena.close();
    }

    long prepare() {
        for (int i = 0; i < used; i++) {
            MessageHeader.nameLength(headers, header(i), SocketAddress.LENGTH_OCTETS);
            MessageHeader.control(headers, header(i), controls.address() + control(i), CONTROL_OCTETS);
        }
        used = 0;
        return headers.address();
    }

    int capacity() {
        return messages;
    }

    void received(int count) {
        used = Math.max(count, 1);
        for (int i = 0; i < count; i++) {
            readControl(i);
        }
    }

    private void readControl(int i) {
        segmentOctets[i] = 0;
        trafficClasses[i] = 0;
        destinationHigh[i] = 0;
        destinationLow[i] = 0;
        long at = control(i);
        long end = at + MessageHeader.controlLength(headers, header(i));
        while (end - at >= 16) {
            long length = controls.get(Struct.NATIVE_64, at);
            int level = controls.get(Struct.NATIVE_32, at + 8);
            int type = controls.get(Struct.NATIVE_32, at + 12);
            if (length < 16 || length > end - at) {
                return;
            }
            if (level == MessageHeader.SOL_IP && type == MessageHeader.IP_PKTINFO) {
                // struct in_pktinfo: interface, the local address to answer from, the destination in the packet
                destinationLow[i] = controls.get(Struct.NETWORK_32, at + 20) & 0xffff_ffffL;
            } else if (level == MessageHeader.SOL_IPV6 && type == MessageHeader.IPV6_PKTINFO) {
                destinationHigh[i] = controls.get(Struct.NETWORK_64, at + 16);
                destinationLow[i] = controls.get(Struct.NETWORK_64, at + 24);
            } else if (level == MessageHeader.SOL_IP && type == MessageHeader.IP_TOS) {
                trafficClasses[i] = controls.get(ValueLayout.JAVA_BYTE, at + 16) & 0xff;
            } else if (level == MessageHeader.SOL_IPV6 && type == MessageHeader.IPV6_TCLASS) {
                trafficClasses[i] = controls.get(Struct.NATIVE_32, at + 16) & 0xff;
            } else if (level == MessageHeader.SOL_UDP && type == MessageHeader.UDP_GRO) {
                segmentOctets[i] = controls.get(Struct.NATIVE_32, at + 16);
            }
            at += length + 7 & ~7L;
        }
    }

    private static long header(int i) {
        return (long) i * MessageHeader.OCTETS;
    }

    private static long name(int i) {
        return i * 32L;
    }

    private static long control(int i) {
        return (long) i * CONTROL_OCTETS;
    }
}
