package org.prol2tp.operator.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.prol2tp.protocol.node.Settings;

/// What the operator wrote in prol2tpd.conf. Two configs are equal if they say the same in the same order.
public final class Config {
    private final List<Block> blocks;

    Config(List<Block> blocks) {
        this.blocks = List.copyOf(blocks);
    }

    List<Block> blocks() {
        return blocks;
    }

    /// Reads the text of a config file. `fileName` is for the errors, and its folder is where paths in the
    /// file begin that are not absolute. `systemHostName` is for the Host Name AVP where the file sets none.
    /// Total: any text gives a value.
    public static Parsed parse(String text, String fileName, String systemHostName) {
        return parse(text, fileName, systemHostName, 0);
    }

    /// The same, where tunnels, sessions and PPP trace what is in `traceFlags` unless the file sets it, be it
    /// to `none` (the daemon's `-d` and `-D`).
    public static Parsed parse(String text, String fileName, String systemHostName, int traceFlags) {
        return parse(text, fileName, systemHostName, traceFlags, Sources.NONE);
    }

    /// The same, where `sources` has the files that this one names: included ones, and those with secrets.
    public static Parsed parse(String text, String fileName, String systemHostName, int traceFlags, Sources sources) {
        return parse(text, fileName, systemHostName, traceFlags, sources, Features.NOW);
    }

    static Parsed parse(
            String text, String fileName, String systemHostName, int traceFlags, Sources sources, Features features) {
        List<ConfigError> errors = new ArrayList<>();
        List<Block> blocks = Parser.parse(text, fileName, sources, errors);
        Check check = Check.of(blocks, sources, features, errors);
        Meaning meaning = new Meaning(check, fileName, systemHostName, traceFlags);
        Settings settings = meaning.settings();
        if (errors.isEmpty()) {
            return new Parsed.Good(new Config(blocks), settings, meaning.daemon(), check.warnings());
        }
        return new Parsed.Bad(inOrder(errors));
    }

    /// By file in the order in which their errors were found, and by place in the file.
    private static List<ConfigError> inOrder(List<ConfigError> errors) {
        Map<String, List<ConfigError>> byFile = new LinkedHashMap<>();
        errors.forEach(error -> byFile.computeIfAbsent(error.fileName(), name -> new ArrayList<>())
                .add(error));
        return byFile.values().stream()
                .flatMap(all -> all.stream()
                        .sorted(Comparator.comparingInt(ConfigError::line).thenComparingInt(ConfigError::column)))
                .toList();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Config config && blocks.equals(config.blocks);
    }

    @Override
    public int hashCode() {
        return blocks.hashCode();
    }
}
