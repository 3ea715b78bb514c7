package org.prol2tp.operator.ctl;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.prol2tp.protocol.node.Endpoint;
import org.prol2tp.protocol.node.Event;
import org.prol2tp.protocol.node.EventKind;

/// A line of a stream that follows [org.prol2tp.protocol.node.Reply.Watching] or
/// [org.prol2tp.protocol.node.Reply.Following]. The schema is in docs/ctl.md.
///
/// @param event `tunnel_up`, …, `session_deleted`; `trace`, `packet`; `lost`, `end`
/// @param unixMicros when; 0: it does not matter
/// @param members in the order to show
public record StreamLine(String event, long unixMicros, List<Member> members) {
    /// Some lines were lost, this many: the client read too slowly.
    public static final String LOST = "lost";

    /// The last line of the stream, with its `reason`.
    public static final String END = "end";

    public static final String TRACE = "trace";

    public static final String PACKET = "packet";

    private static final long MICROS = 1_000_000;

    /// @param value as text; a number where `isText` is false
    public record Member(String name, String value, boolean isText) {}

    /// The line for a client that lost so many.
    public static StreamLine lost(long lines) {
        return new StreamLine(LOST, 0, List.of(new Member("lost", Long.toString(lines), false)));
    }

    public static StreamLine end(String reason) {
        return new StreamLine(END, 0, List.of(new Member("reason", reason, true)));
    }

    /// What an event is to a client; empty for one that is not streamed.
    ///
    /// @param local of a packet: the socket's own address and port
    /// @param ending of what is deleted: why it went down last, if that is known
    public static Optional<StreamLine> of(Event event, long unixMicros, Endpoint local, Optional<Event.Ending> ending) {
        Listing all = new Listing();
        switch (event) {
            case Event.TunnelCreated it ->
                all.add(it.tunnel())
                        .text("name", it.tunnel().name())
                        .text("profile", it.facts().profileName())
                        .number("version", it.facts().version().number())
                        .text("encap", it.facts().encapsulation().name().toLowerCase(Locale.ROOT))
                        .text("peer", it.peer().map(Endpoint::toString));
            case Event.TunnelUp it ->
                all.add(it.tunnel())
                        .number("peer_tid", it.peerId().value())
                        .number("version", it.facts().version().number())
                        .text("encap", it.facts().encapsulation().name().toLowerCase(Locale.ROOT))
                        .text("peer", it.peer().toString())
                        .text("peer_host", it.peerHostName());
            case Event.TunnelDown it -> all.add(it.tunnel()).ending(it.why());
            case Event.TunnelDeleted it -> {
                all.add(it.tunnel());
                ending.ifPresent(all::ending);
            }
            case Event.SessionCreated it ->
                all.add(it.session())
                        .text("name", it.session().name())
                        .text("profile", it.facts().profileName())
                        .text(
                                "pw_profile",
                                it.facts().pppProfileName().or(() -> it.facts().ethernetProfileName()))
                        .text("pseudowire", word(it.facts().pseudowire()));
            case Event.SessionUp it ->
                all.add(it.session())
                        .number("peer_tid", it.peerTunnelId().value())
                        .number("peer_sid", it.peerId().value())
                        .text("pseudowire", word(it.facts().pseudowire()))
                        .text("interface", it.facts().interfaceName())
                        .text("user", it.facts().userName());
            case Event.SessionCircuit it ->
                all.add(it.session())
                        .text("circuit", Event.SessionCircuit.word(it.active()))
                        .text("peer_circuit", Event.SessionCircuit.word(it.peerActive()))
                        .text("interface", it.facts().interfaceName());
            case Event.SessionDown it -> all.add(it.session()).ending(it.why());
            case Event.SessionDeleted it -> {
                all.add(it.session());
                ending.ifPresent(all::ending);
            }
            case Event.Trace it -> {
                all.text("category", it.category().name().toLowerCase(Locale.ROOT));
                it.tunnel().ifPresent(tunnel -> all.number("tid", tunnel.id().value()));
                it.session().ifPresent(session -> all.number("sid", session.id().value()));
                all.text("line", it.line());
            }
            case Event.Packet it ->
                all.number("sent", it.sent() ? 1 : 0)
                        .text("local", local.toString())
                        .text("peer", it.path().peer().toString())
                        .text("octets", Base64.getEncoder().encodeToString(it.octets()));
            case Event.TunnelRefused _,
                    Event.PeerFault _,
                    Event.TunnelNotice _,
                    Event.SessionNotice _,
                    Event.AvpsReceived _,
                    Event.NodeStopped _ -> {
                return Optional.empty();
            }
        }
        String name = event instanceof Event.Trace
                ? TRACE
                : EventKind.of(event).map(TraceJson::name).orElse(PACKET);
        return Optional.of(new StreamLine(name, unixMicros, List.copyOf(all.members)));
    }

    private static String word(Event.Pseudowire pseudowire) {
        return pseudowire.name().toLowerCase(Locale.ROOT);
    }

    private static final class Listing {
        private final List<Member> members = new ArrayList<>();

        Listing text(String name, String value) {
            members.add(new Member(name, value, true));
            return this;
        }

        /// An id: 32 bits without a sign.
        Listing number(String name, int value) {
            return number(name, Integer.toUnsignedLong(value));
        }

        Listing number(String name, long value) {
            members.add(new Member(name, Long.toString(value), false));
            return this;
        }

        Listing add(Event.TunnelRef tunnel) {
            return number("handle", tunnel.handle().value())
                    .number("tid", tunnel.id().value());
        }

        Listing add(Event.SessionRef session) {
            return number("handle", session.handle().value())
                    .number("tid", session.tunnel().id().value())
                    .number("sid", session.id().value());
        }

        /// Empty text where there is none.
        Listing text(String name, Optional<String> value) {
            return text(name, value.orElse(""));
        }

        Listing ending(Event.Ending why) {
            return number("result", why.result()).number("error", why.error()).text("message", why.message());
        }
    }

    /// The line, without its end.
    public String encode() {
        return Line.of(line -> {
            line.text("event", event);
            if (unixMicros != 0) {
                line.number("time", unixMicros / MICROS).number("usec", unixMicros % MICROS);
            }
            for (Member member : members) {
                if (member.isText) {
                    line.text(member.name, member.value);
                } else {
                    line.number(member.name, Long.parseLong(member.value));
                }
            }
        });
    }

    /// Reads a line; empty if it is none of a stream.
    public static Optional<StreamLine> decode(String line) {
        try {
            Members read = Members.of(line);
            long unixMicros = read.has("time") ? read.number("time") * MICROS + read.number("usec") : 0;
            List<Member> members = new ArrayList<>();
            read.scalars((name, value, isText) -> {
                if (!name.equals("event") && !name.equals("time") && !name.equals("usec")) {
                    members.add(new Member(name, value, isText));
                }
            });
            return Optional.of(new StreamLine(read.text("event"), unixMicros, members));
        } catch (BadLine notOne) {
            return Optional.empty();
        }
    }

    /// The value of a member; empty if it is not there.
    public String value(String name) {
        return members.stream()
                .filter(member -> member.name.equals(name))
                .map(Member::value)
                .findFirst()
                .orElse("");
    }
}
