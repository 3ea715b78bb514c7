package org.prol2tp.protocol.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/// What an operator said of one tunnel or session itself, apart from what it inherits of profiles: an instance
/// keeps what it inherited when it was created, so that a reload looks at this alone.
///
/// @param source where it was said
/// @param values keyword to value, as the config file would have them
/// @param secrets keyword to value, of keywords whose value nobody may see
public record Statement(Source source, Map<String, String> values, Map<String, Secret> secrets) {
    /// The file says nothing but that it is there.
    public static final Statement NONE = new Statement(Source.FILE, Map.of(), Map.of());

    /// Where operators say what they want.
    public enum Source {
        /// The config file: what is not in it any more goes at the next reload.
        FILE,
        /// A command: lives until it is deleted, or the node ends.
        COMMAND
    }

    /// The same, said elsewhere.
    public Statement from(Source other) {
        return new Statement(other, values, secrets);
    }

    /// What `next` says otherwise, in the order of the keywords' names.
    List<Change.Parameter> changesTo(Statement next) {
        TreeSet<String> keywords = new TreeSet<>();
        Stream.of(values.keySet(), secrets.keySet(), next.values.keySet(), next.secrets.keySet())
                .forEach(keywords::addAll);
        List<Change.Parameter> changes = new ArrayList<>();
        for (String keyword : keywords) {
            if (!value(keyword).equals(next.value(keyword))) {
                changes.add(new Change.Parameter(
                        keyword,
                        value(keyword).map(Object::toString),
                        next.value(keyword).map(Object::toString)));
            }
        }
        return List.copyOf(changes);
    }

    private Optional<Object> value(String keyword) {
        return Optional.<Object>ofNullable(secrets.get(keyword)).or(() -> Optional.ofNullable(values.get(keyword)));
    }
}
