package org.prol2tp.operator.ctl;

import java.util.List;
import org.prol2tp.protocol.node.Change;
import org.prol2tp.protocol.node.PoolStatus;
import org.prol2tp.protocol.node.Profile;
import org.prol2tp.protocol.node.Reply;
import org.prol2tp.protocol.node.SessionStatus;
import org.prol2tp.protocol.node.SessionSummary;
import org.prol2tp.protocol.node.SystemStatus;
import org.prol2tp.protocol.node.TunnelHandle;
import org.prol2tp.protocol.node.TunnelStatus;
import org.prol2tp.protocol.node.TunnelSummary;

/// A reply as one line of JSON, without the line feed that ends it on the socket. The schema is in
/// docs/ctl.md.
public final class ReplyLine {
    /// The longest line a client reads, in octets: a hundred thousand sessions.
    public static final int MAX_OCTETS = 256 << 20;

    private ReplyLine() {}

    /// The line for this reply. Secrets in it are `…`.
    public static String encode(Reply reply) {
        return Line.of(line -> {
            switch (reply) {
                case Reply.SystemShown(SystemStatus system) ->
                    line.text("reply", "system").object("system", members -> SystemJson.write(members, system));
                case Reply.TunnelsListed(List<TunnelSummary> tunnels) ->
                    line.text("reply", "tunnel_list").objects("tunnels", tunnels, SummaryJson::write);
                case Reply.SessionsListed(List<SessionSummary> sessions) ->
                    line.text("reply", "session_list").objects("sessions", sessions, SummaryJson::write);
                case Reply.TunnelsShown(List<TunnelStatus> tunnels) ->
                    line.text("reply", "tunnels").objects("tunnels", tunnels, TunnelJson::write);
                case Reply.SessionsShown(List<SessionStatus> sessions) ->
                    line.text("reply", "sessions").objects("sessions", sessions, SessionJson::write);
                case Reply.ProfilesShown(Profile.Kind kind, List<Profile> profiles) ->
                    line.text("reply", "profiles")
                            .text("kind", ProfileJson.KINDS.get(kind.ordinal()))
                            .objects("profiles", profiles, ProfileJson::write);
                case Reply.PoolsShown(List<PoolStatus> pools) ->
                    line.text("reply", "pools").objects("pools", pools, PoolJson::write);
                case Reply.LogShown(List<Reply.LoggedLine> lines) ->
                    line.text("reply", "log").objects("lines", lines, ReplyLine::write);
                case Reply.Following(var tunnel, int mask, boolean packets) ->
                    line.text("reply", "tracing")
                            .number("handle", tunnel.value())
                            .texts("categories", Words.trace(mask))
                            .flag("packets", packets);
                case Reply.Watching(var kinds) ->
                    line.text("reply", "watching").texts("events", TraceJson.names(kinds));
                case Reply.Done() -> line.text("reply", "done");
                case Reply.Reloaded(boolean dryRun, List<Change> changes) ->
                    line.text("reply", "reloaded")
                            .flag("dry_run", dryRun)
                            .objects("changes", changes, ChangeJson::write);
                case Reply.Faulty(List<String> errors) ->
                    line.text("reply", "faulty").texts("errors", errors);
                case Reply.Refused(String reason) ->
                    line.text("reply", "refused").text("reason", reason);
            }
        });
    }

    /// Reads a line. Total: a line that is no reply gives a [Reply.Refused] that says so.
    public static Reply decode(String line) {
        try {
            Members members = Members.of(line);
            return switch (members.text("reply")) {
                case "system" -> new Reply.SystemShown(members.object("system", SystemJson::read));
                case "tunnel_list" -> new Reply.TunnelsListed(members.objects("tunnels", SummaryJson::readTunnel));
                case "session_list" -> new Reply.SessionsListed(members.objects("sessions", SummaryJson::readSession));
                case "tunnels" -> new Reply.TunnelsShown(members.objects("tunnels", TunnelJson::read));
                case "sessions" -> new Reply.SessionsShown(members.objects("sessions", SessionJson::read));
                case "profiles" -> profiles(members);
                case "pools" -> new Reply.PoolsShown(members.objects("pools", PoolJson::read));
                case "log" -> new Reply.LogShown(members.objects("lines", ReplyLine::loggedLine));
                case "tracing" ->
                    new Reply.Following(
                            new TunnelHandle(members.number("handle")),
                            TraceJson.mask(members),
                            members.flag("packets"));
                case "watching" -> new Reply.Watching(TraceJson.kinds(members));
                case "done" -> new Reply.Done();
                case "reloaded" ->
                    new Reply.Reloaded(members.flag("dry_run"), members.objects("changes", ChangeJson::read));
                case "faulty" -> new Reply.Faulty(members.texts("errors"));
                case "refused" -> new Reply.Refused(members.text("reason"));
                default -> throw new BadLine("unknown reply");
            };
        } catch (BadLine bad) {
            return new Reply.Refused("bad reply from the daemon: " + bad.reason());
        }
    }

    private static Reply profiles(Members members) {
        Profile.Kind kind = Profile.Kind.values()[members.word("kind", ProfileJson.KINDS)];
        return new Reply.ProfilesShown(kind, members.objects("profiles", profile -> ProfileJson.read(kind, profile)));
    }

    private static void write(Line line, Reply.LoggedLine logged) {
        line.number("at_ms", logged.atMs()).text("level", logged.level()).text("text", logged.text());
    }

    private static Reply.LoggedLine loggedLine(Members members) {
        return new Reply.LoggedLine(members.number("at_ms"), members.text("level"), members.text("text"));
    }
}
