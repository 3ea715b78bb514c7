package org.prol2tp.operator.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.prol2tp.protocol.node.Settings.ConfiguredSession;
import org.prol2tp.protocol.node.Settings.ConfiguredTunnel;
import org.prol2tp.protocol.node.TunnelParameters;

/// The words of a command that creates a tunnel or session, read by the grammar of the config file: they become a
/// block after the profiles and users of the file, so that both are one language with one set of checks.
public final class CommandWords {
    /// Stands for the tunnel that a session is to be in, which need not be in the file.
    private static final String ANY_HOST = "dest_ipaddr 192.0.2.1\n";

    private final Config base;
    private final Function<String, Parsed> parser;

    /// What came of it.
    ///
    /// @param <T> [ConfiguredTunnel] or [ConfiguredSession]
    public sealed interface Result<T> {
        record Good<T>(T wanted) implements Result<T> {}

        /// Everything that is wrong, a sentence each; at least one.
        record Bad<T>(List<String> errors) implements Result<T> {}
    }

    /// @param base the config file as it is in force
    /// @param parser reads a config file's text as `base` was read
    public CommandWords(Config base, Function<String, Parsed> parser) {
        this.base = base;
        this.parser = parser;
    }

    /// A tunnel of this name with keywords and values as in its block.
    public Result<ConfiguredTunnel> tunnel(String name, List<String> words) {
        List<String> errors = new ArrayList<>();
        String text = head(BlockType.TUNNEL, name) + settings(Grammar.TUNNEL, words, errors) + "}\n";
        return result(text, errors, tunnels -> tunnels.getLast().byCommand());
    }

    /// A session of this name with keywords and values as in its block.
    ///
    /// @param tunnel of the tunnel it is to be in: the profiles it names are the session's where that names none
    public Result<ConfiguredSession> session(String name, List<String> words, TunnelParameters tunnel) {
        List<String> errors = new ArrayList<>();
        String text = head(BlockType.TUNNEL, "tunnel")
                + ANY_HOST
                + profile("session_profile_name", BlockType.SESSION_PROFILE, tunnel.sessionProfileName())
                + profile("ppp_profile_name", BlockType.PPP_PROFILE, tunnel.pppProfileName())
                + head(BlockType.SESSION, name)
                + settings(Grammar.SESSION, words, errors)
                + "}\n}\n";
        return result(
                text, errors, tunnels -> tunnels.getLast().sessions().getFirst().byCommand());
    }

    private <T> Result<T> result(String text, List<String> errors, Function<List<ConfiguredTunnel>, T> choose) {
        if (!errors.isEmpty()) {
            return new Result.Bad<>(List.copyOf(errors));
        }
        return switch (parser.apply(everythingElse() + text)) {
            case Parsed.Good good ->
                new Result.Good<>(choose.apply(good.settings().tunnels()));
            case Parsed.Bad bad ->
                new Result.Bad<>(bad.errors().stream().map(ConfigError::message).toList());
        };
    }

    /// The file without its tunnels and sessions.
    private String everythingElse() {
        List<Block> blocks = base.blocks().stream()
                .filter(block -> block.type() != BlockType.TUNNEL && block.type() != BlockType.SESSION)
                .toList();
        return Printer.print(new Config(blocks), Printer.Secrets.SHOWN);
    }

    private static String head(BlockType type, String name) {
        return type.words() + " " + Printer.quoted(name) + " {\n";
    }

    /// One that is not in the file any more lives on in the tunnel only.
    private String profile(String keyword, BlockType type, Optional<String> name) {
        return name.filter(text -> base.blocks().stream()
                        .anyMatch(block ->
                                block.type() == type && block.nameText().equals(text)))
                .map(text -> keyword + " " + Printer.quoted(text) + "\n")
                .orElse("");
    }

    private static String settings(Grammar<?> grammar, List<String> words, List<String> errors) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < words.size(); i += 2) {
            Word word = new Word(words.get(i), false, 1, 1);
            Optional<? extends Keyword<?>> keyword = grammar.find(word.text());
            if (keyword.isEmpty()) {
                errors.add("unknown keyword " + word.inQuotes() + Suggestion.of(word.text(), grammar.names()));
            } else if (i + 1 == words.size()) {
                errors.add(keyword.get().name() + " has no value, must be "
                        + keyword.get().type().shape());
            } else {
                text.append(keyword.get().name()).append(' ');
                text.append(value(keyword.get().type(), words.get(i + 1))).append('\n');
            }
        }
        return text.toString();
    }

    private static String value(ValueType<?> type, String word) {
        if (!type.isList()) {
            return written(word);
        }
        return String.join(
                ", ",
                Arrays.stream(word.split(",", -1))
                        .map(part -> written(part.strip()))
                        .toList());
    }

    private static String written(String word) {
        return Lexer.isPlain(word) ? word : Printer.quoted(word);
    }
}
