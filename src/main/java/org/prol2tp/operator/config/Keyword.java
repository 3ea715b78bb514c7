package org.prol2tp.operator.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ObjIntConsumer;
import java.util.function.ToIntFunction;
import org.prol2tp.protocol.node.Secret;

/// One row of the grammar: a keyword of a block, what it takes and where that goes.
///
/// @param <D> the draft of the block, which the value is put into
/// @param aliases other spellings, of other versions and of OpenL2TP
/// @param repeatable whether the keyword may stand several times, each with one more value
/// @param doc a sentence for the documentation
/// @param reader reads the values of the keyword, one list of words for each time it stands there
/// @param shown the value that a draft holds, as text; empty if none is set
/// @param given an example of a value, as it is written; empty text: see [Examples]
/// @param l2tpV3 whether it means something in L2TPv3 only
record Keyword<D>(
        String name,
        List<String> aliases,
        ValueType<?> type,
        boolean repeatable,
        String doc,
        Reader<D> reader,
        Function<D, Optional<String>> shown,
        String given,
        boolean l2tpV3) {

    /// Values to an assignment.
    interface Reader<D> {
        Consumer<D> read(List<List<Word>> values) throws BadValue;
    }

    /// The same with other spellings.
    Keyword<D> or(String... others) {
        return new Keyword<>(name, List.of(others), type, repeatable, doc, reader, shown, given, l2tpV3);
    }

    /// The same with this example.
    Keyword<D> like(String value) {
        return new Keyword<>(name, aliases, type, repeatable, doc, reader, shown, value, l2tpV3);
    }

    /// The same, for L2TPv3 only.
    Keyword<D> onlyV3() {
        return new Keyword<>(name, aliases, type, repeatable, doc, reader, shown, given, true);
    }

    /// The same in a block whose draft holds the draft of this one.
    <E> Keyword<E> in(Function<E, D> part) {
        Reader<E> read = values -> {
            Consumer<D> assignment = reader.read(values);
            return draft -> assignment.accept(part.apply(draft));
        };
        return new Keyword<>(
                name, aliases, type, repeatable, doc, read, draft -> shown.apply(part.apply(draft)), given, l2tpV3);
    }

    /// The same, where `other` reads the value too, for its own part of the draft.
    Keyword<D> alsoReadBy(Keyword<D> other) {
        Reader<D> both = values -> reader.read(values).andThen(other.reader.read(values));
        return new Keyword<>(name, aliases, type, repeatable, doc, both, shown, given, l2tpV3);
    }

    /// A value as it may be written, in quotes if it is text.
    String example() {
        String value = given.isEmpty() ? Examples.of(this) : given;
        return type.isText() ? '"' + value + '"' : value;
    }

    /// A keyword that may stand once, and whose draft may have no value.
    static <D, T> Keyword<D> optional(
            String name, ValueType<T> type, Function<D, Optional<T>> get, BiConsumer<D, T> set, String doc) {
        return new Keyword<>(
                name,
                List.of(),
                type,
                false,
                doc,
                values -> {
                    T value = type.read(values.getLast());
                    return draft -> set.accept(draft, value);
                },
                draft -> get.apply(draft).map(type::print),
                "",
                false);
    }

    /// A keyword that may stand once.
    static <D, T> Keyword<D> one(String name, ValueType<T> type, Function<D, T> get, BiConsumer<D, T> set, String doc) {
        return optional(name, type, draft -> Optional.of(get.apply(draft)), set, doc);
    }

    /// A keyword that may stand several times, each time with one value or a list of them.
    static <D, T> Keyword<D> several(
            String name, ValueType<List<T>> type, Function<D, List<T>> get, BiConsumer<D, List<T>> set, String doc) {
        return new Keyword<>(
                name,
                List.of(),
                type,
                true,
                doc,
                values -> {
                    List<T> all = new ArrayList<>();
                    for (List<Word> words : values) {
                        all.addAll(type.read(words));
                    }
                    return draft -> set.accept(draft, List.copyOf(all));
                },
                draft -> Optional.of(get.apply(draft))
                        .filter(list -> !list.isEmpty())
                        .map(type::print),
                "",
                false);
    }

    static <D> Keyword<D> number(
            String name, int min, int max, ToIntFunction<D> get, ObjIntConsumer<D> set, String doc) {
        return one(
                name,
                new ValueType.Number(min, max),
                draft -> (long) get.applyAsInt(draft),
                (draft, value) -> set.accept(draft, value.intValue()),
                doc);
    }

    static <D> Keyword<D> flag(String name, Function<D, Boolean> get, BiConsumer<D, Boolean> set, String doc) {
        return one(name, new ValueType.Flag(), get, set, doc);
    }

    static <D> Keyword<D> seconds(
            String name, long min, long max, Function<D, Duration> get, BiConsumer<D, Duration> set, String doc) {
        return one(name, new ValueType.Time(ValueType.Time.Unit.SECONDS, min, max), get, set, doc);
    }

    static <D> Keyword<D> milliseconds(
            String name, long min, long max, Function<D, Duration> get, BiConsumer<D, Duration> set, String doc) {
        return one(name, new ValueType.Time(ValueType.Time.Unit.MILLISECONDS, min, max), get, set, doc);
    }

    /// A string of 1..`maxOctets` octets.
    static <D> Keyword<D> text(
            String name,
            int maxOctets,
            Function<D, Optional<String>> get,
            BiConsumer<D, Optional<String>> set,
            String doc) {
        return optional(
                name,
                new ValueType.Text("string", maxOctets),
                get,
                (draft, value) -> set.accept(draft, Optional.of(value)),
                doc);
    }

    /// The name of another block.
    static <D> Keyword<D> name(
            String name,
            BlockType of,
            Function<D, Optional<String>> get,
            BiConsumer<D, Optional<String>> set,
            String doc) {
        return optional(
                name, new ValueType.Reference(of), get, (draft, value) -> set.accept(draft, Optional.of(value)), doc);
    }

    static <D> Keyword<D> secret(
            String name, Function<D, Optional<Secret>> get, BiConsumer<D, Optional<Secret>> set, String doc) {
        return optional(
                name, new SecretType.Password(), get, (draft, value) -> set.accept(draft, Optional.of(value)), doc);
    }

    /// The path of a file that holds a secret.
    static <D> Keyword<D> secretFile(
            String name, Function<D, Optional<Secret>> get, BiConsumer<D, Optional<Secret>> set, String doc) {
        return optional(
                name, new SecretType.SecretFile(), get, (draft, value) -> set.accept(draft, Optional.of(value)), doc);
    }

    static <D> Keyword<D> trace(ToIntFunction<D> get, ObjIntConsumer<D> set) {
        return Keyword.<D, Integer>one(
                        "trace_flags",
                        new ValueType.Trace(),
                        get::applyAsInt,
                        set::accept,
                        "Trace categories that are switched on; unset: what it belongs to decides, at last the system.")
                .or("debug");
    }

    /// A keyword that so far has one value, which needs nothing done; the original's other values come later.
    static <D> Keyword<D> only(String name, String value, List<String> later, String doc) {
        return one(name, ValueType.Choice.of(Map.of(value, value), later), draft -> value, (draft, chosen) -> {}, doc);
    }
}
