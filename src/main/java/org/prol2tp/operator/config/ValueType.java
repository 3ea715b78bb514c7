package org.prol2tp.operator.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.prol2tp.protocol.node.OctetString;

/// How the value of a keyword is written, and what it means.
sealed interface ValueType<T>
        permits ValueType.Number,
                ValueType.ZeroOr,
                ValueType.Flag,
                ValueType.Text,
                ValueType.Interface,
                ValueType.Reference,
                ValueType.Hex,
                ValueType.Choice,
                ValueType.Time,
                ValueType.Trace,
                ValueType.Many,
                SecretType,
                SpeedType,
                OtherFile,
                AddressType {
    /// What may stand there, as messages and the documentation say it: `4..32768`, `yes or no`.
    String shape();

    /// A value that is good, not quoted: for examples.
    String sample();

    /// Reads the words of one value, at least one.
    T read(List<Word> words) throws BadValue;

    /// The text that reads as this value, not quoted.
    String print(T value);

    /// Whether values may stand in a row, with commas between.
    default boolean isList() {
        return false;
    }

    /// Whether it is free text, which is printed in quotes.
    default boolean isText() {
        return this instanceof Text
                || this instanceof SecretType.Password
                || this instanceof SecretType.SecretFile
                || this instanceof Reference
                || this instanceof Interface;
    }

    /// Whether messages must not repeat it.
    default boolean isSecret() {
        return false;
    }

    /// Words that may follow the value, each with one word of its own.
    default List<String> options() {
        return List.of();
    }

    /// A number, decimal or `0x…`.
    record Number(long min, long max) implements ValueType<Long> {
        @Override
        public String sample() {
            return Long.toString(Math.max(min, Math.min(max, 10)));
        }

        @Override
        public String shape() {
            return min + ".." + max;
        }

        @Override
        public Long read(List<Word> words) throws BadValue {
            Word word = words.getFirst();
            Optional<Long> number = Digits.parse(word.text());
            if (number.isEmpty()) {
                throw new BadValue(word, "is not a number, must be " + shape());
            }
            long value = number.get();
            if (value < min || value > max) {
                throw new BadValue(word, "is out of range, must be " + shape());
            }
            return value;
        }

        @Override
        public String print(Long value) {
            return value.toString();
        }
    }

    /// Such a number, or 0, which is below them.
    record ZeroOr(Number number) implements ValueType<Long> {
        @Override
        public String sample() {
            return number.sample();
        }

        @Override
        public String shape() {
            return "0 or " + number.shape();
        }

        @Override
        public Long read(List<Word> words) throws BadValue {
            long value = new Number(0, number.max).read(words);
            if (value != 0 && value < number.min) {
                throw new BadValue(words.getFirst(), "is out of range, must be " + shape());
            }
            return value;
        }

        @Override
        public String print(Long value) {
            return number.print(value);
        }
    }

    /// Yes or no.
    record Flag() implements ValueType<Boolean> {
        @Override
        public String sample() {
            return "yes";
        }

        @Override
        public String shape() {
            return "yes or no";
        }

        @Override
        public Boolean read(List<Word> words) throws BadValue {
            return switch (words.getFirst().text()) {
                case "yes", "on", "true" -> true;
                case "no", "off", "false" -> false;
                default -> throw new BadValue(words.getFirst(), "is neither yes nor no (on, off, true, false)");
            };
        }

        @Override
        public String print(Boolean value) {
            return value ? "yes" : "no";
        }
    }

    /// A string of 1..`maxOctets` octets of UTF-8, without control characters.
    ///
    /// @param what the noun for it
    record Text(String what, int maxOctets) implements ValueType<String> {
        @Override
        public String sample() {
            return what.equals("path") ? "file" : "name";
        }

        @Override
        public String shape() {
            return what + ", 1.." + maxOctets + " octets";
        }

        @Override
        public String read(List<Word> words) throws BadValue {
            Word word = words.getFirst();
            int octets = word.text().getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
            if (octets < 1 || octets > maxOctets) {
                throw new BadValue(word, "has " + octets + " octets, must be 1.." + maxOctets);
            }
            if (word.text().chars().anyMatch(Character::isISOControl)) {
                throw new BadValue(word, "holds a control character");
            }
            return word.text();
        }

        @Override
        public String print(String value) {
            return value;
        }
    }

    /// The name of a network interface, or what one begins with: 1..`maxOctets` octets without `/`, `:`, `%` and white
    /// space, as Linux has it.
    record Interface(int maxOctets) implements ValueType<String> {
        /// Of a whole name.
        static final int OCTETS = 15;

        /// Of the beginning of a name: five digits follow.
        static final int STEM_OCTETS = 10;

        private Text text() {
            return new Text("interface name", maxOctets);
        }

        @Override
        public String sample() {
            return "wan";
        }

        @Override
        public String shape() {
            return text().shape();
        }

        @Override
        public String read(List<Word> words) throws BadValue {
            String name = text().read(words);
            if (name.equals(".")
                    || name.equals("..")
                    || name.chars().anyMatch(c -> c == '/' || c == ':' || c == '%' || c == ' ')) {
                throw new BadValue(words.getFirst(), "cannot be the name of an interface");
            }
            return name;
        }

        @Override
        public String print(String value) {
            return value;
        }
    }

    /// The name of another block, which must be there; `default` always is, where it is a profile's.
    record Reference(BlockType to) implements ValueType<String> {
        @Override
        public String sample() {
            return switch (to) {
                case IPPOOL -> "customers";
                case TUNNEL -> "to-lns";
                case USER -> "alice";
                case SYSTEM,
                        PEER_PROFILE,
                        TUNNEL_PROFILE,
                        SESSION_PROFILE,
                        PPP_PROFILE,
                        ETHERNET_PROFILE,
                        PSEUDOWIRE_PROFILE,
                        SESSION -> "default";
            };
        }

        @Override
        public String shape() {
            return "name of a block `" + to.words() + "`";
        }

        @Override
        public String read(List<Word> words) throws BadValue {
            return Grammar.NAME.read(words);
        }

        @Override
        public String print(String value) {
            return value;
        }
    }

    /// Octets that are no secret, as `hex:0123…`.
    record Hex(int maxOctets) implements ValueType<OctetString> {
        @Override
        public String sample() {
            return "hex:0506aabbccdd";
        }

        @Override
        public String shape() {
            return "hex:…, 0.." + maxOctets + " octets";
        }

        @Override
        public OctetString read(List<Word> words) throws BadValue {
            Word word = words.getFirst();
            Optional<byte[]> octets =
                    word.text().startsWith("hex:") ? Digits.octets(word.text().substring(4)) : Optional.empty();
            if (octets.isEmpty()) {
                throw new BadValue(word, "is not hex:… with two digits for every octet");
            }
            if (octets.get().length > maxOctets) {
                throw new BadValue(word, "must have 0.." + maxOctets + " octets");
            }
            return OctetString.of(octets.get());
        }

        @Override
        public String print(OctetString value) {
            return value.toString();
        }
    }

    /// One of a few words.
    ///
    /// @param values in the order to show
    /// @param later words of the original that are not implemented yet
    /// @param l2tpV3 those of `values` that mean something in L2TPv3 only
    record Choice<E>(Map<String, E> values, List<String> later, Set<String> l2tpV3) implements ValueType<E> {
        static <E> Choice<E> of(Map<String, E> values) {
            return new Choice<>(values, List.of(), Set.of());
        }

        static <E> Choice<E> of(Map<String, E> values, List<String> later) {
            return new Choice<>(values, later, Set.of());
        }

        /// The same, where these words mean something in L2TPv3 only.
        Choice<E> onlyV3(String... words) {
            return new Choice<>(values, later, Set.of(words));
        }

        @Override
        public String sample() {
            List<String> words = List.copyOf(values.keySet());
            return words.stream()
                    .filter(word -> !l2tpV3.contains(word))
                    .reduce((first, second) -> second)
                    .orElse(words.getFirst());
        }

        @Override
        public String shape() {
            return String.join(", ", values.keySet());
        }

        @Override
        public E read(List<Word> words) throws BadValue {
            Word word = words.getFirst();
            E value = values.get(word.text());
            if (value != null) {
                return value;
            }
            if (later.contains(word.text())) {
                throw new BadValue(word, "is not supported yet, must be one of " + shape());
            }
            throw new BadValue(word, "is not one of " + shape());
        }

        @Override
        public String print(E value) {
            for (Map.Entry<String, E> entry : values.entrySet()) {
                if (entry.getValue().equals(value)) {
                    return entry.getKey();
                }
            }
            return String.valueOf(value);
        }
    }

    /// A length of time: a plain number in `unit`, or one with `s`, `m`, `h`, and where `unit` allows it
    /// `ms`.
    record Time(Unit unit, long min, long max) implements ValueType<Duration> {
        /// What a plain number means, and the steps that `min` and `max` count.
        enum Unit {
            SECONDS("s", 1000),
            MILLISECONDS("ms", 1);

            private final String symbol;
            private final long milliseconds;

            Unit(String symbol, long milliseconds) {
                this.symbol = symbol;
                this.milliseconds = milliseconds;
            }
        }

        @Override
        public String sample() {
            return Long.toString(Math.max(min, Math.min(max, 30)));
        }

        @Override
        public String shape() {
            return min + ".." + max + " " + unit.symbol;
        }

        @Override
        public Duration read(List<Word> words) throws BadValue {
            Word word = words.getFirst();
            String text = word.text();
            int digits = 0;
            while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
                digits++;
            }
            long milliseconds = switch (text.substring(digits)) {
                case "" -> unit.milliseconds;
                case "ms" -> 1;
                case "s" -> 1000;
                case "m" -> 60_000;
                case "h" -> 3_600_000;
                default -> 0;
            };
            Optional<Long> number = Digits.parse(text.substring(0, digits));
            if (number.isEmpty() || milliseconds < unit.milliseconds) {
                throw new BadValue(word, "is not a time, must be " + shape() + " (also 5m, 2h)");
            }
            if (number.get() > max * unit.milliseconds
                    || number.get() * milliseconds < min * unit.milliseconds
                    || number.get() * milliseconds > max * unit.milliseconds) {
                throw new BadValue(word, "is out of range, must be " + shape());
            }
            return Duration.ofMillis(number.get() * milliseconds);
        }

        @Override
        public String print(Duration value) {
            return Long.toString(value.toMillis() / unit.milliseconds);
        }
    }

    /// Trace categories, see [TraceFlags].
    record Trace() implements ValueType<Integer> {
        @Override
        public String sample() {
            return "protocol, fsm";
        }

        @Override
        public String shape() {
            return "list of trace categories, all, none, or a mask";
        }

        @Override
        public Integer read(List<Word> words) throws BadValue {
            int mask = 0;
            for (Word word : words) {
                Optional<Integer> bits = TraceFlags.parseOne(word.text());
                if (bits.isEmpty()) {
                    throw new BadValue(word, "is not a trace category, must be of " + TraceFlags.print(-1));
                }
                mask |= bits.get();
            }
            return mask;
        }

        @Override
        public String print(Integer value) {
            return TraceFlags.print(value);
        }

        @Override
        public boolean isList() {
            return true;
        }
    }

    /// Several values with commas between.
    record Many<T>(ValueType<T> of) implements ValueType<List<T>> {
        @Override
        public String sample() {
            return of.sample();
        }

        @Override
        public String shape() {
            return "list of " + of.shape();
        }

        @Override
        public List<T> read(List<Word> words) throws BadValue {
            List<T> values = new ArrayList<>();
            for (Word word : words) {
                values.add(of.read(List.of(word)));
            }
            return List.copyOf(values);
        }

        @Override
        public String print(List<T> values) {
            List<String> texts = new ArrayList<>();
            for (T value : values) {
                texts.add(of.print(value));
            }
            return String.join(", ", texts);
        }

        @Override
        public boolean isList() {
            return true;
        }
    }
}
