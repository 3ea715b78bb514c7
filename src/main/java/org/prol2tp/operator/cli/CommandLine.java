package org.prol2tp.operator.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.prol2tp.operator.cli.Terminal.Form;

/// Arguments to what is to be done. Options may stand anywhere; words are looked up in the [Tree].
@SuppressWarnings("ReferenceEquality") // a command of the tree is itself and no other
final class CommandLine {
    /// How long an answer may take unless told otherwise: one that needs longer will not come.
    static final Duration TIMEOUT = Duration.ofSeconds(30);

    private static final long MAX_TIMEOUT_S = 86_400;

    /// What the arguments say.
    sealed interface Meaning {
        /// A whole command.
        ///
        /// @param socket the daemon's; empty: not said
        record Run(Given given, Form form, Optional<String> socket, Duration timeout) implements Meaning {}

        /// Print this and stop.
        record Print(String text) implements Meaning {}

        /// Not a command; the text says why and what would be.
        record Wrong(String text) implements Meaning {}
    }

    /// Reads the arguments by the [Tree]. Total.
    static Meaning read(List<String> arguments) {
        return read(arguments, Tree.ROOT);
    }

    /// Reads the arguments by another tree.
    static Meaning read(List<String> arguments, Command root) {
        try {
            return new CommandLine(root).meaning(arguments);
        } catch (WrongUse wrong) {
            return new Meaning.Wrong(wrong.why());
        }
    }

    /// The help for the command with these words; throws [WrongUse] if there is none.
    static String help(List<String> words) {
        CommandLine line = new CommandLine(Tree.ROOT);
        words.forEach(line::word);
        return Help.of(line.at, line.before);
    }

    /// A whole number in the range; throws [WrongUse] for anything else.
    static long number(String option, String text, long min, long max) {
        boolean digits = !text.isEmpty() && text.length() <= 18 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        long number = digits ? Long.parseLong(text) : -1;
        if (!digits || number < min || number > max) {
            throw new WrongUse(option + " \"" + text + "\": must be a number " + min + ".." + max);
        }
        return number;
    }

    private final Map<String, String> options = new LinkedHashMap<>();
    private final List<String> rest = new ArrayList<>();
    private final Command root;
    private Command at;
    private String before = "";
    private boolean help;

    private CommandLine(Command root) {
        this.root = root;
        this.at = root;
    }

    private Meaning meaning(List<String> arguments) {
        boolean optionsEnded = false;
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (optionsEnded || argument.length() < 2 || argument.charAt(0) != '-') {
                word(argument);
            } else if (argument.equals("--")) {
                optionsEnded = true;
            } else {
                i += option(argument, arguments.subList(i + 1, arguments.size()));
            }
        }
        if (options.containsKey(Option.VERSION.name())) {
            return new Meaning.Print(Help.version());
        }
        if (help || options.containsKey(Option.HELP.name())) {
            return new Meaning.Print(Help.of(at, before));
        }
        return run();
    }

    private Meaning run() {
        if (!at.isComplete()) {
            String what = at.equals(root) ? "a command is needed" : "more is needed after \"" + path() + "\"";
            throw new WrongUse(what + ": " + Help.words(at.commands()));
        }
        Form form = options.containsKey(Option.PRETTY.name())
                ? Form.PRETTY_JSON
                : options.containsKey(Option.JSON.name()) ? Form.JSON : Form.TEXT;
        Optional<String> socket = Optional.ofNullable(options.get(Option.SOCKET.name()));
        Duration timeout = Optional.ofNullable(options.get(Option.TIMEOUT.name()))
                .map(text -> Duration.ofSeconds(number(Option.TIMEOUT.name(), text, 1, MAX_TIMEOUT_S)))
                .orElse(TIMEOUT);
        Option.GLOBAL.forEach(option -> options.remove(option.name()));
        for (String name : options.keySet()) {
            if (at.options().stream().noneMatch(option -> option.isCalled(name))) {
                throw new WrongUse(name + " is no option of \"" + path() + "\"" + Help.optionsThereAre(at));
            }
        }
        String view = takeView();
        return new Meaning.Run(new Given(at, path(), names(view), view, Map.copyOf(options)), form, socket, timeout);
    }

    /// The words of the command, in full, without the program's name.
    private String path() {
        int space = before.indexOf(' ');
        return at.equals(root) ? "" : space < 0 ? at.word() : before.substring(space + 1) + " " + at.word();
    }

    private void word(String word) {
        if (word.equals("?")
                || word.equals("help") && !at.equals(root) && at.names().isEmpty()) {
            help = true;
            return;
        }
        List<Command> fitting = rest.isEmpty() ? at.beginningWith(word) : List.of();
        if (fitting.size() == 1) {
            before = before.isEmpty() ? at.word() : before + " " + at.word();
            at = fitting.getFirst();
        } else if (at.isComplete() && fitting.isEmpty()) {
            rest.add(word);
        } else {
            throw new WrongUse(
                    fitting.isEmpty()
                            ? "unknown word \"" + word + "\", there are: " + Help.words(at.commands())
                            : "\"" + word + "\" may be any of: " + Help.words(fitting));
        }
    }

    /// Takes an option; gives how many of the following arguments belong to it.
    private int option(String argument, List<String> following) {
        int equals = argument.startsWith("--") ? argument.indexOf('=') : -1;
        String name = equals < 0 ? argument : argument.substring(0, equals);
        if (argument.equals("--json=pretty")) {
            options.put(Option.PRETTY.name(), "");
            return 0;
        }
        Option option = find(at.options(), name)
                .or(() -> find(Option.GLOBAL, name))
                .or(() -> findBelow(at, name))
                .orElseThrow(() -> new WrongUse("unknown option " + name + Help.optionsThereAre(at)));
        if (!option.takesValue()) {
            if (equals >= 0) {
                throw new WrongUse(name + " takes no value");
            }
            options.put(option.name(), "");
            return 0;
        }
        if (equals < 0 && following.isEmpty()) {
            throw new WrongUse(name + " needs a value: " + option.value());
        }
        options.put(option.name(), equals < 0 ? following.getFirst() : argument.substring(equals + 1));
        return equals < 0 ? 1 : 0;
    }

    private static Optional<Option> find(List<Option> options, String name) {
        return options.stream().filter(option -> option.isCalled(name)).findFirst();
    }

    /// An option of this command or of one below it: it may stand before the command's last words.
    private static Optional<Option> findBelow(Command command, String name) {
        Optional<Option> found = find(command.options(), name);
        for (Command child : command.commands()) {
            found = found.isPresent() ? found : findBelow(child, name);
        }
        return found;
    }

    /// Takes the view from the end of the words: a full word of the command's views, or, where no name can stand,
    /// the beginning of one. Empty if there is none.
    private String takeView() {
        if (rest.isEmpty()) {
            return "";
        }
        boolean nameMayStandHere = rest.size() <= at.names().size();
        List<String> found = fitting(at.views(), rest.getLast());
        if (found.size() != 1 || nameMayStandHere && !found.getFirst().equals(rest.getLast())) {
            return "";
        }
        rest.removeLast();
        return found.getFirst();
    }

    private static List<String> fitting(List<String> words, String beginning) {
        if (words.contains(beginning)) {
            return List.of(beginning);
        }
        return beginning.isEmpty()
                ? List.of()
                : words.stream().filter(word -> word.startsWith(beginning)).toList();
    }

    private List<String> names(String view) {
        List<Argument> wanted = at.names();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < rest.size(); i++) {
            boolean many = !wanted.isEmpty() && wanted.getLast().many();
            if (i >= wanted.size() && !many) {
                List<String> choice = view.isEmpty() ? at.views() : List.of();
                throw new WrongUse("unexpected word \"" + rest.get(i) + "\""
                        + (choice.isEmpty() ? "" : ", it may be one of " + String.join(", ", choice)));
            }
            names.add(chosen(wanted.get(Math.min(i, wanted.size() - 1)), rest.get(i)));
        }
        for (int i = names.size(); i < wanted.size(); i++) {
            if (wanted.get(i).required()) {
                throw new WrongUse("\"" + path() + "\" needs " + wanted.get(i).name());
            }
        }
        return List.copyOf(names);
    }

    private static String chosen(Argument argument, String word) {
        if (argument.kind() != Argument.Kind.CHOICE) {
            return word;
        }
        List<String> fitting = fitting(argument.choices(), word);
        if (fitting.size() != 1) {
            throw new WrongUse("\"" + word + "\" must be one of " + String.join(", ", argument.choices()));
        }
        return fitting.getFirst();
    }
}
