package org.prol2tp.linux;

import java.lang.foreign.MemorySegment;

/// Layout of struct mmsghdr and of the control messages that UDP uses, on 64-bit Linux.
final class MessageHeader {
    /// struct mmsghdr: a struct msghdr and how many octets were transferred.
    static final int OCTETS = 64;

    static final int TRANSFERRED = 56;
    static final int VECTOR_OCTETS = 16;
    static final int SOL_SOCKET = 1;
    static final int SOL_IP = 0;
    static final int SOL_UDP = 17;
    static final int SOL_IPV6 = 41;
    static final int IP_TOS = 1;
    static final int IP_PKTINFO = 8;
    static final int IP_RECVERR = 11;
    static final int IPV6_RECVERR = 25;
    static final int IPV6_RECVPKTINFO = 49;
    static final int IPV6_PKTINFO = 50;
    static final int IPV6_TCLASS = 67;
    static final int UDP_SEGMENT = 103;
    static final int UDP_GRO = 104;

    private static final int NAME = 0;
    private static final int NAME_LENGTH = 8;
    private static final int VECTORS = 16;
    private static final int VECTOR_COUNT = 24;
    private static final int CONTROL = 32;
    private static final int CONTROL_LENGTH = 40;
    private static final int FLAGS = 48;

    private MessageHeader() {}

    static void name(MemorySegment header, long at, long address, int length) {
        header.set(Struct.NATIVE_64, at + NAME, address);
        header.set(Struct.NATIVE_32, at + NAME_LENGTH, length);
    }

    static void nameLength(MemorySegment header, long at, int length) {
        header.set(Struct.NATIVE_32, at + NAME_LENGTH, length);
    }

    static void vectors(MemorySegment header, long at, long address, int count) {
        header.set(Struct.NATIVE_64, at + VECTORS, address);
        header.set(Struct.NATIVE_64, at + VECTOR_COUNT, count);
    }

    static void control(MemorySegment header, long at, long address, int length) {
        header.set(Struct.NATIVE_64, at + CONTROL, address);
        header.set(Struct.NATIVE_64, at + CONTROL_LENGTH, length);
        header.set(Struct.NATIVE_32, at + FLAGS, 0);
    }

    static void controlLength(MemorySegment header, long at, int length) {
        header.set(Struct.NATIVE_64, at + CONTROL_LENGTH, length);
    }

    static int controlLength(MemorySegment header, long at) {
        return (int) header.get(Struct.NATIVE_64, at + CONTROL_LENGTH);
    }

    static int flags(MemorySegment header, long at) {
        return header.get(Struct.NATIVE_32, at + FLAGS);
    }

    static void vector(MemorySegment memory, long at, long address, long length) {
        memory.set(Struct.NATIVE_64, at, address);
        memory.set(Struct.NATIVE_64, at + 8, length);
    }

    /// Writes the header of a control message with `dataLength` octets; the data begins 16 octets further.
    /// Returns the octets it takes with its padding.
    static int controlMessage(MemorySegment memory, long at, int level, int type, int dataLength) {
        memory.set(Struct.NATIVE_64, at, 16L + dataLength);
        memory.set(Struct.NATIVE_32, at + 8, level);
        memory.set(Struct.NATIVE_32, at + 12, type);
        return 16 + (dataLength + 7 & ~7);
    }
}
