package org.prol2tp.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.prol2tp.sim.TwoFiles.SESSION;
import static org.prol2tp.sim.TwoFiles.SYSTEM;
import static org.prol2tp.sim.TwoFiles.TUNNEL;
import static org.prol2tp.sim.TwoFiles.TUNNEL_PROFILE;
import static org.prol2tp.sim.TwoFiles.message;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.prol2tp.protocol.node.DataPlaneCommand;
import org.prol2tp.protocol.node.Input;
import org.prol2tp.protocol.node.IpAddress;
import org.prol2tp.protocol.node.Node;
import org.prol2tp.protocol.node.Outbox;
import org.prol2tp.protocol.node.Output;
import org.prol2tp.protocol.wire.GeneralAvp.ControlMessageAuthenticationNonce;
import org.prol2tp.protocol.wire.Message;

/// What keywords of a tunnel do that no other test shows, from the file to what is sent or asked for.
class TunnelKeywordsTest {
    private static final Pattern LINE = Pattern.compile("(\\d+\\.\\d+) ([AB]) (\\w+) .*?ns=(\\d+) nr=(\\d+)");

    /// When A sent its first message, the same again and again.
    private static List<String> tries(Pair pair) {
        return pair.transcript()
                .text()
                .lines()
                .filter(line -> line.contains(" A SCCRQ "))
                .map(line -> line.substring(0, line.indexOf(' ')))
                .toList();
    }

    @Test
    void theHostNameOfATunnelGoesBeforeTheSystems() {
        Pair pair = TwoFiles.v2()
                .lac(SYSTEM, "host_name mine")
                .lac(TUNNEL, "host_name gate")
                .lns(SYSTEM, "host_name theirs")
                .up();
        assertThat(message(pair, "SCCRQ")).contains("HostName=\"gate\"");
        assertThat(message(pair, "SCCRP")).contains("HostName=\"theirs\"");
    }

    @Test
    void peersAreReachedAtThePortThatIsSet() {
        Pair pair = TwoFiles.v2()
                .lac(TUNNEL, "peer_udp_port 1801; our_udp_port 1802")
                .lns(SYSTEM, "udp_port 1801")
                .up();
        assertThat(Agreement.tunnels(pair, pair.b()).getFirst().path().orElseThrow())
                .satisfies(path -> assertThat(path.peer().port()).isEqualTo(1802));
    }

    /// `retry_timeout`, then twice that up to 8 s; `max_retries` and no more.
    @Test
    void anUnansweredMessageIsSentAgainAsOftenAndAsLateAsIsSet() {
        Pair pair = TwoFiles.v2()
                .lac(TUNNEL, "retry_timeout 3; max_retries 3; persist no")
                .pair();
        pair.kill(pair.b());
        pair.start().run(Duration.ofMinutes(10));
        assertThat(tries(pair)).containsExactly("0.000", "3.000", "9.000", "17.000");
    }

    @Test
    void windowsAreThoseThatAreSet() {
        TwoFiles files = TwoFiles.v2().lac(TUNNEL, "rx_window_size 7; tx_window_size 1");
        for (int i = 2; i < 20; i++) {
            files.lac("session s" + i, "tunnel_name t; no_ppp yes");
        }
        files.lac(SESSION, "no_ppp yes").lns(TwoFiles.SESSION_PROFILE, "no_ppp yes");
        Pair pair = files.start().run(Duration.ofSeconds(20));
        assertThat(message(pair, "SCCRQ")).contains("*ReceiveWindowSize=7");
        assertThat(pair.b().dataPlane().sessionCount()).isEqualTo(19);
        assertThat(mostInFlight(pair)).isEqualTo(1);
    }

    /// Of messages of A that B has not acknowledged.
    private static int mostInFlight(Pair pair) {
        int acknowledged = 0;
        int most = 0;
        for (String line : pair.transcript().text().lines().toList()) {
            Matcher read = LINE.matcher(line);
            if (!read.lookingAt()) {
                continue;
            }
            if (read.group(2).equals("B")) {
                acknowledged = Integer.parseInt(read.group(5));
            } else if (!read.group(3).equals("ZLB")) {
                most = Math.max(most, Integer.parseInt(read.group(4)) + 1 - acknowledged);
            }
        }
        return most;
    }

    @Test
    void theDataPlaneIsToldHowDataMessagesAre() {
        Pair changed = TwoFiles.v2()
                .lac(TUNNEL, "length_field no; use_udp_checksums no; unfinished_checksums yes")
                .up();
        assertThat(changed.a().dataPlane().dataOptions())
                .containsExactly(new DataPlaneCommand.DataOptions(false, false, false, true));
        assertThat(changed.b().dataPlane().dataOptions())
                .containsExactly(new DataPlaneCommand.DataOptions(true, true, false, false));
    }

    @Test
    void capabilitiesAndTieBreakerAreSaid() {
        Pair pair = TwoFiles.v2()
                .lac(TUNNEL, "framing_caps async; bearer_caps digital; use_tiebreaker yes")
                .lns(TUNNEL_PROFILE, "framing_caps sync; bearer_caps none")
                .start();
        pair.run(Duration.ofSeconds(1));
        assertThat(message(pair, "SCCRQ")).contains("*FramingCapabilities=2 ", "*BearerCapabilities=1 ", "TieBreaker=");
        assertThat(message(pair, "SCCRP"))
                .contains("*FramingCapabilities=1 ")
                .doesNotContain("BearerCapabilities")
                .doesNotContain("TieBreaker");
    }

    /// `src_ipaddr` and `dest_ipaddr`.
    @Test
    void theSocketIsAskedForWithBothAddresses() {
        Node node = new Node(TwoFiles.v2().lac(TUNNEL, "src_ipaddr 192.0.2.77").lacSettings(), new SeededEntropy(1));
        Outbox out = new Outbox();
        node.handle(new Input.Started(), 0, out);
        assertThat(out.outputs())
                .filteredOn(Output.OpenTransport.class::isInstance)
                .singleElement()
                .isInstanceOfSatisfying(Output.OpenTransport.class, open -> {
                    assertThat(open.host()).isEqualTo("192.0.2.2");
                    assertThat(open.localAddress()).isEqualTo(IpAddress.parse("192.0.2.77"));
                });
    }

    @Test
    void theRouterIdOfATunnelGoesBeforeTheSystems() {
        Pair pair = TwoFiles.v3()
                .lac(SYSTEM, "router_id 78")
                .lac(TUNNEL, "router_id 77")
                .lns(SYSTEM, "router_id 79")
                .up();
        assertThat(message(pair, "SCCRQ")).contains("*RouterId=77 ");
        assertThat(message(pair, "SCCRP")).contains("*RouterId=79 ");
    }

    @Test
    void pseudowiresAreThoseThatAreSet() {
        Pair pair = TwoFiles.v3().lac(TUNNEL, "pseudowire_caps ppp, eth_vlan").up();
        assertThat(message(pair, "SCCRQ")).contains("*PseudowireCapabilitiesList=[4, 7]");
        assertThat(message(pair, "SCCRP")).contains("*PseudowireCapabilitiesList=[4, 5, 7]");
    }

    /// 0 in the AVP is HMAC-MD5, 1 HMAC-SHA-1 (RFC 3931 §5.4.1).
    @Test
    void messagesHaveTheDigestAndTheNonceThatAreSet() {
        String secret = "secret both; auth_mode challenge; ";
        Pair pair = TwoFiles.v3()
                .lac(TUNNEL, secret + "digest_type sha1; nonce_length 33")
                .lns(TUNNEL_PROFILE, secret + "digest_type md5; nonce_length 16")
                .lns("peer profile lac", "lac_lns both")
                .up();
        assertThat(message(pair, "SCCRQ")).contains("*MessageDigest=1/");
        assertThat(nonce(pair, "SCCRQ")).isEqualTo(33);
        assertThat(message(pair, "SCCRP")).contains("*MessageDigest=0/");
        assertThat(nonce(pair, "SCCRP")).isEqualTo(16);
        Pair without = TwoFiles.v3().up();
        assertThat(message(without, "SCCRQ")).doesNotContain("MessageDigest");
    }

    private static int nonce(Pair pair, String name) {
        return pair.transcript().datagrams().stream()
                .flatMap(datagram -> HandPeer.read(datagram).stream())
                .filter(message -> message.type().rfcName().equals(name))
                .map(Message::avps)
                .flatMap(avps -> avps.find(ControlMessageAuthenticationNonce.class).stream())
                .mapToInt(nonce -> nonce.value().length())
                .findFirst()
                .orElseThrow();
    }

    /// `tunnel_persist_pend_timeout`: the longest wait between tries, a quarter more or less.
    @Test
    void tunnelsThatFailedWaitNoLongerThanIsSet() {
        Pair pair = TwoFiles.v2()
                .lac(SYSTEM, "tunnel_persist_pend_timeout 30")
                .lac(TUNNEL, "max_retries 1")
                .pair();
        pair.kill(pair.b());
        pair.start().run(Duration.ofHours(1));
        assertThat(tries(pair).size()).isBetween(2 * 90, 2 * 130);
    }

    @Test
    void aTunnelThatIsNotEstablishedInTimeIsGivenUp() {
        Pair pair = TwoFiles.v2()
                .lac(SYSTEM, "tunnel_establish_timeout 5")
                .lac(TUNNEL, "persist no")
                .pair();
        pair.kill(pair.b());
        pair.start().run(Duration.ofMillis(4_900));
        assertThat(Agreement.tunnels(pair, pair.a()).getFirst().lastResult()).isEmpty();
        pair.run(Duration.ofMillis(200));
        assertThat(Agreement.tunnels(pair, pair.a()).getFirst().lastResult().orElseThrow())
                .contains("not established in time");
    }

    @Test
    void whoOpensNoTunnelsHimselfOpensNone() {
        Pair pair = TwoFiles.v2().lac(SYSTEM, "deny_local_tunnel_creates yes").start();
        pair.run(Duration.ofMinutes(10));
        assertThat(pair.transcript().text()).isEmpty();
    }
}
