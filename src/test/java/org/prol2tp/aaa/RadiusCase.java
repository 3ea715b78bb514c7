package org.prol2tp.aaa;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.prol2tp.operator.config.RadiusSettings;
import org.prol2tp.protocol.node.AaaAnswer;
import org.prol2tp.protocol.node.AaaQuestion;
import org.prol2tp.protocol.node.DataCounters;
import org.prol2tp.protocol.node.Endpoint;
import org.prol2tp.protocol.node.Event;
import org.prol2tp.protocol.node.IpAddress;
import org.prol2tp.protocol.node.Secret;
import org.prol2tp.protocol.node.SessionHandle;
import org.prol2tp.protocol.node.TunnelHandle;
import org.prol2tp.protocol.wire.ControlConnectionId;
import org.prol2tp.protocol.wire.SessionId;

/// Stand-ins for servers on loopback, and a session of a user called fred.
abstract class RadiusCase {
    static final SessionHandle SESSION = new SessionHandle(4);
    static final IpAddress ADDRESS = IpAddress.ofIpv4(0x0A090909);

    static final Event.SessionRef REF = new Event.SessionRef(
            new Event.TunnelRef(new TunnelHandle(3), new ControlConnectionId(0x1234), Optional.empty()),
            SESSION,
            new SessionId(0x5678),
            Optional.empty());

    static final AaaQuestion.Caller CALLER = new AaaQuestion.Caller(
            REF,
            new Endpoint(IpAddress.ofIpv4(0xC0000201), 1701),
            "lac",
            Optional.of("4711"),
            Optional.of("0815"),
            Optional.of("p"));

    final List<AutoCloseable> open = new ArrayList<>();
    final LinkedBlockingQueue<String> notices = new LinkedBlockingQueue<>();
    final LinkedBlockingQueue<Event.SessionRef> ended = new LinkedBlockingQueue<>();
    final LinkedBlockingQueue<String> limits = new LinkedBlockingQueue<>();
    volatile DataCounters counters = DataCounters.ZERO;

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    StandIn standIn(java.util.function.Function<Packet, Optional<byte[]>> answers) throws IOException {
        StandIn made = new StandIn(answers);
        open.add(made);
        return made;
    }

    static RadiusSettings.Builder settings(StandIn... servers) {
        RadiusSettings.Builder builder = new RadiusSettings.Builder();
        builder.servers = Arrays.stream(servers).map(StandIn::server).toList();
        builder.secret = Optional.of(StandIn.SECRET);
        builder.timeout = Duration.ofMillis(100);
        builder.retries = 1;
        builder.accounting = false;
        return builder;
    }

    Radius radius(RadiusSettings.Builder settings) {
        return radius(settings, Map.of());
    }

    Radius radius(RadiusSettings.Builder settings, Map<String, RadiusSettings> hints) {
        Radius made = new Radius(settings.build(), hints, "lns", new Radius.Surroundings() {
            @Override
            public DataCounters counters(SessionHandle session) {
                return counters;
            }

            @Override
            public void notice(String line) {
                notices.add(line);
            }

            @Override
            public void limit(SessionHandle session, Optional<Duration> lasts, Optional<Duration> idles) {
                limits.add(session.value() + " " + lasts + " " + idles);
            }

            @Override
            public void end(Event.SessionRef session) {
                ended.add(session);
            }
        });
        open.addFirst(made);
        made.start();
        return made;
    }

    static AaaQuestion.User user(AaaQuestion.Proof proof) {
        return new AaaQuestion.User(CALLER, "fred", "lns", proof, new AaaQuestion.Servers.OfSystem());
    }

    static final AaaQuestion.Proof PASSWORD = new AaaQuestion.Password(Secret.of("flintstone"));

    static AaaAnswer ask(Radius radius, AaaQuestion.Proof proof) throws Exception {
        CompletableFuture<AaaAnswer> answer = new CompletableFuture<>();
        radius.ask(SESSION, user(proof), answer::complete);
        return answer.get(20, TimeUnit.SECONDS);
    }

    static Event.SessionFacts facts() {
        return facts(Optional.of(ADDRESS));
    }

    private static Event.SessionFacts facts(Optional<IpAddress> address) {
        return new Event.SessionFacts(
                Event.Pseudowire.PPP,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of("fred"),
                Optional.empty(),
                address,
                Optional.empty(),
                Optional.empty(),
                1400);
    }

    static Event.SessionUp up() {
        return up(facts());
    }

    /// By IPv6 alone.
    static Event.SessionUp upWithoutIpv4() {
        return up(facts(Optional.empty()));
    }

    private static Event.SessionUp up(Event.SessionFacts facts) {
        return new Event.SessionUp(REF, facts, new ControlConnectionId(1), new SessionId(1), List.of());
    }

    static Event.SessionDown down(int result, String message, boolean byPeer) {
        return new Event.SessionDown(REF, facts(), new Event.Ending(result, 0, message, byPeer), false);
    }

    static Event.SessionDown negotiatesAnew() {
        return new Event.SessionDown(
                REF, facts(), new Event.Ending(0, 0, "PPP: no network layer is open", false), true);
    }

    static Optional<byte[]> accepts(Packet request) {
        return request.code() == Packet.ACCESS_REQUEST
                ? StandIn.answer(
                        request,
                        Packet.ACCESS_ACCEPT,
                        new Attribute(Attribute.CLASS, new byte[] {1, 2, 3}),
                        Attribute.number(Attribute.FRAMED_IP_ADDRESS, 0x0A090909))
                : StandIn.answer(request, Packet.ACCOUNTING_RESPONSE);
    }

    Packet nextRecord(StandIn server) throws InterruptedException {
        Packet packet = server.next();
        while (packet.code() != Packet.ACCOUNTING_REQUEST) {
            packet = server.next();
        }
        return packet;
    }

    static int freePort() throws IOException {
        try (DatagramChannel channel = DatagramChannel.open().bind(new InetSocketAddress(0))) {
            return ((InetSocketAddress) channel.getLocalAddress()).getPort();
        }
    }

    static AaaQuestion.User userOf(String path) {
        return new AaaQuestion.User(CALLER, "fred", "lns", PASSWORD, new AaaQuestion.Servers.OfHint(path));
    }

    static AaaAnswer ask(Radius radius, AaaQuestion.User user) throws Exception {
        CompletableFuture<AaaAnswer> answer = new CompletableFuture<>();
        radius.ask(SESSION, user, answer::complete);
        return answer.get(20, TimeUnit.SECONDS);
    }
}
