package org.prol2tp.operator.ctl;

import java.util.List;
import java.util.Optional;
import org.prol2tp.protocol.node.Profile;
import org.prol2tp.protocol.node.Reply;
import org.prol2tp.protocol.node.Request;
import org.prol2tp.protocol.node.Request.Selector;

/// A request as one line of JSON, without the line feed that ends it on the socket. The schema is in
/// docs/ctl.md.
public final class RequestLine {
    /// The longest line a daemon reads, in octets, without the line feed: a client cannot make it hold more.
    public static final int MAX_OCTETS = 4096;

    private RequestLine() {}

    /// What a line turned out to be.
    public sealed interface Decoded {
        record Asked(Request request) implements Decoded {}

        /// Not a request; the reply says why.
        record Bad(Reply.Refused reply) implements Decoded {}
    }

    /// The line for this request.
    public static String encode(Request request) {
        return Line.of(line -> {
            switch (request) {
                case Request.ShowSystem() -> line.text("request", "show_system");
                case Request.ListTunnels() -> line.text("request", "list_tunnels");
                case Request.ListSessions(Optional<Selector> tunnel) -> {
                    line.text("request", "list_sessions");
                    write(line, "tunnel", tunnel);
                }
                case Request.ShowTunnels(Optional<Selector> tunnel) -> {
                    line.text("request", "show_tunnels");
                    write(line, "tunnel", tunnel);
                }
                case Request.ShowSessions(Optional<Selector> tunnel, Optional<Selector> session) -> {
                    line.text("request", "show_sessions");
                    write(line, "tunnel", tunnel);
                    write(line, "session", session);
                }
                case Request.ShowProfiles(Profile.Kind kind, Optional<String> name) ->
                    line.text("request", "show_profiles")
                            .text("kind", ProfileJson.KINDS.get(kind.ordinal()))
                            .text("name", name);
                case Request.ShowPools(Optional<String> name) ->
                    line.text("request", "show_pools").text("name", name);
                case Request.ShowLog(int most) ->
                    line.text("request", "show_log").number("lines", most);
                case Request.ClearLog() -> line.text("request", "clear_log");
                case Request.Reload(boolean dryRun) ->
                    line.text("request", "reload").flag("dry_run", dryRun);
                case Request.CreateTunnel(String name, List<String> words) ->
                    line.text("request", "create_tunnel").text("name", name).texts("words", words);
                case Request.CreateSession(Selector tunnel, String name, List<String> words) -> {
                    line.text("request", "create_session");
                    write(line, "tunnel", Optional.of(tunnel));
                    line.text("name", name).texts("words", words);
                }
                case Request.DeleteTunnel(Selector tunnel) -> {
                    line.text("request", "delete_tunnel");
                    write(line, "tunnel", Optional.of(tunnel));
                }
                case Request.DeleteSession(Selector tunnel, Selector session) -> {
                    line.text("request", "delete_session");
                    write(line, "tunnel", Optional.of(tunnel));
                    write(line, "session", Optional.of(session));
                }
                case Request.ResetStatistics() -> line.text("request", "reset_statistics");
                case Request.Drain(boolean on) -> line.text("request", "drain").flag("on", on);
                case Request.Debug debug -> TraceJson.write(line, debug);
                case Request.Follow(Selector tunnel, int mask, boolean packets) -> {
                    line.text("request", "trace");
                    write(line, "tunnel", Optional.of(tunnel));
                    line.texts("categories", Words.trace(mask)).flag("packets", packets);
                }
                case Request.Watch(var kinds) -> line.text("request", "watch").texts("events", TraceJson.names(kinds));
                case Request.Shutdown() -> line.text("request", "shutdown");
                case Request.Leave() -> line.text("request", "shutdown").flag("keep", true);
            }
        });
    }

    /// Reads a line. Total: any text gives a value.
    public static Decoded decode(String line) {
        if (line.length() > MAX_OCTETS) {
            return bad("longer than " + MAX_OCTETS + " octets");
        }
        try {
            Members members = Members.of(line);
            return new Decoded.Asked(
                    switch (members.text("request")) {
                        case "show_system" -> new Request.ShowSystem();
                        case "list_tunnels" -> new Request.ListTunnels();
                        case "list_sessions" -> new Request.ListSessions(selector(members, "tunnel"));
                        case "show_tunnels" -> new Request.ShowTunnels(selector(members, "tunnel"));
                        case "show_sessions" ->
                            new Request.ShowSessions(selector(members, "tunnel"), selector(members, "session"));
                        case "show_profiles" ->
                            new Request.ShowProfiles(
                                    Profile.Kind.values()[members.word("kind", ProfileJson.KINDS)],
                                    members.optionalText("name"));
                        case "show_pools" -> new Request.ShowPools(members.optionalText("name"));
                        case "show_log" -> new Request.ShowLog(members.count("lines", Request.ShowLog.ALL));
                        case "clear_log" -> new Request.ClearLog();
                        case "reload" -> new Request.Reload(members.flag("dry_run"));
                        case "create_tunnel" -> new Request.CreateTunnel(members.text("name"), members.texts("words"));
                        case "create_session" ->
                            new Request.CreateSession(
                                    required(members, "tunnel"), members.text("name"), members.texts("words"));
                        case "delete_tunnel" -> new Request.DeleteTunnel(required(members, "tunnel"));
                        case "delete_session" ->
                            new Request.DeleteSession(required(members, "tunnel"), required(members, "session"));
                        case "reset_statistics" -> new Request.ResetStatistics();
                        case "drain" -> new Request.Drain(members.flag("on"));
                        case "debug" -> TraceJson.readDebug(members);
                        case "trace" ->
                            new Request.Follow(
                                    requiredSelector(members, "tunnel"),
                                    TraceJson.mask(members),
                                    members.has("packets") && members.flag("packets"));
                        case "watch" -> new Request.Watch(TraceJson.kinds(members));
                        case "shutdown" ->
                            members.has("keep") && members.flag("keep") ? new Request.Leave() : new Request.Shutdown();
                        default -> throw new BadLine("unknown request");
                    });
        } catch (BadLine bad) {
            return bad(bad.reason());
        }
    }

    private static Decoded bad(String reason) {
        return new Decoded.Bad(new Reply.Refused("bad request: " + reason));
    }

    /// What must be named.
    static Selector requiredSelector(Members members, String name) {
        return selector(members, name).orElseThrow(() -> new BadLine("member \"" + name + "\" is missing"));
    }

    static void write(Line line, String name, Optional<Selector> selector) {
        selector.ifPresent(present -> line.object(name, members -> {
            switch (present) {
                case Selector.ByName(String text) -> members.text("name", text);
                case Selector.ById(int id) -> members.id("id", id);
            }
        }));
    }

    private static Selector required(Members members, String name) {
        return selector(members, name).orElseThrow(() -> new BadLine("member \"" + name + "\" is missing"));
    }

    private static Optional<Selector> selector(Members members, String name) {
        return members.optionalObject(name, selector -> {
            Optional<String> text = selector.optionalText("name");
            return text.isPresent() ? new Selector.ByName(text.get()) : new Selector.ById(selector.id("id"));
        });
    }
}
