package org.prol2tp.dataplane.userspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/// Fragments of a bundle: RFC 1990 §3, §4.1.
class ReassemblerTest {
    private static final int MRRU = 1500;
    private static final int LINKS = 3;

    private final FragmentPool pool = new FragmentPool();
    private Reassembler reassembler = new Reassembler(MRRU, pool);
    private final MemorySegment memory = Arena.ofAuto().allocate(4096);
    private final MemorySegment staging = Arena.ofAuto().allocate(65_536);
    private final List<String> packets = new ArrayList<>();
    private long nowNs;

    private void take(MemorySegment from, long at, int octets) {
        packets.add(new String(from.asSlice(at, octets).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.ISO_8859_1));
    }

    /// A fragment `(text)`, `(text`, `text)` or `text`, a parenthesis for each end of its packet.
    private void fragment(int sequence, int least, String text) {
        byte[] octets = text.replaceAll("[()]", "").getBytes(StandardCharsets.ISO_8859_1);
        MemorySegment.copy(octets, 0, memory, ValueLayout.JAVA_BYTE, 16, octets.length);
        reassembler.fragment(
                sequence & 0xffffff,
                text.startsWith("("),
                text.endsWith(")"),
                memory,
                16,
                octets.length,
                least & 0xffffff,
                nowNs,
                staging,
                this::take);
        assertThat(pool.inUse()).isEqualTo(reassembler.held());
    }

    private void fragment(int sequence, String text) {
        fragment(sequence, reassembler.expected(), text);
    }

    @Test
    void wholePacketsThatAreInOrderPass() {
        fragment(0, "(a)");
        fragment(1, "(b)");
        assertThat(packets).containsExactly("a", "b");
        assertThat(reassembler.held()).isZero();
    }

    @Test
    void piecesArePutTogether() {
        fragment(0, "(ab");
        fragment(1, "cd");
        fragment(2, "ef)");
        fragment(3, "(g)");
        assertThat(packets).containsExactly("abcdef", "g");
    }

    @Test
    void whatCameOverAnotherLinkIsPutIntoOrder() {
        fragment(0, "(a)");
        fragment(2, "c)");
        fragment(3, "(d)");
        assertThat(packets).containsExactly("a");
        fragment(1, "(b");
        assertThat(packets).containsExactly("a", "bc", "d");
    }

    @Test
    void theFirstOfANewBundleMayBeOvertaken() {
        fragment(1, "(b)");
        fragment(0, "(a)");
        assertThat(packets).containsExactly("a", "b");
    }

    @Test
    void numbersGoRoundAtTheirEnd() {
        fragment(0xfffffe, "(a)");
        fragment(0, "c)");
        fragment(0xffffff, "(b");
        fragment(1, "(d)");
        assertThat(packets).containsExactly("a", "bc", "d");
    }

    /// RFC 1990 §4.1: a fragment is lost when every link has brought a later one.
    @Test
    void aFragmentIsLostWhenEveryLinkHasBroughtALaterOne() {
        fragment(0, "(a)");
        fragment(2, 0, "b)"); // over one link; 1 may come over the other
        fragment(4, 0, "(d)");
        assertThat(packets).containsExactly("a");
        fragment(3, 3, "(c)");
        assertThat(packets).containsExactly("a", "c", "d");
        assertThat(reassembler.lost()).isPositive();
    }

    @Test
    void aPacketThatLacksItsEndIsLostWhenAnotherBegins() {
        fragment(0, "(a");
        fragment(1, "(b)");
        assertThat(packets).containsExactly("b");
    }

    @Test
    void whatIsMissingIsGivenUpInTime() {
        fragment(0, "(a)");
        fragment(2, "(c)");
        nowNs = Reassembler.WAIT_NS - 1;
        reassembler.giveUp(nowNs, staging, this::take);
        assertThat(packets).containsExactly("a");
        assertThat(reassembler.deadlineNs()).isEqualTo(Reassembler.WAIT_NS);
        nowNs++;
        reassembler.giveUp(nowNs, staging, this::take);
        assertThat(packets).containsExactly("a", "c");
        fragment(1, "(b)");
        assertThat(packets).as("what comes too late").containsExactly("a", "c");
    }

    @Test
    void aFragmentThatComesTwiceCountsOnce() {
        fragment(0, "(a");
        fragment(0, "(a");
        fragment(1, "b)");
        fragment(1, "b)");
        fragment(0, "(a");
        assertThat(packets).containsExactly("ab");
    }

    @Test
    void noMoreFragmentsWaitThanTheLimit() {
        fragment(0, "(a)");
        for (int i = 2; i <= Reassembler.FRAGMENTS; i++) {
            fragment(i, "(b)");
        }
        assertThat(packets).containsExactly("a");
        assertThat(reassembler.held()).isEqualTo(Reassembler.FRAGMENTS - 1);
        fragment(Reassembler.FRAGMENTS + 1, "(c)");
        assertThat(packets).hasSize(1 + Reassembler.FRAGMENTS).endsWith("c");
        assertThat(reassembler.held()).isZero();
    }

    @Test
    void allBundlesTogetherHaveOneLimit() {
        for (int bundle = 0; pool.inUse() < FragmentPool.CHUNKS; bundle++) {
            reassembler = new Reassembler(MRRU, pool);
            for (int i = 0; i < Reassembler.FRAGMENTS && pool.inUse() < FragmentPool.CHUNKS; i++) {
                reassembler.fragment(i, i == 0, false, memory, 0, 1, 0, nowNs, staging, this::take);
            }
            assertThat(bundle).isLessThan(FragmentPool.CHUNKS);
        }
        reassembler = new Reassembler(MRRU, pool);
        reassembler.fragment(0, true, false, memory, 0, 1, 0, nowNs, staging, this::take);
        assertThat(reassembler.held()).isZero();
        assertThat(reassembler.lost()).isEqualTo(1);
    }

    @Test
    void aPacketLongerThanTheMrruIsDropped() {
        String half = "x".repeat(MRRU / 2 + 2);
        fragment(0, "(" + half);
        fragment(1, half + ")");
        fragment(2, "(a)");
        fragment(3, "(" + "y".repeat(MRRU + 3) + ")");
        fragment(4, 4, "(b)");
        nowNs = Reassembler.WAIT_NS;
        reassembler.giveUp(nowNs, staging, this::take);
        assertThat(packets).containsExactly("a", "b");
    }

    @Test
    void aPeerThatCountsAnewIsFollowed() {
        fragment(5000, "(a)");
        for (int i = 0; i < Reassembler.RESTART_AFTER; i++) {
            fragment(i, "(" + i + ")");
        }
        assertThat(packets).containsExactly("a", "15");
        fragment(16, "(b)");
        assertThat(packets).endsWith("b");
    }

    /// Packets in pieces over links that differ and lose: what arrives is what was sent, in order; without a loss it is
    /// all of it.
    @Test
    void whateverHappensPacketsAreWholeAndInOrder() {
        for (int seed = 0; seed < 300; seed++) {
            RandomGenerator random =
                    RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
            int lossPercent = seed % 3 == 0 ? 0 : random.nextInt(20);
            reassembler = new Reassembler(MRRU, pool);
            packets.clear();
            carry(random, lossPercent);
            while (reassembler.held() > 0) {
                nowNs = reassembler.deadlineNs();
                reassembler.giveUp(nowNs, staging, this::take);
            }
            assertThat(pool.inUse()).as("seed %d", seed).isZero();
            int before = -1;
            for (String packet : packets) {
                int number = Integer.parseInt(packet.substring(0, 4));
                assertThat(packet).as("seed %d", seed).isEqualTo(packet(number));
                assertThat(number).as("seed %d", seed).isGreaterThan(before);
                before = number;
            }
            if (lossPercent == 0) {
                assertThat(packets).as("seed %d", seed).hasSize(200);
            } else {
                assertThat(packets).as("seed %d", seed).hasSizeGreaterThan(40);
            }
        }
    }

    private record Piece(int sequence, String text) {}

    private void carry(RandomGenerator random, int lossPercent) {
        List<ArrayDeque<Piece>> links = new ArrayList<>();
        int[] last = new int[LINKS];
        for (int i = 0; i < LINKS; i++) {
            links.add(new ArrayDeque<>());
            last[i] = -1;
        }
        int sequence = 0;
        for (int number = 0; number < 200; number++) {
            String packet = packet(number);
            int pieces = 1 + random.nextInt(4);
            for (int i = 0; i < pieces; i++) {
                String part = packet.substring(packet.length() * i / pieces, packet.length() * (i + 1) / pieces);
                Piece piece = new Piece(sequence++, (i == 0 ? "(" : "") + part + (i == pieces - 1 ? ")" : ""));
                boolean isLost = sequence > 1 && random.nextInt(100) < lossPercent;
                if (!isLost) {
                    links.get(random.nextInt(LINKS)).add(piece);
                }
            }
            int most = random.nextInt(8);
            for (int i = 0; i < most; i++) {
                arrive(links, random.nextInt(LINKS), last);
            }
            while (links.stream().mapToInt(ArrayDeque::size).sum() > 40) {
                arrive(links, random.nextInt(LINKS), last);
            }
        }
        for (int i = 0; i < LINKS; i++) {
            while (!links.get(i).isEmpty()) {
                arrive(links, i, last);
            }
        }
    }

    private void arrive(List<ArrayDeque<Piece>> links, int link, int[] last) {
        Piece piece = links.get(link).poll();
        if (piece == null) {
            return;
        }
        last[link] = piece.sequence;
        int least = piece.sequence;
        for (int each : last) {
            least = Math.min(least, each < 0 ? reassembler.expected() : each);
        }
        fragment(piece.sequence, least, piece.text);
    }

    private static String packet(int number) {
        return "%04d".formatted(number) + "p".repeat(number % 97);
    }
}
