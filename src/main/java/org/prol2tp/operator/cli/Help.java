package org.prol2tp.operator.cli;

import java.util.List;
import org.prol2tp.operator.ctl.ControlSocket;

/// The texts of `help` and `--help`, made from the command tree.
final class Help {
    /// All options, for a message.
    static final String OPTIONS = "--json, --json=pretty, -s|--socket PATH, -h|--help, -v|--version";

    private static final String ALWAYS = """

            Words may be shortened while they stay unique: "prol2tp sh tun".
            @5 and 5 are ids; anything else is a name (=5: the name "5").

            Options:
              --json            the daemon's reply as one line of JSON
              --json=pretty     the same, indented
              -s, --socket PATH the daemon's control socket; without it
                                %s
              -h, --help        this text, or that of the command before it
              -v, --version     the version of the program

            Exit status:
              0  done
              1  refused by the daemon, or there is no such tunnel or session
              2  no such command
              3  the daemon cannot be reached
            """.replace("%s", ControlSocket.DEFAULT_PATH);

    private Help() {}

    /// The help for a command and all below it.
    static String of(Command command, String path) {
        StringBuilder text = new StringBuilder(command.doc()).append("\n\nUsage:\n");
        synopses(text, command, path);
        return text.append(ALWAYS).toString();
    }

    static String version() {
        String version = Help.class.getPackage().getImplementationVersion();
        return "prol2tp " + (version == null ? "(not packaged)" : version) + "\n";
    }

    /// The words that may follow this one.
    static String words(Command command) {
        return words(command.commands());
    }

    static String words(List<Command> commands) {
        StringBuilder text = new StringBuilder();
        for (Command command : commands) {
            text.append(text.isEmpty() ? "" : ", ").append(command.word());
        }
        return text.toString();
    }

    private static void synopses(StringBuilder text, Command command, String path) {
        if (command.commands().isEmpty()) {
            text.append("  ").append(command.synopsis(path)).append('\n');
            text.append("      ").append(command.doc()).append('\n');
        }
        for (Command child : command.commands()) {
            synopses(text, child, path.isEmpty() ? command.word() : path + " " + command.word());
        }
    }
}
