package org.prol2tp.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.prol2tp.operator.config.Config;
import org.prol2tp.operator.config.Parsed;
import org.prol2tp.protocol.node.Change;
import org.prol2tp.protocol.node.Event;
import org.prol2tp.protocol.node.Input;
import org.prol2tp.protocol.node.IpAddress;
import org.prol2tp.protocol.node.NodeProbe;
import org.prol2tp.protocol.node.Reply;
import org.prol2tp.protocol.node.Request;
import org.prol2tp.protocol.node.SessionHandle;
import org.prol2tp.protocol.node.SessionStatus;
import org.prol2tp.protocol.node.Settings;
import org.prol2tp.protocol.node.TunnelHandle;
import org.prol2tp.protocol.node.TunnelStatus;

/// A node gets other settings while it runs.
class ReloadTest {
    private static final Duration SHORT = Duration.ofSeconds(30);

    /// After a StopCCN the peer keeps the connection for a retransmission cycle (RFC 2661 §5.8).
    private static final Duration DRAINED = Duration.ofSeconds(40);

    private static final String LAC = """
            system { host_name lac }
            session profile "default" { user_name user; user_password password }
            tunnel "t1" { dest_ipaddr b; session "s1" { } session "s2" { } }
            tunnel "t2" { dest_ipaddr b; session "s1" { } }
            """;

    private static final String LNS = """
            system { host_name lns }
            tunnel profile "default" { hello_timeout 60 }
            session profile "x" { ppp_profile_name x }
            peer profile "default" { session_profile_name x }
            ppp profile "x" { local_ipaddr 10.0.0.1; ip_pool_name p }
            ippool "p" { first_ipaddr 10.0.0.2; last_ipaddr 10.0.0.9 }
            user "user" { password password }
            """;

    @Test
    void theSameSettingsChangeNothing() {
        Pair pair = up(LAC);
        long sent = datagrams(pair);
        assertThat(reload(pair, pair.a(), LAC)).isEmpty();
        assertThat(datagrams(pair)).isEqualTo(sent);
    }

    @Test
    void aTunnelThatIsGoneIsClosedAndDeletedAndItsSisterIsNotTouched() {
        Pair pair = up(LAC);
        TunnelHandle sister = tunnel(pair, "t2").handle();
        String without = LAC.replaceAll("tunnel \"t1\".*", "");
        assertThat(reload(pair, pair.a(), without)).containsExactly("delete tunnel \"t1\"");
        pair.run(Duration.ofSeconds(1));
        assertThat(pair.a().events(Event.TunnelDeleted.class)).hasSize(1);
        assertThat(pair.a().events(Event.SessionDeleted.class)).hasSize(2);
        Event.Ending why = pair.b().events(Event.TunnelDown.class).getFirst().why();
        assertThat(why.result()).isEqualTo(1);
        assertThat(why.byPeer()).isTrue();
        assertThat(tunnels(pair).keySet()).containsExactly("t2");
        assertThat(tunnel(pair, "t2").handle()).isEqualTo(sister);
        pair.runUntil(() -> Agreement.disagreements(pair, 1).isEmpty(), DRAINED);
        ScenarioTest.shutDown(pair);
    }

    @Test
    void aSessionThatIsGoneIsEndedAsAdministrativeAndItsSisterIsNotTouched() {
        Pair pair = up(LAC);
        SessionHandle sister = session(pair, "t1", "s2").handle();
        assertThat(reload(pair, pair.a(), LAC.replaceFirst("session \"s1\" \\{ }", "")))
                .containsExactly("delete session \"s1\" of tunnel \"t1\"");
        pair.run(Duration.ofSeconds(1));
        Event.Ending why = pair.b().events(Event.SessionDown.class).getFirst().why();
        assertThat(why.result()).isEqualTo(3);
        assertThat(pair.a().events(Event.SessionDeleted.class)).hasSize(1);
        assertThat(pair.a().events(Event.TunnelDown.class)).isEmpty();
        assertThat(session(pair, "t1", "s2").handle()).isEqualTo(sister);
        assertThat(Agreement.disagreements(pair, 2)).isEmpty();
    }

    @Test
    void whatIsNewIsOpened() {
        Pair pair = up(LAC);
        String more = LAC.replace("session \"s2\" { }", "session \"s2\" { } session \"s3\" { }")
                + "tunnel \"t3\" { dest_ipaddr b; session \"s1\" { } }\n";
        assertThat(reload(pair, pair.a(), more))
                .containsExactly("create session \"s3\" of tunnel \"t1\"", "create tunnel \"t3\"");
        pair.runUntil(() -> Agreement.disagreements(pair, 5).isEmpty(), SHORT);
        assertThat(pair.a().events(Event.SessionDown.class)).isEmpty();
    }

    /// Column M of the original's parameters: changed without being dropped.
    @Test
    void aShorterHelloTimeoutCountsAtOnce() {
        Pair pair = up(LAC);
        long before = pair.transcript().count("HELLO");
        String faster = LAC.replace("\"t1\" { dest_ipaddr b;", "\"t1\" { dest_ipaddr b; hello_timeout 2;");
        assertThat(reload(pair, pair.a(), faster))
                .containsExactly("change tunnel \"t1\": hello_timeout (not set) -> 2");
        pair.run(Duration.ofSeconds(11));
        assertThat(pair.transcript().count("HELLO") - before).isBetween(4L, 6L);
        assertThat(pair.a().events(Event.TunnelDown.class)).isEmpty();
        assertThat(tunnel(pair, "t1").parameters().helloTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(reload(pair, pair.a(), LAC)).containsExactly("change tunnel \"t1\": hello_timeout 2 -> (not set)");
        assertThat(tunnel(pair, "t1").parameters().helloTimeout()).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void fewerRetriesFindOutSoonerThatThePeerIsGone() {
        Pair pair = up(LAC);
        reload(pair, pair.a(), LAC.replace("dest_ipaddr b;", "dest_ipaddr b; max_retries 1; hello_timeout 1;"));
        pair.kill(pair.b());
        pair.runUntil(() -> pair.a().events(Event.TunnelDown.class).size() == 2, Duration.ofSeconds(8));
    }

    @Test
    void anotherMtuReachesTheInterfacesThatAreThere() {
        Pair pair = up(LAC);
        reload(pair, pair.a(), LAC.replace("\"t1\" { dest_ipaddr b;", "\"t1\" { dest_ipaddr b; mtu 1300;"));
        assertThat(deviceMtu(pair, "t1", "s1")).isEqualTo(1300);
        assertThat(deviceMtu(pair, "t2", "s1")).isEqualTo(1456);
        assertThat(pair.a().events(Event.SessionDown.class)).isEmpty();
    }

    @Test
    void traceFlagsConcernTheTunnelAndTheSessionThatAreUp() {
        Pair pair = up(LAC);
        reload(pair, pair.a(), LAC.replace("\"t1\" { dest_ipaddr b;", "\"t1\" { dest_ipaddr b; trace_flags xprt;"));
        pair.a().events.clear();
        pair.run(Duration.ofSeconds(90));
        assertThat(pair.a().events(Event.Trace.class))
                .isNotEmpty()
                .allMatch(it -> it.tunnel().orElseThrow().name().equals(Optional.of("t1")));
        reload(pair, pair.a(), LAC.replaceFirst("session \"s1\" \\{ }", "session \"s1\" { trace_flags data }"));
        pair.a().events.clear();
        pair.run(Duration.ofSeconds(90));
        assertThat(pair.a().events(Event.Trace.class)).isEmpty();
        assertThat(session(pair, "t1", "s1").parameters().traceFlags()).isEqualTo(256);
        assertThat(session(pair, "t1", "s2").parameters().traceFlags()).isZero();
    }

    @Test
    void theSystemsTraceFlagsConcernWhatIsUp() {
        Pair pair = up(LAC);
        reload(pair, pair.a(), LAC.replace("host_name lac", "host_name lac; trace_flags xprt"));
        pair.a().events.clear();
        pair.run(Duration.ofSeconds(90));
        assertThat(pair.a().events(Event.Trace.class)).isNotEmpty();
    }

    @Test
    void checksumsAreSwitchedOffInATunnelThatIsUp() {
        Pair pair = up(LAC);
        reload(pair, pair.a(), LAC.replace("\"t1\" { dest_ipaddr b;", "\"t1\" { dest_ipaddr b; use_udp_checksums no;"));
        assertThat(pair.a().dataPlane().uncheckedTunnels()).isEqualTo(1);
    }

    @Test
    void aParameterThatCannotChangeMakesThatTunnelAnewAndNoOther() {
        Pair pair = up(LAC);
        TunnelHandle before = tunnel(pair, "t1").handle();
        TunnelHandle sister = tunnel(pair, "t2").handle();
        String other = LAC.replace("\"t1\" { dest_ipaddr b;", "\"t1\" { dest_ipaddr b; host_name else;");
        assertThat(reload(pair, pair.a(), other))
                .containsExactly("re-create tunnel \"t1\": host_name (not set) -> else");
        pair.runUntil(() -> Agreement.disagreements(pair, 3).isEmpty(), DRAINED);
        assertThat(tunnel(pair, "t1").handle()).isNotEqualTo(before);
        assertThat(tunnel(pair, "t2").handle()).isEqualTo(sister);
        assertThat(pair.a().events(Event.TunnelDown.class)).hasSize(1);
        assertThat(pair.b().events(Event.TunnelUp.class).getLast().peerHostName())
                .isEqualTo("else");
    }

    @Test
    void aChangedSessionTouchesNeitherItsTunnelNorItsSisters() {
        Pair pair = up(LAC);
        SessionHandle before = session(pair, "t1", "s1").handle();
        SessionHandle sister = session(pair, "t1", "s2").handle();
        String other = LAC.replaceFirst("\"s1\" \\{ }", "\"s1\" { calling_number 5 }");
        assertThat(reload(pair, pair.a(), other))
                .containsExactly("re-create session \"s1\" of tunnel \"t1\": calling_number (not set) -> 5");
        pair.runUntil(() -> Agreement.disagreements(pair, 3).isEmpty(), SHORT);
        assertThat(session(pair, "t1", "s1").handle()).isNotEqualTo(before);
        assertThat(session(pair, "t1", "s2").handle()).isEqualTo(sister);
        assertThat(pair.a().events(Event.TunnelDown.class)).isEmpty();
        assertThat(pair.a().events(Event.SessionDown.class)).hasSize(1);
    }

    @Test
    void anotherEthernetProfileIsForTheSessionsThatCome() {
        Pair pair = up(LAC);
        long sent = datagrams(pair);
        String other = LAC.replace("\"t1\" { dest_ipaddr b;", "\"t1\" { dest_ipaddr b; ethernet_profile_name e;")
                + "ethernet profile e { }";
        assertThat(reload(pair, pair.a(), other))
                .containsExactly("change tunnel \"t1\": ethernet_profile_name (not set) -> e");
        assertThat(datagrams(pair)).isEqualTo(sent);
        assertThat(tunnel(pair, "t1").parameters().ethernetProfileName()).contains("e");
    }

    @Test
    void aSecretIsHiddenInThePlanAndTakenForTheNextTry() {
        Pair pair = up(LAC);
        String secret = LAC.replace("\"t1\" { dest_ipaddr b;", "\"t1\" { dest_ipaddr b; secret s3cret;");
        assertThat(reload(pair, pair.a(), secret)).containsExactly("change tunnel \"t1\": secret (not set) -> …");
        assertThat(reload(pair, pair.a(), secret.replace("s3cret", "0ther")))
                .containsExactly("change tunnel \"t1\": secret … -> …");
        assertThat(pair.a().events(Event.TunnelDown.class)).isEmpty();
    }

    /// Man page: changing a profile affects only instances that are created afterwards.
    @Test
    void aChangedProfileConcernsOnlyWhatIsCreatedAfterwards() {
        Pair pair = up(LAC);
        String other = LAC.replace("session profile \"default\" {", "session profile \"default\" { calling_number 5; ")
                + "tunnel profile \"default\" { hello_timeout 7 }\n";
        assertThat(reload(pair, pair.a(), other)).isEmpty();
        assertThat(tunnel(pair, "t1").parameters().helloTimeout()).isEqualTo(Duration.ofSeconds(60));
        reload(pair, pair.a(), other + "tunnel \"t3\" { dest_ipaddr b }\n");
        assertThat(tunnel(pair, "t3").parameters().helloTimeout()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void aValueOfTheBlocksOwnLeavesTheOldProfilesValuesAsTheyWere() {
        Pair pair = up(LAC);
        String other = LAC.replace("\"t1\" { dest_ipaddr b;", "\"t1\" { dest_ipaddr b; max_retries 9;")
                + "tunnel profile \"default\" { hello_timeout 7 }\n";
        reload(pair, pair.a(), other);
        assertThat(tunnel(pair, "t1").parameters().maxRetries()).isEqualTo(9);
        assertThat(tunnel(pair, "t1").parameters().helloTimeout()).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void whatAPeerOpenedIsNotTouchedAndItsLaterCallsGetTheNewProfile() {
        Pair pair = up(LAC);
        List<TunnelStatus> before = Agreement.tunnels(pair, pair.b());
        long sent = datagrams(pair);
        assertThat(reload(
                        pair,
                        pair.b(),
                        LNS.replace("ppp profile \"x\" {", "ppp profile \"x\" { mtu 1280; ")
                                .replace("hello_timeout 60", "hello_timeout 1")))
                .isEmpty();
        assertThat(datagrams(pair)).isEqualTo(sent);
        reload(pair, pair.a(), LAC.replace("session \"s2\" { }", "session \"s2\" { } session \"s3\" { }"));
        pair.runUntil(() -> Agreement.disagreements(pair, 4).isEmpty(), SHORT);
        assertThat(pair.b().events(Event.SessionUp.class).getLast().facts().mtu())
                .isEqualTo(1280);
        assertThat(pair.b().events(Event.SessionUp.class).getFirst().facts().mtu())
                .isEqualTo(1456);
        assertThat(Agreement.tunnels(pair, pair.b()).stream().map(TunnelStatus::handle))
                .isEqualTo(before.stream().map(TunnelStatus::handle).toList());
        assertThat(Agreement.tunnels(pair, pair.b()).getFirst().parameters().helloTimeout())
                .isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void aProfileThatIsGoneLivesOnInTheTunnelsThatHaveIt() {
        Pair pair = up(LAC);
        String gone = LNS.replaceAll("session profile.*", "")
                .replaceAll("ppp profile.*", "")
                .replaceAll("peer profile.*", "");
        reload(pair, pair.b(), gone);
        reload(pair, pair.a(), LAC.replace("session \"s2\" { }", "session \"s2\" { } session \"s3\" { }"));
        pair.runUntil(() -> Agreement.disagreements(pair, 4).isEmpty(), SHORT);
        assertThat(pair.b().events(Event.SessionUp.class).getLast().facts().localAddress())
                .isEqualTo(IpAddress.parse("10.0.0.1"));
    }

    @Test
    void aPoolsNewRangeKeepsTheAddressesThatAreInUse() {
        Pair pair = up(LAC);
        assertThat(addresses(pair)).containsExactlyInAnyOrder("10.0.0.2", "10.0.0.3", "10.0.0.4");
        reload(pair, pair.b(), LNS.replace("10.0.0.9", "10.0.0.5"));
        addTwoSessions(pair);
        pair.run(Duration.ofSeconds(20));
        assertThat(addresses(pair)).containsExactlyInAnyOrder("10.0.0.2", "10.0.0.3", "10.0.0.4", "10.0.0.5");
        reload(pair, pair.a(), LAC.replaceAll("tunnel \"t1\".*", ""));
        pair.runUntil(() -> addresses(pair).size() == 1, SHORT);
        reload(pair, pair.a(), LAC);
        pair.runUntil(() -> addresses(pair).size() == 3, SHORT);
    }

    @Test
    void aPoolWithAnotherNameGivesNobodyTheAddressOfAnother() {
        Pair pair = up(LAC);
        String renamed = LNS.replace("ip_pool_name p", "ip_pool_name q").replace("ippool \"p\"", "ippool \"q\"");
        reload(pair, pair.b(), renamed);
        addTwoSessions(pair);
        pair.runUntil(() -> Agreement.disagreements(pair, 5).isEmpty(), SHORT);
        assertThat(addresses(pair)).doesNotHaveDuplicates().hasSize(5);
        ScenarioTest.shutDown(pair);
        assertThat(NodeProbe.of(pair.b().node())).isEqualTo(NodeProbe.EMPTY);
    }

    @Test
    void usersAreReplacedForThoseWhoComeLater() {
        Pair pair = up(LAC);
        reload(pair, pair.b(), LNS.replace("password password", "password other"));
        addTwoSessions(pair);
        pair.run(Duration.ofSeconds(10));
        assertThat(pair.b().dataPlane().deviceCount()).isEqualTo(3);
        assertThat(pair.b().events(Event.SessionNotice.class)).isNotEmpty();
        reload(pair, pair.b(), LNS);
        pair.runUntil(() -> Agreement.disagreements(pair, 5).isEmpty(), Duration.ofMinutes(3));
    }

    @Test
    void aDryRunTellsTheSameAndDoesNothing() {
        Pair pair = up(LAC);
        long sent = datagrams(pair);
        String other = LAC.replaceAll("tunnel \"t1\".*", "").replace("dest_ipaddr b;", "dest_ipaddr b; mtu 1300;");
        Reply.Reloaded plan =
                (Reply.Reloaded) pair.tell(pair.a(), ticket -> new Input.SettingsRead(ticket, settings(other), true));
        assertThat(plan.dryRun()).isTrue();
        assertThat(plan.changes().stream().map(Change::text))
                .containsExactly("delete tunnel \"t1\"", "change tunnel \"t2\": mtu (not set) -> 1300");
        assertThat(datagrams(pair)).isEqualTo(sent);
        assertThat(Agreement.disagreements(pair, 3)).isEmpty();
        assertThat(tunnel(pair, "t2").parameters().mtu()).isEqualTo(1460);
    }

    @Test
    void aTunnelThatIsBeingClosedDoesNotKeepItsNameFromItsSuccessor() {
        Pair pair = up(LAC);
        pair.kill(pair.b());
        reload(pair, pair.a(), LAC.replaceAll("tunnel \"t1\".*", ""));
        assertThat(reload(pair, pair.a(), LAC)).containsExactly("create tunnel \"t1\"");
        pair.run(Duration.ofSeconds(1));
        assertThat(tunnel(pair, "t1").state()).isEqualTo("WaitCtlReply");
        pair.run(Duration.ofMinutes(2));
        assertThat(pair.a().events(Event.TunnelDeleted.class)).hasSize(1);
    }

    @Test
    void aTunnelThatWaitsForItsNextTryGoesAtOnce() {
        Pair pair = new Pair(1, settings(LAC), settings(LNS));
        pair.a().nameServiceWorks = false;
        pair.feed(pair.a(), new Input.Started());
        pair.run(Duration.ofMinutes(1));
        reload(pair, pair.a(), "system { host_name lac }");
        assertThat(pair.a().events(Event.TunnelDeleted.class)).hasSize(2);
        pair.run(Duration.ofHours(1));
        assertThat(NodeProbe.of(pair.a().node())).isEqualTo(NodeProbe.EMPTY);
    }

    private static void addTwoSessions(Pair pair) {
        reload(
                pair,
                pair.a(),
                LAC.replace("session \"s2\" { }", "session \"s2\" { } session \"s3\" { } session \"s4\" { }"));
    }

    private static List<String> addresses(Pair pair) {
        return Agreement.sessions(pair, pair.b()).stream()
                .flatMap(session -> session.peerAddress().stream())
                .map(IpAddress::toString)
                .toList();
    }

    private static int deviceMtu(Pair pair, String tunnel, String name) {
        return pair.a()
                .dataPlane()
                .device(session(pair, tunnel, name).handle())
                .orElseThrow()
                .mtu();
    }

    private static Pair up(String lac) {
        Pair pair = new Pair(1, settings(lac), settings(LNS)).start();
        return pair.runUntil(() -> Agreement.disagreements(pair, 3).isEmpty(), SHORT);
    }

    static long datagrams(Pair pair) {
        return pair.a().datagramsSent + pair.b().datagramsSent;
    }

    /// Gives the side these settings; what it says that this changes.
    static List<String> reload(Pair pair, Side side, String config) {
        return reload(pair, side, settings(config));
    }

    static List<String> reload(Pair pair, Side side, Settings settings) {
        Reply reply = pair.tell(side, ticket -> new Input.SettingsRead(ticket, settings, false));
        return ((Reply.Reloaded) reply).changes().stream().map(Change::text).toList();
    }

    static Settings settings(String config) {
        return switch (Config.parse(config, "test.conf", "host")) {
            case Parsed.Good good -> good.settings();
            case Parsed.Bad(var errors) -> throw new AssertionError(errors.toString());
        };
    }

    private static Map<String, TunnelStatus> tunnels(Pair pair) {
        return Agreement.tunnels(pair, pair.a()).stream()
                .filter(tunnel -> !tunnel.state().equals("Draining"))
                .collect(Collectors.toMap(tunnel -> tunnel.name().orElse(""), tunnel -> tunnel));
    }

    private static TunnelStatus tunnel(Pair pair, String name) {
        return Optional.ofNullable(tunnels(pair).get(name)).orElseThrow();
    }

    private static SessionStatus session(Pair pair, String tunnel, String name) {
        return Agreement.sessions(pair, pair.a()).stream()
                .filter(it -> it.tunnelName().orElse("").equals(tunnel)
                        && it.name().orElse("").equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aTunnelThatIsToPersistFromNowOnIsOpenedThoughItsLastConnectionDrains() {
        String once = LAC.replace("dest_ipaddr b;", "dest_ipaddr b; persist no;");
        Pair pair = up(once);
        pair.run(Duration.ofSeconds(5));
        int id = Agreement.tunnels(pair, pair.b()).getFirst().localId().value();
        pair.ask(pair.b(), new Request.DeleteTunnel(new Request.Selector.ById(id)));
        pair.run(Duration.ofSeconds(5));
        reload(pair, pair.a(), LAC);
        pair.run(Duration.ofSeconds(5));
        assertThat(pair.transcript().count("SCCRQ")).isEqualTo(3);
    }

    @Test
    void aChangeOfATunnelThatMayNotBeOpenedDoesNotOpenIt() {
        String denied = LAC.replace("host_name lac", "host_name lac; deny_local_tunnel_creates yes");
        Pair pair = new Pair(1, settings(denied), settings(LNS)).start();
        reload(pair, pair.a(), denied.replace("dest_ipaddr b;", "dest_ipaddr b; hello_timeout 30;"));
        pair.run(Duration.ofSeconds(5));
        assertThat(pair.transcript().count("SCCRQ")).isZero();
    }

    @Test
    void whatIsDeletedIsToldWithWhatItHadWhileItWasUp() {
        Pair pair = up(LAC);
        reload(pair, pair.a(), "system { host_name lac }");
        pair.run(DRAINED);
        List<Event.SessionFacts> down = pair.a().events(Event.SessionDown.class).stream()
                .map(Event.SessionDown::facts)
                .toList();
        assertThat(down).hasSize(3).allMatch(it -> it.peerAddress().isPresent());
        assertThat(pair.a().events(Event.SessionDeleted.class))
                .extracting(Event.SessionDeleted::facts)
                .containsExactlyInAnyOrderElementsOf(down);
        assertThat(pair.a().events(Event.TunnelDeleted.class))
                .extracting(Event.TunnelDeleted::facts)
                .containsExactlyElementsOf(pair.a().events(Event.TunnelDown.class).stream()
                        .map(Event.TunnelDown::facts)
                        .toList());
    }
}
