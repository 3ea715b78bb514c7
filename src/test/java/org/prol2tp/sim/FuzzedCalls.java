package org.prol2tp.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.prol2tp.protocol.node.Endpoint;
import org.prol2tp.protocol.node.NodeProbe;
import org.prol2tp.protocol.node.Settings;
import org.prol2tp.protocol.wire.ControlConnectionId;
import org.prol2tp.protocol.wire.Message;
import org.prol2tp.protocol.wire.ResultCode;
import org.prol2tp.protocol.wire.WireFormat;

/// A node and a peer that speaks one version of L2TP, whose messages of calls have octets changed at random.
final class FuzzedCalls {
    /// Calls of each kind; `-Dfuzz.count=` is for single messages.
    static final int CALLS = Integer.getInteger("fuzz.count", 20_000) / 20;

    private static final Endpoint PEER = HandPeer.endpoint("192.0.2.9", 1701);

    /// In either version.
    private static final int HEADER_OCTETS = 12;

    final HandPeer hand;
    private final WireFormat format;
    private final long seed;
    private final SplittableRandom random;

    FuzzedCalls(WireFormat format, long seed, Settings settings) {
        hand = new HandPeer(settings);
        this.format = format;
        this.seed = seed;
        random = new SplittableRandom(seed);
    }

    /// Opens a tunnel, asks for a call in it, goes on as if whatever was asked for had been granted, and closes the
    /// tunnel.
    void play(int tunnelId, Message request, List<Message> then) {
        int tunnel =
                format.equals(WireFormat.V2) ? hand.openTunnel(PEER, tunnelId) : hand.openTunnelOfV3(PEER, tunnelId);
        int session = hand.send(PEER, mutated(message(tunnel, 0, 2, 1, request))).stream()
                .flatMap(it -> HandPeer.read(it).stream())
                .map(it -> it instanceof Message.Assigning reply
                        ? reply.assignedSessionId().value()
                        : 0)
                .filter(id -> id != 0)
                .findFirst()
                .orElse(0);
        int ns = 3;
        for (Message message : then) {
            hand.send(PEER, mutated(message(tunnel, session, ns++, 2, message)));
        }
        Message.StopCcn stop =
                Message.StopCcn.of(new ControlConnectionId(tunnelId), ResultCode.of(ResultCode.StopCcnResult.CLEARED));
        for (int next = 3; next <= ns; next++) { // what was damaged most was not taken, and has its number still
            hand.send(PEER, message(tunnel, 0, next, 3, stop));
        }
    }

    /// When some time has passed, the node keeps nothing of all that.
    void assertEmpty() {
        hand.pass(300_000_000_000L);
        assertThat(NodeProbe.of(hand.node)).as("seed %d", seed).isEqualTo(NodeProbe.EMPTY);
    }

    private byte[] message(int tunnel, int session, int ns, int nr, Message message) {
        return HandPeer.message(format, tunnel, session, ns, nr, message);
    }

    private byte[] mutated(byte[] datagram) {
        byte[] changed = datagram.clone();
        for (int i = random.nextInt(3); i > 0; i--) {
            changed[HEADER_OCTETS + random.nextInt(changed.length - HEADER_OCTETS)] = (byte) random.nextInt(256);
        }
        return changed;
    }
}
