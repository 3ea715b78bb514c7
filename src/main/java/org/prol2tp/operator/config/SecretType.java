package org.prol2tp.operator.config;

import java.util.List;
import java.util.Optional;
import org.prol2tp.protocol.node.Secret;

/// Values that nobody else should read.
sealed interface SecretType extends ValueType<Secret> {
    /// A secret: a string, or octets as `hex:0123…`.
    record Password() implements SecretType {
        private static final int MAX_OCTETS = 256;

        @Override
        public String sample() {
            return "a secret of both ends";
        }

        @Override
        public String shape() {
            return "string or hex:…, 1.." + MAX_OCTETS + " octets";
        }

        @Override
        public Secret read(List<Word> words) throws BadValue {
            Word word = words.getFirst();
            Optional<byte[]> octets = word.quoted() || !word.text().startsWith("hex:")
                    ? Optional.of(word.text().getBytes(java.nio.charset.StandardCharsets.UTF_8))
                    : Digits.octets(word.text().substring(4));
            if (octets.isEmpty()) {
                throw new BadValue(word, "is not hex:… with two digits for every octet");
            }
            if (octets.get().length < 1 || octets.get().length > MAX_OCTETS) {
                throw new BadValue(word, "must have 1.." + MAX_OCTETS + " octets");
            }
            return new Secret(octets.get());
        }

        @Override
        public String print(Secret value) {
            return value.toString();
        }

        @Override
        public boolean isSecret() {
            return true;
        }
    }

    /// The path of a file whose first line is the secret; by the time it is read as a value, it is that line.
    record SecretFile() implements SecretType {
        private static final Password CONTENT = new Password();

        @Override
        public String shape() {
            return "path";
        }

        @Override
        public String sample() {
            return "tunnel.secret";
        }

        @Override
        public Secret read(List<Word> words) throws BadValue {
            return CONTENT.read(words);
        }

        @Override
        public String print(Secret value) {
            return CONTENT.print(value);
        }
    }

    /// Four or eight octets as `hex:…`, or as many characters.
    record Cookie() implements SecretType {
        @Override
        public String shape() {
            return "hex:… of 4 or 8 octets";
        }

        @Override
        public String sample() {
            return "hex:0123456789abcdef";
        }

        @Override
        public Secret read(List<Word> words) throws BadValue {
            Secret cookie = new Password().read(words);
            int octets = cookie.octets().length;
            if (octets != 4 && octets != 8) {
                throw new BadValue(words.getFirst(), "has " + octets + " octets, must have 4 or 8");
            }
            return cookie;
        }

        @Override
        public String print(Secret value) {
            return value.toString();
        }

        @Override
        public boolean isSecret() {
            return true;
        }
    }
}
