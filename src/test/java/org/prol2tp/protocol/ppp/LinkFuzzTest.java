package org.prol2tp.protocol.ppp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/// Real exchanges, mutated, at a link in every phase: no exception, no more than a few answers to one
/// frame.
class LinkFuzzTest {
    private static final long SEED = 1661;
    private static final int ROUNDS = 800;
    private static final int FRAMES_A_ROUND = 40;

    /// tld,scr,sca, and the layers above that begin again.
    private static final int MOST_ANSWERS = 6;

    private static LinkSettings settings(RandomGenerator random) {
        LinkSettings.Builder settings = LinkSettings.builder();
        settings.localAddress = random.nextInt();
        settings.assignPeerAddress = random.nextBoolean();
        settings.authPeer = random.nextInt(4) != 0;
        settings.authMschapv2 = random.nextBoolean();
        settings.authMschapv1 = random.nextBoolean();
        settings.authEap = random.nextBoolean();
        settings.authChap = random.nextBoolean();
        settings.userName = random.nextBoolean() ? "alice" : "";
        settings.requestDns = random.nextBoolean();
        settings.primaryDns = 0x08080808;
        settings.mrru = random.nextInt(3) == 0 ? 1500 : 0;
        return settings.build();
    }

    /// Every frame of one good exchange, in order.
    private static List<byte[]> exchange(LinkSettings left, LinkSettings right, long seed) {
        LinkEndpoint[] ends = {new LinkEndpoint(left, seed), new LinkEndpoint(right, seed + 1)};
        ends[0].secret("alice", "x").poolAddress = 7;
        ends[1].secret("alice", "x").poolAddress = 8;
        ends[0].open();
        ends[1].open();
        List<byte[]> frames = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            byte[] frame = ends[i & 1].sent.poll();
            if (frame != null) {
                frames.add(frame);
                ends[1 - (i & 1)].receive(frame);
            }
        }
        return frames;
    }

    private static byte[] mutate(byte[] frame, RandomGenerator random) {
        byte[] mutated = frame.clone();
        int changes = random.nextInt(4);
        for (int i = 0; i < changes && mutated.length > 0; i++) {
            int at = random.nextInt(mutated.length);
            switch (random.nextInt(4)) {
                case 0 -> mutated[at] = (byte) random.nextInt();
                case 1 -> mutated[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> mutated = java.util.Arrays.copyOf(mutated, at);
                default -> mutated = java.util.Arrays.copyOf(mutated, mutated.length + random.nextInt(40));
            }
        }
        return mutated;
    }

    @Test
    void anyOctetsAreTaken() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
        int networks = 0;
        for (int round = 0; round < ROUNDS; round++) {
            LinkEndpoint end = new LinkEndpoint(settings(random), round);
            end.secret("alice", "x").poolAddress = 9;
            end.answersAtOnce = random.nextInt(8) != 0;
            List<byte[]> frames = exchange(settings(random), settings(random), round);
            end.open();
            for (int i = 0; i < FRAMES_A_ROUND; i++) {
                byte[] frame;
                if (random.nextInt(4) == 0) {
                    frame = mutate(frames.get(random.nextInt(frames.size())), random);
                } else {
                    frame = agreeable(end, random);
                }
                end.sent.clear();
                end.receive(frame);
                String told = "seed %d round %d frame %d".formatted(SEED, round, i);
                assertThat(end.sent.size()).as(told).isLessThanOrEqualTo(MOST_ANSWERS);
                if (random.nextInt(10) == 0 && end.link.deadlineNs() != Link.NEVER) {
                    end.jump();
                    end.answerAll();
                }
            }
            networks += end.events.contains("NETWORK") ? 1 : 0;
        }
        assertThat(networks).as("links that came to phase Network").isGreaterThan(ROUNDS / 10);
    }

    /// A frame that brings the link further: an ack of its last request, or a request without options.
    private static byte[] agreeable(LinkEndpoint end, RandomGenerator random) {
        byte[] last = end.sent.isEmpty() ? new byte[0] : end.sent.getLast().clone();
        for (byte[] frame : end.sent) {
            int code = frame[0] == -1 ? 4 : 2;
            if (frame.length > code && frame[code] == 1 && random.nextBoolean()) {
                last = frame.clone();
                last[code] = 2;
            }
        }
        if (last.length == 0 || random.nextInt(3) == 0) {
            int protocol = random.nextInt(3) == 0 ? 0x8021 : PppFrame.LCP;
            return new byte[] {
                (byte) (protocol >> 8), (byte) protocol, 1, (byte) random.nextInt(), 0, 4,
            };
        }
        return random.nextInt(6) == 0 ? mutate(last, random) : last;
    }

    @Test
    void optionListsAreBounded() {
        byte[] many = new byte[2 * (Option.MAX_OPTIONS + 1)];
        for (int i = 0; i < many.length; i += 2) {
            many[i] = 7;
            many[i + 1] = 2;
        }
        assertThat(Option.decode(many)).isEmpty();
        assertThat(Option.decode(java.util.Arrays.copyOf(many, many.length - 2)).orElseThrow())
                .hasSize(64);
    }
}
