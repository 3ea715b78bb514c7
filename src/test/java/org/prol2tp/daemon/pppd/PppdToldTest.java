package org.prol2tp.daemon.pppd;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.prol2tp.protocol.node.DataPlaneCommand.Ipv4Addresses;
import org.prol2tp.protocol.node.DataPlaneCommand.Ipv6Identifiers;
import org.prol2tp.protocol.node.IpAddress;
import org.prol2tp.protocol.ppp.LinkEnd;

class PppdToldTest {
    private final PppdTold told = new PppdTold();

    private static Ipv4Addresses addresses(String local, String peer) {
        return new Ipv4Addresses(
                IpAddress.parse(local).orElseThrow(), IpAddress.parse(peer).orElseThrow());
    }

    @Test
    void theNetworkIsThereWithTheLastOfItsLines() {
        assertThat(told.hear("Using interface ppp0")).isFalse();
        assertThat(told.interfaceName()).isEmpty();
        assertThat(told.hear("Connect: ppp-s <-->")).isFalse();
        assertThat(told.hear("local  LL address fe80::a882:b948:ba22:5dbf")).isFalse();
        assertThat(told.hear("remote LL address fe80::1")).isTrue();
        assertThat(told.hear("local  IP address 10.77.1.1")).isFalse();
        assertThat(told.ipv4()).isEmpty();
        assertThat(told.hear("remote IP address 10.77.0.1")).isTrue();
        assertThat(told.interfaceName()).contains("ppp-s");
        assertThat(told.ipv4()).contains(addresses("10.77.1.1", "10.77.0.1"));
        assertThat(told.ipv6()).contains(new Ipv6Identifiers(0xa882_b948_ba22_5dbfL, 1));
    }

    @Test
    void addressesMayChange() {
        told.hear("local  IP address 10.77.1.1");
        told.hear("remote IP address 10.77.0.1");
        assertThat(told.hear("Local IP address changed to 10.77.1.9")).isTrue();
        assertThat(told.hear("Remote IP address changed to 10.77.0.9")).isTrue();
        assertThat(told.ipv4()).contains(addresses("10.77.1.9", "10.77.0.9"));
    }

    @Test
    void thePeersNameIsThatOfItsProof() {
        told.hear("rcvd [CHAP Response id=0x1 <0123>, name = \"fred\"]");
        assertThat(told.peerName()).isEqualTo("fred");
        told.hear("rcvd [PAP AuthReq id=0x1 user=\"bar\\\"ney\" password=<hidden>]");
        assertThat(told.peerName()).isEqualTo("bar\"ney");
        told.hear("rcvd [EAP Response id=0x2 Identity <Name \"wil\\\\ma\">]");
        assertThat(told.peerName()).isEqualTo("wil\\ma");
    }

    @Test
    void whatPeersSayIsNotPppdsWord() {
        assertThat(told.hear("Remote message: remote IP address 6.6.6.6")).isFalse();
        assertThat(told.hear("rcvd [CHAP Success id=0x1 \"remote IP address 6.6.6.6\"]"))
                .isFalse();
        told.hear("rcvd [CHAP Response id=0x1 <0123>, name = \"x, name = \\\"root\"]");
        assertThat(told.ipv4()).isEmpty();
        assertThat(told.peerName()).isEqualTo("x, name = \"root");
    }

    @Test
    void addressesThatAreNoneAreLeftAside() {
        assertThat(told.hear("remote IP address ten")).isFalse();
        assertThat(told.hear("remote LL address 10.0.0.1")).isFalse();
        assertThat(told.ipv4()).isEmpty();
        assertThat(told.ipv6()).isEmpty();
    }

    @Test
    void theLastProblemIsKept() {
        told.hear("LCP: timeout sending Config-Requests");
        told.hear("Connection terminated.");
        assertThat(told.problem()).isEqualTo("LCP: timeout sending Config-Requests");
        assertThat(told.noAnswer()).isTrue();
        told.hear("peer refused to authenticate: terminating link");
        assertThat(told.peerRefuses()).isTrue();
        assertThat(told.problem()).isEqualTo("peer refused to authenticate: terminating link");
    }

    @Test
    void exitStatusesHaveWordsAndCauses() {
        assertThat(PppdStatus.of(0))
                .isEqualTo(new PppdStatus(LinkEnd.Cause.CLOSED_BY_PEER, "the peer closed the link"));
        assertThat(PppdStatus.of(2).words()).isEqualTo("an error in its options");
        assertThat(PppdStatus.of(11).cause()).isEqualTo(LinkEnd.Cause.PEER_NOT_AUTHENTICATED);
        assertThat(PppdStatus.of(12).cause()).isEqualTo(LinkEnd.Cause.CLOSED_LOCALLY);
        assertThat(PppdStatus.of(15).cause()).isEqualTo(LinkEnd.Cause.ECHO_LOST);
        assertThat(PppdStatus.of(16).cause()).isEqualTo(LinkEnd.Cause.LOWER_LAYER_DOWN);
        assertThat(PppdStatus.of(19).cause()).isEqualTo(LinkEnd.Cause.NOT_AUTHENTICATED_BY_PEER);
        assertThat(PppdStatus.of(-9).words()).isEqualTo("it was ended by signal 9");
        for (int status = 0; status <= 19; status++) {
            assertThat(PppdStatus.of(status).words()).doesNotContain("does not know");
        }
        assertThat(PppdStatus.of(20).words()).contains("does not know");
    }
}
