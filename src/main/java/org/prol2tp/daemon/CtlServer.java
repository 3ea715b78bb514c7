package org.prol2tp.daemon;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.prol2tp.operator.config.DaemonSettings.LogLevel;
import org.prol2tp.operator.ctl.RequestLine;

/// The control socket: a Unix stream socket where each line asks and each line answers, in order. One thread serves all
/// clients and never waits for one of them: a client that does not read is cut off.
///
/// 1. the selector's thread collects octets to lines,
/// 2. each line gets a ticket and goes to the [Questions]; the connection's next line waits for the answer,
/// 3. [#answer], from any thread, gives the selector's thread a way to make the text (which may be long),
/// 4. that thread writes as the client reads,
/// 5. a [Stream] may follow the answer: then the client only listens.
public final class CtlServer implements AutoCloseable {
    /// Connections at a time; more are told so and closed.
    static final int MAX_CLIENTS = 64;

    /// A client that reads nothing of its answer for this long is cut off.
    static final long STALL_NS = 10_000_000_000L;

    /// After a client that could not be let in nobody is for this long: where descriptors have run out the next try
    /// fails too, and the selector would name the listener again at once.
    static final long DEAF_NS = 1_000_000_000L;

    /// A warning of that in so many seconds.
    private static final int SECONDS_PER_WARNING = 60;

    private static final int READ_OCTETS = 8192;

    /// Lets a client in, if one waits.
    interface Door {
        @Nullable
        SocketChannel accept(ServerSocketChannel listener) throws IOException;
    }

    /// Takes the questions.
    public interface Questions {
        /// A line, without its end. To be answered by [CtlServer#answer] with this ticket, at once or later. Called on
        /// the control socket's thread.
        void ask(long ticket, String line);

        /// The answer, a line without its end, to a client that cannot be served for `reason`.
        String refusal(String reason);
    }

    /// Lines that follow an answer, as they come, until the stream or its client ends. All methods are called on the
    /// control socket's thread.
    public interface Stream {
        /// The next line, without its end; empty: none now.
        Optional<String> next();

        /// The line after which there are no more; empty: more may come.
        Optional<String> lastLine();

        /// The client is gone. Called once.
        void closed();
    }

    private record Answer(long ticket, Supplier<String> line, Optional<Stream> stream) {}

    private final Path path;
    private final Questions questions;
    private final Log log;
    private final long stallNs;
    private final Door door;
    private final long deafNs;
    private final RateLimit warnings = RateLimit.oncePerSeconds(SECONDS_PER_WARNING);
    private final Selector selector;
    private final ServerSocketChannel listener;
    private final SelectionKey listening;
    private final Thread thread;
    private final Map<Long, Client> byTicket = new HashMap<>();
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final Set<Client> streaming = new LinkedHashSet<>();
    private long lastTicket;
    private int clients;
    /// When the listener is looked at again, where nobody is let in now.
    private OptionalLong hearsAtNs = OptionalLong.empty();
    private volatile boolean closed;

    /// Listens at `path`, with these permissions (`rw-rw----`) from its first instant on. A socket
    /// that nobody serves is replaced.
    ///
    /// @throws IOException if the path cannot be used, or another daemon answers there
    public CtlServer(Path path, String permissions, Questions questions, Log log) throws IOException {
        this(path, permissions, questions, log, STALL_NS);
    }

    /// The same with another patience than [#STALL_NS].
    CtlServer(Path path, String permissions, Questions questions, Log log, long stallNs) throws IOException {
        this(path, permissions, questions, log, stallNs, ServerSocketChannel::accept, DEAF_NS);
    }

    /// The same with another door, and another rest than [#DEAF_NS].
    CtlServer(Path path, String permissions, Questions questions, Log log, long stallNs, Door door, long deafNs)
            throws IOException {
        this.path = path;
        this.questions = questions;
        this.log = log;
        this.stallNs = stallNs;
        this.door = door;
        this.deafNs = deafNs;
        this.listener = listen(path, permissions);
        this.selector = Selector.open();
        listener.configureBlocking(false);
        this.listening = listener.register(selector, SelectionKey.OP_ACCEPT);
        this.thread = Thread.ofPlatform().daemon().name("ctl").unstarted(this::run);
    }

    /// Starts to serve.
    public void start() {
        thread.start();
    }

    /// Answers the question with this ticket; without effect if its client is gone. `line` is called on the control
    /// socket's thread.
    public void answer(long ticket, Supplier<String> line) {
        answer(ticket, line, Optional.empty());
    }

    /// The same, and `stream` after it: the client asks nothing more then. If the client is gone the stream is closed.
    public void answer(long ticket, Supplier<String> line, Optional<Stream> stream) {
        answers.add(new Answer(ticket, line, stream));
        selector.wakeup();
    }

    /// Streams have something to write. Any thread; does not wait.
    public void wake() {
        selector.wakeup();
    }

    /// Writes the answers given so far as far as clients take them at once, closes all, removes the socket.
    @Override
    public void close() {
        closed = true;
        if (thread.getState() == Thread.State.NEW) {
            run(); // as it would: there is something to remove, though nobody was served
            return;
        }
        selector.wakeup();
        try {
            thread.join(1_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ServerSocketChannel listen(Path path, String permissions) throws IOException {
        try {
            return bind(path, permissions);
        } catch (IOException e) {
            throw new IOException("control_socket " + path + ": " + Reason.of(e), e);
        }
    }

    /// Binds in a new directory that only we may enter, then moves the socket to its place: at no instant may anybody
    /// connect whom the permissions keep out, and a running daemon's socket is never removed.
    private static ServerSocketChannel bind(Path path, String permissions) throws IOException {
        Path directory = path.toAbsolutePath().getParent();
        if (directory == null) {
            throw new IOException("not a path for a socket");
        }
        Files.createDirectories(directory);
        if (Files.exists(path) && isServed(path)) {
            throw new IOException("another prol2tpd answers there");
        }
        Path nursery = Files.createTempDirectory(
                directory, ".ctl", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path newborn = nursery.resolve("s");
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.bind(UnixDomainSocketAddress.of(newborn));
            Files.setPosixFilePermissions(newborn, PosixFilePermissions.fromString(permissions));
            Files.move(newborn, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        } finally {
            Files.deleteIfExists(newborn);
            Files.deleteIfExists(nursery);
        }
    }

    private static boolean isServed(Path path) {
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return probe.connect(UnixDomainSocketAddress.of(path));
        } catch (IOException e) {
            return false;
        }
    }

    private void run() {
        try {
            while (!closed) {
                selector.select(waitMs(System.nanoTime()));
                hearAgain(System.nanoTime());
                for (SelectionKey key : selector.selectedKeys()) {
                    serve(key);
                }
                selector.selectedKeys().clear();
                takeAnswers();
                List.copyOf(streaming).forEach(Client::pump);
                cutOffStalled(System.nanoTime());
            }
            takeAnswers();
            List.copyOf(streaming).forEach(Client::pump);
            Files.deleteIfExists(path);
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            selector.close();
        } catch (IOException | RuntimeException e) {
            log.write(LogLevel.ERROR, "the control socket failed: " + e);
        }
    }

    /// 0: until something happens.
    private long waitMs(long nowNs) {
        long forClientsMs = byTicket.isEmpty() && clients == 0 ? Long.MAX_VALUE : stallNs / 10_000_000;
        long forListenerMs =
                hearsAtNs.isEmpty() ? Long.MAX_VALUE : Math.max(1, (hearsAtNs.getAsLong() - nowNs) / 1_000_000);
        long ms = Math.min(forClientsMs, forListenerMs);
        return ms == Long.MAX_VALUE ? 0 : ms;
    }

    private void hearAgain(long nowNs) {
        if (hearsAtNs.isPresent() && nowNs - hearsAtNs.getAsLong() >= 0) {
            hearsAtNs = OptionalLong.empty();
            listening.interestOps(SelectionKey.OP_ACCEPT);
        }
    }

    private void notLetIn(IOException e, long nowNs) {
        hearsAtNs = OptionalLong.of(nowNs + deafNs);
        listening.interestOps(0);
        if (warnings.passes(nowNs)) {
            log.write(
                    LogLevel.WARNING,
                    new LogLine("a client of the control socket was not accepted")
                            .with("reason", String.valueOf(e.getMessage()))
                            .with("tries_before", warnings.takeHeldBack()));
        }
    }

    private void serve(SelectionKey key) {
        if (key.attachment() instanceof Client client) {
            client.serve();
            return;
        }
        try {
            SocketChannel channel = door.accept(listener);
            if (channel != null) {
                letIn(channel);
            }
        } catch (IOException e) {
            notLetIn(e, System.nanoTime());
        }
    }

    private void letIn(SocketChannel channel) throws IOException {
        channel.configureBlocking(false);
        if (clients < MAX_CLIENTS) {
            SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
            key.attach(new Client(channel, key));
            clients++;
            return;
        }
        try (channel) {
            channel.write(ByteBuffer.wrap(octets(questions.refusal("too many clients"))));
        } catch (IOException e) {
            log.write(LogLevel.DEBUG, "a client too many did not wait for its answer: " + e.getMessage());
        }
    }

    private void takeAnswers() {
        for (Answer answer = answers.poll(); answer != null; answer = answers.poll()) {
            Client client = byTicket.remove(answer.ticket);
            if (client != null) {
                client.answered(answer.line.get(), answer.stream);
            } else {
                answer.stream.ifPresent(Stream::closed);
            }
        }
    }

    private void cutOffStalled(long nowNs) {
        List<Client> stalled = new ArrayList<>();
        for (SelectionKey key : selector.keys()) {
            if (key.attachment() instanceof Client client && client.isStalled(nowNs)) {
                stalled.add(client);
            }
        }
        for (Client client : stalled) {
            log.write(LogLevel.WARNING, "a client of the control socket does not read its answer: cut off");
            client.end();
        }
    }

    private static byte[] octets(String line) {
        return (line + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    /// One connection.
    private final class Client {
        private final SocketChannel channel;
        private final SelectionKey key;
        private final Queue<ByteBuffer> unsent = new ArrayDeque<>();
        private byte[] line = new byte[256];
        private int lineOctets;
        private final Queue<String> unasked = new ArrayDeque<>();
        private long ticket;
        private long stalledSinceNs;
        private boolean atEnd;
        private Optional<Stream> stream = Optional.empty();

        private Client(SocketChannel channel, SelectionKey key) {
            this.channel = channel;
            this.key = key;
        }

        private void serve() {
            try {
                if (key.isValid() && key.isReadable()) {
                    read();
                }
                if (key.isValid() && key.isWritable()) {
                    write();
                }
            } catch (IOException e) {
                end();
            }
        }

        private void read() throws IOException {
            ByteBuffer buffer = ByteBuffer.allocate(READ_OCTETS);
            int count = channel.read(buffer);
            if (count < 0) {
                atEnd = true;
                if (stream.isPresent()) {
                    end();
                    return;
                }
                settle();
                return;
            }
            if (stream.isPresent()) {
                return; // it has nothing more to ask
            }
            for (int i = 0; i < count; i++) {
                byte octet = buffer.get(i);
                if (octet == '\n') {
                    unasked.add(new String(line, 0, lineOctets, java.nio.charset.StandardCharsets.UTF_8));
                    lineOctets = 0;
                } else if (lineOctets == RequestLine.MAX_OCTETS) {
                    channel.write(ByteBuffer.wrap(octets(questions.refusal("line too long"))));
                    end();
                    return;
                } else {
                    if (lineOctets == line.length) {
                        line = java.util.Arrays.copyOf(line, line.length * 2);
                    }
                    line[lineOctets++] = octet;
                }
            }
            settle();
        }

        private void answered(String text, Optional<Stream> follows) {
            ticket = 0;
            stream = follows;
            if (follows.isPresent()) {
                streaming.add(this);
                unasked.clear();
            }
            send(text);
        }

        private void send(String text) {
            unsent.add(ByteBuffer.wrap(octets(text)));
            stalledSinceNs = System.nanoTime();
            try {
                write();
            } catch (IOException e) {
                end();
            }
        }

        /// Sends what the stream has, as far as the client takes it: its next line is made when the one before is gone.
        private void pump() {
            if (stream.isEmpty()) {
                return;
            }
            Stream lines = stream.get();
            while (channel.isOpen() && unsent.isEmpty()) {
                Optional<String> next = lines.next();
                if (next.isEmpty()) {
                    lines.lastLine().ifPresent(last -> {
                        send(last);
                        atEnd = true;
                        settle();
                    });
                    return;
                }
                send(next.get());
            }
        }

        private void write() throws IOException {
            while (!unsent.isEmpty()) {
                ByteBuffer first = unsent.element();
                if (channel.write(first) > 0) {
                    stalledSinceNs = System.nanoTime();
                }
                if (first.hasRemaining()) {
                    break;
                }
                unsent.remove();
            }
            settle();
        }

        /// Asks the next question if none is open, says to the selector what is waited for now, ends what has ended.
        /// While a question is open nothing more is read: a client cannot fill our memory.
        private void settle() {
            if (ticket == 0 && unsent.isEmpty() && !unasked.isEmpty()) {
                ticket = ++lastTicket;
                byTicket.put(ticket, this);
                questions.ask(ticket, unasked.remove());
            }
            if (atEnd && ticket == 0 && unsent.isEmpty()) {
                end();
                return;
            }
            boolean mayRead = (stream.isPresent() || ticket == 0 && unsent.isEmpty()) && !atEnd;
            if (key.isValid()) {
                key.interestOps((mayRead ? SelectionKey.OP_READ : 0) | (unsent.isEmpty() ? 0 : SelectionKey.OP_WRITE));
            }
        }

        private boolean isStalled(long nowNs) {
            return !unsent.isEmpty() && nowNs - stalledSinceNs > stallNs;
        }

        private void end() {
            if (!channel.isOpen()) {
                return;
            }
            clients--;
            byTicket.remove(ticket);
            streaming.remove(this);
            stream.ifPresent(Stream::closed);
            key.cancel();
            try {
                channel.close();
            } catch (IOException e) {
                log.write(LogLevel.DEBUG, "closing a client of the control socket: " + e.getMessage());
            }
        }
    }
}
