package org.prol2tp.protocol.wire;

import java.util.List;
import java.util.Optional;

/// The AVPs of one message in their order, without its Message Type. Immutable.
public record AvpSet(List<Avp> avps) {
    public AvpSet {
        avps = List.copyOf(avps);
    }

    public static AvpSet of(Avp... avps) {
        return new AvpSet(List.of(avps));
    }

    /// The first AVP of that record.
    public <A extends Avp> Optional<A> find(Class<A> record) {
        for (int i = 0; i < avps.size(); i++) { // called for each AVP that a message may have: no iterator
            if (record.isInstance(avps.get(i))) {
                return Optional.of(record.cast(avps.get(i)));
            }
        }
        return Optional.empty();
    }

    /// The first AVP of that record, which the message's grammar promises.
    ///
    /// @throws IllegalStateException if there is none: a bug of ours
    <A extends Avp> A require(Class<A> record) {
        return find(record).orElseThrow(() -> new IllegalStateException("no " + record.getSimpleName()));
    }

    public boolean contains(Class<? extends Avp> record) {
        return find(record).isPresent();
    }
}
