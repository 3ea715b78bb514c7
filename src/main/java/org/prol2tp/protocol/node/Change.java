package org.prol2tp.protocol.node;

import java.util.List;
import java.util.Optional;

/// One line of what a reload does or would do.
///
/// @param what the kind of block: `tunnel`, `session`, `system`, `tunnel profile`, …
/// @param name of the block; empty text where it has none
/// @param tunnel of a session: its tunnel's name
/// @param parameters that differ; none for what is created or deleted
/// @param note for people; empty text if there is nothing to say
public record Change(
        Kind kind, String what, String name, Optional<String> tunnel, List<Parameter> parameters, String note) {
    /// What becomes of it.
    public enum Kind {
        CREATE("create"),
        DELETE("delete"),
        /// Without dropping anything.
        CHANGE("change"),
        /// Closed and opened anew, because a parameter cannot change while it is up.
        RECREATE("re-create"),
        /// Nothing until the daemon is restarted.
        RESTART("needs a restart"),
        /// Nothing; the note says why.
        KEEP("keep");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /// As people read it.
        public String words() {
            return words;
        }
    }

    /// A keyword with its values, as the config file has them; a secret is `…`.
    ///
    /// @param before empty: not set
    /// @param after empty: not set
    public record Parameter(String name, Optional<String> before, Optional<String> after) {
        /// `hello_timeout 60 -> 30`.
        String text() {
            return name + " " + before.orElse("(not set)") + " -> " + after.orElse("(not set)");
        }
    }

    /// As a line for people: `change tunnel "t1": hello_timeout 60 -> 30`.
    public String text() {
        StringBuilder text = new StringBuilder(kind.words()).append(' ').append(what);
        if (!name.isEmpty()) {
            text.append(" \"").append(name).append('"');
        }
        tunnel.ifPresent(it -> text.append(" of tunnel \"").append(it).append('"'));
        String separator = ": ";
        for (Parameter parameter : parameters) {
            text.append(separator).append(parameter.text());
            separator = ", ";
        }
        return note.isEmpty() ? text.toString() : text + " (" + note + ")";
    }

    static Change tunnel(Kind kind, String name, List<Parameter> parameters, String note) {
        return new Change(kind, "tunnel", name, Optional.empty(), parameters, note);
    }

    static Change session(Kind kind, String tunnel, String name, List<Parameter> parameters, String note) {
        return new Change(kind, "session", name, Optional.of(tunnel), parameters, note);
    }
}
