package org.prol2tp.operator.config;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The kinds of blocks, by the words that begin them.
public enum BlockType {
    SYSTEM("system"),
    PEER_PROFILE("peer profile"),
    TUNNEL_PROFILE("tunnel profile"),
    SESSION_PROFILE("session profile"),
    PPP_PROFILE("ppp profile"),
    ETHERNET_PROFILE("ethernet profile"),
    PSEUDOWIRE_PROFILE("pseudowire profile"),
    IPPOOL("ippool"),
    USER("user"),
    TUNNEL("tunnel"),
    /// At the top with `tunnel_name`, or in a tunnel block.
    SESSION("session");

    private static final Map<String, BlockType> BY_WORDS =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(BlockType::words, type -> type));

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
        return Optional.ofNullable(BY_WORDS.get(name.replace('_', ' ').replace('-', ' ')));
    }
}
