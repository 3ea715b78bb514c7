package org.prol2tp.operator.config;

import java.util.List;

/// A keyword with its value, as it stands in a block. Equal to another if it says the same.
///
/// @param keyword its main name, also where an alias was written
/// @param words of the value, without commas; at least one
record Setting(String keyword, List<Word> words, int line, int column) {
    @Override
    public boolean equals(Object other) {
        return other instanceof Setting setting && keyword.equals(setting.keyword) && words.equals(setting.words);
    }

    @Override
    public int hashCode() {
        return 31 * keyword.hashCode() + words.hashCode();
    }
}
