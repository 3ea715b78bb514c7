package org.prol2tp.operator.config;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Files that are nowhere but in the test.
record MemorySources(Map<String, String> files, Set<String> readableByOthers) implements Sources {
    MemorySources(Map<String, String> files) {
        this(files, Set.of());
    }

    @Override
    public Found read(String path) {
        return files.containsKey(path)
                ? new Found.Text(files.getOrDefault(path, ""), readableByOthers.contains(path))
                : new Found.Unreadable("no such file");
    }

    @Override
    public List<String> list(String pattern) {
        var matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
        return new TreeMap<>(files)
                .keySet().stream()
                        .filter(path -> matcher.matches(Path.of(path)))
                        .toList();
    }
}
