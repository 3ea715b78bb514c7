package org.prol2tp.daemon;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.prol2tp.operator.config.DaemonSettings.LogLevel;
import org.prol2tp.protocol.node.Event;
import org.prol2tp.protocol.node.Event.Ending;
import org.prol2tp.protocol.node.Event.SessionRef;
import org.prol2tp.protocol.node.Event.TunnelRef;
import org.prol2tp.protocol.wire.ControlConnectionId;
import org.prol2tp.protocol.wire.MessageType;
import org.prol2tp.protocol.wire.ResultCode;
import org.prol2tp.protocol.wire.SessionId;

/// The only place that makes log sentences of a node's events. A line's level is its consequence:
/// what is normal life is a notice, what makes somebody suffer a warning. What a peer can trigger at
/// will is held to a rate, and what was held back is told. Belongs to the loop's thread.
public final class EventLog {
    private static final long SUMMARY_NS = 10_000_000_000L;

    /// What is rate-limited together, how many lines at once, and how many a second.
    private enum Kind {
        COMING_AND_GOING(20_000, 2_000),
        FAULT(50, 5),
        NOTICE(500, 50),
        TRACE(50_000, 10_000);

        private final int burst;
        private final int perSecond;

        Kind(int burst, int perSecond) {
            this.burst = burst;
            this.perSecond = perSecond;
        }
    }

    private final Log log;
    private final Map<Kind, RateLimit> limits = new EnumMap<>(Kind.class);
    private long summaryNs;

    /// Writes to `log`.
    public EventLog(Log log) {
        this.log = log;
        for (Kind kind : Kind.values()) {
            limits.put(kind, new RateLimit(kind.burst, kind.perSecond));
        }
    }

    /// Writes the line of `event`, unless its kind has had its share at `nowNs`.
    public void write(Event event, long nowNs) {
        switch (event) {
            case Event.TunnelCreated e ->
                line(
                        Kind.COMING_AND_GOING,
                        LogLevel.INFO,
                        nowNs,
                        () -> about("tunnel created", e.tunnel()).with("peer", e.peer()));
            case Event.TunnelUp e ->
                line(
                        Kind.COMING_AND_GOING,
                        LogLevel.NOTICE,
                        nowNs,
                        () -> about("tunnel up", e.tunnel())
                                .with("peer", e.peer())
                                .with("peer_id", e.peerId())
                                .with("peer_host", e.peerHostName()));
            case Event.TunnelDown e ->
                line(
                        Kind.COMING_AND_GOING,
                        tunnelEndLevel(e.why()),
                        nowNs,
                        () -> ending(about("tunnel down", e.tunnel()), e.why(), MessageType.STOP_CCN));
            case Event.TunnelDeleted e ->
                line(Kind.COMING_AND_GOING, LogLevel.INFO, nowNs, () -> about("tunnel deleted", e.tunnel()));
            case Event.SessionCreated e ->
                line(Kind.COMING_AND_GOING, LogLevel.INFO, nowNs, () -> about("session created", e.session()));
            case Event.SessionUp e -> line(Kind.COMING_AND_GOING, LogLevel.NOTICE, nowNs, () -> sessionUp(e));
            case Event.SessionCircuit e ->
                line(
                        Kind.COMING_AND_GOING,
                        LogLevel.NOTICE,
                        nowNs,
                        () -> about("session circuit", e.session())
                                .with("circuit", Event.SessionCircuit.word(e.active()))
                                .with("peer_circuit", Event.SessionCircuit.word(e.peerActive())));
            case Event.SessionDown e ->
                line(
                        Kind.COMING_AND_GOING,
                        sessionEndLevel(e.why()),
                        nowNs,
                        () -> ending(about("session down", e.session()), e.why(), MessageType.CDN));
            case Event.SessionDeleted e ->
                line(Kind.COMING_AND_GOING, LogLevel.INFO, nowNs, () -> about("session deleted", e.session()));
            case Event.TunnelRefused e ->
                line(
                        Kind.FAULT,
                        LogLevel.WARNING,
                        nowNs,
                        () -> ending(
                                new LogLine("tunnel refused")
                                        .with("peer", e.peer())
                                        .with("peer_host", e.peerHostName()),
                                e.why(),
                                MessageType.STOP_CCN));
            case Event.PeerFault e ->
                line(Kind.FAULT, LogLevel.WARNING, nowNs, () -> {
                    LogLine line = new LogLine("peer fault: " + e.what()).with("peer", e.peer());
                    return e.tunnel().map(t -> named(line, t)).orElse(line);
                });
            case Event.TunnelNotice e -> line(Kind.NOTICE, LogLevel.WARNING, nowNs, () -> about(e.what(), e.tunnel()));
            case Event.SessionNotice e ->
                line(Kind.NOTICE, LogLevel.WARNING, nowNs, () -> about(e.what(), e.session()));
            case Event.Trace e -> {
                if (e.logged()) {
                    line(Kind.TRACE, LogLevel.INFO, nowNs, () -> new LogLine(e.line()));
                }
            }
            case Event.Packet _ -> {
                // For those who follow the tunnel.
            }
            case Event.AvpsReceived _ -> {
                // For plugins.
            }
            case Event.NodeStopped _ -> log.write(LogLevel.NOTICE, "all tunnels are closed");
        }
        summary(nowNs);
    }

    /// Writes what was held back, if the time for it has come; the loop calls it once in a while.
    public void summary(long nowNs) {
        if (nowNs < summaryNs) {
            return;
        }
        summaryNs = nowNs + SUMMARY_NS;
        limits.forEach((kind, limit) -> {
            long heldBack = limit.takeHeldBack();
            if (heldBack > 0) {
                log.write(
                        LogLevel.WARNING,
                        new LogLine("log lines were held back: too many")
                                .with("kind", kind.name().toLowerCase(Locale.ROOT))
                                .with("lines", heldBack)
                                .toString());
            }
        });
    }

    /// Lines are made only if somebody reads them: of a session that comes and goes there are several.
    private void line(Kind kind, LogLevel level, long nowNs, Supplier<LogLine> line) {
        if (!log.writes(level)) {
            return;
        }
        RateLimit limit = limits.get(kind);
        if (limit == null || limit.passes(nowNs)) {
            log.write(level, line.get());
        }
    }

    private static LogLine sessionUp(Event.SessionUp e) {
        LogLine line = about("session up", e.session())
                .with("peer_id", e.peerId())
                .with("interface", e.facts().interfaceName())
                .with("user", e.facts().userName())
                .with("local", e.facts().localAddress())
                .with("peer", e.facts().peerAddress())
                .with("mtu", e.facts().mtu());
        e.dnsServers().forEach(server -> line.with("dns", server));
        return line;
    }

    private static LogLine about(String sentence, TunnelRef tunnel) {
        return named(new LogLine(sentence), tunnel);
    }

    private static LogLine about(String sentence, SessionRef session) {
        return named(new LogLine(sentence), session);
    }

    private static LogLine named(LogLine line, TunnelRef tunnel) {
        line.with("tunnel", tunnel.name());
        return tunnel.id().equals(ControlConnectionId.NONE) ? line : line.with("tunnel_id", tunnel.id());
    }

    private static LogLine named(LogLine line, SessionRef session) {
        named(line, session.tunnel()).with("session", session.name());
        return session.id().equals(SessionId.NONE) ? line : line.with("session_id", session.id());
    }

    /// What the peer said has its meaning in the reason already. `carrier`: which message's results the numbers are.
    private static LogLine ending(LogLine line, Ending why, MessageType carrier) {
        if (why.result() != 0) {
            line.with("result", why.result());
        }
        if (why.error() != 0) {
            line.with("error", why.error());
        }
        if (why.result() != 0 && !why.byPeer()) {
            line.with("meaning", new ResultCode(why.result(), why.error(), "").describe(carrier));
        }
        return (why.message().isEmpty() ? line : line.with("reason", why.message()))
                .with("by", why.byPeer() ? "peer" : "us");
    }

    /// RFC 2661 §4.4.2: 1 is a general request to clear, 6 a requester that is being shut down.
    private static LogLevel tunnelEndLevel(Ending why) {
        return why.error() == 0 && (why.result() == 1 || why.result() == 6) ? LogLevel.NOTICE : LogLevel.WARNING;
    }

    /// RFC 2661 §4.4.2: 1 is loss of carrier, 3 an administrator's wish. 0: it went with its tunnel, whose line tells.
    private static LogLevel sessionEndLevel(Ending why) {
        return why.error() == 0 && (why.result() == 0 || why.result() == 1 || why.result() == 3)
                ? LogLevel.NOTICE
                : LogLevel.WARNING;
    }
}
