package org.prol2tp.operator.config;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Files that are nowhere but in the test; nobody may look into the folder `/locked`.
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
    public Listed list(String pattern) {
        if (pattern.startsWith("/locked/")) {
            return new Listed.Unknown("cannot be listed: permission denied");
        }
        var matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
        return new Listed.Files(new TreeMap<>(files)
                .keySet().stream()
                        .filter(path -> matcher.matches(Path.of(path)))
                        .toList());
    }
}
