package org.prol2tp.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.prol2tp.sim.TwoFiles.PPP;
import static org.prol2tp.sim.TwoFiles.SESSION;
import static org.prol2tp.sim.TwoFiles.USER;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prol2tp.protocol.node.DataPlaneCommand.InterfaceOptions;
import org.prol2tp.protocol.node.DataPlaneCommand.Route;
import org.prol2tp.protocol.node.Input;
import org.prol2tp.protocol.node.IpAddress;

/// What keywords of a PPP profile do that no other test shows, from the file to frames and interfaces.
class PppKeywordsTest {
    private static final HexFormat HEX = HexFormat.of();

    /// A frame from its protocol on: without FF 03, which some have and others not.
    private static String frame(byte[] octets) {
        String hex = HEX.formatHex(octets);
        return hex.startsWith("ff03") ? hex.substring(4) : hex;
    }

    /// The frames of a side that begin so, each as `seconds frame`, the seconds since the first of them.
    private static List<String> times(Pair pair, Side side, String begin) {
        Pattern line = Pattern.compile("(\\d+)\\.\\d+ " + side.name + " PPP \\S+ (?:ff03)?" + begin + ".*");
        List<Long> seconds = pair.transcript()
                .text()
                .lines()
                .map(line::matcher)
                .filter(java.util.regex.Matcher::matches)
                .map(it -> Long.valueOf(it.group(1)))
                .toList();
        return seconds.stream()
                .map(it -> Long.toString(it - seconds.getFirst()))
                .toList();
    }

    private static InterfaceOptions device(Side side) {
        return side.dataPlane().devices().getFirst();
    }

    private static IpAddress ip(String text) {
        return IpAddress.parse(text).orElseThrow();
    }

    @Test
    void theInterfaceIsAsTheProfileSays() {
        Pair pair = TwoFiles.v2()
                .lac(PPP, "mtu 1300; default_route yes; route 10.1.0.0/16 metric 5; mss_clamp no; proxy_arp yes")
                .up();
        assertThat(device(pair.a()).mtu()).isEqualTo(1300);
        assertThat(device(pair.a()).clampMss()).isFalse();
        assertThat(device(pair.a()).proxyArp()).isTrue();
        assertThat(device(pair.a()).routes())
                .containsExactlyInAnyOrder(new Route(ip("0.0.0.0"), 0, 0), new Route(ip("10.1.0.0"), 16, 5));
        assertThat(device(pair.b()).mtu()).isEqualTo(1460);
        assertThat(device(pair.b()).clampMss()).isTrue();
        assertThat(device(pair.b()).proxyArp()).isFalse();
        assertThat(device(pair.b()).routes()).isEmpty();
    }

    @Test
    void thePeerIsAskedForFramesNoLongerThanTheMru() {
        Pair pair = TwoFiles.v2().lns(PPP, "mru 1200").up();
        assertThat(device(pair.a()).mtu()).isEqualTo(1200);
        assertThat(device(pair.b()).mtu()).isEqualTo(1460);
    }

    @Test
    void oneNetworkLayerMayBeLeftOut() {
        Pair without6 = TwoFiles.v2().lac(PPP, "ipv6 no").up();
        assertThat(device(without6.b()).ipv4()).isPresent();
        assertThat(device(without6.b()).ipv6()).isEmpty();
        Pair without4 = TwoFiles.v2().lac(PPP, "ipv4 no").start();
        without4.run(Duration.ofSeconds(10));
        assertThat(device(without4.b()).ipv4()).isEmpty();
        assertThat(device(without4.b()).ipv6()).isPresent();
    }

    /// `remote_ipaddr` goes before the pool.
    @Test
    void thePeersAddressMayStandInTheProfile() {
        Pair pair = TwoFiles.v2().lns(PPP, "remote_ipaddr 10.9.9.9").up();
        assertThat(device(pair.a()).ipv4().orElseThrow().local()).isEqualTo(ip("10.9.9.9"));
        assertThat(device(pair.a()).ipv4().orElseThrow().peer()).isEqualTo(ip("10.0.0.1"));
    }

    /// Only what is allowed is asked for; the user does what is asked.
    @ParameterizedTest
    @CsvSource({"pap, 0304c023", "chap, 0305c22305", "mschapv1, 0305c22380", "mschapv2, 0305c22381", "eap, 0304c227"})
    void theMethodThatIsAllowedIsAskedFor(String method, String option) {
        StringBuilder words = new StringBuilder();
        for (String other : List.of("pap", "chap", "mschapv1", "mschapv2", "eap")) {
            words.append("auth_").append(other).append(other.equals(method) ? " yes; " : " no; ");
        }
        Pair pair = TwoFiles.v2().lns(PPP, words.toString()).up();
        assertThat(pair.transcript().pppFrames())
                .filteredOn(it -> frame(it).startsWith("c02101") && frame(it).contains(option))
                .isNotEmpty();
    }

    /// `auth_peer no` and `auth_none yes` are the same.
    @ParameterizedTest
    @CsvSource({"auth_peer no", "auth_none yes"})
    void thePeerNeedNotProveItselfWhereThatIsSet(String words) {
        Pair pair = TwoFiles.v2()
                .lns(PPP, words)
                .lacOnly(SESSION, "tunnel_name t; user_name nobody; user_password none")
                .up();
        assertThat(pair.transcript().pppFrames())
                .noneMatch(it -> frame(it).startsWith("c223") || frame(it).startsWith("c023"));
    }

    /// `local_name` is in the challenge of who demands a proof.
    @Test
    void theNameInTheChallengeIsTheProfiles() {
        Pair pair = TwoFiles.v2()
                .lns(PPP, "local_name gate; auth_mschapv1 no; auth_mschapv2 no; auth_eap no")
                .up();
        assertThat(pair.transcript().pppFrames())
                .filteredOn(it -> frame(it).startsWith("c22301"))
                .singleElement()
                .satisfies(it ->
                        assertThat(frame(it)).endsWith(HEX.formatHex("gate".getBytes(StandardCharsets.US_ASCII))));
    }

    /// PAP does not tell who asks: `remote_name` says whose password it is.
    @Test
    void thePeersNameIsTheProfilesWhereItTellsNone() {
        for (String name : List.of("isp", "other")) {
            Pair pair = TwoFiles.v2()
                    .lns(PPP, "auth_chap no; auth_mschapv1 no; auth_mschapv2 no; auth_eap no")
                    .lacOnly(SESSION, "tunnel_name t; user_name user")
                    .lac(PPP, "remote_name " + name)
                    .lac(USER, "password password; server isp")
                    .start();
            pair.run(Duration.ofSeconds(10));
            assertThat(pair.b().dataPlane().deviceCount()).isEqualTo(name.equals("isp") ? 1 : 0);
        }
    }

    @Test
    void asManyLcpRequestsAsOftenAsIsSet() {
        Pair pair = TwoFiles.v2()
                .lac(PPP, "lcp_max_config_requests 4; lcp_retransmit_interval 2")
                .pair()
                .withoutFrames((from, _) -> from.name.equals("B"));
        pair.start();
        pair.runUntil(() -> pair.transcript().count("CDN") > 0, Duration.ofMinutes(2));
        assertThat(times(pair, pair.a(), "c02101")).containsExactly("0", "2", "4", "6");
        assertThat(TwoFiles.message(pair, "CDN")).contains("ResultCode=10/");
    }

    @Test
    void asManyIpcpRequestsAsOftenAsIsSet() {
        Pair pair = TwoFiles.v2()
                .lac(PPP, "ipv6 no; ipcp_max_config_requests 3; ipcp_retransmit_interval 5")
                .pair()
                .withoutFrames((from, it) -> from.name.equals("B") && frame(it).startsWith("8021"));
        pair.start();
        pair.runUntil(() -> pair.transcript().count("CDN") > 0, Duration.ofMinutes(2));
        assertThat(times(pair, pair.a(), "802101")).containsExactly("0", "5", "10");
    }

    /// A peer that takes no IPv4 any more has IPCP ended with it (RFC 1661 §4.1, RXJ- in state Opened).
    @Test
    void asManyTerminateRequestsOfIpcpAsIsSet() {
        Pair pair = TwoFiles.v2()
                .lac(PPP, "ipcp_max_terminate_requests 4; ipcp_retransmit_interval 5")
                .up();
        pair.withoutFrames((from, it) -> from.name.equals("B") && frame(it).startsWith("8021"));
        byte[] protocolReject = HEX.parseHex("ff03c0210805000a0021450000140000".substring(0, 28));
        pair.feed(
                pair.a(),
                new Input.PppFrameReceived(
                        Agreement.sessions(pair, pair.a()).getFirst().handle(), protocolReject));
        pair.run(Duration.ofMinutes(1));
        assertThat(times(pair, pair.a(), "802105")).containsExactly("0", "5", "10", "15");
    }

    /// A session that may last no longer is ended in PPP first.
    @Test
    void asManyTerminateRequestsAsIsSet() {
        Pair pair = TwoFiles.v2()
                .lac(PPP, "lcp_max_terminate_requests 5; lcp_retransmit_interval 2; max_connect_time 60")
                .up();
        pair.withoutFrames((_, _) -> true);
        pair.runUntil(() -> pair.transcript().count("CDN") > 0, Duration.ofMinutes(5));
        assertThat(times(pair, pair.a(), "c02105")).containsExactly("0", "2", "4", "6", "8");
    }

    @Test
    void asManyPapRequestsAsOftenAsIsSet() {
        Pair pair = TwoFiles.v2()
                .lns(PPP, "auth_chap no; auth_mschapv1 no; auth_mschapv2 no; auth_eap no; pap_timeout 300")
                .lac(PPP, "pap_max_auth_requests 3; pap_restart_interval 7")
                .pair()
                .withoutFrames((from, it) -> from.name.equals("B") && !frame(it).startsWith("c021"));
        pair.start();
        pair.runUntil(() -> pair.transcript().count("CDN") > 0, Duration.ofMinutes(5));
        assertThat(times(pair, pair.a(), "c02301")).containsExactly("0", "7", "14");
    }

    @Test
    void aPapRequestIsWaitedForAsLongAsIsSet() {
        Pair pair = TwoFiles.v2()
                .lns(PPP, "auth_chap no; auth_mschapv1 no; auth_mschapv2 no; auth_eap no; pap_timeout 17")
                .pair()
                .withoutFrames((from, it) -> from.name.equals("A") && frame(it).startsWith("c023"));
        pair.start();
        pair.runUntil(() -> !times(pair, pair.b(), "c02105").isEmpty(), Duration.ofMinutes(5));
        assertThat(pair.transcript().tail(3)).containsPattern("17\\.\\d+ B PPP \\S+ (ff03)?c02105");
    }

    @Test
    void aChallengeIsSentAsOftenAsIsSet() {
        Pair pair = TwoFiles.v2()
                .lns(PPP, "auth_mschapv1 no; auth_mschapv2 no; auth_eap no; chap_max_challenge 3; chap_restart 4")
                .pair()
                .withoutFrames((from, it) -> from.name.equals("A") && frame(it).startsWith("c223"));
        pair.start();
        pair.runUntil(() -> pair.transcript().count("CDN") > 0, Duration.ofMinutes(5));
        assertThat(times(pair, pair.b(), "c22301")).containsExactly("0", "4", "8");
    }

    /// Naks to a peer that insists: so many, then its option is rejected.
    @ParameterizedTest
    @CsvSource({
        // protocol, the options of a request that no end can take
        "lcp, c021, 000801040010",
        "ipcp, 8021, 000a030600000000"
    })
    void asManyNaksAsIsSet(String protocol, String head, String options) {
        HandPeer hand = new HandPeer(TwoFiles.v2()
                .lns(PPP, "auth_peer no; remote_ipaddr 10.0.0.2; " + protocol + "_max_config_naks 2")
                .lnsSettings());
        hand.connectCall(HandPeer.endpoint("192.0.2.1", 1701), 5);
        if (protocol.equals("ipcp")) {
            String own = frame(hand.frames.getFirst());
            give(hand, own.substring(0, 4) + "02" + own.substring(6));
            give(hand, "c02101010004");
        }
        assertThat(List.of(
                        answer(hand, head + "0102" + options).substring(0, 6),
                        answer(hand, head + "0103" + options).substring(0, 6),
                        answer(hand, head + "0104" + options).substring(0, 6)))
                .containsExactly(head + "03", head + "03", head + "04");
    }

    private static String answer(HandPeer hand, String request) {
        give(hand, request);
        return frame(hand.frames.getLast());
    }

    private static void give(HandPeer hand, String frame) {
        hand.feed(new Input.PppFrameReceived(hand.sessions.getFirst(), HEX.parseHex("ff03" + frame)));
    }

    /// DNS and WINS servers are for who asks.
    @Test
    void serversOfNamesAreGivenToWhoAsks() {
        HandPeer hand = new HandPeer(TwoFiles.v2()
                .lns(PPP, "auth_peer no; remote_ipaddr 10.0.0.2; dns_ipaddr_pri 10.0.0.53; dns_ipaddr_sec 10.0.0.54")
                .lns(PPP, "wins_ipaddr_pri 10.0.0.13; wins_ipaddr_sec 10.0.0.14")
                .lnsSettings());
        hand.connectCall(HandPeer.endpoint("192.0.2.1", 1701), 5);
        String own = frame(hand.frames.getFirst());
        give(hand, own.substring(0, 4) + "02" + own.substring(6));
        give(hand, "c02101010004");
        String asked = "8021 01 01 0022 0306 00000000 8106 00000000 8206 00000000 8306 00000000 8406 00000000";
        assertThat(answer(hand, asked.replace(" ", "")))
                .isEqualTo("8021 03 01 0022 0306 0a000002 8106 0a000035 8206 0a00000d 8306 0a000036 8406 0a00000e"
                        .replace(" ", ""));
    }

    /// The ACCM that we ask for (RFC 1662 §7.1).
    @Test
    void theMapOfCharactersIsAskedFor() {
        Pair pair = TwoFiles.v2().lns(PPP, "asyncmap 0x000a0000").up();
        assertThat(pair.transcript().pppFrames())
                .filteredOn(it -> frame(it).startsWith("c02101") && frame(it).contains("0206000a0000"))
                .isNotEmpty();
    }

    @Test
    void aPeerIsChallengedAgainAsOftenAsIsSet() {
        Pair pair = TwoFiles.v2()
                .lns(PPP, "auth_mschapv1 no; auth_mschapv2 no; auth_eap no; chap_interval 60")
                .up();
        pair.run(Duration.ofSeconds(190));
        assertThat(times(pair, pair.b(), "c22301")).containsExactly("0", "60", "120", "180");
        assertThat(device(pair.a()).ipv4()).isPresent();
    }
}
