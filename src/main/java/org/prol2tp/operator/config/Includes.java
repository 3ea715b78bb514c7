package org.prol2tp.operator.config;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.function.BiConsumer;

/// The files that are being read, one inside of the other, by `include`.
final class Includes {
    /// Files one inside of the other; more is a mistake.
    static final int MAX_DEPTH = 16;

    /// Files read in all: a chain of patterns must not go on for ever.
    static final int MAX_FILES = 10_000;

    private final Sources sources;
    private final List<ConfigError> errors;
    /// From the outermost to the one that is read now.
    private final SequencedSet<String> open = new LinkedHashSet<>();
    private int files;

    Includes(Sources sources, List<ConfigError> errors) {
        this.sources = sources;
        this.errors = errors;
    }

    List<ConfigError> errors() {
        return errors;
    }

    void begin(String path) {
        open.add(path);
    }

    /// The innermost file has been read.
    void end() {
        open.removeLast();
    }

    /// Reads the files that `pattern` in `file` stands for, and gives each with its text to `each`.
    void read(String file, Word pattern, BiConsumer<String, String> each) {
        if (pattern.text().isEmpty()) {
            error(file, pattern, "include needs the path of a file");
            return;
        }
        String path = pattern.text().startsWith("/")
                ? pattern.text()
                : file.substring(0, file.lastIndexOf('/') + 1) + pattern.text();
        boolean isPattern = path.chars().anyMatch(c -> "*?[{".indexOf(c) >= 0);
        switch (isPattern ? sources.list(path) : new Sources.Listed.Files(List.of(path))) {
            case Sources.Listed.Files(List<String> paths) -> read(file, pattern, paths, each);
            case Sources.Listed.Unknown(String why) -> error(file, pattern, about(path, why));
        }
    }

    private void read(String file, Word pattern, List<String> paths, BiConsumer<String, String> each) {
        for (String found : paths) {
            if (open.contains(found)) {
                List<String> round = new ArrayList<>(open);
                round.add(found);
                error(file, pattern, "include goes round in a circle: " + String.join(" -> ", round));
            } else if (open.size() >= MAX_DEPTH) {
                error(
                        file,
                        pattern,
                        "include is nested deeper than " + MAX_DEPTH + " files: " + String.join(" -> ", open));
            } else if (++files > MAX_FILES) {
                error(file, pattern, "include of more than " + MAX_FILES + " files");
                return;
            } else {
                switch (sources.read(found)) {
                    case Sources.Found.Text(String text, boolean _) -> each.accept(found, text);
                    case Sources.Found.Unreadable(String why) -> error(file, pattern, about(found, why));
                }
            }
        }
    }

    private static String about(String path, String why) {
        return "include " + new Word(path, true, 0, 0).inQuotes() + ": " + why;
    }

    private void error(String file, Word at, String message) {
        errors.add(new ConfigError(file, at.line(), at.column(), message));
    }
}
