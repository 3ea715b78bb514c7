package org.prol2tp.protocol.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.prol2tp.protocol.ppp.EndpointDiscriminator;
import org.prol2tp.protocol.ppp.Multilink;

/// Links to one peer that have one network interface. The first has the network layers and the interface; when it goes,
/// the next has them.
///
/// Source: RFC 1990 §2, §5.1.3.
final class Bundle {
    private final Key key;

    private final Multilink settled;

    /// In the order in which they came.
    private final List<PppEnd> links = new ArrayList<>(2);

    Bundle(Key key, Multilink settled) {
        this.key = key;
        this.settled = settled;
    }

    /// Links that agree on all of this are to the same peer. RFC 1990 asks for the name and the discriminator; a peer
    /// that did not prove its name is believed nothing that another address could say as well.
    ///
    /// @param peerName what it proved to be; empty: nothing
    /// @param peerAddress the tunnel's; empty if there is a name
    /// @param client whether the session is called by us
    /// @param ownName as whom we log in
    record Key(
            String peerName,
            Optional<IpAddress> peerAddress,
            EndpointDiscriminator discriminator,
            boolean client,
            Optional<String> ownName,
            PppParameters ppp) {
        static Key of(Session session, String peerName, EndpointDiscriminator discriminator) {
            Optional<IpAddress> address =
                    session.tunnel().path().map(it -> it.peer().address());
            return new Key(
                    peerName,
                    peerName.isEmpty() ? address : Optional.empty(),
                    discriminator,
                    session.origin().client(),
                    session.origin().parameters().userName(),
                    session.origin().ppp());
        }
    }

    Key key() {
        return key;
    }

    Multilink settled() {
        return settled;
    }

    List<PppEnd> links() {
        return links;
    }

    Stream<PppEnd> othersThan(PppEnd link) {
        return links.stream().filter(it -> it != link);
    }

    PppEnd first() {
        return links.getFirst();
    }

    boolean isFirst(PppEnd link) {
        return links.getFirst() == link;
    }

    /// What the data plane is told of a link of this bundle.
    DataPlaneCommand join(Session session, DataPlaneCommand.PppFraming framing, int linkMtu) {
        return new DataPlaneCommand.JoinBundle(
                session.handle(),
                first().first().handle(),
                new DataPlaneCommand.BundleOptions(framing, linkMtu, settled.mrru(), settled.shortSequence()));
    }

    /// For a human being: `link 2 of 3`.
    String describe(PppEnd link) {
        return "link " + (links.indexOf(link) + 1) + " of " + links.size();
    }
}
