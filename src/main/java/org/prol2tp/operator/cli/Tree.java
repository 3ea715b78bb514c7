package org.prol2tp.operator.cli;

import static org.prol2tp.operator.cli.Argument.optional;
import static org.prol2tp.operator.cli.Command.asking;
import static org.prol2tp.operator.cli.Command.group;
import static org.prol2tp.operator.cli.Command.running;

import java.io.IOException;
import org.prol2tp.operator.cli.Argument.Kind;
import org.prol2tp.protocol.node.Profile;
import org.prol2tp.protocol.node.Request;

/// Everything that prol2tp can be asked.
final class Tree {
    static final Command ROOT = group(
            "prol2tp",
            "Shows and steers a running prol2tpd.",
            show(),
            Steering.reload(),
            Steering.create(),
            Steering.delete(),
            Steering.reset(),
            Steering.drain(),
            Steering.stop(),
            LogCommands.clear(),
            ImportCommand.command(),
            Completion.command(),
            DebugCommands.debug(),
            WatchCommand.watch(),
            TraceCommand.trace(),
            help());

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
                group("peer", "Profiles of peers.", profile(Profile.Kind.PEER, Kind.PEER_PROFILE)),
                asking(
                                "tunnel",
                                "A list of all tunnels, or all of one tunnel: its configuration, its status, its counters.",
                                given -> new Request.ShowTunnels(given.selector(0)))
                        .orPlural("tunnels")
                        .names(optional("NAME|@ID", Kind.TUNNEL))
                        .views("config", "status", "statistics")
                        .commands(profile(Profile.Kind.TUNNEL, Kind.TUNNEL_PROFILE)),
                asking(
                                "session",
                                "A list of all sessions or of those in a tunnel, or all of one session.",
                                given -> new Request.ShowSessions(given.selector(0), given.selector(1)))
                        .orPlural("sessions")
                        .names(optional("TUNNEL|@ID", Kind.TUNNEL), optional("SESSION|@ID", Kind.SESSION))
                        .views("config", "status", "statistics")
                        .commands(profile(Profile.Kind.SESSION, Kind.SESSION_PROFILE)),
                group("ppp", "Profiles of PPP.", profile(Profile.Kind.PPP, Kind.PPP_PROFILE)),
                group(
                        "ethernet",
                        "Profiles of Ethernet pseudowires.",
                        profile(Profile.Kind.ETHERNET, Kind.ETHERNET_PROFILE)),
                asking(
                                "ippool",
                                "A list of all address pools, or all of one: who has its addresses.",
                                given -> new Request.ShowPools(given.plainName(0)))
                        .orPlural("ippools")
                        .names(optional("NAME", Kind.POOL)),
                running("users", "Who is connected: user, session, since when, address.", Tree::users)
                        .names(optional("TUNNEL|@ID", Kind.TUNNEL)),
                running("license", "The licence, and what it limits.", License::show),
                LogCommands.show());
    }

    private static Command profile(Profile.Kind kind, Argument.Kind name) {
        return asking(
                        "profile",
                        "A list of these profiles, or all that one of them sets.",
                        given -> new Request.ShowProfiles(kind, given.plainName(0)))
                .orPlural("profiles")
                .names(optional("NAME", name))
                .views("config");
    }

    private static int users(Given given, Terminal terminal) throws IOException {
        Request request = new Request.ListSessions(given.selector(0));
        return Main.ask(given.withView(Text.USERS), request, terminal);
    }

    private static Command help() {
        return running("help", "Explain a command.", (given, terminal) -> {
                    terminal.out().print(CommandLine.help(given.names()));
                    return Main.DONE;
                })
                .names(Argument.all("COMMAND", Kind.COMMAND));
    }
}
