package org.prol2tp.protocol.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Which AVPs each message of each version must have and may have.
///
/// Source: RFC 2661 §6, RFC 3931 §6.
final class MessageTable {
    /// One message: the records that must be there, and those that may.
    ///
    /// @param places of the records in both lists, one after the other: bit n of a set stands for place n
    record Row(
            MessageType type,
            List<Class<? extends Avp>> required,
            List<Class<? extends Avp>> optional,
            Map<Class<? extends Avp>, Integer> places) {
        Row(MessageType type, List<Class<? extends Avp>> required, List<Class<? extends Avp>> optional) {
            this(type, required, optional, places(join(required, optional)));
        }

        private static Map<Class<? extends Avp>, Integer> places(List<Class<? extends Avp>> records) {
            if (records.size() >= Long.SIZE) {
                throw new IllegalStateException("a set of records is 64 bits");
            }
            return IntStream.range(0, records.size())
                    .boxed()
                    .collect(Collectors.toUnmodifiableMap(records::get, Function.identity()));
        }

        /// The bit of a record that this message may have; 0: it may not.
        long bit(Class<? extends Avp> record) {
            Integer place = places.get(record);
            return place == null ? 0 : 1L << place;
        }

        boolean has(Avp avp) {
            return avp instanceof Avp.Unrecognised || places.containsKey(avp.getClass());
        }

        /// The first required record that is not in the set; empty: none is missing.
        Optional<Class<? extends Avp>> missing(long seen) {
            int place = Long.numberOfTrailingZeros(~seen);
            return place < required.size() ? Optional.of(required.get(place)) : Optional.empty();
        }
    }

    private static final Map<MessageType, Row> V2 = byType(Rfc2661Messages.ROWS);
    private static final Map<MessageType, Row> V3 = byType(Rfc3931Messages.ROWS);

    private MessageTable() {}

    private static Map<MessageType, Row> byType(List<Row> rows) {
        return rows.stream().collect(Collectors.toUnmodifiableMap(Row::type, Function.identity()));
    }

    static Row row(Version version, MessageType type) {
        Row row = switch (version) {
            case V2 -> V2.get(type);
            case V3 -> V3.get(type);
        };
        if (row == null) {
            throw new IllegalStateException(type + " has no row");
        }
        return row;
    }

    static List<Class<? extends Avp>> join(List<Class<? extends Avp>> first, List<Class<? extends Avp>> second) {
        List<Class<? extends Avp>> all = new ArrayList<>(first);
        all.addAll(second);
        return List.copyOf(all);
    }
}
