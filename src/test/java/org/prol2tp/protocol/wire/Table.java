package org.prol2tp.protocol.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A table of test data beside this class: cells between tabs, `#` begins a comment line.
final class Table {
    private Table() {}

    static List<List<String>> rows(String file) {
        return lines(file).stream().map(line -> List.of(line.split("\t", -1))).toList();
    }

    static List<String> lines(String file) {
        try (InputStream in = Table.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalArgumentException("no " + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
