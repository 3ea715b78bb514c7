package org.prol2tp.dataplane.userspace;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.prol2tp.protocol.node.DataPlaneCommand.BundleOptions;

/// A bundle of PPP Multilink. The node's thread adds and removes links; the receiver has the reassembler, the
/// transmitter the numbers of what is sent.
///
/// Source: RFC 1990.
final class Bundle {
    private static final Link[] NONE = {};

    /// The receiver's.
    final Reassembler reassembler;

    /// The receiver's.
    private Reassembler.@Nullable Packets packets;

    /// The receiver has it on its list of those that wait.
    boolean listed;

    /// The one that has the device.
    private volatile Session first;

    private volatile Link[] links = NONE;

    /// The transmitter's.
    private int nextLink;

    private int nextSequence;

    Bundle(Session first, BundleOptions options, FragmentPool pool) {
        this.first = first;
        reassembler = new Reassembler(options.mrru(), pool);
    }

    /// Hands packets of this bundle on; made once.
    Reassembler.Packets packets(BundleReceiver.Sink sink) {
        Reassembler.Packets made = packets;
        if (made == null) {
            made = (memory, at, octets) -> sink.packet(this, memory, at, octets);
            packets = made;
        }
        return made;
    }

    /// A session that is a link of a bundle.
    static final class Link {
        final Bundle bundle;
        final Session session;
        volatile BundleOptions options;

        /// What came last; the receiver's.
        private int last;

        private boolean heard;

        private Link(Bundle bundle, Session session, BundleOptions options) {
            this.bundle = bundle;
            this.session = session;
            this.options = options;
        }

        /// A fragment came over this link. The receiver.
        void heard(int sequence) {
            if (!heard || Reassembler.distance(sequence, last) > 0) {
                heard = true;
                last = sequence;
            }
        }

        /// What fits into a fragment, octets.
        int room() {
            BundleOptions now = options;
            return now.linkMtu() - headerOctets(now);
        }

        static int headerOctets(BundleOptions options) {
            return options.shortSequence() ? DataMessage.SHORT_FRAGMENT_OCTETS : DataMessage.FRAGMENT_OCTETS;
        }
    }

    Session first() {
        return first;
    }

    void setFirst(Session session) {
        first = session;
    }

    boolean isEmpty() {
        return links.length == 0;
    }

    /// The node's thread.
    Link add(Session session, BundleOptions options) {
        Link link = new Link(this, session, options);
        Link[] more = Arrays.copyOf(links, links.length + 1);
        more[more.length - 1] = link;
        links = more;
        return link;
    }

    /// The node's thread.
    void remove(Link link) {
        links = Arrays.stream(links).filter(it -> it != link).toArray(Link[]::new);
    }

    /// The least of what came last over each link: numbers before it are to come no more. A link that was silent so far
    /// may bring anything. The receiver.
    int least() {
        Link[] now = links;
        int next = reassembler.expected();
        int ahead = Integer.MAX_VALUE;
        for (Link link : now) {
            ahead = Math.min(ahead, link.heard ? Reassembler.distance(link.last, next) : 0);
        }
        return now.length == 0 ? next : next + ahead & Reassembler.SEQUENCE_NUMBERS - 1;
    }

    /// The link that is to take the next fragment; null: none takes anything. The transmitter.
    @Nullable
    Link next() {
        Link[] now = links;
        for (int i = 0; i < now.length; i++) {
            nextLink = nextLink + 1 < now.length ? nextLink + 1 : 0;
            if (now[nextLink].session.state().peerActive()) {
                return now[nextLink];
            }
        }
        return null;
    }

    /// What fits into a fragment whatever link it takes, octets. The transmitter.
    int room() {
        int least = Integer.MAX_VALUE;
        for (Link link : links) {
            least = Math.min(least, link.room());
        }
        return least;
    }

    /// The number of the next fragment. The transmitter.
    int takeSequence() {
        return nextSequence++;
    }
}
