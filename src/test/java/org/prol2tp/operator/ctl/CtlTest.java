package org.prol2tp.operator.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.prol2tp.protocol.node.Change;
import org.prol2tp.protocol.node.DebugTarget;
import org.prol2tp.protocol.node.EthernetParameters;
import org.prol2tp.protocol.node.EventKind;
import org.prol2tp.protocol.node.PppParameters;
import org.prol2tp.protocol.node.Profile;
import org.prol2tp.protocol.node.Reply;
import org.prol2tp.protocol.node.Request;
import org.prol2tp.protocol.node.Request.Selector;
import org.prol2tp.protocol.node.Secret;
import org.prol2tp.protocol.node.TunnelHandle;
import org.prol2tp.protocol.node.TunnelParameters;
import org.prol2tp.protocol.node.TunnelStatus;

class CtlTest {
    private static final Optional<Selector> T1 = Optional.of(new Selector.ByName("t \"1\"\n"));
    private static final Optional<Selector> ID = Optional.of(new Selector.ById(-1));

    static final List<Request> REQUESTS = List.of(
            new Request.ShowSystem(),
            new Request.Debug(new DebugTarget.System(), 3, true),
            new Request.Debug(new DebugTarget.Tunnel(new Selector.ByName("t1")), 2047, false),
            new Request.Debug(new DebugTarget.Session(new Selector.ByName("t1"), new Selector.ById(7)), 1024, true),
            new Request.Debug(new DebugTarget.TunnelProfile("p"), 1, true),
            new Request.Debug(new DebugTarget.SessionProfile("p"), 1, true),
            new Request.Debug(new DebugTarget.Pool("p"), 2047, true),
            new Request.Follow(new Selector.ById(5), 6, true),
            new Request.Watch(Set.of(EventKind.TUNNEL_UP, EventKind.SESSION_DELETED)),
            new Request.ShowTunnels(Optional.empty()),
            new Request.ShowTunnels(T1),
            new Request.ShowTunnels(ID),
            new Request.ShowSessions(Optional.empty(), Optional.empty()),
            new Request.ShowSessions(T1, ID),
            new Request.ListTunnels(),
            new Request.ListSessions(Optional.empty()),
            new Request.ListSessions(ID),
            new Request.ShowProfiles(Profile.Kind.PEER, Optional.empty()),
            new Request.ShowProfiles(Profile.Kind.PPP, Optional.of("x")),
            new Request.ShowPools(Optional.of("p1")),
            new Request.ShowLog(Request.ShowLog.ALL),
            new Request.ShowLog(0),
            new Request.ClearLog(),
            new Request.Reload(true),
            new Request.CreateTunnel("t 2", List.of("dest_ipaddr", "192.0.2.1", "secret", "a \"b\"")),
            new Request.CreateSession(T1.get(), "s", List.of()),
            new Request.DeleteTunnel(ID.get()),
            new Request.DeleteSession(T1.get(), ID.get()),
            new Request.ResetStatistics(),
            new Request.Drain(true),
            new Request.Shutdown(),
            new Request.Leave());

    static final List<Reply> REPLIES = List.of(
            new Reply.SystemShown(Samples.system()),
            new Reply.Following(new TunnelHandle(4), 7, true),
            new Reply.Watching(EventKind.all()),
            new Reply.TunnelsShown(List.of()),
            new Reply.TunnelsShown(List.of(Samples.tunnel(), Samples.newTunnel())),
            new Reply.SessionsShown(List.of(Samples.session(), Samples.newSession())),
            new Reply.TunnelsListed(List.of(Samples.tunnelSummary(), Samples.newTunnelSummary())),
            new Reply.SessionsListed(List.of(Samples.sessionSummary(), Samples.newSessionSummary())),
            new Reply.ProfilesShown(Profile.Kind.PEER, Samples.peerProfiles()),
            new Reply.ProfilesShown(
                    Profile.Kind.TUNNEL,
                    List.of(new Profile.Tunnel("tp", Samples.tunnel().parameters()))),
            new Reply.ProfilesShown(
                    Profile.Kind.SESSION,
                    List.of(new Profile.Session("sp", Samples.session().parameters()))),
            new Reply.ProfilesShown(
                    Profile.Kind.ETHERNET,
                    List.of(
                            new Profile.Ethernet("e", Samples.ethernet()),
                            new Profile.Ethernet("default", new EthernetParameters.Builder().build()))),
            new Reply.ProfilesShown(
                    Profile.Kind.PPP,
                    List.of(
                            new Profile.Ppp("pp", Samples.ppp()),
                            new Profile.Ppp("default", new PppParameters.Builder().build()))),
            new Reply.PoolsShown(List.of(Samples.pool())),
            new Reply.LogShown(List.of()),
            new Reply.LogShown(List.of(new Reply.LoggedLine(1_769_862_896_007L, "notice", "a \"b\"\n"))),
            new Reply.Done(),
            new Reply.Reloaded(true, List.of()),
            new Reply.Reloaded(
                    false,
                    List.of(
                            new Change(Change.Kind.CREATE, "tunnel", "t", Optional.empty(), List.of(), ""),
                            new Change(
                                    Change.Kind.RECREATE,
                                    "session",
                                    "s",
                                    Optional.of("t"),
                                    List.of(
                                            new Change.Parameter("mtu", Optional.empty(), Optional.of("1400")),
                                            new Change.Parameter("secret", Optional.of("…"), Optional.empty())),
                                    "why"))),
            new Reply.Faulty(List.of("a.conf:1:2: wrong", "a.conf:3:4: wrong too")),
            new Reply.Refused("tunnel \"x\" is not there\n"));

    @Test
    void everyRequestComesBackFromItsLine() {
        assertThat(REQUESTS).allSatisfy(request -> {
            String line = RequestLine.encode(request);
            assertThat(line).doesNotContain("\n");
            assertThat(RequestLine.decode(line)).isEqualTo(new RequestLine.Decoded.Asked(request));
        });
    }

    @Test
    void everyReplyComesBackFromItsLine() {
        assertThat(REPLIES).allSatisfy(reply -> {
            String line = ReplyLine.encode(reply);
            assertThat(line).doesNotContain("\n");
            assertThat(ReplyLine.decode(line)).isEqualTo(reply);
        });
    }

    /// Who adds a request or reply adds a sample, and its shape to docs/ctl.schema.json.
    @Test
    void everyLineFitsTheSchema() throws IOException {
        Schema schema = Schema.ofTheControlSocket();
        TreeSet<String> requests = new TreeSet<>();
        for (Request request : REQUESTS) {
            String line = RequestLine.encode(request);
            assertThat(schema.errors("request", line)).as(line).isEmpty();
            requests.add((String) ((Map<?, ?>) Schema.json(line)).get("request"));
        }
        TreeSet<String> replies = new TreeSet<>(Set.of("license"));
        for (Reply reply : REPLIES) {
            String line = ReplyLine.encode(reply);
            assertThat(schema.errors("reply", line)).as(line).isEmpty();
            replies.add((String) ((Map<?, ?>) Schema.json(line)).get("reply"));
        }
        assertThat(schema.kinds("request")).isEqualTo(requests);
        assertThat(schema.kinds("reply")).isEqualTo(replies);
    }

    @Test
    void theSchemaFindsWhatIsWrong() throws IOException {
        Schema schema = Schema.ofTheControlSocket();
        assertThat(schema.errors("reply", "{\"reply\":\"done\",\"x\":1}"))
                .containsExactly("reply: fits 0 of the choices [reply.x: is not documented]");
        assertThat(schema.errors("reply", "{\"reply\":\"refused\"}"))
                .containsExactly("reply: fits 0 of the choices [reply: reason is missing]");
        assertThat(schema.errors("request", "{\"request\":\"show_pools\",\"name\":5}"))
                .hasSize(1);
        assertThat(schema.errors("id", "4294967296")).containsExactly("id: 4294967296 is out of range");
    }

    @Test
    void everyRequestAndReplyHasASample() {
        assertThat(REQUESTS.stream().map(Object::getClass).collect(Collectors.toSet()))
                .isEqualTo(records(Request.class));
        assertThat(REPLIES.stream().map(Object::getClass).collect(Collectors.toSet()))
                .isEqualTo(records(Reply.class));
    }

    private static Set<Class<?>> records(Class<?> sealed) {
        return Arrays.stream(sealed.getPermittedSubclasses()).collect(Collectors.toSet());
    }

    @Test
    void linesAreAsDocumented() {
        assertThat(RequestLine.encode(new Request.ShowSessions(Optional.of(new Selector.ByName("t1")), ID)))
                .isEqualTo("{\"request\":\"show_sessions\",\"tunnel\":{\"name\":\"t1\"},"
                        + "\"session\":{\"id\":4294967295}}");
        assertThat(ReplyLine.encode(new Reply.Refused("no"))).isEqualTo("{\"reply\":\"refused\",\"reason\":\"no\"}");
        assertThat(ReplyLine.encode(new Reply.TunnelsShown(List.of())))
                .isEqualTo("{\"reply\":\"tunnels\",\"tunnels\":[]}");
    }

    @Test
    void secretsAreNotInTheLine() {
        TunnelParameters.Builder p = Samples.tunnel().parameters().toBuilder();
        p.secret = Optional.of(Secret.of("topsecret"));
        TunnelStatus t = Samples.newTunnel();
        TunnelStatus with = new TunnelStatus(
                t.handle(),
                t.localId(),
                t.peerId(),
                t.name(),
                t.createdByAdmin(),
                t.state(),
                t.version(),
                t.encapsulation(),
                t.path(),
                t.peerHost(),
                t.peer(),
                p.build(),
                t.profileName(),
                t.sessions(),
                t.ageSeconds(),
                t.upSeconds(),
                t.transport(),
                t.lastResult(),
                t.data());
        assertThat(ReplyLine.encode(new Reply.TunnelsShown(List.of(with))))
                .contains("\"secret\":\"…\"")
                .doesNotContain("topsecret");
    }

    @Test
    void aLineThatIsNoRequestIsRefusedWithAReason() {
        assertThat(refused("")).isEqualTo("bad request: not a JSON object");
        assertThat(refused("[]")).isEqualTo("bad request: not a JSON object");
        assertThat(refused("{\"request\":\"reboot\"}")).isEqualTo("bad request: unknown request");
        assertThat(refused("{\"request\":1}")).isEqualTo("bad request: member \"request\" must be a string");
        assertThat(refused("{}")).isEqualTo("bad request: member \"request\" is missing");
        assertThat(refused("{\"request\":\"show_system\"}{}")).isEqualTo("bad request: more than one JSON object");
        assertThat(refused("{\"request\":\"show_tunnels\",\"tunnel\":{\"id\":-1}}"))
                .isEqualTo("bad request: member \"id\" is out of range, must be 0..4294967295");
        assertThat(refused("{\"request\":\"show_tunnels\",\"tunnel\":{}}"))
                .isEqualTo("bad request: member \"id\" is missing");
        assertThat(refused("{\"a\":" + "[".repeat(500))).isEqualTo("bad request: nested deeper than 8");
        assertThat(refused(" ".repeat(RequestLine.MAX_OCTETS + 1))).isEqualTo("bad request: longer than 4096 octets");
        assertThat(refused("{\"request\"")).startsWith("bad request: not JSON");
    }

    @Test
    void membersThatNobodyKnowsAreIgnored() {
        assertThat(RequestLine.decode("{\"new\":[{\"x\":null}],\"request\":\"show_system\",\"tunnel\":null}"))
                .isEqualTo(new RequestLine.Decoded.Asked(new Request.ShowSystem()));
    }

    @Test
    void mutatedLinesGiveAValue() {
        long seed = Long.getLong("fuzz.seed", 1);
        Random random = new Random(seed);
        for (Reply reply : REPLIES) {
            String good = ReplyLine.encode(reply);
            for (int i = 0; i < 300; i++) {
                StringBuilder bad = new StringBuilder(good);
                for (int j = random.nextInt(4); j >= 0; j--) {
                    int at = random.nextInt(bad.length());
                    switch (random.nextInt(3)) {
                        case 0 -> bad.setCharAt(at, (char) random.nextInt(128));
                        case 1 -> bad.insert(at, "{}[]:,\"0-e.".charAt(random.nextInt(11)));
                        default -> bad.setLength(Math.max(1, at));
                    }
                }
                assertThat(ReplyLine.decode(bad.toString())).as("seed %d", seed).isNotNull();
                assertThat(RequestLine.decode(bad.toString()))
                        .as("seed %d", seed)
                        .isNotNull();
            }
        }
    }

    private static String refused(String line) {
        return RequestLine.decode(line) instanceof RequestLine.Decoded.Bad(Reply.Refused(String reason))
                ? reason
                : "accepted";
    }
}
