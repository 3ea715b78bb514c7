package org.prol2tp.operator.cli;

import java.util.List;

/// A flag of the command line, anywhere between the words.
///
/// @param letter `-n`; empty: there is no short form
/// @param name `--lines`; by this it is looked up in [Given]
/// @param value what follows it, as `help` shows it: `N`; empty: nothing
/// @param doc a sentence
record Option(String letter, String name, String value, String doc) {
    static final Option JSON =
            new Option("", "--json", "", "The daemon's reply as one line of JSON; --json=pretty as --pretty.");
    static final Option PRETTY = new Option("", "--pretty", "", "The same, indented.");
    static final Option SOCKET =
            new Option("-s", "--socket", "PATH", "The daemon's control socket, instead of PROL2TP_SOCKET.");
    static final Option TIMEOUT =
            new Option("", "--timeout", "SECONDS", "How long to wait for an answer: 1..86400, default 30.");
    static final Option HELP = new Option("-h", "--help", "", "Explain the command before it.");
    static final Option VERSION = new Option("-v", "--version", "", "The version of the program.");

    /// Those of every command.
    static final List<Option> GLOBAL = List.of(JSON, PRETTY, SOCKET, TIMEOUT, HELP, VERSION);

    static Option flag(String name, String doc) {
        return new Option("", name, "", doc);
    }

    /// With a letter too.
    static Option flag(String letter, String name, String doc) {
        return new Option(letter, name, "", doc);
    }

    static Option value(String name, String value, String doc) {
        return new Option("", name, value, doc);
    }

    /// With a letter too.
    static Option value(String letter, String name, String value, String doc) {
        return new Option(letter, name, value, doc);
    }

    boolean takesValue() {
        return !value.isEmpty();
    }

    boolean isCalled(String word) {
        return word.equals(name) || !letter.isEmpty() && word.equals(letter);
    }

    /// `-n|--lines N`
    String synopsis() {
        return (letter.isEmpty() ? name : letter + "|" + name) + (takesValue() ? " " + value : "");
    }
}
