package org.prol2tp.operator.cli;

import static org.prol2tp.operator.cli.Argument.all;
import static org.prol2tp.operator.cli.Argument.choice;
import static org.prol2tp.operator.cli.Argument.required;
import static org.prol2tp.operator.cli.Command.asking;
import static org.prol2tp.operator.cli.Command.group;
import static org.prol2tp.operator.cli.Command.running;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.prol2tp.operator.cli.Argument.Kind;
import org.prol2tp.protocol.node.Request;
import org.prol2tp.protocol.node.Request.Selector;

/// The commands that change what the daemon does.
final class Steering {
    /// Their values are no business of whoever lists the processes of this machine.
    private static final Set<String> SECRET = Set.of("secret", "user_password", "cookie", "peer_cookie");

    private static final String FROM_INPUT = "-";

    /// Who wants the end of the daemon writes the word out; and it takes no beginning away from `show`.
    static final String STOP = "stop";

    private Steering() {}

    static Command reload() {
        return asking(
                        "reload",
                        "Read the config file anew and do what changed, or say what that would be.",
                        given -> new Request.Reload(given.flag("--dry-run")))
                .options(Option.flag("-n", "--dry-run", "Only say what would change."));
    }

    static Command create() {
        return group(
                "create",
                "Create a tunnel or session that lives until it is deleted or the daemon ends.",
                running(
                                "tunnel",
                                "Create a tunnel; keywords and values as in a tunnel block. A secret given as - is"
                                        + " read from standard input.",
                                (given, terminal) -> Main.ask(
                                        given, new Request.CreateTunnel(first(given), words(given, 1)), terminal))
                        .names(required("NAME", Kind.TEXT), all("KEYWORD VALUE", Kind.TEXT)),
                running(
                                "session",
                                "Create a session in a tunnel; keywords and values as in a session block. A password"
                                        + " or cookie given as - is read from standard input.",
                                (given, terminal) -> Main.ask(
                                        given,
                                        new Request.CreateSession(
                                                selector(given, 0),
                                                given.names().get(1),
                                                words(given, 2)),
                                        terminal))
                        .names(
                                required("TUNNEL|@ID", Kind.TUNNEL),
                                required("NAME", Kind.TEXT),
                                all("KEYWORD VALUE", Kind.TEXT)));
    }

    static Command delete() {
        return group(
                "delete",
                "Close a tunnel or end a session, whoever opened it.",
                asking("tunnel", "Close a tunnel.", given -> new Request.DeleteTunnel(selector(given, 0)))
                        .names(required("NAME|@ID", Kind.TUNNEL)),
                asking(
                                "session",
                                "End a session.",
                                given -> new Request.DeleteSession(selector(given, 0), selector(given, 1)))
                        .names(required("TUNNEL|@ID", Kind.TUNNEL), required("SESSION|@ID", Kind.SESSION)));
    }

    static Command reset() {
        return group(
                "reset",
                "Set counters to zero.",
                asking("statistics", "The counters of the daemon.", _ -> new Request.ResetStatistics()));
    }

    static Command drain() {
        return asking(
                        "drain",
                        "Refuse new tunnels of peers and keep those there are, or take new ones again; until the config"
                                + " file says otherwise than now.",
                        given -> new Request.Drain(first(given).equals("on")))
                .names(choice("on", "off"));
    }

    static Command stop() {
        return asking(
                        STOP,
                        "End the daemon: every tunnel is closed, or all is left to the daemon after it.",
                        given -> given.flag("--keep") ? new Request.Leave() : new Request.Shutdown())
                .options(Option.flag(
                        "-k", "--keep", "Leave tunnels and sessions to the next daemon, as keep_sessions says."));
    }

    private static String first(Given given) {
        return given.names().getFirst();
    }

    private static Selector selector(Given given, int at) {
        return given.selector(at).orElseThrow();
    }

    /// Keywords and values from this place on, with what standard input has for secrets.
    private static List<String> words(Given given, int from) throws IOException {
        List<String> words =
                new ArrayList<>(given.names().subList(from, given.names().size()));
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (int i = 0; i + 1 < words.size(); i += 2) {
            if (!SECRET.contains(words.get(i))) {
                continue;
            }
            if (!words.get(i + 1).equals(FROM_INPUT)) {
                throw new WrongUse("a secret on the command line can be seen by everybody: write \"" + words.get(i)
                        + " -\" and give it on standard input");
            }
            String line = input.readLine();
            if (line == null) {
                throw new WrongUse(words.get(i) + ": standard input has no line for it");
            }
            words.set(i + 1, line);
        }
        return List.copyOf(words);
    }
}
