package org.prol2tp.daemon;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.prol2tp.dataplane.DataPlane;
import org.prol2tp.linux.Errno;
import org.prol2tp.linux.LinuxException;
import org.prol2tp.protocol.node.DataCounters;
import org.prol2tp.protocol.node.DataPlaneCommand;
import org.prol2tp.protocol.node.Encapsulation;
import org.prol2tp.protocol.node.Endpoint;
import org.prol2tp.protocol.node.Path;
import org.prol2tp.protocol.node.SessionHandle;
import org.prol2tp.protocol.node.TunnelHandle;

/// A data plane that numbers its sockets and writes down what it is told.
final class SocketsOnly implements DataPlane {
    final Map<Integer, Endpoint> sockets = new HashMap<>();
    final List<Path> sent = new ArrayList<>();
    final List<DataPlaneCommand> commands = new ArrayList<>();
    final List<Integer> findingPathMtu = new ArrayList<>();
    int flushes;
    private int last;

    @Override
    public long strays() {
        return 5;
    }

    @Override
    public String name() {
        return "none";
    }

    @Override
    public int openSocket(Encapsulation encapsulation, Endpoint local) throws LinuxException {
        if (local.port() != 0 && sockets.containsValue(local)) {
            throw new LinuxException("bind " + local, Errno.EADDRINUSE);
        }
        sockets.put(++last, local);
        return last;
    }

    @Override
    public void requireIpsec() {}

    @Override
    public long dropped() {
        return 0;
    }

    @Override
    public void findPathMtu(int socket) {
        findingPathMtu.add(socket);
    }

    @Override
    public Endpoint localEndpoint(int socket) {
        return sockets.getOrDefault(socket, new Endpoint(org.prol2tp.protocol.node.IpAddress.ANY_IPV4, 0));
    }

    @Override
    public void closeSocket(int socket) {
        sockets.remove(socket);
    }

    @Override
    public void sendControl(Path path, byte[] octets) {
        sent.add(path);
    }

    @Override
    public void sendPppFrame(SessionHandle session, byte[] frame) {}

    @Override
    public void flush() {
        flushes++;
    }

    @Override
    public void execute(DataPlaneCommand command) {
        commands.add(command);
    }

    @Override
    public DataCounters counters(SessionHandle session) {
        return DataCounters.ZERO;
    }

    @Override
    public DataCounters counters(TunnelHandle tunnel) {
        return DataCounters.ZERO;
    }

    @Override
    public void close() {
        sockets.clear();
    }
}
