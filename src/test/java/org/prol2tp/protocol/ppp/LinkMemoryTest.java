package org.prol2tp.protocol.ppp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What an open link keeps: a daemon holds 50,000 of them.
class LinkMemoryTest {
    private static final int PAIRS = 1_500;
    private static final int MOST_OCTETS = 1_500;

    @Test
    void openLinkIsSmall() {
        LinkSettings.Builder server = LinkSettings.builder();
        server.localAddress = 0x0A000001;
        server.peerAddress = 0x0A000002;
        server.authPeer = true;
        LinkSettings serverSettings = server.build();
        LinkSettings.Builder client = LinkSettings.builder();
        client.userName = "alice";
        LinkSettings clientSettings = client.build();
        List<Link> links = new ArrayList<>(2 * PAIRS);
        long before = usedOctets();
        for (int i = 0; i < PAIRS; i++) {
            LinkPair pair = new LinkPair(serverSettings, clientSettings, i).secret("alice", "wonderland");
            pair.left.tracesWanted = false;
            pair.right.tracesWanted = false;
            pair.open();
            links.add(pair.left.link);
            links.add(pair.right.link);
        }
        long octets = (usedOctets() - before) / links.size();
        System.out.println("an open link keeps " + octets + " octets");
        assertThat(links).allMatch(link -> link.phase() == Phase.NETWORK && link.deadlineNs() == Link.NEVER);
        assertThat(octets).as("octets of heap a link").isLessThan(MOST_OCTETS);
    }

    private static long usedOctets() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
