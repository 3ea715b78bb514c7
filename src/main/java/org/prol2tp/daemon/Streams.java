package org.prol2tp.daemon;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.prol2tp.protocol.node.Endpoint;
import org.prol2tp.protocol.node.Event;
import org.prol2tp.protocol.node.EventKind;
import org.prol2tp.protocol.node.IpAddress;
import org.prol2tp.protocol.node.Path;
import org.prol2tp.protocol.node.Reply;
import org.prol2tp.protocol.node.TunnelHandle;

/// Hands the node's events to those clients of the control socket that follow them.
final class Streams {
    /// Clients that follow events at a time: each costs the loop something at each event, and memory while it does not
    /// read.
    static final int MAX_STREAMS = 16;

    private static final Endpoint NOWHERE = new Endpoint(IpAddress.ANY_IPV4, 0);

    private final List<EventStream> open = new CopyOnWriteArrayList<>();
    private final IntFunction<Endpoint> localEndpoint;
    private final LongSupplier unixMicros;
    /// Why what is down went down, for the event of its end. Belongs to the loop. Has something only while somebody
    /// follows.
    private final Map<Object, Event.Ending> endings = new HashMap<>();

    private volatile Runnable wake = () -> {};

    /// @param localEndpoint of a socket by its number; throws `IllegalArgumentException` if there is none
    /// @param unixMicros the clock on the wall
    Streams(IntFunction<Endpoint> localEndpoint, LongSupplier unixMicros) {
        this.localEndpoint = localEndpoint;
        this.unixMicros = unixMicros;
    }

    /// Who is told from now on that there is something to write.
    void wakeBy(Runnable waker) {
        this.wake = waker;
    }

    /// An event for whoever wants it. Called by the loop; does not wait.
    void happened(Event event) {
        if (open.isEmpty()) {
            endings.clear();
            return;
        }
        Optional<Event.Ending> ending = ending(event);
        boolean taken = false;
        for (EventStream stream : open) {
            if (stream.wants(event)) {
                stream.put(event, unixMicros.getAsLong(), local(event), ending);
                taken = true;
            }
        }
        if (taken) {
            wake.run();
        }
    }

    private Optional<Event.Ending> ending(Event event) {
        return switch (event) {
            case Event.TunnelDown it ->
                Optional.ofNullable(endings.put(it.tunnel().handle(), it.why()));
            case Event.SessionDown it ->
                Optional.ofNullable(endings.put(it.session().handle(), it.why()));
            case Event.TunnelUp it ->
                Optional.ofNullable(endings.remove(it.tunnel().handle()));
            case Event.SessionUp it ->
                Optional.ofNullable(endings.remove(it.session().handle()));
            case Event.TunnelDeleted it ->
                Optional.ofNullable(endings.remove(it.tunnel().handle()));
            case Event.SessionDeleted it ->
                Optional.ofNullable(endings.remove(it.session().handle()));
            default -> Optional.empty();
        };
    }

    private Endpoint local(Event event) {
        if (!(event instanceof Event.Packet packet)) {
            return NOWHERE;
        }
        Path path = packet.path();
        try {
            Endpoint bound = localEndpoint.apply(path.socket());
            return new Endpoint(path.localAddress().isAny() ? bound.address() : path.localAddress(), bound.port());
        } catch (IllegalArgumentException closed) {
            return new Endpoint(path.localAddress(), 0);
        }
    }

    /// A stream of the events of these kinds; empty if there are too many streams.
    Optional<EventStream> watch(Reply.Watching watching) {
        return add(
                event -> EventKind.of(event).filter(watching.kinds()::contains).isPresent(),
                Event.NodeStopped.class::isInstance,
                () -> {});
    }

    /// A stream of what a follower of a tunnel gets; empty if there are too many streams. It ends with the tunnel.
    ///
    /// @param whenClosed called when its client is gone
    Optional<EventStream> follow(Reply.Following following, Runnable whenClosed) {
        TunnelHandle tunnel = following.tunnel();
        return add(
                event -> switch (event) {
                    case Event.Trace trace ->
                        trace.category().in(following.mask())
                                && trace.tunnel()
                                        .filter(it -> it.handle().equals(tunnel))
                                        .isPresent();
                    case Event.Packet packet ->
                        following.packets() && packet.tunnel().handle().equals(tunnel);
                    default -> false;
                },
                event -> event instanceof Event.TunnelDeleted deleted
                                && deleted.tunnel().handle().equals(tunnel)
                        || event instanceof Event.NodeStopped,
                whenClosed);
    }

    private Optional<EventStream> add(Predicate<Event> wanted, Predicate<Event> last, Runnable whenClosed) {
        synchronized (open) {
            if (open.size() >= MAX_STREAMS) {
                return Optional.empty();
            }
            EventStream[] itself = new EventStream[1];
            EventStream stream = new EventStream(wanted, last, () -> {
                open.remove(itself[0]);
                whenClosed.run();
            });
            itself[0] = stream;
            open.add(stream);
            return Optional.of(stream);
        }
    }

    /// How many there are.
    int size() {
        return open.size();
    }

    /// The daemon ends, and every stream with it.
    void close() {
        open.forEach(stream -> stream.end("the daemon ends"));
    }
}
