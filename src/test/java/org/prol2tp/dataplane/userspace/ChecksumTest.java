package org.prol2tp.dataplane.userspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ChecksumTest {
    /// The example of RFC 1071 §3: the sum of 00 01 f2 03 f4 f5 f6 f7 is ddf2.
    @Test
    void sumIsThatOfTheRfcsExample() {
        byte[] octets = HexFormat.of().parseHex("0001f203f4f5f6f7" + "0000");
        MemorySegment memory = MemorySegment.ofArray(octets);

        Checksum.putPartial(memory, 8, Checksum.add(memory, 0, 8, 0));

        assertThat(octets).endsWith(0xdd, 0xf2);
    }

    @Test
    void everyLengthAndOffsetAgreesWithTheObviousSum() {
        long seed = 20261123;
        byte[] octets = new byte[200];
        new Random(seed).nextBytes(octets);
        MemorySegment memory = MemorySegment.ofArray(octets);
        for (int at = 0; at < 9; at++) {
            for (int length = 0; length < 180; length++) {
                byte[] written = new byte[2];
                Checksum.putPartial(MemorySegment.ofArray(written), 0, Checksum.add(memory, at, length, 0));
                assertThat((written[0] & 0xff) << 8 | written[1] & 0xff)
                        .as("seed %d, at %d, length %d", seed, at, length)
                        .isEqualTo(obviousSum(octets, at, length));
            }
        }
    }

    @Test
    void allOnesFoldToAllOnes() {
        byte[] octets = new byte[65_534];
        java.util.Arrays.fill(octets, (byte) 0xff);

        assertThat(Checksum.fold(Checksum.add(MemorySegment.ofArray(octets), 0, octets.length, 0)))
                .isEqualTo(0xffff);
    }

    /// RFC 768: a checksum that comes out as zero is sent as all ones.
    @Test
    void zeroIsWrittenAsAllOnes() {
        byte[] octets = {(byte) 0xff, (byte) 0xff, 0, 0};
        MemorySegment memory = MemorySegment.ofArray(octets);

        Checksum.put(memory, 2, Checksum.add(memory, 0, 2, 0));

        assertThat(octets).endsWith(0xff, 0xff);
    }

    /// The header of RFC 1071's many worked examples on the net: its checksum is b861.
    @Test
    void ipv4HeaderGetsItsChecksum() {
        byte[] header = HexFormat.of().parseHex("4500007300004000" + "40111234" + "c0a80001c0a800c7");

        Checksum.putIpv4Header(MemorySegment.ofArray(header), 0, 20);

        assertThat(header[10] & 0xff).isEqualTo(0xb8);
        assertThat(header[11] & 0xff).isEqualTo(0x61);
    }

    static int obviousSum(byte[] octets, int at, int length) {
        int sum = 0;
        for (int i = 0; i < length; i += 2) {
            int low = i + 1 < length ? octets[at + i + 1] & 0xff : 0;
            sum += (octets[at + i] & 0xff) << 8 | low;
            sum = (sum & 0xffff) + (sum >> 16);
        }
        return sum;
    }
}
