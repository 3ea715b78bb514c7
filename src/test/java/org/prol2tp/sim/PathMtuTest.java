package org.prol2tp.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.prol2tp.protocol.node.Event;
import org.prol2tp.protocol.node.Input;
import org.prol2tp.protocol.node.Path;
import org.prol2tp.protocol.node.Reply;
import org.prol2tp.protocol.node.Request;
import org.prol2tp.protocol.node.SessionHandle;

/// What the network says about the length of datagrams changes the interfaces of a tunnel that asked for it.
class PathMtuTest {
    private static Path path(Pair pair) {
        Reply reply =
                pair.ask(pair.a(), new Request.ShowTunnels(Optional.empty())).orElseThrow();
        return ((Reply.TunnelsShown) reply).tunnels().getFirst().path().orElseThrow();
    }

    private static Pair up(boolean discovery) {
        Recipe lac = Recipe.lac(1, 1);
        lac.tunnel.doPmtuDiscovery = discovery;
        Pair pair = new Pair(1, lac.build(), Recipe.lns(8).build()).start();
        return pair.runUntil(() -> !pair.a().events(Event.SessionUp.class).isEmpty(), Duration.ofSeconds(30));
    }

    private static List<String> notices(Pair pair) {
        return pair.a().events(Event.TunnelNotice.class).stream()
                .map(Event.TunnelNotice::what)
                .filter(what -> what.startsWith("the path carries"))
                .toList();
    }

    private static int lastMtu(Pair pair) {
        SessionHandle session =
                pair.a().events(Event.SessionUp.class).getFirst().session().handle();
        return pair.a().dataPlane().device(session).orElseThrow().mtu();
    }

    @Test
    void interfacesCarryWhatFitsIntoThePath() {
        Pair pair = up(true);
        pair.feed(pair.a(), new Input.PathMtuFound(path(pair), 1400));
        assertThat(lastMtu(pair)).isEqualTo(1400 - 20 - 8 - 12 - 4);
        pair.feed(pair.a(), new Input.PathMtuFound(path(pair), 1450));
        assertThat(notices(pair)).containsExactly("the path carries 1400 octets, its interfaces now 1356");
    }

    @Test
    void nobodyWhoForgesAnErrorStopsTheTraffic() {
        Pair pair = up(true);
        pair.feed(pair.a(), new Input.PathMtuFound(path(pair), 1));
        assertThat(lastMtu(pair)).isEqualTo(552 - 20 - 8 - 12 - 4);
    }

    @Test
    void aTunnelThatDidNotAskIsNotConcerned() {
        Pair pair = up(false);
        int before = lastMtu(pair);
        pair.feed(pair.a(), new Input.PathMtuFound(path(pair), 1400));
        assertThat(lastMtu(pair)).isEqualTo(before);
        assertThat(notices(pair)).isEmpty();
    }
}
