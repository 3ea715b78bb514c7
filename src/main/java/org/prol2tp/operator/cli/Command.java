package org.prol2tp.operator.cli;

import java.util.List;

/// A word of the command tree, with what may follow it. The tree is data: reading a command line, `help` and
/// shell completion all walk it.
///
/// @param word as it is documented; any unique beginning is accepted
/// @param plural accepted likewise; the same as `word` where there is none
/// @param doc a sentence
/// @param commands words that may follow
/// @param names arguments that may follow, each optional but in this order
/// @param views of these words one may follow at the end; empty: none
record Command(
        Action action,
        String word,
        String plural,
        String doc,
        List<Command> commands,
        List<String> names,
        List<String> views) {

    /// What a complete command does.
    enum Action {
        /// Nothing: more words are needed.
        NONE,
        SHOW_SYSTEM,
        SHOW_TUNNEL,
        SHOW_SESSION,
        HELP
    }

    /// Everything that prol2tp can be asked.
    static final Command ROOT = group(
            "prol2tp",
            "Shows the state of a running prol2tpd.",
            group(
                    "show",
                    "Show state, configuration and statistics.",
                    leaf(
                            Action.SHOW_SYSTEM,
                            "system",
                            "system",
                            "The daemon: configuration and how much there is, or its counters.",
                            List.of(),
                            List.of("statistics", "config")),
                    leaf(
                            Action.SHOW_TUNNEL,
                            "tunnel",
                            "tunnels",
                            "A list of all tunnels, or all of one tunnel: its configuration, its status, or both.",
                            List.of("name|@id"),
                            List.of("config", "status")),
                    leaf(
                            Action.SHOW_SESSION,
                            "session",
                            "sessions",
                            "A list of all sessions or of those in a tunnel, or all of one session.",
                            List.of("tunnel|@id", "session|@id"),
                            List.of("config", "status"))),
            leaf(Action.HELP, "help", "help", "Explain a command.", List.of("command", "command"), List.of()));

    private static Command group(String word, String doc, Command... commands) {
        return new Command(Action.NONE, word, word, doc, List.of(commands), List.of(), List.of());
    }

    private static Command leaf(
            Action action, String word, String plural, String doc, List<String> names, List<String> views) {
        return new Command(action, word, plural, doc, List.of(), names, views);
    }

    /// `show tunnel [name|@id] [config|status]`, after the words before it.
    String synopsis(String before) {
        StringBuilder text = new StringBuilder(before).append(' ').append(word);
        for (String name : names) {
            text.append(" [").append(name).append(']');
        }
        if (!views.isEmpty()) {
            text.append(" [").append(String.join("|", views)).append(']');
        }
        return text.toString();
    }
}
