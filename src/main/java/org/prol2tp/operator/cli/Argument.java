package org.prol2tp.operator.cli;

import java.util.List;

/// What may stand after a command's words.
///
/// @param name as `help` shows it, in capitals for what is to be replaced; for a choice the words with `|`
/// @param kind what completion offers
/// @param required whether the command is wrong without it
/// @param many whether it takes all words that are left; the last one only
record Argument(String name, Kind kind, boolean required, boolean many) {
    /// What it is the name of.
    enum Kind {
        TUNNEL,
        /// In the tunnel of the argument before.
        SESSION,
        PEER_PROFILE,
        TUNNEL_PROFILE,
        SESSION_PROFILE,
        PPP_PROFILE,
        ETHERNET_PROFILE,
        POOL,
        FILE,
        /// One of the words of the argument's name.
        CHOICE,
        /// A word of the command tree.
        COMMAND,
        /// Anything.
        TEXT
    }

    static Argument optional(String name, Kind kind) {
        return new Argument(name, kind, false, false);
    }

    static Argument required(String name, Kind kind) {
        return new Argument(name, kind, true, false);
    }

    /// One of these words, unique beginnings accepted.
    static Argument choice(String... words) {
        return new Argument(String.join("|", words), Kind.CHOICE, true, false);
    }

    /// Any number of words.
    static Argument all(String name, Kind kind) {
        return new Argument(name, kind, false, true);
    }

    String synopsis() {
        String text = many ? name + "..." : name;
        return required ? kind == Kind.CHOICE ? "{" + text + "}" : text : "[" + text + "]";
    }

    /// The words of a choice; none for other kinds.
    List<String> choices() {
        return kind == Kind.CHOICE ? List.of(name.split("\\|")) : List.of();
    }
}
