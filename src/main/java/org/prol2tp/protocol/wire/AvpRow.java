package org.prol2tp.protocol.wire;

import java.util.function.Function;

/// One AVP of [AvpTable].
///
/// @param name as the RFC calls it; that of the record, unless two versions have one fact under two names
record AvpRow<A extends Avp, V>(
        String name,
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

    static <A extends Avp, V> AvpRow<A, V> row(
            int type,
            Class<A> record,
            Layout<V> layout,
            Function<V, A> make,
            Function<A, V> value,
            MRule mandatory,
            HRule hiding,
            Versions versions) {
        String name = record.getSimpleName();
        return new AvpRow<>(
                name, AvpTable.IETF, type, record, layout, make, value, mandatory, hiding, versions, Printing.OPEN);
    }

    /// The record is the value.
    static <A extends Avp> AvpRow<A, A> whole(
            int type, Class<A> record, Layout<A> layout, MRule mandatory, HRule hiding, Versions versions) {
        return row(type, record, layout, Function.identity(), Function.identity(), mandatory, hiding, versions);
    }

    /// Of the Broadband Forum.
    static <A extends Avp, V> AvpRow<A, V> vendor(
            int type, Class<A> record, Layout<V> layout, Function<V, A> make, Function<A, V> value) {
        return new AvpRow<>(
                record.getSimpleName(),
                AvpTable.BROADBAND_FORUM,
                type,
                record,
                layout,
                make,
                value,
                MRule.CLEAR,
                HRule.MAY_HIDE,
                Versions.V2_AND_V3,
                Printing.OPEN);
    }

    /// L2TPv2's, with a value that is not printed.
    static <A extends Avp> AvpRow<A, Octets> secret(
            int type, Class<A> record, Function<Octets, A> make, Function<A, Octets> value, MRule mandatory) {
        return row(type, record, Layout.OCTETS, make, value, mandatory, HRule.MAY_HIDE, Versions.V2)
                .secret();
    }

    /// The same under another name.
    AvpRow<A, V> named(String other) {
        return new AvpRow<>(other, vendorId, type, record, layout, make, value, mandatory, hiding, versions, printing);
    }

    /// The same with a value that is not printed.
    AvpRow<A, V> secret() {
        return new AvpRow<>(
                name, vendorId, type, record, layout, make, value, mandatory, hiding, versions, Printing.SECRET);
    }

    /// Throws [MalformedValue] (or another `IllegalArgumentException` of a record).
    A read(Reader reader) {
        V read = layout.read().apply(reader);
        if (reader.remaining() != 0) {
            throw MalformedValue.ofLength("too long by " + reader.remaining() + " octets");
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

    /// Whether we send the M bit in a message of this version.
    boolean mandatory(Version version) {
        return switch (mandatory) {
            case SET -> true;
            case CLEAR -> false;
            case SET_IN_V2 -> version == Version.V2;
            case SET_IN_V3 -> version == Version.V3;
        };
    }

    boolean isOf(Version version) {
        return switch (versions) {
            case V2 -> version == Version.V2;
            case V3 -> version == Version.V3;
            case V2_AND_V3 -> true;
        };
    }

    /// How we send the M bit. We accept both ways.
    enum MRule {
        SET,
        CLEAR,
        SET_IN_V2,
        SET_IN_V3
    }

    /// Whether we may hide the value. We accept it hidden in any case.
    enum HRule {
        MAY_HIDE,
        NEVER_HIDE
    }

    /// Which versions have this number and layout.
    enum Versions {
        V2,
        V3,
        V2_AND_V3
    }

    /// Whether the value may be printed.
    enum Printing {
        OPEN,
        SECRET
    }
}
