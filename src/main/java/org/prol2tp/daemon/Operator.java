package org.prol2tp.daemon;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.prol2tp.dataplane.DataPlane;
import org.prol2tp.operator.ctl.ReplyLine;
import org.prol2tp.operator.ctl.RequestLine;
import org.prol2tp.protocol.node.Event;
import org.prol2tp.protocol.node.Input;
import org.prol2tp.protocol.node.Reply;
import org.prol2tp.protocol.node.Request;
import org.prol2tp.protocol.node.SessionStatus;
import org.prol2tp.protocol.node.TunnelStatus;

/// Between the control socket and the loop: lines to inputs on the socket's thread; replies, with the data plane's
/// counters put in, back to lines on the same thread, so that a long answer does not hold up the loop.
final class Operator implements CtlServer.Questions, Loop.Replies {
    private final InputQueue queue;
    private final DataPlane dataPlane;
    private final Log log;
    private volatile Map<String, String> facts = Map.of();
    private volatile Supplier<Map<String, String>> more = Map::of;
    private volatile Desk desk = (_, _) -> false;
    private volatile Supplier<Reply> leave = () -> new Reply.Refused("nobody can leave yet");
    private final NodeInquiry inquiry;
    private final Streams streams;
    private volatile Answers answers = (_, _, _) -> {};

    /// Where answers go, and the stream that follows one, if one does.
    interface Answers {
        void answer(long ticket, Supplier<String> line, Optional<CtlServer.Stream> stream);
    }

    Operator(InputQueue queue, DataPlane dataPlane, Log log) {
        this.queue = queue;
        this.inquiry = new NodeInquiry(queue);
        this.dataPlane = dataPlane;
        this.log = log;
        this.streams = new Streams(dataPlane::localEndpoint, Operator::unixMicros);
    }

    private static long unixMicros() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
    }

    /// Who follows what happens.
    Streams streams() {
        return streams;
    }

    @Override
    public void happened(Event event) {
        streams.happened(event);
    }

    /// Takes requests that are not for the node.
    interface Desk {
        /// Whether this is one; it is answered later.
        boolean takes(long ticket, Request request);
    }

    /// `other` is asked first from now on.
    void sendTo(Desk other) {
        this.desk = other;
    }

    /// `how` ends the daemon without closing anything, or says why not.
    void leaveBy(Supplier<Reply> how) {
        this.leave = how;
    }

    /// Asks the node through the same queue.
    NodeInquiry inquiry() {
        return inquiry;
    }

    /// `told` is shown with the system from now on: what the daemon is set to.
    void tell(Map<String, String> told) {
        this.facts = told;
    }

    /// What `told` gives is shown besides; it is asked on a client's thread.
    void tellAlso(Supplier<Map<String, String>> told) {
        this.more = told;
    }

    /// Answers go to `to` from now on.
    void answerTo(Answers to) {
        this.answers = to;
    }

    @Override
    public void ask(long ticket, String line) {
        switch (RequestLine.decode(line)) {
            case RequestLine.Decoded.Asked(Request.ShowLog(int most)) ->
                answer(ticket, new Reply.LogShown(log.last(most)));
            case RequestLine.Decoded.Asked(Request.ClearLog _) -> {
                log.clear();
                answer(ticket, new Reply.Done());
            }
            case RequestLine.Decoded.Asked(Request.Leave _) -> answer(ticket, leave.get());
            case RequestLine.Decoded.Asked(Request.Watch(var kinds)) -> {
                Reply.Watching reply = new Reply.Watching(kinds);
                answer(ticket, reply, streams.watch(reply));
            }
            case RequestLine.Decoded.Asked(var request) when desk.takes(ticket, request) -> {}
            case RequestLine.Decoded.Asked(var request) -> {
                queue.add(new Input.OperatorAsked(ticket, request));
                queue.wake();
            }
            case RequestLine.Decoded.Bad(var reply) -> answer(ticket, reply);
        }
    }

    @Override
    public String refusal(String reason) {
        return ReplyLine.encode(new Reply.Refused(reason));
    }

    @Override
    public void answer(long ticket, Reply reply) {
        if (NodeInquiry.isOurs(ticket)) {
            inquiry.answered(ticket, reply);
            return;
        }
        if (reply instanceof Reply.Following following) {
            Optional<EventStream> stream = streams.follow(following, () -> unfollow(ticket));
            if (stream.isEmpty()) {
                unfollow(ticket);
            }
            answer(ticket, reply, stream);
        } else {
            answers.answer(ticket, () -> ReplyLine.encode(counted(reply)), Optional.empty());
        }
    }

    private void answer(long ticket, Reply reply, Optional<EventStream> stream) {
        Reply said = stream.isPresent() ? reply : new Reply.Refused(Streams.MAX_STREAMS + " clients follow already");
        answers.answer(ticket, () -> ReplyLine.encode(said), stream.map(it -> it));
    }

    private void unfollow(long ticket) {
        queue.add(new Input.FollowerGone(ticket));
        queue.wake();
    }

    private Reply counted(Reply reply) {
        DataPlane.Counts counts = dataPlane.counts();
        return switch (reply) {
            case Reply.TunnelsShown(var tunnels) -> {
                List<TunnelStatus> counted = new ArrayList<>(tunnels.size());
                IpsecPeers ipsec = IpsecPeers.now();
                tunnels.forEach(tunnel ->
                        counted.add(tunnel.withData(counts.of(tunnel.handle()), ipsec.protects(tunnel.path()))));
                yield new Reply.TunnelsShown(counted);
            }
            case Reply.SessionsShown(var sessions) -> {
                List<SessionStatus> counted = new ArrayList<>(sessions.size());
                sessions.forEach(session -> counted.add(session.withData(counts.of(session.handle()))));
                yield new Reply.SessionsShown(counted);
            }
            case Reply.SystemShown(var system) ->
                new Reply.SystemShown(system.withDaemon(factsNow())
                        .withCounters(Map.of(
                                "unexpected_data_frames", dataPlane.strays(),
                                "event_queue_full_errors", queue.refused())));
            case Reply.TunnelsListed _,
                    Reply.SessionsListed _,
                    Reply.ProfilesShown _,
                    Reply.PoolsShown _,
                    Reply.LogShown _,
                    Reply.Reloaded _,
                    Reply.Faulty _,
                    Reply.Following _,
                    Reply.Watching _,
                    Reply.Done _,
                    Reply.Refused _ -> reply;
        };
    }

    private Map<String, String> factsNow() {
        Map<String, String> now = new LinkedHashMap<>(facts);
        now.putAll(more.get());
        long lost = log.lost();
        if (lost != 0) {
            now.put("log_lines_lost", Long.toString(lost));
        }
        return now;
    }
}
