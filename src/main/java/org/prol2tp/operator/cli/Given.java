package org.prol2tp.operator.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.prol2tp.protocol.node.Request.Selector;

/// What stands after a command's words: the arguments in their order, the view, the command's own options.
///
/// @param path the command's words in full: `show tunnel`
/// @param view the last word, such as `config`; empty: none
/// @param options name (`--lines`) to value; the value of a flag is empty
record Given(Command command, String path, List<String> names, String view, Map<String, String> options) {
    /// The argument at this place; empty if it is not there.
    Optional<String> name(int at) {
        return at < names.size() ? Optional.of(names.get(at)) : Optional.empty();
    }

    /// The argument at this place as a name and nothing else; `=` before it is for names that are words of the
    /// command line too.
    Optional<String> plainName(int at) {
        return name(at).map(text -> text.startsWith("=") ? text.substring(1) : text);
    }

    /// A tunnel or session: `@5` and `5` are ids, all else is a name; a name of digits is written `=5`.
    Optional<Selector> selector(int at) {
        return name(at).map(Given::selector);
    }

    /// Whether the flag is there.
    boolean flag(String option) {
        return options.containsKey(option);
    }

    /// The value of an option; empty if it is not there.
    Optional<String> option(String option) {
        return Optional.ofNullable(options.get(option));
    }

    /// A whole number `min`..`max`; throws [WrongUse] for anything else; empty if it is not there.
    Optional<Long> number(String option, long min, long max) {
        return option(option).map(text -> CommandLine.number(option, text, min, max));
    }

    /// The same with another view.
    Given withView(String other) {
        return new Given(command, path, names, other, options);
    }

    /// Whether single things are meant rather than a list of all.
    boolean detailed() {
        return names.size() == command.names().size() || !view.isEmpty();
    }

    static Selector selector(String text) {
        if (text.startsWith("=")) {
            return new Selector.ByName(text.substring(1));
        }
        String digits = text.startsWith("@") ? text.substring(1) : text;
        long id = 0;
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c < '0' || c > '9' || id > 0xffff_ffffL) {
                return new Selector.ByName(text);
            }
            id = id * 10 + c - '0';
        }
        boolean isId = !digits.isEmpty() && id <= 0xffff_ffffL;
        return isId ? new Selector.ById((int) id) : new Selector.ByName(text);
    }
}
