package org.prol2tp.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.prol2tp.protocol.node.Endpoint;
import org.prol2tp.protocol.node.Input;
import org.prol2tp.protocol.node.IpAddress;
import org.prol2tp.protocol.node.NodeProbe;
import org.prol2tp.protocol.node.Secret;
import org.prol2tp.protocol.node.Settings.UserSecret;

/// A session whose user changes: LCP is negotiated anew, and somebody else authenticates.
class UserChangeTest {
    private static final Endpoint LAC = HandPeer.endpoint("192.0.2.9", 1701);

    private static Recipe lns() {
        Recipe lns = Recipe.lns(8).authenticateBy(true, false, false);
        lns.ppp.ipv6 = false;
        lns.secrets.clear();
        lns.secrets.add(new UserSecret("one", "*", Secret.of("x"), List.of(address("10.9.0.5"))));
        lns.secrets.add(new UserSecret("two", "*", Secret.of("y"), List.of(address("10.9.0.6"))));
        return lns;
    }

    private static IpAddress address(String text) {
        return IpAddress.parse(text).orElseThrow();
    }

    private static HandPeer connected() {
        HandPeer hand = new HandPeer(lns().build());
        hand.connectCall(LAC, 5);
        return hand;
    }

    private static void receive(HandPeer hand, String frame) {
        hand.feed(new Input.PppFrameReceived(
                hand.sessions.getFirst(), HexFormat.of().parseHex(frame.replace(" ", ""))));
    }

    /// The last frame of the node that begins so.
    private static String sent(HandPeer hand, String head) {
        return hand.frames.stream()
                .map(HexFormat.of()::formatHex)
                .filter(frame -> frame.startsWith(head))
                .reduce((_, last) -> last)
                .orElse("");
    }

    /// LCP opens, the user authenticates, and asks for an address; gives the one it is told to take.
    private static String logIn(HandPeer hand, String user, String password, int identifier) {
        receive(hand, "ff03 c021 01 %02x 0004".formatted(identifier));
        String request = sent(hand, "ff03c02101");
        receive(hand, request.substring(0, 8) + "02" + request.substring(10));
        String credentials = text(user) + text(password);
        receive(hand, "ff03 c023 01 %02x %04x ".formatted(identifier, 4 + credentials.length() / 2) + credentials);
        assertThat(sent(hand, "ff03c02302")).as("PAP Ack").isNotEmpty();
        receive(hand, "ff03 8021 01 %02x 000a 0306 00000000".formatted(identifier));
        String nak = sent(hand, "ff03802103");
        return nak.substring(nak.length() - 8);
    }

    private static String text(String text) {
        return "%02x".formatted(text.length()) + HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void leaseOfTheFirstUserIsGivenBackWhenAnotherAuthenticates() {
        HandPeer hand = connected();
        assertThat(logIn(hand, "one", "x", 1)).isEqualTo("0a090005");
        assertThat(logIn(hand, "two", "y", 2)).isEqualTo("0a090006");
        assertThat(NodeProbe.of(hand.node).toString()).contains("addresses=1");
    }

    @Test
    void leaseStaysWhereTheSameUserAuthenticatesAgain() {
        HandPeer hand = connected();
        assertThat(logIn(hand, "one", "x", 1)).isEqualTo("0a090005");
        assertThat(logIn(hand, "one", "x", 2)).isEqualTo("0a090005");
    }
}
