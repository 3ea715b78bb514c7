package org.prol2tp.operator.cli;

import java.util.List;
import org.prol2tp.operator.ctl.ControlSocket;

/// The texts of `help` and `--help`, made from the command tree.
final class Help {
    private static final String WORDS = """

            Words may be shortened while they stay unique: "prol2tp sh tun". Where a name may
            stand they must be whole. @5 and 5 are ids, anything else is a name (=5: the name
            "5"). "?" after a command explains it.
            """;

    private static final String ALWAYS = """

            Without -s and PROL2TP_SOCKET the daemon is asked at
            %s.

            Exit status:
              0  done
              1  refused by the daemon, or there is no such thing
              2  wrong use of the command
              3  the daemon cannot be reached
              4  the time was over before what was waited for came (watch -n -T)
            """.replace("%s", ControlSocket.DEFAULT_PATH);

    private Help() {}

    /// The help for a command and all below it.
    static String of(Command command, String before) {
        StringBuilder text = new StringBuilder(command.doc()).append("\n\nUsage:\n");
        synopses(text, command, before);
        text.append(WORDS).append("\nOptions:\n");
        command.options().forEach(option -> describe(text, option));
        Option.GLOBAL.forEach(option -> describe(text, option));
        return text.append(ALWAYS).toString();
    }

    static String version() {
        String version = Help.class.getPackage().getImplementationVersion();
        return "prol2tp " + (version == null ? "(not packaged)" : version) + "\n";
    }

    static String words(List<Command> commands) {
        StringBuilder text = new StringBuilder();
        for (Command command : commands) {
            text.append(text.isEmpty() ? "" : ", ").append(command.word());
        }
        return text.toString();
    }

    /// `; there are --json, …`, for a message.
    static String optionsThereAre(Command command) {
        StringBuilder text = new StringBuilder();
        for (List<Option> options : List.of(command.options(), Option.GLOBAL)) {
            for (Option option : options) {
                text.append(text.isEmpty() ? "; there are " : ", ").append(option.synopsis());
            }
        }
        return text.toString();
    }

    private static void synopses(StringBuilder text, Command command, String before) {
        if (command.isComplete()) {
            text.append("  ").append(command.synopsis(before)).append('\n');
            text.append("      ").append(command.doc()).append('\n');
        }
        for (Command child : command.commands()) {
            synopses(text, child, before.isEmpty() ? command.word() : before + " " + command.word());
        }
    }

    private static void describe(StringBuilder text, Option option) {
        String synopsis = (option.letter().isEmpty() ? "    " : option.letter() + ", ")
                + option.name()
                + (option.takesValue() ? " " + option.value() : "");
        text.append("  ").append(synopsis).repeat(' ', Math.max(2, 26 - synopsis.length()));
        text.append(option.doc()).append('\n');
    }
}
