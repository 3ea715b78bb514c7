package org.prol2tp.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// RFC 2661 §3.1. Each case is read out of an array and out of a segment, at an odd place of it.
class DataHeaderTest {
    @Test
    void shortestHeader() {
        assertThat(read("0002 0007 0005 ff03c021")).isEqualTo("data tunnel=7 session=5 payload=4 at 6");
    }

    @Test
    void lengthEndsTheFrame() {
        assertThat(read("4002 000a 0007 0005 ff03 0000")).isEqualTo("data tunnel=7 session=5 payload=2 at 8");
    }

    @Test
    void sequenceNumbers() {
        assertThat(read("0802 0007 0005 fffe 1234 ff03")).isEqualTo("data tunnel=7 session=5 ns=65534 payload=2 at 10");
    }

    @Test
    void offsetSkipsItsPadding() {
        assertThat(read("0202 0007 0005 0003 000000 ff03")).isEqualTo("data tunnel=7 session=5 payload=2 at 11");
        assertThat(read("0202 0007 0005 0000 ff03")).isEqualTo("data tunnel=7 session=5 payload=2 at 8");
    }

    @Test
    void everyOptionalFieldAtOnce() {
        assertThat(read("4b02 0012 0007 0005 0001 0000 0002 0000 ff03"))
                .isEqualTo("data tunnel=7 session=5 ns=1 priority payload=2 at 16");
    }

    @Test
    void reservedBitsAreIgnored() {
        assertThat(read("34f2 0007 0005 ff03")).isEqualTo("data tunnel=7 session=5 payload=2 at 6");
    }

    @Test
    void aFrameMayBeEmpty() {
        assertThat(read("0002 0007 0005")).isEqualTo("data tunnel=7 session=5 payload=0 at 6");
    }

    @Test
    void whatDoesNotFitIsMalformed() {
        assertThat(read("")).isEqualTo("malformed");
        assertThat(read("0002 0007 00")).isEqualTo("malformed");
        assertThat(read("4002 0009 0007 0005")).isEqualTo("malformed");
        assertThat(read("4002 0007 0007 0005")).isEqualTo("malformed");
        assertThat(read("0802 0007 0005 0001 00")).isEqualTo("malformed");
        assertThat(read("0202 0007 0005 0001")).isEqualTo("malformed");
        assertThat(read("0202 0007 0005 ffff ff03")).isEqualTo("malformed");
        assertThat(read("4202 000b 0007 0005 0002 ff03")).isEqualTo("malformed");
    }

    @Test
    void controlAndOtherVersionsAreMalformed() {
        assertThat(read("c802 000c 0007 0005 0000 0000")).isEqualTo("malformed");
        assertThat(read("0003 0000 00000005 ff03")).isEqualTo("malformed");
        assertThat(read("0001 0007 0005 ff03")).isEqualTo("malformed");
    }

    @Test
    void tBitIsTheFirstBit() {
        assertThat(DataHeader.isControl(new byte[] {(byte) 0xc8}, 0)).isTrue();
        assertThat(DataHeader.isControl(new byte[] {0x48}, 0)).isFalse();
        assertThat(DataHeader.isControl(MemorySegment.ofArray(new byte[] {(byte) 0xc8}), 0))
                .isTrue();
        assertThat(DataHeader.isControl(MemorySegment.ofArray(new byte[] {0x48}), 0))
                .isFalse();
    }

    @Test
    void headersAreWritten() {
        assertThat(written(7, 5, -1)).isEqualTo("000200070005");
        assertThat(written(0xffff, 0xfffe, 0x8001)).isEqualTo("0802fffffffe80010000");
        assertThat(writtenWithLength(7, 5, -1, false)).isEqualTo("4002000a00070005");
        assertThat(writtenWithLength(7, 5, 9, true)).isEqualTo("4902000e0007000500090000");
        assertThat(DataHeader.octets(false, true)).isEqualTo(10);
        assertThat(DataHeader.octets(true, true)).isEqualTo(12);
    }

    /// Whatever the octets: a place inside the datagram, or malformed; the same in both kinds of memory.
    @Test
    void arbitraryOctetsStayInside() {
        long seed = 3_1;
        Random random = new Random(seed);
        for (int i = 0; i < 200_000; i++) {
            byte[] octets = new byte[random.nextInt(24)];
            random.nextBytes(octets);
            if (octets.length > 1) {
                octets[0] &= 0x7f;
                octets[1] = 2;
            }
            int payloadAt = DataHeader.payloadAt(octets, 0, octets.length);
            MemorySegment segment = MemorySegment.ofArray(octets);
            if (DataHeader.payloadAt(segment, 0, octets.length) != payloadAt) {
                throw new AssertionError(
                        "seed " + seed + ": " + Octets.of(octets).hex());
            }
            if (payloadAt != DataHeader.MALFORMED) {
                int count = DataHeader.payloadOctets(octets, 0, octets.length, payloadAt);
                if (payloadAt < 6 || count < 0 || payloadAt + count > octets.length) {
                    throw new AssertionError(
                            "seed " + seed + ": " + Octets.of(octets).hex());
                }
            }
        }
    }

    private static String read(String hex) {
        byte[] datagram = Octets.ofHex(hex).toArray();
        byte[] shifted = new byte[datagram.length + 3];
        System.arraycopy(datagram, 0, shifted, 3, datagram.length);
        String fromArray = read(shifted, datagram.length);
        assertThat(read(MemorySegment.ofArray(shifted), datagram.length)).isEqualTo(fromArray);
        return fromArray;
    }

    private static String read(byte[] in, int octets) {
        int payloadAt = DataHeader.payloadAt(in, 3, octets);
        if (payloadAt == DataHeader.MALFORMED) {
            return "malformed";
        }
        return DataHeader.print(in, 3, octets) + " at " + (payloadAt - 3);
    }

    private static String read(MemorySegment in, int octets) {
        long payloadAt = DataHeader.payloadAt(in, 3, octets);
        if (payloadAt == DataHeader.MALFORMED) {
            return "malformed";
        }
        return "data tunnel=" + DataHeader.tunnelId(in, 3) + " session=" + DataHeader.sessionId(in, 3)
                + (DataHeader.isSequenced(in, 3) ? " ns=" + DataHeader.ns(in, 3) : "")
                + (DataHeader.isPriority(in, 3) ? " priority" : "")
                + " payload=" + DataHeader.payloadOctets(in, 3, octets, payloadAt)
                + " at " + (payloadAt - 3);
    }

    private static String written(int tunnelId, int sessionId, int ns) {
        byte[] array = new byte[16];
        int octets = DataHeader.write(array, 1, tunnelId, sessionId, ns);
        byte[] other = new byte[16];
        assertThat(DataHeader.write(MemorySegment.ofArray(other), 1, tunnelId, sessionId, ns))
                .isEqualTo(octets);
        assertThat(other).isEqualTo(array);
        return Octets.of(array, 1, 1 + octets).hex();
    }

    private static String writtenWithLength(int tunnelId, int sessionId, int ns, boolean priority) {
        byte[] array = new byte[16];
        int octets = DataHeader.writeWithLength(array, 1, tunnelId, sessionId, ns, priority, 2);
        byte[] other = new byte[16];
        assertThat(DataHeader.writeWithLength(MemorySegment.ofArray(other), 1, tunnelId, sessionId, ns, priority, 2))
                .isEqualTo(octets);
        assertThat(other).isEqualTo(array);
        return Octets.of(array, 1, 1 + octets).hex();
    }
}
