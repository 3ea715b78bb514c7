package org.prol2tp.daemon;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Predicate;
import org.prol2tp.operator.ctl.StreamLine;
import org.prol2tp.protocol.node.Endpoint;
import org.prol2tp.protocol.node.Event;

/// The events that one client of the control socket gets, between the loop, which puts them in and never waits, and the
/// control socket's thread, which makes lines of them as the client reads. What does not fit is lost and counted; the
/// client is told how much, in the place where it is missing.
final class EventStream implements CtlServer.Stream {
    /// Octets of memory that the events of a client that does not read may take: some ten thousand trace lines, or a
    /// second of a tunnel with packets.
    static final int MAX_OCTETS = 2 << 20;

    /// What an event takes besides its packet: itself, its text, its place in the queue.
    private static final int EVENT_OCTETS = 256;

    private final Predicate<Event> wanted;
    private final Predicate<Event> last;
    private final Runnable whenClosed;
    private final Queue<Entry> waiting = new ArrayDeque<>();
    private int octets;
    private long lost;
    private Optional<String> end = Optional.empty();

    private sealed interface Entry {
        record Occurred(Event event, long unixMicros, Endpoint local, Optional<Event.Ending> ending) implements Entry {}

        record Lost(long lines) implements Entry {}
    }

    /// @param wanted which events it gets
    /// @param last the one after which there are no more
    /// @param whenClosed called once its client is gone
    EventStream(Predicate<Event> wanted, Predicate<Event> last, Runnable whenClosed) {
        this.wanted = wanted;
        this.last = last;
        this.whenClosed = whenClosed;
    }

    boolean wants(Event event) {
        return wanted.test(event) || last.test(event);
    }

    /// Puts an event in. Called by the loop.
    synchronized void put(Event event, long unixMicros, Endpoint local, Optional<Event.Ending> ending) {
        if (end.isPresent()) {
            return;
        }
        if (wanted.test(event)) {
            int size = size(event);
            if (octets + size > MAX_OCTETS) {
                lost++;
            } else {
                tellLost();
                octets += size;
                waiting.add(new Entry.Occurred(event, unixMicros, local, ending));
            }
        }
        if (last.test(event)) {
            end("it is over");
        }
    }

    /// No more events come.
    synchronized void end(String reason) {
        if (end.isEmpty()) {
            end = Optional.of(reason);
        }
    }

    private void tellLost() {
        if (lost > 0) {
            waiting.add(new Entry.Lost(lost));
            lost = 0;
        }
    }

    private static int size(Event event) {
        return event instanceof Event.Packet packet ? EVENT_OCTETS + packet.octets().length : EVENT_OCTETS;
    }

    @Override
    public Optional<String> next() {
        return take().flatMap(entry -> switch (entry) {
                    case Entry.Occurred(var event, long micros, var local, var ending) ->
                        StreamLine.of(event, micros, local, ending);
                    case Entry.Lost(long lines) -> Optional.of(StreamLine.lost(lines));
                })
                .map(StreamLine::encode);
    }

    private synchronized Optional<Entry> take() {
        if (waiting.isEmpty()) {
            tellLost();
        }
        Entry first = waiting.poll();
        if (first instanceof Entry.Occurred(var event, long _, var _, var _)) {
            octets -= size(event);
        }
        return Optional.ofNullable(first);
    }

    @Override
    public synchronized Optional<String> lastLine() {
        return waiting.isEmpty() && lost == 0
                ? end.map(reason -> StreamLine.end(reason).encode())
                : Optional.empty();
    }

    @Override
    public void closed() {
        whenClosed.run();
    }
}
