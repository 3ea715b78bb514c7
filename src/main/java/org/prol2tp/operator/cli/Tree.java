package org.prol2tp.operator.cli;

import static org.prol2tp.operator.cli.Argument.optional;
import static org.prol2tp.operator.cli.Command.asking;
import static org.prol2tp.operator.cli.Command.group;
import static org.prol2tp.operator.cli.Command.running;

import org.prol2tp.operator.cli.Argument.Kind;
import org.prol2tp.protocol.node.Request;

/// Everything that prol2tp can be asked.
final class Tree {
    static final Command ROOT = group("prol2tp", "Shows and steers a running prol2tpd.", show(), help());

    private Tree() {}

    private static Command show() {
        return group(
                "show",
                "Show state, configuration and statistics.",
                asking(
                                "system",
                                "The daemon: configuration and how much there is, or its counters.",
                                _ -> new Request.ShowSystem())
                        .views("statistics", "config"),
                asking(
                                "tunnel",
                                "A list of all tunnels, or all of one tunnel: its configuration, its status, or both.",
                                given -> new Request.ShowTunnels(given.selector(0)))
                        .orPlural("tunnels")
                        .names(optional("NAME|@ID", Kind.TUNNEL))
                        .views("config", "status"),
                asking(
                                "session",
                                "A list of all sessions or of those in a tunnel, or all of one session.",
                                given -> new Request.ShowSessions(given.selector(0), given.selector(1)))
                        .orPlural("sessions")
                        .names(optional("TUNNEL|@ID", Kind.TUNNEL), optional("SESSION|@ID", Kind.SESSION))
                        .views("config", "status"));
    }

    private static Command help() {
        return running("help", "Explain a command.", (given, terminal) -> {
                    terminal.out().print(CommandLine.help(given.names()));
                    return Main.DONE;
                })
                .names(Argument.all("COMMAND", Kind.COMMAND));
    }
}
