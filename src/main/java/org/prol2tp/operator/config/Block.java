package org.prol2tp.operator.config;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// A block of a config file. Equal to another if it says the same, wherever it stands.
///
/// @param sessions the session blocks in a tunnel block
record Block(BlockType type, Optional<Word> name, List<Setting> settings, List<Block> sessions, int line, int column) {
    /// The name as text; empty if there is none.
    String nameText() {
        return name.map(Word::text).orElse("");
    }

    /// As a message names it: `tunnel profile "x"`.
    String shown() {
        return shown(type, name);
    }

    static String shown(BlockType type, Optional<Word> name) {
        return name.map(word -> type.words() + " " + word.inQuotes()).orElse(type.words());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Block block
                && type == block.type
                && name.equals(block.name)
                && settings.equals(block.settings)
                && sessions.equals(block.sessions);
    }

    @Override
    public int hashCode() {
        return Objects.hash(type, name, settings, sessions);
    }
}
