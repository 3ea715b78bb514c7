package org.prol2tp.operator.config;

import java.util.Arrays;
import java.util.Optional;

/// The kinds of blocks, by the words that begin them.
public enum BlockType {
    SYSTEM("system"),
    PEER_PROFILE("peer profile"),
    TUNNEL_PROFILE("tunnel profile"),
    SESSION_PROFILE("session profile"),
    PPP_PROFILE("ppp profile"),
    IPPOOL("ippool"),
    USER("user"),
    TUNNEL("tunnel"),
    /// At the top with `tunnel_name`, or in a tunnel block.
    SESSION("session");

    private final String words;

    BlockType(String words) {
        this.words = words;
    }

    /// The words that begin it, with a space between.
    public String words() {
        return words;
    }

    /// The kind with this name; between its words may be a space, `_` or `-`.
    static Optional<BlockType> named(String name) {
        String spaced = name.replace('_', ' ').replace('-', ' ');
        return Arrays.stream(values()).filter(type -> type.words.equals(spaced)).findFirst();
    }
}
