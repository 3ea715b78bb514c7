package org.prol2tp.operator.ctl;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.prol2tp.protocol.node.DebugTarget;
import org.prol2tp.protocol.node.EventKind;
import org.prol2tp.protocol.node.Request;
import org.prol2tp.protocol.node.TraceCategory;

/// Requests about traces and events as JSON.
final class TraceJson {
    private TraceJson() {}

    static void write(Line line, Request.Debug debug) {
        line.text("request", "debug");
        switch (debug.target()) {
            case DebugTarget.System _ -> line.text("target", "system");
            case DebugTarget.Tunnel(var tunnel) -> {
                line.text("target", "tunnel");
                RequestLine.write(line, "tunnel", Optional.of(tunnel));
            }
            case DebugTarget.Session(var tunnel, var session) -> {
                line.text("target", "session");
                RequestLine.write(line, "tunnel", Optional.of(tunnel));
                RequestLine.write(line, "session", Optional.of(session));
            }
            case DebugTarget.TunnelProfile(String name) ->
                line.text("target", "tunnel_profile").text("name", name);
            case DebugTarget.SessionProfile(String name) ->
                line.text("target", "session_profile").text("name", name);
            case DebugTarget.Pool(String name) -> line.text("target", "ippool").text("name", name);
        }
        line.texts("categories", Words.trace(debug.mask())).flag("on", debug.on());
    }

    static Request.Debug readDebug(Members members) {
        DebugTarget target = switch (members.text("target")) {
            case "system" -> new DebugTarget.System();
            case "tunnel" -> new DebugTarget.Tunnel(RequestLine.requiredSelector(members, "tunnel"));
            case "session" ->
                new DebugTarget.Session(
                        RequestLine.requiredSelector(members, "tunnel"),
                        RequestLine.requiredSelector(members, "session"));
            case "tunnel_profile" -> new DebugTarget.TunnelProfile(members.text("name"));
            case "session_profile" -> new DebugTarget.SessionProfile(members.text("name"));
            case "ippool" -> new DebugTarget.Pool(members.text("name"));
            default -> throw new BadLine("unknown target");
        };
        return new Request.Debug(target, mask(members), members.flag("on"));
    }

    /// The categories; all where none are named.
    static int mask(Members members) {
        if (!members.has("categories")) {
            return TraceCategory.ALL;
        }
        List<String> names = members.texts("categories");
        int mask = Words.traceMask(names);
        if (Integer.bitCount(mask) != Set.copyOf(names).size()) {
            throw new BadLine("member \"categories\" must be of " + String.join(", ", Words.trace(TraceCategory.ALL)));
        }
        return mask;
    }

    static List<String> names(Set<EventKind> kinds) {
        List<String> names = new ArrayList<>();
        for (EventKind kind : EventKind.values()) {
            if (kinds.contains(kind)) {
                names.add(name(kind));
            }
        }
        return names;
    }

    /// `tunnel_up`, …
    static String name(EventKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /// All where none are named.
    static Set<EventKind> kinds(Members members) {
        if (!members.has("events")) {
            return EventKind.all();
        }
        Set<EventKind> kinds = EnumSet.noneOf(EventKind.class);
        for (String text : members.texts("events")) {
            kinds.add(EventKind.all().stream()
                    .filter(kind -> name(kind).equals(text))
                    .findFirst()
                    .orElseThrow(() -> new BadLine("no event \"" + text + "\"")));
        }
        return kinds;
    }
}
