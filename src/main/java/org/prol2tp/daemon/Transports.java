package org.prol2tp.daemon;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.prol2tp.dataplane.DataPlane;
import org.prol2tp.linux.LinuxException;
import org.prol2tp.protocol.node.Encapsulation;
import org.prol2tp.protocol.node.Endpoint;
import org.prol2tp.protocol.node.Input;
import org.prol2tp.protocol.node.IpAddress;
import org.prol2tp.protocol.node.Output.OpenTransport;
import org.prol2tp.protocol.node.Path;
import org.prol2tp.protocol.node.TunnelHandle;

/// Gives each tunnel its socket: one of those that listen, or one of its own. Names are resolved on threads apart, anew
/// at every try. Belongs to the loop's thread.
///
/// 1. [#open]: an address needs no resolver and is answered at once; a name goes to a resolver thread,
/// 2. the resolver's answer waits in `resolved`, and the loop is woken,
/// 3. [#settle], by the loop: a socket of the address's family, answered to the node.
final class Transports {
    /// Names resolved at a time; a resolver that hangs holds up only so many.
    private static final int MAX_RESOLVERS = 16;

    /// A socket on a port that peers know.
    record Listener(int socket, Endpoint local) {}

    /// Of IP protocol 115, by whether it is of IPv6: one of each for all tunnels and peers, since each one there is
    /// would get every packet.
    private final Map<Boolean, Integer> ipSockets = new HashMap<>();

    private record Resolved(OpenTransport request, List<IpAddress> addresses, String failure) {}

    private final DataPlane dataPlane;
    private final InputQueue queue;
    private final List<Listener> listeners = new ArrayList<>();
    private final Map<TunnelHandle, Integer> ownSockets = new HashMap<>();
    private final Map<TunnelHandle, OpenTransport> pending = new HashMap<>();
    private final ConcurrentLinkedQueue<Resolved> resolved = new ConcurrentLinkedQueue<>();
    private final ExecutorService resolvers;

    Transports(DataPlane dataPlane, InputQueue queue) {
        this.dataPlane = dataPlane;
        this.queue = queue;
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                MAX_RESOLVERS,
                MAX_RESOLVERS,
                10,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().daemon().name("resolver-", 0).factory());
        pool.allowCoreThreadTimeOut(true);
        this.resolvers = pool;
    }

    /// Listens at `local`.
    ///
    /// @throws LinuxException if the kernel refuses
    void listen(Endpoint local) throws LinuxException {
        listeners.add(new Listener(dataPlane.openSocket(local), local));
    }

    /// Listens for L2TPv3 over IP, at all addresses of a family.
    ///
    /// @throws LinuxException if the kernel refuses
    void listenOnIp(boolean ipv6) throws LinuxException {
        ipSocket(ipv6);
    }

    private int ipSocket(boolean ipv6) throws LinuxException {
        Integer known = ipSockets.get(ipv6);
        if (known != null) {
            return known;
        }
        IpAddress any = ipv6 ? IpAddress.ANY_IPV6 : IpAddress.ANY_IPV4;
        int socket = dataPlane.openSocket(Encapsulation.IP, new Endpoint(any, 0));
        ipSockets.put(ipv6, socket);
        return socket;
    }

    List<Listener> listeners() {
        return listeners;
    }

    /// Answers [OpenTransport] by an input, now or later.
    void open(OpenTransport request) {
        pending.put(request.tunnel(), request);
        Optional<IpAddress> literal = IpAddress.parse(request.host());
        if (literal.isPresent()) {
            settle(new Resolved(request, List.of(literal.get()), ""));
            return;
        }
        resolvers.execute(() -> {
            resolved.add(resolve(request));
            queue.wake();
        });
    }

    /// Closes the tunnel's own socket, if it has one.
    void close(TunnelHandle tunnel) {
        pending.remove(tunnel);
        Integer socket = ownSockets.remove(tunnel);
        if (socket != null) {
            dataPlane.closeSocket(socket);
        }
    }

    /// Whether no name is being looked up.
    boolean isSettled() {
        return pending.isEmpty();
    }

    /// Takes what the resolvers found.
    void settle() {
        for (Resolved answer = resolved.poll(); answer != null; answer = resolved.poll()) {
            settle(answer);
        }
    }

    private static Resolved resolve(OpenTransport request) {
        List<IpAddress> addresses = new ArrayList<>();
        try {
            for (InetAddress address : InetAddress.getAllByName(request.host())) {
                addresses.add(IpAddress.of(address.getAddress()));
            }
            return new Resolved(request, addresses, "");
        } catch (UnknownHostException e) {
            return new Resolved(request, addresses, "name not found: " + request.host());
        }
    }

    private void settle(Resolved answer) {
        OpenTransport request = answer.request;
        if (!pending.remove(request.tunnel(), request)) {
            return;
        }
        Optional<IpAddress> peer = answer.addresses.stream()
                .filter(address -> request.localAddress()
                        .map(local -> local.isIpv6() == address.isIpv6())
                        .orElse(true))
                .findFirst();
        if (peer.isEmpty()) {
            String reason = answer.failure.isEmpty()
                    ? request.host() + " has no address of the local address's family"
                    : answer.failure;
            queue.add(new Input.TransportFailed(request.tunnel(), reason));
            return;
        }
        IpAddress local = request.localAddress().orElse(peer.get().isIpv6() ? IpAddress.ANY_IPV6 : IpAddress.ANY_IPV4);
        try {
            int socket = socketFor(request, local);
            Endpoint peerEndpoint = new Endpoint(peer.get(), request.peerPort());
            queue.add(new Input.TransportOpened(request.tunnel(), new Path(socket, local, peerEndpoint)));
        } catch (LinuxException e) {
            queue.add(new Input.TransportFailed(request.tunnel(), String.valueOf(e.getMessage())));
        }
    }

    private int socketFor(OpenTransport request, IpAddress local) throws LinuxException {
        close(request.tunnel());
        if (request.encapsulation() == Encapsulation.IP) {
            return ipSocket(local.isIpv6());
        }
        if (request.localPort() != 0) {
            for (Listener listener : listeners) {
                IpAddress at = listener.local.address();
                if (listener.local.port() == request.localPort()
                        && at.isIpv6() == local.isIpv6()
                        && (at.isAny() || local.isAny() || at.equals(local))) {
                    return listener.socket;
                }
            }
        }
        int socket = dataPlane.openSocket(new Endpoint(local, request.localPort()));
        if (request.findPathMtu()) {
            dataPlane.findPathMtu(socket);
        }
        ownSockets.put(request.tunnel(), socket);
        return socket;
    }
}
