package org.prol2tp.operator.config;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// A block of a config file. Equal to another if it says the same, wherever it stands.
///
/// @param file the name of the file it stands in
/// @param sessions the session blocks in a tunnel block
record Block(
        BlockType type,
        Optional<Word> name,
        List<Setting> settings,
        List<Block> sessions,
        String file,
        int line,
        int column) {
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

    /// The folder of its file, with `/` at the end; empty: the one where the program runs.
    String folder() {
        return file.substring(0, file.lastIndexOf('/') + 1);
    }

    /// Where it stands, as a message in `file` says it: `line 5`, or `line 5 of other.conf`.
    String placeFrom(String other) {
        return "line " + line + (file.equals(other) ? "" : " of " + file);
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
