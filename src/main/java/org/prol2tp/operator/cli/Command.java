package org.prol2tp.operator.cli;

import java.util.ArrayList;
import java.util.List;

/// A word of the command tree, with what may follow it. The tree is data: reading a command line, `help`, shell
/// completion and the test of the man page all walk it. [Tree] holds it.
///
/// Made with [#group], [#asking] or [#running], then given [#names], [#views], [#options]:
///
/// ```java
/// running("log", "The daemon's last log lines.", LogCommands::show)
///         .options(Option.value("-n", "--lines", "N", "The last N lines only."))
/// ```
///
/// @param word as it is documented; any unique beginning is accepted, but of [Steering#STOP]
/// @param plural accepted likewise; the same as `word` where there is none
/// @param doc a sentence
/// @param action what it does; [Action.None] where more words are needed
/// @param commands words that may follow. Where a name may stand too, only the full word counts
/// @param names arguments that may follow, in this order
/// @param views of these words one may follow at the end; empty: none
/// @param options flags of its own, besides [Option#GLOBAL]
record Command(
        String word,
        String plural,
        String doc,
        Action action,
        List<Command> commands,
        List<Argument> names,
        List<String> views,
        List<Option> options) {
    /// A word that others must follow.
    static Command group(String word, String doc, Command... commands) {
        return new Command(word, word, doc, new Action.None(), List.of(commands), List.of(), List.of(), List.of());
    }

    /// A command that is one request to the daemon; its reply is printed by [Text].
    static Command asking(String word, String doc, Action.Asks action) {
        return new Command(word, word, doc, action, List.of(), List.of(), List.of(), List.of());
    }

    /// A command that does something else: several requests, lines as they come, or nothing with the daemon.
    static Command running(String word, String doc, Action.Runs action) {
        return new Command(word, word, doc, action, List.of(), List.of(), List.of(), List.of());
    }

    /// The same, to be called by this word too.
    Command orPlural(String also) {
        return new Command(word, also, doc, action, commands, names, views, options);
    }

    /// The same with arguments.
    Command names(Argument... all) {
        return new Command(word, plural, doc, action, commands, List.of(all), views, options);
    }

    /// The same with words that may stand at the end.
    Command views(String... all) {
        return new Command(word, plural, doc, action, commands, names, List.of(all), options);
    }

    /// The same with flags.
    Command options(Option... all) {
        return new Command(word, plural, doc, action, commands, names, views, List.of(all));
    }

    /// The same with words below it.
    Command commands(Command... all) {
        return new Command(word, plural, doc, action, List.of(all), names, views, options);
    }

    /// Whether it is a command by itself, without more words of the tree.
    boolean isComplete() {
        return !(action instanceof Action.None);
    }

    /// `show tunnel [NAME|@ID] [config|status]`, after the words before it.
    String synopsis(String before) {
        StringBuilder text = new StringBuilder(before).append(' ').append(word);
        for (Option option : options) {
            text.append(" [").append(option.synopsis()).append(']');
        }
        for (Argument name : names) {
            text.append(' ').append(name.synopsis());
        }
        if (!views.isEmpty()) {
            text.append(" [").append(String.join("|", views)).append(']');
        }
        return text.toString();
    }

    /// The commands that this word begins; one if it is the whole word of one.
    List<Command> beginningWith(String beginning) {
        List<Command> fitting = new ArrayList<>();
        for (Command command : commands) {
            if (command.word.equals(beginning) || command.plural.equals(beginning)) {
                return List.of(command);
            }
            boolean begins = !command.word.equals(Steering.STOP)
                    && (command.word.startsWith(beginning) || command.plural.startsWith(beginning));
            if (begins && !beginning.isEmpty() && names.isEmpty()) {
                fitting.add(command);
            }
        }
        return fitting;
    }
}
