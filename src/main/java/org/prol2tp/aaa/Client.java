package org.prol2tp.aaa;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.prol2tp.operator.config.RadiusSettings;
import org.prol2tp.protocol.node.IpAddress;
import org.prol2tp.protocol.node.Secret;

/// Sends requests of one kind to the servers until one answers: the same octets again to the same server, then to the
/// next. A server that did not answer is asked last for a while. A thread of its own, begun by the first request.
///
/// Source: RFC 2865 §2.4, §2.5, §3; RFC 5080 §2.2.1.
final class Client implements AutoCloseable {
    /// Requests that may be on their way at once: 256 for each source port (RFC 2865 §3, Identifier).
    static final int MAX_SENT = 2048;

    private static final int PER_PORT = 256;

    /// A round of all servers waits longer than the one before, up to so many times.
    private static final int MAX_BACKOFF = 8;

    /// What the client counts.
    record Counts(long requests, long answers, long unanswered, long discarded) {
        static final Counts NONE = new Counts(0, 0, 0, 0);

        Counts plus(Counts other) {
            return new Counts(
                    requests + other.requests,
                    answers + other.answers,
                    unanswered + other.unanswered,
                    discarded + other.discarded);
        }
    }

    /// A server, with what is known of it.
    private static final class Server {
        private final RadiusSettings.Server of;
        private final Secret secret;
        private InetSocketAddress address;
        private long deadUntilNs = Long.MIN_VALUE;

        Server(RadiusSettings.Server of) {
            this.of = of;
            this.secret = of.secret().orElse(new Secret(new byte[0]));
            this.address = new InetSocketAddress(of.host(), of.port());
        }

        void resolve() {
            if (address.isUnresolved()) {
                address = new InetSocketAddress(of.host(), address.getPort());
            }
        }
    }

    /// Servers and settings that belong together.
    private record Target(RadiusSettings settings, List<Server> servers) {}

    /// A request on its way.
    private static final class Exchange {
        private final BiFunction<byte[], Secret, List<Attribute>> attributes;
        private final Consumer<Optional<Packet>> to;
        private final long byNs;
        private @Nullable Target target;
        private List<Server> order = List.of();
        private int slot;
        private byte[] octets = {};
        private byte[] authenticator = {};
        private @Nullable Secret sealedWith;
        private int server;
        private int tries;
        private int rounds;
        private long againNs;

        Exchange(BiFunction<byte[], Secret, List<Attribute>> attributes, Consumer<Optional<Packet>> to, long byNs) {
            this.attributes = attributes;
            this.to = to;
            this.byNs = byNs;
        }
    }

    private final int code;
    private final int mostOpen;
    private final long patienceNs;
    private final Consumer<String> notices;
    private final SecureRandom random = new SecureRandom();
    private final ConcurrentLinkedQueue<Exchange> incoming = new ConcurrentLinkedQueue<>();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong answers = new AtomicLong();
    private final AtomicLong unanswered = new AtomicLong();
    private final AtomicLong discarded = new AtomicLong();
    private long unsendable;
    private final Exchange[] slots = new Exchange[MAX_SENT];
    private final ArrayDeque<Integer> freeSlots = new ArrayDeque<>();
    private final List<DatagramChannel> channels = new ArrayList<>();
    private final PriorityQueue<Exchange> waiting = new PriorityQueue<>(Comparator.comparingLong(it -> it.againNs));
    private final ByteBuffer received = ByteBuffer.allocate(Packet.MAX_OCTETS);
    private final Object starting = new Object();
    private volatile RadiusSettings settings;
    private volatile @Nullable Selector selector;
    private volatile boolean ending;
    private @Nullable Thread thread;
    private @Nullable Target current;

    /// @param mostOpen requests that it takes before the first of them is answered
    /// @param patience rounds of all servers begin until so long after the first; zero: one round
    /// @param notices lines for the operator, from any thread
    Client(int code, int mostOpen, Duration patience, RadiusSettings settings, Consumer<String> notices) {
        this.code = code;
        this.mostOpen = mostOpen;
        this.patienceNs = patience.toNanos();
        this.settings = settings;
        this.notices = notices;
    }

    /// Other servers, for requests that come. Any thread.
    void configure(RadiusSettings changed) {
        settings = changed;
    }

    /// Sends a request; `to` gets the answer on a thread of the client's, or empty if there is none. Any thread; does
    /// not wait.
    ///
    /// @param attributes makes them of the packet's authenticator and the secret
    void send(BiFunction<byte[], Secret, List<Attribute>> attributes, Consumer<Optional<Packet>> to) {
        requests.incrementAndGet();
        if (open.incrementAndGet() > mostOpen || ending || !begun()) {
            open.decrementAndGet();
            unanswered.incrementAndGet();
            to.accept(Optional.empty());
            return;
        }
        incoming.add(new Exchange(attributes, to, System.nanoTime() + patienceNs));
        wake();
        if (ending) {
            giveUpIncoming(); // It ended in between, and may have missed this one.
        }
    }

    /// Nothing waits for an answer.
    boolean isQuiet() {
        return open.get() == 0;
    }

    Counts counts() {
        return new Counts(requests.get(), answers.get(), unanswered.get(), discarded.get());
    }

    /// Waits until nothing is open any more, at most so long; then everything is given up.
    void finish(Duration most) {
        long byNs = System.nanoTime() + most.toNanos();
        try {
            while (open.get() > 0 && System.nanoTime() < byNs) {
                synchronized (starting) {
                    starting.wait(20);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        close();
    }

    @Override
    public void close() {
        ending = true;
        wake();
    }

    private void wake() {
        Selector begun = selector;
        if (begun != null) {
            begun.wakeup();
        }
    }

    private boolean begun() {
        synchronized (starting) {
            if (thread == null) {
                try {
                    selector = Selector.open();
                } catch (IOException e) {
                    return false;
                }
                Thread made =
                        Thread.ofPlatform().daemon().name("radius " + code).unstarted(this::run);
                thread = made;
                made.start();
            }
            return true;
        }
    }

    private void run() {
        try (Selector sockets = selector) {
            while (sockets != null && !ending) {
                Exchange first = waiting.peek();
                long waitNs = first == null ? 60_000_000_000L : first.againNs - System.nanoTime();
                sockets.select(Math.max(1, waitNs / 1_000_000 + 1));
                for (SelectionKey key : sockets.selectedKeys()) {
                    receive((DatagramChannel) key.channel());
                }
                sockets.selectedKeys().clear();
                expire(System.nanoTime());
                beginIncoming(sockets);
            }
        } catch (IOException e) {
            ending = true;
        } finally {
            ending = true;
            giveUpAll();
        }
    }

    private void giveUpAll() {
        for (Exchange left = waiting.peek(); left != null; left = waiting.peek()) {
            end(left, Optional.empty());
        }
        giveUpIncoming();
        for (DatagramChannel channel : channels) {
            try {
                channel.close();
            } catch (IOException e) {
                discarded.incrementAndGet();
            }
        }
    }

    private void giveUpIncoming() {
        for (Exchange left = incoming.poll(); left != null; left = incoming.poll()) {
            fail(left);
        }
    }

    private void fail(Exchange exchange) {
        open.decrementAndGet();
        unanswered.incrementAndGet();
        exchange.to.accept(Optional.empty());
    }

    private Optional<Target> target() {
        RadiusSettings wanted = settings;
        Target known = current;
        if (known == null || !known.settings.equals(wanted)) {
            List<Server> servers = new ArrayList<>();
            for (RadiusSettings.Server of :
                    code == Packet.ACCOUNTING_REQUEST ? wanted.accountingServers() : wanted.servers()) {
                servers.add(new Server(of));
            }
            known = new Target(wanted, servers);
            current = known;
        }
        return known.servers.isEmpty() ? Optional.empty() : Optional.of(known);
    }

    /// As many as there is room for.
    private void beginIncoming(Selector sockets) throws IOException {
        while (!incoming.isEmpty()) {
            if (freeSlots.isEmpty() && channels.size() < MAX_SENT / PER_PORT && !hasOpened(sockets)) {
                giveUpIncoming();
                return;
            }
            Integer slot = freeSlots.poll();
            if (slot == null) {
                return;
            }
            Exchange next = incoming.poll();
            Optional<Target> target = target();
            if (next == null || target.isEmpty()) {
                freeSlots.add(slot);
                if (next != null) {
                    fail(next);
                }
            } else {
                begin(next, slot, target.get());
            }
        }
    }

    private void begin(Exchange exchange, int slot, Target target) {
        exchange.target = target;
        exchange.slot = slot;
        slots[slot] = exchange;
        order(exchange, target);
        tryOnce(exchange);
    }

    /// Opens one port more; not if `bindaddr` is no address of ours.
    private boolean hasOpened(Selector sockets) {
        try {
            openPort(sockets);
            return true;
        } catch (IOException e) {
            return !channels.isEmpty();
        }
    }

    private void openPort(Selector sockets) throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        Optional<IpAddress> from = settings.bindAddress();
        if (from.isPresent()) {
            channel.bind(
                    new InetSocketAddress(InetAddress.getByAddress(from.get().octets()), 0));
        }
        channel.configureBlocking(false).register(sockets, SelectionKey.OP_READ);
        for (int id = 0; id < PER_PORT; id++) {
            freeSlots.add(channels.size() * PER_PORT + id);
        }
        channels.add(channel);
    }

    /// The same octets for every server with the same secret.
    private void seal(Exchange exchange, Secret secret) {
        Secret before = exchange.sealedWith;
        if (before != null && secret.equals(before)) {
            return;
        }
        exchange.sealedWith = secret;
        int identifier = exchange.slot % PER_PORT;
        if (code == Packet.ACCESS_REQUEST) {
            byte[] authenticator = new byte[Packet.AUTHENTICATOR_OCTETS];
            random.nextBytes(authenticator);
            exchange.octets = Seal.accessRequest(
                    identifier, authenticator, exchange.attributes.apply(authenticator, secret), secret);
        } else {
            exchange.octets =
                    Seal.digestedRequest(code, identifier, exchange.attributes.apply(new byte[0], secret), secret);
        }
        exchange.authenticator = Arrays.copyOfRange(exchange.octets, 4, Packet.HEADER_OCTETS);
    }

    /// The servers that answer, then the others.
    private static void order(Exchange exchange, Target target) {
        long nowNs = System.nanoTime();
        List<Server> order = new ArrayList<>(target.servers);
        order.sort(Comparator.comparing(server -> isDead(server, nowNs)));
        exchange.order = order;
        exchange.server = 0;
        exchange.tries = 0;
    }

    private static boolean isDead(Server server, long nowNs) {
        return server.deadUntilNs != Long.MIN_VALUE && server.deadUntilNs - nowNs > 0;
    }

    /// What cannot be made a packet of has no answer; the others go on.
    private void tryOnce(Exchange exchange) {
        try {
            transmit(exchange);
        } catch (RuntimeException e) {
            unsendable++;
            if (Long.bitCount(unsendable) == 1) {
                notices.accept("RADIUS: requests that could not be sent so far: " + unsendable + ", the last: " + e);
            }
            unanswered.incrementAndGet();
            end(exchange, Optional.empty());
        }
    }

    private void transmit(Exchange exchange) {
        Server server = exchange.order.get(exchange.server);
        Target target = exchange.target;
        seal(exchange, server.secret);
        server.resolve();
        if (!server.address.isUnresolved()) {
            try {
                channels.get(exchange.slot / PER_PORT).send(ByteBuffer.wrap(exchange.octets), server.address);
            } catch (IOException e) {
                discarded.incrementAndGet(); // No route and the like: it is as if the packet was lost.
            }
        }
        exchange.tries++;
        long timeoutNs = target == null ? 0 : target.settings.timeout().toNanos();
        exchange.againNs = System.nanoTime() + timeoutNs * Math.min(MAX_BACKOFF, exchange.rounds + 1);
        waiting.add(exchange);
    }

    private void expire(long nowNs) {
        for (Exchange due = waiting.peek(); due != null && due.againNs - nowNs <= 0; due = waiting.peek()) {
            waiting.remove();
            Target target = due.target;
            Server server = due.order.get(due.server);
            if (target == null) {
                continue;
            }
            if (due.tries > target.settings.retries() || isDead(server, nowNs)) {
                server.deadUntilNs = nowNs + target.settings.deadTime().toNanos();
                due.server++;
                due.tries = 0;
            }
            if (due.server < due.order.size()) {
                tryOnce(due);
            } else if (due.byNs - nowNs > 0) {
                due.rounds++;
                order(due, target);
                tryOnce(due);
            } else {
                unanswered.incrementAndGet();
                end(due, Optional.empty());
            }
        }
    }

    private void receive(DatagramChannel channel) throws IOException {
        while (channel.receive(received.clear()) instanceof InetSocketAddress from) {
            byte[] octets = Arrays.copyOf(received.array(), received.position());
            Optional<Packet> packet = Packet.decode(octets);
            Exchange asked = packet.isEmpty()
                    ? null
                    : slots[channels.indexOf(channel) * PER_PORT + packet.get().identifier()];
            if (asked != null && isAnswer(asked, from, octets, packet.get())) {
                answers.incrementAndGet();
                end(asked, packet);
            } else {
                discarded.incrementAndGet();
            }
        }
    }

    private boolean isAnswer(Exchange asked, InetSocketAddress from, byte[] octets, Packet packet) {
        Target target = asked.target;
        if (target == null || !isExpected(packet.code())) {
            return false;
        }
        boolean demanded = code == Packet.ACCESS_REQUEST && target.settings.demandsAuthenticator();
        for (Server server : target.servers) {
            if (server.address.equals(from)
                    && Seal.isAnswer(
                            octets,
                            packet,
                            asked.authenticator,
                            server.secret,
                            demanded || packet.first(Attribute.EAP_MESSAGE).isPresent())) {
                server.deadUntilNs = Long.MIN_VALUE;
                return true;
            }
        }
        return false;
    }

    private boolean isExpected(int answered) {
        return code == Packet.ACCOUNTING_REQUEST
                ? answered == Packet.ACCOUNTING_RESPONSE
                : answered == Packet.ACCESS_ACCEPT
                        || answered == Packet.ACCESS_REJECT
                        || answered == Packet.ACCESS_CHALLENGE;
    }

    private void end(Exchange exchange, Optional<Packet> answer) {
        waiting.remove(exchange);
        slots[exchange.slot] = null;
        freeSlots.add(exchange.slot);
        open.decrementAndGet();
        exchange.to.accept(answer);
    }
}
