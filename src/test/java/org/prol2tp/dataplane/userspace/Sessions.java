package org.prol2tp.dataplane.userspace;

import org.prol2tp.linux.L2tpSocket;
import org.prol2tp.linux.LinuxException;
import org.prol2tp.linux.SocketAddress;
import org.prol2tp.protocol.node.DataPlaneCommand.AddTunnel;
import org.prol2tp.protocol.node.DataPlaneCommand.DataOptions;
import org.prol2tp.protocol.node.DataPlaneCommand.PseudowireOptions;
import org.prol2tp.protocol.node.DataPlaneCommand.SequencingOptions;
import org.prol2tp.protocol.node.Endpoint;
import org.prol2tp.protocol.node.IpAddress;
import org.prol2tp.protocol.node.Path;
import org.prol2tp.protocol.node.SessionHandle;
import org.prol2tp.protocol.node.TunnelHandle;
import org.prol2tp.protocol.wire.ControlConnectionId;

/// Sessions for tests: in a tunnel to 127.0.0.1, out of one socket that nobody reads.
final class Sessions {
    private static final L2tpSocket SOCKET = socket();
    private static final IpAddress LOOPBACK = IpAddress.ofIpv4(0x7f000001);

    private Sessions() {}

    static Session session(int tunnelId, int sessionId) {
        return session(tunnelId, sessionId, SequencingOptions.NONE);
    }

    static Session session(int tunnelId, int sessionId, SequencingOptions sequencing) {
        return new Session(
                new SessionHandle(sessionId), tunnel(tunnelId, new DataOptions(true, true)), sessionId, 9, sequencing);
    }

    static Session session(int tunnelId, int sessionId, DataOptions options) {
        return new Session(
                new SessionHandle(sessionId), tunnel(tunnelId, options), sessionId, 9, SequencingOptions.NONE);
    }

    /// Whose sequence numbers are there.
    static Session session(int tunnelId, int sessionId, KeptNumbers numbers) {
        Tunnel tunnel = tunnel(tunnelId, new DataOptions(true, true), numbers);
        return new Session(new SessionHandle(sessionId), tunnel, sessionId, 9, SequencingOptions.NONE);
    }

    /// With another session id of the peer's.
    static Session sessionTo(int peerId, int tunnelId, int sessionId) {
        Tunnel tunnel = tunnel(tunnelId, new DataOptions(true, true));
        return new Session(new SessionHandle(sessionId), tunnel, sessionId, peerId, SequencingOptions.NONE);
    }

    /// Of L2TPv3.
    static Session session(int sessionId, PseudowireOptions pseudowire) {
        return new Session(
                new SessionHandle(sessionId),
                tunnel(1, new DataOptions(true, true)),
                sessionId,
                9,
                SequencingOptions.NONE,
                PseudowireLayout.of(pseudowire));
    }

    private static Tunnel tunnel(int tunnelId, DataOptions options) {
        return tunnel(tunnelId, options, KeptNumbers.none(new RecordingSink()));
    }

    private static Tunnel tunnel(int tunnelId, DataOptions options, KeptNumbers numbers) {
        Path path = new Path(
                0, LOOPBACK, new Endpoint(LOOPBACK, SOCKET.localAddress().port()));
        AddTunnel command = new AddTunnel(
                new TunnelHandle(tunnelId),
                new ControlConnectionId(tunnelId),
                new ControlConnectionId(7),
                path,
                options);
        return new Tunnel(command, new Route(SOCKET, path), numbers);
    }

    private static L2tpSocket socket() {
        try {
            return L2tpSocket.bind(new SocketAddress(false, 0, 0x7f000001, 0), L2tpSocket.Options.DEFAULT);
        } catch (LinuxException e) {
            throw new IllegalStateException(e);
        }
    }
}
