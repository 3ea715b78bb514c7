package org.prol2tp.dataplane.userspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.prol2tp.linux.Tun;
import org.prol2tp.linux.VirtioHeader;

/// Cutting and joining against packets built one by one.
final class OffloadTest {
    private static final int AT = 64;
    private static final int ACK = 0x10;
    private static final int PSH_ACK = 0x18;
    private static final int FIN_PSH_ACK = 0x19;
    private static final int CWR_ACK = 0x90;

    @Test
    void segmentsAreThePacketsThatTheSenderWouldHaveBuilt() {
        long seed = 1661;
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            Packets kind = kind(random);
            int segmentOctets = 1 + random.nextInt(1400);
            byte[] payload = octets(random, 1 + random.nextInt(20_000));
            int sequence = random.nextInt();
            int identification = random.nextInt(65_536);
            int flags = kind.tcp() && random.nextInt(4) == 0 ? FIN_PSH_ACK : PSH_ACK;

            List<byte[]> expected = new ArrayList<>();
            for (int at = 0; at < payload.length; at += segmentOctets) {
                boolean last = at + segmentOctets >= payload.length;
                byte[] part = java.util.Arrays.copyOfRange(payload, at, Math.min(at + segmentOctets, payload.length));
                expected.add(kind.packet(
                        identification + expected.size() & 0xffff, sequence + at, last ? flags : ACK, part));
            }

            byte[] whole = kind.packet(identification, sequence, flags, payload);
            assertSame(cut(kind, whole, segmentOctets), expected, "seed " + seed + " round " + round + " " + kind);
        }
    }

    /// Frames of Ethernet: the same after 14 octets, which are copied.
    @Test
    void framesAreJoinedAndCutAgain() {
        Packets kind = new Packets(false, true, 12);
        byte[] header = HexFormat.of().parseHex("0200000000010200000000020800");
        byte[] first = framed(header, kind.packet(1, 1, ACK, new byte[100]));
        byte[] second = framed(header, kind.packet(2, 101, ACK, new byte[60]));
        try (Arena arena = Arena.ofConfined();
                Segmenter segmenter = new Segmenter()) {
            MemorySegment memory = arena.allocate(1_024, 8);
            MemorySegment.copy(first, 0, memory, ValueLayout.JAVA_BYTE, AT, first.length);
            MemorySegment.copy(second, 0, memory, ValueLayout.JAVA_BYTE, AT + 512, second.length);
            Coalescer coalescer = new Coalescer();
            coalescer.begin(memory, AT, first.length, true, header.length);
            assertThat(coalescer.join(AT + 512, second.length)).isTrue();
            long virtioAt = AT - Tun.HEADER_OCTETS;
            coalescer.finish(memory, virtioAt);
            assertThat(VirtioHeader.checksumStart(memory, virtioAt)).isEqualTo(34);
            int headers = coalescer.headerOctets();
            assertThat(headers).isEqualTo(14 + 20 + 32);
            byte[] rest = copy(memory, AT + 512 + headers, second.length - headers);
            MemorySegment.copy(rest, 0, memory, ValueLayout.JAVA_BYTE, AT + first.length, rest.length);

            assertThat(segmenter.begin(memory, virtioAt, AT, first.length + rest.length, header.length))
                    .isTrue();
            List<byte[]> again = new ArrayList<>();
            while (segmenter.next()) {
                again.add(framed(
                        copy(segmenter.headers(), segmenter.headerAt(), segmenter.headerOctets()),
                        copy(memory, segmenter.payloadAt(), segmenter.payloadOctets())));
            }
            assertSame(again, List.of(first, second), "frames");

            second[5] = 9;
            MemorySegment.copy(first, 0, memory, ValueLayout.JAVA_BYTE, AT, first.length);
            MemorySegment.copy(second, 0, memory, ValueLayout.JAVA_BYTE, AT + 512, second.length);
            coalescer.begin(memory, AT, first.length, true, header.length);
            assertThat(coalescer.join(AT + 512, second.length))
                    .as("another address")
                    .isFalse();
            coalescer.begin(memory, AT, first.length, true, -1);
            assertThat(coalescer.join(AT, first.length)).isFalse();
        }
    }

    private static byte[] framed(byte[] header, byte[] packet) {
        byte[] frame = java.util.Arrays.copyOf(header, header.length + packet.length);
        System.arraycopy(packet, 0, frame, header.length, packet.length);
        return frame;
    }

    /// RFC 3168 §6.1.2: the window was reduced once.
    @Test
    void onlyTheFirstSegmentSaysThatTheWindowWasReduced() {
        Packets kind = new Packets(false, true, 0);
        byte[] whole = kind.packet(1, 1, CWR_ACK, new byte[30]);

        List<byte[]> segments = cut(kind, whole, 10);

        assertThat(segments.stream().map(s -> s[33] & 0xff)).containsExactly(CWR_ACK, ACK, ACK);
    }

    @Test
    void lyingVirtioHeadersAreRefused() {
        Packets kind = new Packets(false, true, 0);
        byte[] packet = kind.packet(1, 1, new byte[100]);
        assertThat(begins(packet, VirtioHeader.GSO_TCP_IPV4, 0, 20)).isFalse();
        assertThat(begins(packet, VirtioHeader.GSO_TCP_IPV4, 50, 8)).isFalse();
        assertThat(begins(packet, VirtioHeader.GSO_TCP_IPV4, 50, 65_535)).isFalse();
        assertThat(begins(packet, VirtioHeader.GSO_TCP_IPV4, 50, 119)).isFalse();
        assertThat(begins(packet, 3, 50, 20)).isFalse();
        assertThat(begins(packet, VirtioHeader.GSO_TCP_IPV4, 50, 20)).isTrue();
    }

    /// Whatever arrives: the packets that are written, cut again by the rules, are the packets that came.
    @Test
    void joinedPacketsCutAgainAreThePacketsThatCame() {
        long seed = 2661;
        Random random = new Random(seed);
        int joined = 0;
        for (int round = 0; round < 300; round++) {
            Packets kind = kind(random);
            List<byte[]> came = stream(random, kind);
            List<byte[]> left = new ArrayList<>();
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment memory = arena.allocate(2_000_000, 8);
                long[] at = new long[came.size()];
                long next = 3;
                for (int i = 0; i < at.length; i++) {
                    at[i] = next;
                    MemorySegment.copy(came.get(i), 0, memory, ValueLayout.JAVA_BYTE, next, came.get(i).length);
                    next += came.get(i).length + 11;
                }
                Coalescer coalescer = new Coalescer();
                MemorySegment virtio = arena.allocate(16);
                for (int i = 0; i < at.length; ) {
                    coalescer.begin(memory, at[i], came.get(i).length, true, 0);
                    int end = i + 1;
                    while (end < at.length && coalescer.join(at[end], came.get(end).length)) {
                        end++;
                    }
                    if (end - i == 1) {
                        left.add(copy(memory, at[i], came.get(i).length));
                    } else {
                        coalescer.finish(virtio, 0);
                        joined += end - i;
                        ByteArrayOutputStream whole = new ByteArrayOutputStream();
                        whole.writeBytes(copy(memory, at[i], came.get(i).length));
                        for (int k = i + 1; k < end; k++) {
                            int skip = coalescer.headerOctets();
                            whole.writeBytes(copy(memory, at[k] + skip, came.get(k).length - skip));
                        }
                        left.addAll(cut(kind, whole.toByteArray(), VirtioHeader.gsoSize(virtio, 0)));
                    }
                    i = end;
                }
            }
            assertSame(left, came, "seed " + seed + " round " + round + " " + kind);
        }
        assertThat(joined).as("something was joined at all").isGreaterThan(2_000);
    }

    @Test
    void brokenChecksumIsNotJoined() {
        Packets kind = new Packets(true, true, 12);
        byte[] first = kind.packet(0, 0, new byte[100]);
        byte[] second = kind.packet(0, 100, new byte[100]);
        second[150]++;
        assertThat(joins(first, second)).isFalse();
        second[150]--;
        assertThat(joins(first, second)).isTrue();
    }

    @Test
    void fragmentsAndOptionsAreNotJoined() {
        Packets kind = new Packets(false, true, 0);
        byte[] first = kind.packet(0, 0, new byte[100]);
        byte[] second = kind.packet(1, 100, new byte[100]);
        assertThat(joins(first, second)).isTrue();
        first[6] = 0x20;
        assertThat(joins(first, second)).isFalse();
        first[6] = 0x40;
        first[0] = 0x46;
        assertThat(joins(first, second)).isFalse();
    }

    /// Mutated packets: anything may come out, but no exception, and nothing is read outside.
    @Test
    void noOctetsBreakTheCoalescer() {
        long seed = 4;
        Random random = new Random(seed);
        byte[] packet = new Packets(false, true, 0).packet(0, 0, new byte[60]);
        for (int round = 0; round < 20_000; round++) {
            byte[] a = packet.clone();
            byte[] b = packet.clone();
            for (int i = 0; i < 3; i++) {
                a[random.nextInt(40)] = (byte) random.nextInt();
                b[random.nextInt(40)] = (byte) random.nextInt();
            }
            joins(java.util.Arrays.copyOf(a, random.nextInt(a.length)), b);
        }
    }

    private static boolean joins(byte[] first, byte[] second) {
        byte[] both = new byte[first.length + second.length];
        System.arraycopy(first, 0, both, 0, first.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        Coalescer coalescer = new Coalescer();
        coalescer.begin(MemorySegment.ofArray(both), 0, first.length, true, 0);
        return coalescer.join(first.length, second.length);
    }

    private static List<byte[]> stream(Random random, Packets kind) {
        List<byte[]> packets = new ArrayList<>();
        int sequence = random.nextInt();
        int identification = random.nextInt(65_536);
        int segmentOctets = 1 + random.nextInt(1_000);
        for (int i = 0; i < 40; i++) {
            boolean odd = random.nextInt(8) == 0;
            byte[] payload = octets(random, odd ? random.nextInt(1_000) : segmentOctets);
            int flags = random.nextInt(10) == 0 ? PSH_ACK : random.nextInt(30) == 0 ? FIN_PSH_ACK : ACK;
            packets.add(kind.packet(identification, sequence, flags, payload));
            // Identification counts: what is joined is cut again with counting ones.
            identification = identification + 1 & 0xffff;
            sequence += payload.length + (random.nextInt(20) == 0 ? 7 : 0);
        }
        return packets;
    }

    private static List<byte[]> cut(Packets kind, byte[] whole, int segmentOctets) {
        List<byte[]> segments = new ArrayList<>();
        try (Arena arena = Arena.ofConfined();
                Segmenter segmenter = new Segmenter()) {
            MemorySegment memory = arena.allocate(AT + whole.length, 8);
            MemorySegment.copy(whole, 0, memory, ValueLayout.JAVA_BYTE, AT, whole.length);
            int type = !kind.tcp()
                    ? VirtioHeader.GSO_UDP
                    : kind.ipv6() ? VirtioHeader.GSO_TCP_IPV6 : VirtioHeader.GSO_TCP_IPV4;
            VirtioHeader.writeRow(
                    memory,
                    AT - Tun.HEADER_OCTETS,
                    type,
                    segmentOctets,
                    kind.headerOctets(),
                    kind.ipOctets(),
                    kind.tcp() ? 16 : 6);
            assertThat(segmenter.begin(memory, AT - Tun.HEADER_OCTETS, AT, whole.length, 0))
                    .isTrue();
            int announced = segmenter.segments();
            while (segmenter.next()) {
                ByteArrayOutputStream segment = new ByteArrayOutputStream();
                segment.writeBytes(copy(segmenter.headers(), segmenter.headerAt(), segmenter.headerOctets()));
                segment.writeBytes(copy(memory, segmenter.payloadAt(), segmenter.payloadOctets()));
                segments.add(segment.toByteArray());
            }
            assertThat(segments).hasSize(announced);
        }
        return segments;
    }

    private static boolean begins(byte[] packet, int type, int segmentOctets, int transportAt) {
        try (Arena arena = Arena.ofConfined();
                Segmenter segmenter = new Segmenter()) {
            MemorySegment memory = arena.allocate(AT + packet.length, 8);
            MemorySegment.copy(packet, 0, memory, ValueLayout.JAVA_BYTE, AT, packet.length);
            VirtioHeader.writeRow(memory, AT - Tun.HEADER_OCTETS, type, segmentOctets, 40, transportAt, 16);
            return segmenter.begin(memory, AT - Tun.HEADER_OCTETS, AT, packet.length, 0);
        }
    }

    private static void assertSame(List<byte[]> actual, List<byte[]> expected, String description) {
        assertThat(actual).as(description).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(actual.get(i)).as(description + " packet " + i).isEqualTo(expected.get(i));
        }
    }

    private static Packets kind(Random random) {
        return new Packets(random.nextBoolean(), random.nextBoolean(), 4 * random.nextInt(4));
    }

    private static byte[] octets(Random random, int length) {
        byte[] octets = new byte[length];
        random.nextBytes(octets);
        return octets;
    }

    private static byte[] copy(MemorySegment memory, long at, int length) {
        return memory.asSlice(at, length).toArray(ValueLayout.JAVA_BYTE);
    }
}
