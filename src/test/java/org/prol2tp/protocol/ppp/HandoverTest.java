package org.prol2tp.protocol.ppp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A link whose LCP, and perhaps whose authentication, somebody else has done before. RFC 2661 §4.4.5.
class HandoverTest {
    private static final String PAP = "0304c023";
    private static final String CHAP_MD5 = "0305c22305";
    private static final String PLAIN = "050611223344";
    private static final byte[] CHALLENGE = HexFormat.of().parseHex("00112233445566778899aabbccddeeff");

    private static LinkSettings.Builder server() {
        LinkSettings.Builder settings = LinkSettings.builder();
        settings.localAddress = 0x0A000001;
        settings.peerAddress = 0x0A000002;
        settings.ipv6 = false;
        settings.authPeer = true;
        settings.localName = "lns";
        return settings;
    }

    private static LinkEndpoint endpoint(LinkSettings.Builder settings, Handover handover) {
        LinkEndpoint endpoint = new LinkEndpoint(settings.build(), 1).secret("user", "password");
        endpoint.link.open(handover, endpoint.nowNs, endpoint);
        return endpoint;
    }

    private static Handover handover(String sent, String received, Optional<Handover.Proof> proof) {
        return new Handover(HexFormat.of().parseHex(sent), HexFormat.of().parseHex(received), proof, false);
    }

    private static Optional<Handover.Proof> proof(Handover.Kind kind, String name, int identifier, byte[] response) {
        byte[] challenge = kind == Handover.Kind.CHAP ? CHALLENGE : new byte[0];
        return Optional.of(new Handover.Proof(kind, name, identifier, challenge, response));
    }

    private static Optional<Handover.Proof> pap(String password) {
        return proof(Handover.Kind.PAP, "user", 7, password.getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<Handover.Proof> chap(String secret) {
        byte[] octets = secret.getBytes(StandardCharsets.UTF_8);
        return proof(Handover.Kind.CHAP, "user", 9, Chap.md5Response(9, octets, CHALLENGE));
    }

    @Test
    void lcpAndPapAreTakenOverAndThePeerGetsTheAckItWaitsFor() {
        LinkEndpoint lns = endpoint(server(), handover(PLAIN + PAP, "010405d40506aabbccdd0702", pap("password")));
        assertThat(lns.next()).isEqualTo("ff03c0230207000500");
        assertThat(lns.next()).startsWith("ff03802101");
        assertThat(lns.events).containsExactly("ESTABLISH", "AUTHENTICATE", "NETWORK", "authenticated user");
    }

    @Test
    void chapIsVerifiedWithTheChallengeOfTheLac() {
        LinkEndpoint lns = endpoint(server(), handover(PLAIN + CHAP_MD5, "0506aabbccdd", chap("password")));
        assertThat(lns.next()).isEqualTo("ff03c22303090004");
        assertThat(lns.link.peerName()).isEqualTo("user");
    }

    @Test
    void wrongPasswordIsRefusedInTheProtocolOfThePeer() {
        LinkEndpoint byPap = endpoint(server(), handover(PLAIN + PAP, "", pap("guess")));
        assertThat(byPap.next()).startsWith("ff03c0230307");
        assertThat(byPap.next()).startsWith("ff03c02105");
        LinkEndpoint byChap = endpoint(server(), handover(PLAIN + CHAP_MD5, "", chap("guess")));
        assertThat(byChap.next()).startsWith("ff03c2230409");
    }

    /// A LAC that asked for name and password in a terminal: nobody waits for an answer.
    @Test
    void textIsVerifiedInSilence() {
        byte[] password = "password".getBytes(StandardCharsets.UTF_8);
        LinkEndpoint lns = endpoint(server(), handover(PLAIN, "", proof(Handover.Kind.TEXT, "user", 0, password)));
        assertThat(lns.next()).startsWith("ff03802101");
        assertThat(lns.link.peerName()).isEqualTo("user");
        byte[] guess = "guess".getBytes(StandardCharsets.UTF_8);
        LinkEndpoint wrong = endpoint(server(), handover(PLAIN, "", proof(Handover.Kind.TEXT, "user", 0, guess)));
        assertThat(wrong.next()).startsWith("ff03c02105");
    }

    @Test
    void withoutProofThePeerIsAuthenticatedAnewOverTheSameLcp() {
        LinkEndpoint lns = endpoint(server(), handover(PLAIN + CHAP_MD5, "", Optional.empty()));
        assertThat(lns.next()).startsWith("ff03c22301");
        assertThat(lns.next()).isEmpty();
    }

    @Test
    void proofOfAnotherProtocolThanLcpSettledOnIsNotUsed() {
        LinkEndpoint lns = endpoint(server(), handover(PLAIN + CHAP_MD5, "", pap("password")));
        assertThat(lns.next()).startsWith("ff03c22301");
    }

    @Test
    void responseOfTheWrongLengthIsNoResponse() {
        Optional<Handover.Proof> odd = proof(Handover.Kind.CHAP, "user", 9, new byte[15]);
        assertThat(endpoint(server(), handover(PLAIN + CHAP_MD5, "", odd)).next())
                .startsWith("ff03c22301");
    }

    /// The limit: what a RADIUS server can be told of.
    @Test
    void aResponseToAChallengeThatIsTooLongIsNone() {
        assertThat(challengedByTheLacWith(253)).startsWith("ff03c22303");
        assertThat(challengedByTheLacWith(254)).as("challenged anew").startsWith("ff03c22301");
    }

    private static String challengedByTheLacWith(int octets) {
        byte[] challenge = new byte[octets];
        byte[] response = Chap.md5Response(9, "password".getBytes(StandardCharsets.UTF_8), challenge);
        var proof = new Handover.Proof(Handover.Kind.CHAP, "user", 9, challenge, response);
        return endpoint(server(), handover(PLAIN + CHAP_MD5, "", Optional.of(proof)))
                .next();
    }

    /// What this end would not have agreed to it negotiates: the first frame is a Configure-Request.
    @Test
    void optionsThatAreNotAcceptableAreNegotiatedAnew() {
        LinkSettings.Builder withoutPap = server();
        withoutPap.authPap = false;
        LinkSettings.Builder withoutAuthentication = server();
        withoutAuthentication.authPeer = false;
        assertThat(endpoint(withoutPap, handover(PAP, "", pap("password"))).next())
                .startsWith("ff03c02101");
        assertThat(endpoint(withoutAuthentication, handover(PAP, "", pap("password")))
                        .next())
                .startsWith("ff03c02101");
        for (String[] options : new String[][] {
            {PLAIN, ""}, // no authentication, though the peer is to authenticate itself
            {PAP + "110405dc", ""}, // multilink
            {PAP, "0d0306"}, // callback
            {PAP, "0304c023"}, // the peer wants us to authenticate ourselves
            {PAP, "0104"}, // malformed
            {PAP + "0103", ""}, // malformed
            {PAP + "01040001", ""}, // MRU of 1
            {"0305c22382", ""}, // no kind of CHAP
            {PAP + PLAIN, PLAIN} // the same magic number at both ends
        }) {
            LinkEndpoint lns = endpoint(server(), handover(options[0], options[1], pap("password")));
            assertThat(lns.next()).as(String.join(" ", options)).startsWith("ff03c02101");
            assertThat(lns.next()).isEmpty();
            assertThat(lns.notices).singleElement().asString().startsWith("LCP is negotiated anew: ");
        }
    }

    /// The client does not know of the LNS and begins anew: LCP, then authentication by PPP.
    @Test
    void peerThatNegotiatesAnywayIsFollowed() {
        LinkEndpoint lns = endpoint(server(), handover(PLAIN + PAP, "0506aabbccdd", pap("password")));
        lns.sent.clear();
        lns.receive("ff03 c021 01 01 000a 0506 0a0b0c0d");
        assertThat(lns.next()).startsWith("ff03c02101");
        assertThat(lns.next()).isEqualTo("ff03c0210201000a05060a0b0c0d");
        assertThat(lns.link.phase()).isEqualTo(Phase.ESTABLISH);
        assertThat(lns.link.peerName()).isEmpty();
    }

    /// Both ends of one link, each told by somebody: no LCP, no authentication, straight to IPCP.
    @Test
    void twoEndsThatWereToldTheSameBeginWithIpcp() {
        LinkSettings.Builder client = LinkSettings.builder();
        client.userName = "user";
        client.ipv6 = false;
        LinkPair pair = new LinkPair(server().build(), client.build(), 1);
        pair.left.secret("user", "password");
        Handover ofServer = handover(PLAIN + PAP, "0506aabbccdd", pap("password"));
        pair.left.link.open(ofServer, 0, pair.left);
        Handover ofClient = new Handover(
                HexFormat.of().parseHex("0506aabbccdd"), HexFormat.of().parseHex(PLAIN + PAP), Optional.empty(), true);
        pair.right.link.open(ofClient, 0, pair.right);
        pair.run(10);
        assertThat(pair.left.ipv4).isPresent();
        assertThat(pair.right.ipv4).isPresent();
        assertThat(pair.right.traces).noneMatch(line -> line.contains("LCP "));
    }

    @Test
    void proofPrintsWithoutItsSecrets() {
        assertThat(pap("password").orElseThrow()).hasToString("PAP user …");
    }
}
