package org.prol2tp.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Any octets give a value: random ones, and golden datagrams changed, cut, grown and joined.
/// `-Dfuzz.count=` and `-Dfuzz.seed=` say how many and which.
class DecoderFuzzTest {
    private static final int COUNT = Integer.getInteger("fuzz.count", 300_000);
    private static final long SEED = Long.getLong("fuzz.seed", 2661);

    /// What became of a datagram.
    private enum Outcome {
        MESSAGE,
        ZLB,
        DATA,
        DISCARD,
        IGNORE,
        CLEAR_SESSION,
        CLEAR_CONNECTION
    }

    @Test
    void anyOctetsGiveAValue() {
        Random random = new Random(SEED);
        List<byte[]> corpus = Table.rows("golden.tsv").stream()
                .map(row -> Octets.ofHex(row.get(1)).toArray())
                .toList();
        Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
        for (int i = 0; i < COUNT; i++) {
            byte[] datagram = next(random, corpus);
            try {
                outcomes.merge(decode(datagram, i), 1, Integer::sum);
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError(
                        "seed " + SEED + ", datagram " + i + ": "
                                + Octets.of(datagram).hex(),
                        e);
            }
        }
        assertThat(outcomes).as("seed %d: each remedy was met", SEED).containsOnlyKeys(Outcome.values());
    }

    private static Outcome decode(byte[] datagram, int i) {
        if (i % 16 == 0 && Text.of(datagram).indexOf('\n') >= 0) {
            throw new IllegalStateException("two lines of text");
        }
        return switch (Datagram.decode(datagram)) {
            case Datagram.Control control -> {
                Optional<SecretKeys> secret =
                        i % 2 == 0 ? Optional.of(control.format().keys(Samples.SECRET)) : Optional.empty();
                MessageSeal.judge(datagram, Samples.SECRET, Octets.EMPTY, Octets.EMPTY);
                MessageSeal.nonce(control.avps());
                control.as(WireFormat.V3).read(secret);
                yield switch (control.read(secret)) {
                    case Reading.Accepted(Message message, SessionId session, List<Avp> ignored) -> {
                        control.format().encode(control.header().about(session), message, Optional.empty());
                        ignored.forEach(Text::of);
                        yield Outcome.MESSAGE;
                    }
                    case Fault fault -> outcome(fault);
                };
            }
            case Datagram.Zlb _ -> {
                MessageSeal.judge(datagram, Samples.SECRET, Octets.EMPTY, Octets.EMPTY);
                yield Outcome.ZLB;
            }
            case Datagram.Data _ -> {
                Text.of(datagram);
                yield Outcome.DATA;
            }
            case Fault fault -> outcome(fault);
        };
    }

    private static Outcome outcome(Fault fault) {
        return switch (fault.remedy()) {
            case Fault.Remedy.Discard _ -> Outcome.DISCARD;
            case Fault.Remedy.Ignore _ -> Outcome.IGNORE;
            case Fault.Remedy.ClearSession(ResultCode result) -> {
                WireFormat.V2.encode(
                        new ControlHeader(new ControlConnectionId(1), SessionId.NONE, 0, 0),
                        Message.Cdn.of(result, new SessionId(1)),
                        Optional.empty());
                yield Outcome.CLEAR_SESSION;
            }
            case Fault.Remedy.ClearConnection(ResultCode result) -> {
                WireFormat.V2.encode(
                        new ControlHeader(new ControlConnectionId(1), SessionId.NONE, 0, 0),
                        Message.StopCcn.of(new ControlConnectionId(1), result),
                        Optional.empty());
                yield Outcome.CLEAR_CONNECTION;
            }
        };
    }

    private static byte[] next(Random random, List<byte[]> corpus) {
        if (random.nextInt(16) == 0) {
            byte[] octets = new byte[random.nextInt(64)];
            random.nextBytes(octets);
            return octets;
        }
        byte[] octets = corpus.get(random.nextInt(corpus.size())).clone();
        if (octets.length == 0) {
            return octets;
        }
        switch (random.nextInt(4)) {
            case 0 -> octets = resized(octets, random.nextInt(octets.length + 1), random);
            case 1 -> octets = resized(octets, octets.length + random.nextInt(32), random);
            case 2 -> octets = joined(octets, corpus.get(random.nextInt(corpus.size())), random);
            default -> {
                // Only its octets change.
            }
        }
        for (int changes = random.nextInt(5); changes > 0 && octets.length > 0; changes--) {
            octets[random.nextInt(octets.length)] = (byte) random.nextInt(256);
        }
        return octets;
    }

    /// Cut or grown, and mostly with a Length that fits.
    private static byte[] resized(byte[] octets, int length, Random random) {
        byte[] other = new byte[length];
        random.nextBytes(other);
        System.arraycopy(octets, 0, other, 0, Math.min(octets.length, length));
        return withLength(other, random);
    }

    private static byte[] joined(byte[] octets, byte[] tail, Random random) {
        int from = Math.min(tail.length, ControlHeader.OCTETS);
        byte[] all = new byte[octets.length + tail.length - from];
        System.arraycopy(octets, 0, all, 0, octets.length);
        System.arraycopy(tail, from, all, octets.length, tail.length - from);
        return withLength(all, random);
    }

    private static byte[] withLength(byte[] octets, Random random) {
        if (octets.length >= ControlHeader.OCTETS && random.nextInt(4) != 0) {
            octets[2] = (byte) (octets.length >>> 8);
            octets[3] = (byte) octets.length;
        }
        return octets;
    }
}
