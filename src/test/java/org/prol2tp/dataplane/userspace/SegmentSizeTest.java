package org.prol2tp.dataplane.userspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/// TCP's Maximum Segment Size option (RFC 9293 §3.7.1) on its way, against packets built with right checksums.
final class SegmentSizeTest {
    private static final int SYN = 0x02;
    private static final int SYN_ACK = 0x12;
    private static final int ACK = 0x10;

    @Test
    void statedSizeIsLoweredToWhatTheMtuTakesAndTheChecksumStaysRight() {
        assertThat(limited(false, SYN, "020405b4", 1_400)).isEqualTo(open(false, SYN, "02040550"));
        assertThat(limited(true, SYN, "020405b4", 1_400)).isEqualTo(open(true, SYN, "0204053c"));
        assertThat(limited(false, SYN_ACK, "0402080a00000000000000000204ffff0101", 1_400))
                .isEqualTo(open(false, SYN_ACK, "0402080a0000000000000000020405500101"));
    }

    /// An option may begin at an odd place: its number lies across two words of the checksum.
    @Test
    void oddPlaceIsCountedRight() {
        assertThat(limited(false, SYN, "01020405b4010100", 1_400)).isEqualTo(open(false, SYN, "0102040550010100"));
        assertThat(limited(true, SYN, "01020405b4010100", 1_280)).isEqualTo(open(true, SYN, "01020404c4010100"));
    }

    @Test
    void smallSizesAndEverythingElseAreLeftAlone() {
        assertUntouched(open(false, SYN, "02040500"), 1_400);
        assertUntouched(open(false, ACK, "020405b4"), 1_400);
        assertUntouched(open(false, SYN, "0103"), 1_400);
        assertUntouched(new Packets(false, false, 0).packet(1, 1, new byte[20]), 1_400);
        byte[] fragment = open(false, SYN, "020405b4");
        fragment[7] = 1;
        assertUntouched(fragment, 1_400);
    }

    @Test
    void optionsThatLieHarmNobody() {
        assertUntouched(open(false, SYN, "02ff05b4"), 1_400);
        assertUntouched(open(false, SYN, "020005b4"), 1_400);
        assertUntouched(open(false, SYN, "00020405b4"), 1_400);
        byte[] packet = open(false, SYN, "020405b4");
        for (int octets = 0; octets < packet.length; octets++) {
            assertUntouched(Arrays.copyOf(packet, octets), 1_400);
        }
    }

    /// What the kernel left to complete covers the pseudo header only.
    @Test
    void checksumToComeIsLeftAlone() {
        byte[] packet = open(false, SYN, "020405b4");
        byte[] before = packet.clone();
        SegmentSize.limit(MemorySegment.ofArray(packet), 0, packet.length, 1_400, true);
        assertThat(packet[36]).isEqualTo(before[36]);
        assertThat(packet[37]).isEqualTo(before[37]);
        assertThat(packet[43]).isEqualTo((byte) 0x50);
    }

    private static byte[] limited(boolean ipv6, int flags, String options, int mtu) {
        byte[] packet = open(ipv6, flags, options);
        MemorySegment memory = MemorySegment.ofArray(new byte[packet.length + 3]);
        MemorySegment.copy(packet, 0, memory, ValueLayout.JAVA_BYTE, 3, packet.length);
        SegmentSize.limit(memory, 3, packet.length, mtu, false);
        return memory.asSlice(3).toArray(ValueLayout.JAVA_BYTE);
    }

    private static void assertUntouched(byte[] packet, int mtu) {
        byte[] copy = packet.clone();
        SegmentSize.limit(MemorySegment.ofArray(copy), 0, copy.length, mtu, false);
        assertThat(copy).isEqualTo(packet);
    }

    /// A packet with these options, which are written over NOPs, and then a right checksum.
    private static byte[] open(boolean ipv6, int flags, String options) {
        byte[] octets = HexFormat.of().parseHex(options);
        Packets kind = new Packets(ipv6, true, (octets.length + 3) / 4 * 4);
        return kind.withOptions(kind.packet(7, 1, flags, new byte[0]), octets);
    }
}
