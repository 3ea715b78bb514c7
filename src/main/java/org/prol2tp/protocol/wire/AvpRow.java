package org.prol2tp.protocol.wire;

import java.util.function.Function;

/// One AVP of [AvpTable].
record AvpRow<A extends Avp, V>(
        int vendorId,
        int type,
        Class<A> record,
        Layout<V> layout,
        Function<V, A> make,
        Function<A, V> value,
        MRule mandatory,
        HRule hiding,
        Versions versions,
        Printing printing) {

    /// Throws [MalformedValue] (or another `IllegalArgumentException` of a record).
    A read(Octets octets) {
        Reader reader = new Reader(octets);
        V read = layout.read().apply(reader);
        if (reader.remaining() != 0) {
            throw new MalformedValue("too long by " + reader.remaining() + " octets");
        }
        return make.apply(read);
    }

    void write(Writer writer, Avp avp) {
        layout.write().accept(writer, value.apply(record.cast(avp)));
    }

    /// The value as text, `…` for a secret one.
    String print(Avp avp) {
        return switch (printing) {
            case OPEN -> layout.print().apply(value.apply(record.cast(avp)));
            case SECRET -> "…";
        };
    }

    /// How we send the M bit. We accept both ways.
    enum MRule {
        SET,
        CLEAR
    }

    /// Whether we may hide the value. We accept it hidden in any case.
    enum HRule {
        MAY_HIDE,
        NEVER_HIDE
    }

    enum Versions {
        V2,
        V2_AND_V3
    }

    /// Whether the value may be printed.
    enum Printing {
        OPEN,
        SECRET
    }
}
