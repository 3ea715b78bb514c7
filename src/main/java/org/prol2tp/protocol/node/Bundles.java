package org.prol2tp.protocol.node;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.prol2tp.protocol.ppp.BundleRole;
import org.prol2tp.protocol.ppp.EndpointDiscriminator;
import org.prol2tp.protocol.ppp.LinkEnd;
import org.prol2tp.protocol.ppp.Multilink;

/// The bundles of a node: which link joins which. RFC 1990 §5.1.3.
final class Bundles {
    private static final int DISCRIMINATOR_OCTETS = 8;

    private final Lcce lcce;

    private final Map<Bundle.Key, Bundle> bundles = new HashMap<>();

    private @Nullable EndpointDiscriminator own;

    Bundles(Lcce lcce) {
        this.lcce = lcce;
    }

    /// Who this node is to its peers, the same in all links.
    EndpointDiscriminator own() {
        EndpointDiscriminator known = own;
        if (known == null) {
            byte[] address = new byte[DISCRIMINATOR_OCTETS];
            long random = lcce.entropy.nextLong();
            for (int i = 0; i < address.length; i++) {
                address[i] = (byte) (random >> (8 * i));
            }
            known = new EndpointDiscriminator(EndpointDiscriminator.LOCALLY_ASSIGNED, address);
            own = known;
        }
        return known;
    }

    /// How many there are.
    int size() {
        return bundles.size();
    }

    /// A link is through with LCP and authentication.
    BundleRole join(PppEnd link, Bundle.Key key, Multilink settled) {
        Bundle found = bundles.get(key);
        if (found == null) {
            Bundle made = new Bundle(key, settled);
            bundles.put(key, made);
            made.links().add(link);
            link.joined(made);
            return BundleRole.FIRST;
        }
        Optional<LinkEnd> objection = objection(found, settled);
        if (objection.isPresent()) {
            return new BundleRole.Refused(objection.get());
        }
        found.links().add(link);
        link.joined(found);
        return BundleRole.MEMBER;
    }

    private static Optional<LinkEnd> objection(Bundle bundle, Multilink settled) {
        if (settled.peerMrru() != bundle.settled().peerMrru()) {
            return Optional.of(new LinkEnd(LinkEnd.Cause.UNEXPECTED_MRRU, "the MRRU is not that of the bundle"));
        }
        if (settled.shortSequence() != bundle.settled().shortSequence()) {
            return Optional.of(new LinkEnd(
                    LinkEnd.Cause.UNEXPECTED_SHORT_SEQUENCE, "the sequence numbers are not those of the bundle"));
        }
        return bundle.links().size() < Limits.LINKS_PER_BUNDLE
                ? Optional.empty()
                : Optional.of(new LinkEnd(LinkEnd.Cause.BUNDLE_FULL, "the bundle has links enough"));
    }

    /// The link belongs to it no more. Where it was the first, another one takes over what it had.
    ///
    /// @return that other one
    Optional<PppEnd> leave(PppEnd link, Bundle bundle) {
        boolean wasFirst = bundle.isFirst(link);
        bundle.links().remove(link);
        if (bundle.links().isEmpty()) {
            bundles.remove(bundle.key(), bundle);
            return Optional.empty();
        }
        return wasFirst ? Optional.of(bundle.first()) : Optional.empty();
    }
}
