package org.prol2tp.operator.config;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.prol2tp.protocol.node.Secret;
import org.prol2tp.protocol.node.Statement;

/// What a block says itself, in words that two versions of a file can be compared by: `60` and `60s` are one.
final class Statements {
    /// They are the name of the block.
    private static final Set<String> NAMES = Set.of("tunnel_name", "session_name");

    private Statements() {}

    /// @param draft with what the block sets, and nothing that it inherits
    /// @param secret the one it sets, be it in the block or in a file of its own
    static <D> Statement of(Grammar<D> grammar, Block block, D draft, Optional<Secret> secret) {
        Map<String, String> values = new HashMap<>();
        Map<String, Secret> secrets = new HashMap<>();
        for (Setting setting : block.settings()) {
            if (NAMES.contains(setting.keyword())) {
                continue;
            }
            Keyword<D> keyword = grammar.find(setting.keyword()).orElseThrow();
            if (keyword.type() instanceof SecretType) {
                secret.ifPresent(it -> secrets.put(keyword.name(), it));
            } else {
                values.put(keyword.name(), keyword.shown().apply(draft).orElse(""));
            }
        }
        return new Statement(Statement.Source.FILE, Map.copyOf(values), Map.copyOf(secrets));
    }
}
