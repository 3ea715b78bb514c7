package org.prol2tp.operator.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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
        List<ConfigError> errors = new ArrayList<>();
        List<Block> blocks = Parser.parse(text, fileName, errors);
        Check check = Check.of(blocks, fileName, errors);
        Meaning meaning = new Meaning(check, fileName, systemHostName, traceFlags);
        Settings settings = meaning.settings();
        if (errors.isEmpty()) {
            return new Parsed.Good(new Config(blocks), settings, meaning.daemon());
        }
        errors.sort(Comparator.comparingInt(ConfigError::line).thenComparingInt(ConfigError::column));
        return new Parsed.Bad(List.copyOf(errors));
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
