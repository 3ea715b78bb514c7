package org.prol2tp.protocol.ppp;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// Two ends of PPP from nothing to IPv4 and IPv6: LCP, authentication, IPCP, IPV6CP; both ends' work, and the line
/// between them.
@State(Scope.Thread)
public class NegotiationBenchmark {
    private static final int SERVER_ADDRESS = 0x0A000001;
    private static final int CLIENT_ADDRESS = 0x0A000064;

    private final LinkSettings pap = server(true);
    private final LinkSettings chap = server(false);
    private final LinkSettings client = client();

    private static LinkSettings server(boolean pap) {
        LinkSettings.Builder settings = LinkSettings.builder();
        settings.localAddress = SERVER_ADDRESS;
        settings.assignPeerAddress = true;
        settings.authPeer = true;
        settings.localName = "lns";
        settings.authPap = pap;
        settings.authChap = !pap;
        settings.authMschapv2 = false;
        settings.authMschapv1 = false;
        settings.authEap = false;
        return settings.build();
    }

    private static LinkSettings client() {
        LinkSettings.Builder settings = LinkSettings.builder();
        settings.userName = "alice";
        return settings.build();
    }

    private Phase up(LinkSettings server) {
        LinkPair pair = new LinkPair(server, client, 6).secret("alice", "wonderland");
        pair.left.tracesWanted = false;
        pair.right.tracesWanted = false;
        pair.left.poolAddress = CLIENT_ADDRESS;
        pair.left.open();
        pair.right.open();
        pair.run(2);
        if (pair.left.link.phase() != Phase.NETWORK) {
            throw new IllegalStateException("not up: " + pair.left.events);
        }
        return pair.right.link.phase();
    }

    @Benchmark
    public Phase withPap() {
        return up(pap);
    }

    @Benchmark
    public Phase withChap() {
        return up(chap);
    }
}
