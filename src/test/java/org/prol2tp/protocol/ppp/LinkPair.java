package org.prol2tp.protocol.ppp;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Two ends, a line between them that loses, doubles and reorders, and a clock that jumps from event to
/// event.
final class LinkPair {
    private static final long DELAY_NS = 10_000_000;

    final LinkEndpoint left;
    final LinkEndpoint right;
    private final RandomGenerator random;
    private final PriorityQueue<Arrival> line =
            new PriorityQueue<>(Comparator.comparingLong(Arrival::atNs).thenComparingLong(Arrival::number));
    private int lossPercent;
    private int disorderPercent;
    private long number;
    private long nowNs;

    /// @param number makes arrivals at the same instant come in the order they were sent
    private record Arrival(long atNs, long number, LinkEndpoint to, byte[] frame) {}

    LinkPair(LinkSettings left, LinkSettings right, long seed) {
        this.left = new LinkEndpoint(left, seed * 2 + 1);
        this.right = new LinkEndpoint(right, seed * 2 + 2);
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    LinkPair lossy(int lossPercent, int disorderPercent) {
        this.lossPercent = lossPercent;
        this.disorderPercent = disorderPercent;
        return this;
    }

    /// The same secret at both ends.
    LinkPair secret(String name, String secret) {
        left.secret(name, secret);
        right.secret(name, secret);
        return this;
    }

    LinkPair open() {
        left.open();
        right.open();
        return run(300);
    }

    /// Runs until nothing is pending or so many seconds have passed.
    LinkPair run(int seconds) {
        long endNs = nowNs + seconds * 1_000_000_000L;
        while (true) {
            carry(left, right);
            carry(right, left);
            long nextNs = Math.min(left.link.deadlineNs(), right.link.deadlineNs());
            if (!line.isEmpty()) {
                nextNs = Math.min(nextNs, line.peek().atNs());
            }
            if (nextNs > endNs) {
                return this;
            }
            nowNs = Math.max(nowNs, nextNs);
            left.nowNs = nowNs;
            right.nowNs = nowNs;
            while (!line.isEmpty() && line.peek().atNs() <= nowNs) {
                Arrival arrival = line.poll();
                arrival.to().receive(arrival.frame());
            }
            left.link.timePassed(nowNs, left);
            right.link.timePassed(nowNs, right);
        }
    }

    private void carry(LinkEndpoint from, LinkEndpoint to) {
        while (!from.sent.isEmpty()) {
            byte[] frame = from.sent.poll();
            if (random.nextInt(100) < lossPercent) {
                continue;
            }
            int copies = random.nextInt(100) < disorderPercent ? 2 : 1;
            for (int i = 0; i < copies; i++) {
                long extraNs = random.nextInt(100) < disorderPercent ? random.nextLong(20 * DELAY_NS) : 0;
                line.add(new Arrival(nowNs + DELAY_NS + extraNs, number++, to, frame));
            }
        }
    }
}
