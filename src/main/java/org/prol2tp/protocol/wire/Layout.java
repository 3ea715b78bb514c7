package org.prol2tp.protocol.wire;

import java.util.function.BiConsumer;
import java.util.function.Function;

/// How a kind of value looks in octets and in text.
///
/// @param name of the layout, as in `avps.tsv`: fields in their order, `[]` around what may be missing
/// @param read throws [MalformedValue]; what it leaves unread makes the value malformed too
record Layout<V>(String name, Function<Reader, V> read, BiConsumer<Writer, V> write, Function<V, String> print) {
    static final Layout<Integer> U16 = new Layout<>("u16", Reader::u16, Writer::u16, String::valueOf);

    static final Layout<Long> U32 = new Layout<>("u32", Reader::u32, Writer::u32, String::valueOf);

    /// The same; a larger value is written as the largest.
    static final Layout<Long> U32_AT_MOST = new Layout<>(
            "u32",
            Reader::u32,
            (writer, value) -> writer.u32(Long.compareUnsigned(value, 0xffff_ffffL) > 0 ? 0xffff_ffffL : value),
            String::valueOf);

    /// 32 bits that are an id.
    static final Layout<Integer> ID_32 = new Layout<>(
            "u32", reader -> (int) reader.u32(), (writer, value) -> writer.u32(value), Integer::toUnsignedString);

    static final Layout<Long> U64 = new Layout<>("u64", Reader::u64, Writer::u64, Long::toUnsignedString);

    /// 8 reserved bits, then 8 of value.
    static final Layout<Integer> LOW_U8 = new Layout<>(
            "0 u8",
            reader -> {
                reader.u8();
                return reader.u8();
            },
            Writer::u16,
            String::valueOf);

    static final Layout<String> TEXT = new Layout<>("text", Reader::text, Writer::text, Text::quote);

    static final Layout<Octets> OCTETS = new Layout<>("octets", Reader::rest, Writer::octets, Octets::hex);

    /// The value of an AVP that says all by being there.
    static <A extends Avp> Layout<A> nothing(A avp) {
        return new Layout<>("", _ -> avp, (_, _) -> {}, _ -> "yes");
    }
}
