package org.prol2tp.operator.cli;

import static org.prol2tp.operator.cli.Command.asking;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.prol2tp.operator.cli.Argument.Kind;
import org.prol2tp.protocol.node.DebugTarget;
import org.prol2tp.protocol.node.Request;
import org.prol2tp.protocol.node.TraceCategory;

/// `debug`: switches trace categories on and off while the daemon runs.
final class DebugCommands {
    private static final String CATEGORIES = "CATEGORIES";

    private DebugCommands() {}

    static Command debug() {
        return asking(
                        "debug",
                        "Trace categories system-wide, on or off: names with commas, or all.",
                        given -> request(given, 0, _ -> new DebugTarget.System()))
                .names(Argument.required(CATEGORIES, Kind.TEXT), Argument.choice("on", "off"))
                .commands(tunnel(), session(), pool());
    }

    private static Command tunnel() {
        return asking(
                        "tunnel",
                        "Those of one tunnel; without categories all.",
                        given -> request(given, 1, names -> new DebugTarget.Tunnel(Given.selector(names.getFirst()))))
                .names(Argument.required("NAME|@ID", Kind.TUNNEL), Argument.all("[CATEGORIES] on|off", Kind.TEXT))
                .commands(profile(
                        "Of tunnels made from this profile from now on.",
                        Kind.TUNNEL_PROFILE,
                        DebugTarget.TunnelProfile::new));
    }

    private static Command session() {
        return asking(
                        "session",
                        "Those of one session; without categories all.",
                        given -> request(
                                given,
                                2,
                                names -> new DebugTarget.Session(
                                        Given.selector(names.getFirst()), Given.selector(names.get(1)))))
                .names(
                        Argument.required("TUNNEL|@ID", Kind.TUNNEL),
                        Argument.required("SESSION|@ID", Kind.SESSION),
                        Argument.all("[CATEGORIES] on|off", Kind.TEXT))
                .commands(profile(
                        "Of sessions made from this profile from now on.",
                        Kind.SESSION_PROFILE,
                        DebugTarget.SessionProfile::new));
    }

    private static Command profile(String doc, Kind kind, Function<String, DebugTarget> target) {
        return asking("profile", doc, given -> request(given, 1, names -> target.apply(names.getFirst())))
                .names(Argument.required("NAME", kind), Argument.all("[CATEGORIES] on|off", Kind.TEXT));
    }

    private static Command pool() {
        return asking(
                        "ippool",
                        "What an address pool gives and gets back, on or off.",
                        given -> request(given, 1, names -> new DebugTarget.Pool(names.getFirst())))
                .names(Argument.required("NAME", Kind.POOL), Argument.choice("on", "off"));
    }

    /// @param targets how many words name the target
    private static Request request(Given given, int targets, Function<List<String>, DebugTarget> target) {
        List<String> rest = given.names().subList(targets, given.names().size());
        if (rest.isEmpty() || rest.size() > 2) {
            throw new WrongUse("\"" + given.path() + "\" ends with [CATEGORIES] on|off");
        }
        String last = rest.getLast();
        boolean on = last.equals("on");
        if (!on && !last.equals("off")) {
            throw new WrongUse("\"" + last + "\" must be on or off");
        }
        int mask = rest.size() == 1 ? TraceCategory.ALL : categories(rest.getFirst());
        return new Request.Debug(target.apply(given.names().subList(0, targets)), mask, on);
    }

    /// A comma-separated list; any unique beginning of three letters is enough, as in the config file.
    static int categories(String text) {
        int mask = 0;
        for (String part : text.split(",", -1)) {
            mask |= category(
                    part.strip().toLowerCase(Locale.ROOT).replace("_", "").replace("-", ""));
        }
        return mask;
    }

    private static int category(String name) {
        switch (name) {
            case "all" -> {
                return TraceCategory.ALL;
            }
            case "none" -> {
                return 0;
            }
            case "kernel" -> {
                return TraceCategory.DATA.bit();
            }
            case "transport" -> {
                return TraceCategory.XPRT.bit();
            }
            default -> {
                List<TraceCategory> fitting = new ArrayList<>();
                for (TraceCategory category : TraceCategory.values()) {
                    String word = category.name().toLowerCase(Locale.ROOT).replace("_", "");
                    if (word.equals(name)) {
                        return category.bit();
                    }
                    if (name.length() >= 3 && word.startsWith(name)) {
                        fitting.add(category);
                    }
                }
                if (fitting.size() != 1) {
                    throw new WrongUse("\"" + name + "\" is no trace category; there are "
                            + Text.traceFlags(TraceCategory.ALL)
                                    .toLowerCase(Locale.ROOT)
                                    .replace(" ", ", ") + ", all");
                }
                return fitting.getFirst().bit();
            }
        }
    }
}
