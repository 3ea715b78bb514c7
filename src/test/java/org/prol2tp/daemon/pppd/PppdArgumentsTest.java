package org.prol2tp.daemon.pppd;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.prol2tp.protocol.node.Event;
import org.prol2tp.protocol.node.IpAddress;
import org.prol2tp.protocol.node.PppParameters;
import org.prol2tp.protocol.node.PppTerms;
import org.prol2tp.protocol.node.Secret;
import org.prol2tp.protocol.node.SessionHandle;
import org.prol2tp.protocol.node.ToPppProvider;
import org.prol2tp.protocol.node.TunnelHandle;
import org.prol2tp.protocol.wire.ControlConnectionId;
import org.prol2tp.protocol.wire.SessionId;

class PppdArgumentsTest {
    /// What others do with it: the node (pools, calls), the data plane (routes, ARP, TCP), the trace.
    private static final Set<String> OTHERS = Set.of(
            "mtu", // with the path's: `Opened.mtu`
            "mru", // `PppTerms.mru`
            "peerAddress", // `PppTerms.peerAddress`
            "ipPoolName", // likewise
            "traceFlags", // `PppTerms.traced`
            "maxFailureCount",
            "proxyArp",
            "defaultRoute",
            "routes",
            "mssClamp");

    static ToPppProvider.Opened opened(boolean client, PppTerms terms) {
        Event.TunnelRef tunnel =
                new Event.TunnelRef(new TunnelHandle(1), new ControlConnectionId(100), Optional.of("t"));
        Event.SessionRef session =
                new Event.SessionRef(tunnel, new SessionHandle(2), new SessionId(200), Optional.of("s"));
        Event.SessionFacts facts = new Event.SessionFacts(
                Event.Pseudowire.PPP,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                1460);
        return new ToPppProvider.Opened(session, facts, client, 1450, Optional.of(terms));
    }

    static PppTerms terms(PppParameters.Builder ppp) {
        return new PppTerms(
                ppp.build(),
                1440,
                "here",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false);
    }

    private static PppTerms clientTerms(PppParameters.Builder ppp) {
        return new PppTerms(
                ppp.build(),
                1440,
                "here",
                Optional.of("fred"),
                Optional.of(Secret.of("flintstone")),
                Optional.empty(),
                Optional.of("ppp-s"),
                false);
    }

    private static List<String> arguments(boolean client, PppTerms terms) {
        return PppdArguments.of(opened(client, terms), terms);
    }

    private static String line(boolean client, PppTerms terms) {
        return String.join(" ", arguments(client, terms));
    }

    @Test
    void aClientIsToldEveryKeyword() {
        assertThat(line(true, clientTerms(new PppParameters.Builder())))
                .isEqualTo("nodetach nopersist noipdefault nodefaultroute noproxyarp nomultilink noccp novj"
                        + " logfd 4 plugin pppol2tp.so pppol2tp 3 pppol2tp_tunnel_id 100 pppol2tp_session_id 200"
                        + " ipparam s ifname ppp-s mtu 1450 mru 1440 asyncmap 0"
                        + " lcp-echo-interval 0 lcp-echo-failure 5 lcp-max-configure 10 lcp-max-failure 10"
                        + " lcp-max-terminate 3 lcp-restart 3 idle 0 maxconnect 0"
                        + " ipcp-max-configure 10 ipcp-max-failure 10 ipcp-max-terminate 3 ipcp-restart 3"
                        + " ipv6cp-max-configure 10 ipv6cp-max-failure 10 ipv6cp-max-terminate 3 ipv6cp-restart 3"
                        + " +ipv6 ipcp-accept-local ipcp-accept-remote"
                        + " noauth name fred user fred"
                        + " chap-interval 0 chap-max-challenge 10 chap-restart 3"
                        + " eap-interval 0 eap-max-sreq 10 eap-restart 3"
                        + " pap-max-authreq 10 pap-restart 3 pap-timeout 30 file /proc/self/fd/5");
    }

    @Test
    void aServerDemandsWhatIsAllowed() {
        PppParameters.Builder ppp = new PppParameters.Builder();
        ppp.authPap = false;
        ppp.authEap = false;
        assertThat(line(false, terms(ppp)))
                .contains(" auth refuse-pap require-chap require-mschap require-mschap-v2 refuse-eap name here ")
                .endsWith(" debug hide-password");
    }

    @Test
    void everyParameterOfAProfileIsMappedOrRefusedAloudOrOthers() {
        Map<String, Consumer<PppParameters.Builder>> changes = new HashMap<>();
        changes.put("localAddress", b -> b.localAddress = IpAddress.parse("10.0.0.1"));
        changes.put("dnsServers", b -> b.dnsServers = List.of(IpAddress.ofIpv4(1)));
        changes.put("winsServers", b -> b.winsServers = List.of(IpAddress.ofIpv4(1)));
        changes.put("ipv4", b -> b.ipv4 = false);
        changes.put("ipv6", b -> b.ipv6 = false);
        changes.put("authPap", b -> b.authPap = false);
        changes.put("authChap", b -> b.authChap = false);
        changes.put("authMschapv1", b -> b.authMschapv1 = false);
        changes.put("authMschapv2", b -> b.authMschapv2 = false);
        changes.put("authEap", b -> b.authEap = false);
        changes.put("authPeer", b -> b.authPeer = Optional.of(false));
        changes.put("remoteName", b -> b.remoteName = Optional.of("there"));
        changes.put("useRadius", b -> b.useRadius = true);
        changes.put("radiusHint", b -> {
            b.useRadius = true;
            b.radiusHint = Optional.of("/etc/radius.conf");
        });
        changes.put("chapInterval", b -> b.chapInterval = Duration.ofSeconds(7));
        changes.put("chapMaxChallenge", b -> b.chapMaxChallenge = 7);
        changes.put("chapRestart", b -> b.chapRestart = Duration.ofSeconds(7));
        changes.put("papMaxAuthRequests", b -> b.papMaxAuthRequests = 7);
        changes.put("papRestartInterval", b -> b.papRestartInterval = Duration.ofSeconds(7));
        changes.put("papTimeout", b -> b.papTimeout = Duration.ofSeconds(7));
        changes.put("lcpEchoInterval", b -> b.lcpEchoInterval = Duration.ofSeconds(7));
        changes.put("lcpEchoFailureCount", b -> b.lcpEchoFailureCount = 7);
        changes.put("lcpMaxConfigRequests", b -> b.lcpMaxConfigRequests = 7);
        changes.put("lcpMaxConfigNaks", b -> b.lcpMaxConfigNaks = 7);
        changes.put("lcpMaxTerminateRequests", b -> b.lcpMaxTerminateRequests = 7);
        changes.put("lcpRetransmitInterval", b -> b.lcpRetransmitInterval = Duration.ofSeconds(7));
        changes.put("ipcpMaxConfigRequests", b -> b.ipcpMaxConfigRequests = 7);
        changes.put("ipcpMaxConfigNaks", b -> b.ipcpMaxConfigNaks = 7);
        changes.put("ipcpMaxTerminateRequests", b -> b.ipcpMaxTerminateRequests = 7);
        changes.put("ipcpRetransmitInterval", b -> b.ipcpRetransmitInterval = Duration.ofSeconds(7));
        changes.put("idleTimeout", b -> b.idleTimeout = Duration.ofSeconds(7));
        changes.put("maxConnectTime", b -> b.maxConnectTime = Duration.ofSeconds(7));
        changes.put("asyncmap", b -> b.asyncmap = 7);
        String usual = line(false, terms(new PppParameters.Builder()));
        changes.forEach((name, change) -> {
            PppParameters.Builder changed = new PppParameters.Builder();
            change.accept(changed);
            assertThat(line(false, terms(changed))).as(name).isNotEqualTo(usual);
        });
        Set<String> mapped = new TreeSet<>(changes.keySet());
        mapped.addAll(OTHERS);
        mapped.add("localName"); // `PppTerms.localName`
        mapped.addAll(Set.of("sharedInterface", "multilink", "syncMode")); // refused aloud: BeyondPppdTest
        assertThat(mapped)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(PppParameters.class.getRecordComponents())
                        .map(RecordComponent::getName)
                        .toList());
    }

    @Test
    void addressesAreGivenWhereTheyAreKnown() {
        PppParameters.Builder ppp = new PppParameters.Builder();
        ppp.localAddress = IpAddress.parse("10.0.0.1");
        PppTerms terms = new PppTerms(
                ppp.build(),
                1440,
                "here",
                Optional.empty(),
                Optional.empty(),
                IpAddress.parse("10.0.0.2"),
                Optional.empty(),
                false);
        assertThat(arguments(false, terms))
                .contains("10.0.0.1:10.0.0.2")
                .doesNotContain("ipcp-accept-local", "ipcp-accept-remote");
    }

    @Test
    void thePasswordIsInTheFileAloneAndNoOctetOfItHasAMeaning() {
        PppTerms terms = new PppTerms(
                new PppParameters.Builder().build(),
                1440,
                "here",
                Optional.of("fred"),
                Optional.of(Secret.of("a\"\\\n$ü")),
                Optional.empty(),
                Optional.empty(),
                false);
        assertThat(new String(PppdArguments.secrets(terms), StandardCharsets.US_ASCII))
                .isEqualTo("password \"\\141\\042\\134\\012\\044\\303\\274\"\n");
        assertThat(arguments(true, terms)).noneMatch(it -> it.contains("$"));
        assertThat(terms.toString()).doesNotContain("$");
    }

    @Test
    void aPasswordThatPppdWouldCutIsRefused() {
        PppParameters.Builder ppp = new PppParameters.Builder();
        for (String secret : List.of("x".repeat(256), "a\0b")) {
            PppTerms terms = new PppTerms(
                    ppp.build(),
                    1440,
                    "here",
                    Optional.of("fred"),
                    Optional.of(Secret.of(secret)),
                    Optional.empty(),
                    Optional.empty(),
                    false);
            assertThat(PppdArguments.refusal(terms, true)).isPresent();
        }
        assertThat(PppdArguments.refusal(clientTerms(ppp), true)).isEmpty();
    }

    @Test
    void aServerWithoutAnyWayToAuthenticateIsRefused() {
        PppParameters.Builder ppp = new PppParameters.Builder();
        ppp.authPap = false;
        ppp.authChap = false;
        ppp.authMschapv1 = false;
        ppp.authMschapv2 = false;
        ppp.authEap = false;
        // pppd's `auth` alone would allow all of them.
        assertThat(PppdArguments.refusal(terms(ppp), false))
                .contains("the peer must authenticate itself, and no way to do so is allowed");
        assertThat(PppdArguments.refusal(terms(ppp), true)).isEmpty();
    }
}
