package org.prol2tp.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Messages that one system call sends, each gathered from pieces of memory that the caller keeps until
/// it is sent. Belongs to one thread. Nothing is allocated once it is made.
///
/// For each message: [#begin], [#piece] for every piece, [#segment] if it is a row of datagrams. Then
/// [L2tpSocket#send] and [#clear].
public final class SendBatch implements AutoCloseable {
    /// A packet information, a traffic class and a segment size: what one message may need.
    private static final int CONTROL_OCTETS = 96;

    private final Arena arena = Arena.ofShared();
    private final int capacity;
    private final int pieceCapacity;
    private final MemorySegment headers;
    private final MemorySegment names;
    private final MemorySegment controls;
    private final MemorySegment vectors;
    private final int[] ends;
    private int messages;
    private int pieces;
    private int firstPiece;
    private int controlOctets;

    /// Room for `messages` with `pieces` pieces in all.
    public SendBatch(int messages, int pieces) {
        capacity = messages;
        pieceCapacity = pieces;
        ends = new int[messages];
        headers = arena.allocate((long) messages * MessageHeader.OCTETS, 16);
        names = arena.allocate(messages * 32L, 16);
        controls = arena.allocate((long) messages * CONTROL_OCTETS, 16);
        vectors = arena.allocate((long) pieces * MessageHeader.VECTOR_OCTETS, 16);
    }

    /// Whether another message of `morePieces` fits.
    public boolean hasRoom(int morePieces) {
        return messages < capacity && pieces + morePieces <= pieceCapacity;
    }

    public boolean isEmpty() {
        return messages == 0;
    }

    /// How many messages have begun.
    public int count() {
        return messages;
    }

    /// Begins a message to an address and port, from the address `fromHigh`, `fromLow` of ours (both 0: the kernel
    /// chooses).
    public void begin(boolean ipv6, long high, long low, int port, long fromHigh, long fromLow) {
        int i = messages++;
        firstPiece = pieces;
        controlOctets = 0;
        int nameLength = SocketAddress.write(names, i * 32L, ipv6, high, low, port);
        MessageHeader.name(headers, header(i), names.address() + i * 32L, nameLength);
        if ((fromHigh | fromLow) != 0) {
            writeFrom(control(i), ipv6, fromHigh, fromLow);
        }
        MessageHeader.control(headers, header(i), controls.address() + control(i), controlOctets);
    }

    /// Gives the message that was begun last this traffic class, 1..255, of which ECN is the last two bits. Without it
    /// the
    /// class is the socket's.
    public void trafficClass(boolean ipv6, int trafficClass) {
        long at = control(messages - 1) + controlOctets;
        int level = ipv6 ? MessageHeader.SOL_IPV6 : MessageHeader.SOL_IP;
        int type = ipv6 ? MessageHeader.IPV6_TCLASS : MessageHeader.IP_TOS;
        int length = MessageHeader.controlMessage(controls, at, level, type, 4);
        controls.set(Struct.NATIVE_32, at + 16, trafficClass);
        controlOctets += length;
        MessageHeader.control(headers, header(messages - 1), controls.address() + control(messages - 1), controlOctets);
    }

    /// Appends `length` octets at `address` to the message that was begun last.
    public void piece(long address, int length) {
        MessageHeader.vector(vectors, (long) pieces * MessageHeader.VECTOR_OCTETS, address, length);
        pieces++;
        ends[messages - 1] = pieces;
        MessageHeader.vectors(
                headers,
                header(messages - 1),
                vectors.address() + (long) firstPiece * MessageHeader.VECTOR_OCTETS,
                pieces - firstPiece);
    }

    /// Makes the message that was begun last a row of datagrams of `octets` each, the last one perhaps shorter: the
    /// kernel cuts it (UDP_SEGMENT). At most 64 datagrams and 65,000 octets.
    public void segment(int octets) {
        long at = control(messages - 1) + controlOctets;
        int length = MessageHeader.controlMessage(controls, at, MessageHeader.SOL_UDP, MessageHeader.UDP_SEGMENT, 2);
        controls.set(Struct.NATIVE_16, at + 16, (short) octets);
        controlOctets += length;
        MessageHeader.control(headers, header(messages - 1), controls.address() + control(messages - 1), controlOctets);
    }

    /// The number of message `i`'s first piece.
    public int firstPiece(int i) {
        return i == 0 ? 0 : ends[i - 1];
    }

    /// One more than the number of message `i`'s last piece.
    public int endPiece(int i) {
        return ends[i];
    }

    /// Where piece number `piece` is.
    public long pieceAddress(int piece) {
        return vectors.get(Struct.NATIVE_64, (long) piece * MessageHeader.VECTOR_OCTETS);
    }

    /// The octets of piece number `piece`.
    public int pieceLength(int piece) {
        return (int) vectors.get(Struct.NATIVE_64, (long) piece * MessageHeader.VECTOR_OCTETS + 8);
    }

    /// Forgets all messages.
    public void clear() {
        messages = 0;
        pieces = 0;
    }

    @Override
    public void close() {
        arena.close();
    }

    long headersFrom(int i) {
        return headers.address() + header(i);
    }

    private void writeFrom(long at, boolean ipv6, long high, long low) {
        if (ipv6) {
            controlOctets =
                    MessageHeader.controlMessage(controls, at, MessageHeader.SOL_IPV6, MessageHeader.IPV6_PKTINFO, 20);
            controls.set(Struct.NETWORK_64, at + 16, high);
            controls.set(Struct.NETWORK_64, at + 24, low);
            controls.set(Struct.NATIVE_32, at + 32, 0);
        } else {
            controlOctets =
                    MessageHeader.controlMessage(controls, at, MessageHeader.SOL_IP, MessageHeader.IP_PKTINFO, 12);
            controls.set(Struct.NATIVE_32, at + 16, 0);
            controls.set(Struct.NETWORK_32, at + 20, (int) low);
            controls.set(Struct.NATIVE_32, at + 24, 0);
        }
    }

    private static long header(int i) {
        return (long) i * MessageHeader.OCTETS;
    }

    private static long control(int i) {
        return (long) i * CONTROL_OCTETS;
    }
}
