package org.prol2tp.operator.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.prol2tp.operator.cli.Argument.Kind;
import org.prol2tp.operator.ctl.ReplyLine;
import org.prol2tp.operator.ctl.RequestLine;
import org.prol2tp.protocol.node.Profile;
import org.prol2tp.protocol.node.Reply;
import org.prol2tp.protocol.node.Request;
import org.prol2tp.protocol.node.Request.Selector;

/// `completion`: scripts for shells, made from the command tree. They know all words themselves and ask
/// `completion names` for the names of what there is.
final class Completion {
    private Completion() {}

    static Command command() {
        return Command.running("completion", "A script that completes commands: for bash or zsh.", Completion::script)
                .names(Argument.choice("bash", "zsh"))
                .commands(Command.running("names", "The names of what there is, a line each.", Completion::names)
                        .names(Argument.required("KIND", Kind.TEXT), Argument.optional("TUNNEL|@ID", Kind.TUNNEL)));
    }

    private static int script(Given given, Terminal terminal) {
        boolean bash = given.names().getFirst().equals("bash");
        terminal.out().print(of(Tree.ROOT, bash));
        return Main.DONE;
    }

    /// The script for this tree.
    static String of(Command root, boolean bash) {
        StringBuilder table = new StringBuilder();
        nodes(table, root, "");
        String valued = valued(Option.GLOBAL);
        return (bash ? CompletionScripts.BASH : CompletionScripts.ZSH)
                .replace("@TABLE@", table)
                .replace("@OPTIONS@", words(Option.GLOBAL))
                .replace("@VALUED@", valued);
    }

    /// A branch of the shells' `case` for each command that has something after it.
    private static void nodes(StringBuilder table, Command command, String path) {
        StringBuilder line = new StringBuilder();
        StringBuilder plurals = new StringBuilder();
        List<String> words = new ArrayList<>();
        for (Command child : command.commands()) {
            words.add(child.word());
            if (!child.plural().equals(child.word())) {
                plurals.append(plurals.isEmpty() ? "" : " ").append(child.plural());
            }
        }
        assign(line, "w", String.join(" ", words));
        assign(line, "p", plurals.toString());
        assign(line, "o", words(command.options()));
        assign(line, "v", valued(command.options()));
        assign(line, "a", arguments(command.names()));
        assign(line, "e", String.join(" ", command.views()));
        if (!line.isEmpty()) {
            table.append("    '").append(path).append("')").append(line).append(" ;;\n");
        }
        for (Command child : command.commands()) {
            nodes(table, child, path.isEmpty() ? child.word() : path + " " + child.word());
        }
    }

    private static void assign(StringBuilder line, String variable, String value) {
        if (!value.isEmpty()) {
            line.append(' ').append(variable).append("='").append(value).append('\'');
        }
    }

    private static String words(List<Option> options) {
        StringBuilder text = new StringBuilder();
        for (Option option : options) {
            text.append(text.isEmpty() ? "" : " ");
            text.append(option.letter().isEmpty() ? "" : option.letter() + " ").append(option.name());
        }
        return text.toString();
    }

    private static String valued(List<Option> options) {
        return words(options.stream().filter(Option::takesValue).toList());
    }

    /// A word for each argument: its kind, `a|b` for a choice; `+` after the one that takes all that are left.
    private static String arguments(List<Argument> arguments) {
        StringBuilder text = new StringBuilder();
        for (Argument argument : arguments) {
            text.append(text.isEmpty() ? "" : " ");
            text.append(argument.kind() == Kind.CHOICE ? argument.name() : word(argument.kind()));
            text.append(argument.many() ? "+" : "");
        }
        return text.toString();
    }

    private static String word(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static int names(Given given, Terminal terminal) throws IOException {
        Optional<Request> request = request(given);
        if (request.isEmpty()) {
            return Main.DONE;
        }
        Reply reply = ReplyLine.decode(terminal.daemon().ask(RequestLine.encode(request.get())));
        for (String name : names(reply)) {
            boolean typeable = name.chars().noneMatch(Character::isISOControl);
            if (typeable) {
                terminal.out().println(name);
            }
        }
        return reply instanceof Reply.Refused ? Main.REFUSED : Main.DONE;
    }

    private static Optional<Request> request(Given given) {
        String kind = given.names().getFirst();
        for (Kind known : Kind.values()) {
            if (word(known).equals(kind)) {
                return switch (known) {
                    case TUNNEL -> Optional.of(new Request.ListTunnels());
                    case SESSION -> Optional.of(new Request.ListSessions(given.selector(1)));
                    case PEER_PROFILE -> profiles(Profile.Kind.PEER);
                    case TUNNEL_PROFILE -> profiles(Profile.Kind.TUNNEL);
                    case SESSION_PROFILE -> profiles(Profile.Kind.SESSION);
                    case PPP_PROFILE -> profiles(Profile.Kind.PPP);
                    case ETHERNET_PROFILE -> profiles(Profile.Kind.ETHERNET);
                    case POOL -> Optional.of(new Request.ShowPools(Optional.empty()));
                    case FILE, CHOICE, COMMAND, TEXT -> Optional.empty();
                };
            }
        }
        throw new WrongUse("there is no kind \"" + kind + "\"");
    }

    private static Optional<Request> profiles(Profile.Kind kind) {
        return Optional.of(new Request.ShowProfiles(kind, Optional.empty()));
    }

    private static List<String> names(Reply reply) {
        if (reply instanceof Reply.TunnelsListed listed) {
            return listed.tunnels().stream()
                    .map(tunnel -> selector(tunnel.name(), tunnel.localId().value()))
                    .toList();
        }
        if (reply instanceof Reply.SessionsListed listed) {
            return listed.sessions().stream()
                    .map(session -> selector(session.name(), session.localId().value()))
                    .toList();
        }
        if (reply instanceof Reply.ProfilesShown shown) {
            return shown.profiles().stream().map(Profile::name).toList();
        }
        if (reply instanceof Reply.PoolsShown shown) {
            return shown.pools().stream().map(pool -> pool.settings().name()).toList();
        }
        return List.of();
    }

    /// The name; `=` before one that would be taken for an id; the id where there is no name.
    private static String selector(Optional<String> name, int id) {
        if (name.isEmpty()) {
            return Integer.toUnsignedString(id);
        }
        boolean isName = Given.selector(name.get()) instanceof Selector.ByName(String same) && same.equals(name.get());
        return isName ? name.get() : "=" + name.get();
    }
}
