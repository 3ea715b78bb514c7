package org.prol2tp.dataplane.userspace;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// Takes the fragments that arrive over links of bundles. Belongs to the receiver.
final class BundleReceiver {
    private final Arena arena;
    /// Where packets are put together, and nothing else: a fragment that comes may lie where held messages are
    /// delivered from. Made when the first one comes, since most daemons have no bundles.
    private MemorySegment staging = MemorySegment.NULL;

    private final Sink sink;
    private final Runnable flush;
    private final Sink toSink = this::deliver;
    private final FragmentPool pool = new FragmentPool();
    private final List<Bundle> holding = new ArrayList<>();

    /// Gets the packets of all bundles.
    interface Sink {
        void packet(Bundle bundle, MemorySegment memory, long frameAt, int frameOctets);
    }

    /// @param arena for what is needed while there are bundles
    /// @param flush does with what the sink got whatever needs its memory as it is
    BundleReceiver(Arena arena, Sink sink, Runnable flush) {
        this.arena = arena;
        this.sink = sink;
        this.flush = flush;
    }

    FragmentPool pool() {
        return pool;
    }

    /// A fragment, its header first.
    void fragment(Bundle.Link link, MemorySegment memory, long at, int octets) {
        if (octets <= DataMessage.FRAGMENT_OCTETS) {
            link.session.received.errors++;
            return;
        }
        if (staging.byteSize() == 0) {
            staging = arena.allocate(Reassembler.MOST_OCTETS, 64);
        }
        Bundle bundle = link.bundle;
        Reassembler reassembler = bundle.reassembler;
        int ends = Ip.u8(memory, at);
        int sequence = Ip.u8(memory, at + 1) << 16 | Ip.u16(memory, at + 2);
        link.heard(sequence);
        long lost = reassembler.lost();
        reassembler.fragment(
                sequence,
                (ends & DataMessage.FIRST_FRAGMENT) != 0,
                (ends & DataMessage.LAST_FRAGMENT) != 0,
                memory,
                at + DataMessage.FRAGMENT_OCTETS,
                octets - DataMessage.FRAGMENT_OCTETS,
                bundle.least(),
                System.nanoTime(),
                staging,
                bundle.packets(toSink));
        link.session.received.errors += reassembler.lost() - lost;
        if (reassembler.held() > 0 && !bundle.listed) {
            bundle.listed = true;
            holding.add(bundle);
        }
    }

    private void deliver(Bundle bundle, MemorySegment memory, long at, int octets) {
        sink.packet(bundle, memory, at, octets);
        if (memory.address() == staging.address()) {
            flush.run();
        }
    }

    boolean isHolding() {
        return !holding.isEmpty();
    }

    /// When to call [#giveUp], if anything is held.
    long nextDeadlineNs() {
        long next = holding.getFirst().reassembler.deadlineNs();
        for (Bundle bundle : holding) {
            long deadline = bundle.reassembler.deadlineNs();
            next = deadline - next < 0 ? deadline : next;
        }
        return next;
    }

    /// Gives up what was waited for long enough.
    void giveUp(long nowNs) {
        for (int i = holding.size() - 1; i >= 0; i--) {
            Bundle bundle = holding.get(i);
            if (bundle.isEmpty()) {
                bundle.reassembler.clear();
            }
            bundle.reassembler.giveUp(nowNs, staging, bundle.packets(toSink));
            if (bundle.reassembler.held() == 0) {
                bundle.listed = false;
                holding.remove(i);
            }
        }
    }
}
