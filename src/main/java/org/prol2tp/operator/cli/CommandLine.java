package org.prol2tp.operator.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.prol2tp.operator.ctl.ControlSocket;
import org.prol2tp.protocol.node.Request;
import org.prol2tp.protocol.node.Request.Selector;

/// Arguments to what is to be done. Options may stand anywhere; words are looked up in the [Command] tree.
final class CommandLine {
    private CommandLine() {}

    /// How the reply is shown.
    enum Form {
        TEXT,
        /// As it came, one line.
        JSON,
        /// Indented.
        PRETTY_JSON
    }

    /// What the arguments say.
    sealed interface Meaning {
        /// Ask the daemon.
        ///
        /// @param view the last word, such as `config`; empty: everything
        /// @param detailed whether single objects are shown rather than a list
        record Ask(Request request, String view, boolean detailed, Form form, String socket) implements Meaning {}

        /// Print this and stop.
        record Print(String text) implements Meaning {}

        /// Not a command; the text says why and what would be.
        record Wrong(String text) implements Meaning {}
    }

    /// Reads the arguments. Total.
    static Meaning read(List<String> arguments) {
        List<String> words = new ArrayList<>();
        Form form = Form.TEXT;
        String socket = ControlSocket.DEFAULT_PATH;
        boolean help = false;
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.equals("-s") || argument.equals("--socket")) {
                if (++i == arguments.size()) {
                    return new Meaning.Wrong(argument + " needs the path of a socket");
                }
                socket = arguments.get(i);
            } else if (argument.startsWith("--socket=")) {
                socket = argument.substring("--socket=".length());
            } else if (argument.equals("--json")) {
                form = Form.JSON;
            } else if (argument.equals("--json=pretty")) {
                form = Form.PRETTY_JSON;
            } else if (argument.equals("-h") || argument.equals("--help")) {
                help = true;
            } else if (argument.equals("-v") || argument.equals("--version")) {
                return new Meaning.Print(Help.version());
            } else if (argument.length() > 1 && argument.charAt(0) == '-') {
                return new Meaning.Wrong("unknown option " + argument + "; there are " + Help.OPTIONS);
            } else {
                words.add(argument);
            }
        }
        return help ? help(words) : command(words, form, socket);
    }

    private static Meaning command(List<String> words, Form form, String socket) {
        Found found = find(words);
        Command command = found.command;
        if (!found.error.isEmpty()) {
            return new Meaning.Wrong(found.error);
        }
        if (command.action() == Command.Action.HELP) {
            return help(found.rest);
        }
        if (command.action() == Command.Action.NONE) {
            String before = words.isEmpty()
                    ? "a command is needed"
                    : "more is needed after \"" + String.join(" ", words) + "\"";
            return new Meaning.Wrong(before + ": " + Help.words(command));
        }
        List<String> names = new ArrayList<>(found.rest);
        String view = takeView(command, names);
        if (names.size() > command.names().size()) {
            String extra = names.get(command.names().size());
            String choice = command.views().isEmpty() ? "" : ", it may be one of " + String.join(", ", command.views());
            return new Meaning.Wrong("unexpected word \"" + extra + "\"" + choice);
        }
        Request request = switch (command.action()) {
            case SHOW_TUNNEL -> new Request.ShowTunnels(selector(names, 0));
            case SHOW_SESSION -> new Request.ShowSessions(selector(names, 0), selector(names, 1));
            case SHOW_SYSTEM, NONE, HELP -> new Request.ShowSystem();
        };
        boolean detailed = names.size() == command.names().size() || !view.isEmpty();
        return new Meaning.Ask(request, view, detailed, form, socket);
    }

    /// Takes the view from the end of the words: a full word of the command's views, or, where no name can
    /// stand, the beginning of one. Empty if there is none.
    private static String takeView(Command command, List<String> names) {
        if (names.isEmpty()) {
            return "";
        }
        String last = names.getLast();
        boolean nameMayStandHere = names.size() <= command.names().size();
        String found = "";
        for (String view : command.views()) {
            if (view.equals(last) || !nameMayStandHere && !last.isEmpty() && view.startsWith(last)) {
                found = view;
            }
        }
        if (!found.isEmpty()) {
            names.removeLast();
        }
        return found;
    }

    /// `@5` and `5` are ids, all else is a name; a name of digits is written `=5`.
    private static Optional<Selector> selector(List<String> names, int at) {
        if (at >= names.size()) {
            return Optional.empty();
        }
        String text = names.get(at);
        if (text.startsWith("=")) {
            return Optional.of(new Selector.ByName(text.substring(1)));
        }
        String digits = text.startsWith("@") ? text.substring(1) : text;
        long id = 0;
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c < '0' || c > '9' || id > 0xffff_ffffL) {
                return Optional.of(new Selector.ByName(text));
            }
            id = id * 10 + c - '0';
        }
        boolean isId = !digits.isEmpty() && id <= 0xffff_ffffL;
        return Optional.of(isId ? new Selector.ById((int) id) : new Selector.ByName(text));
    }

    private static Meaning help(List<String> words) {
        Found found = find(words);
        return found.error.isEmpty()
                ? new Meaning.Print(Help.of(found.command, found.path))
                : new Meaning.Wrong(found.error);
    }

    /// Where the words lead in the tree.
    ///
    /// @param path the words up to the command, in full
    /// @param rest the words after it
    private record Found(Command command, String path, List<String> rest, String error) {}

    private static Found find(List<String> words) {
        Command at = Command.ROOT;
        String path = "";
        int i = 0;
        while (i < words.size() && !at.commands().isEmpty()) {
            List<Command> fitting = fitting(at.commands(), words.get(i));
            if (fitting.size() != 1) {
                String error = fitting.isEmpty()
                        ? "unknown word \"" + words.get(i) + "\", there are: " + Help.words(at)
                        : "\"" + words.get(i) + "\" may be any of: " + Help.words(fitting);
                return new Found(at, path, List.of(), error);
            }
            path = path.isEmpty() ? at.word() : path + " " + at.word();
            at = fitting.getFirst();
            i++;
        }
        return new Found(at, path, words.subList(i, words.size()), "");
    }

    private static List<Command> fitting(List<Command> commands, String word) {
        List<Command> fitting = new ArrayList<>();
        for (Command command : commands) {
            if (command.word().equals(word) || command.plural().equals(word)) {
                return List.of(command);
            }
            if (!word.isEmpty()
                    && (command.word().startsWith(word) || command.plural().startsWith(word))) {
                fitting.add(command);
            }
        }
        return fitting;
    }
}
