package org.prol2tp.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.prol2tp.protocol.node.AaaAnswer;
import org.prol2tp.protocol.node.AaaQuestion;
import org.prol2tp.protocol.node.Encapsulation;
import org.prol2tp.protocol.node.Endpoint;
import org.prol2tp.protocol.node.Event;
import org.prol2tp.protocol.node.IpAddress;
import org.prol2tp.protocol.node.Node;
import org.prol2tp.protocol.node.Outbox;
import org.prol2tp.protocol.node.Output;
import org.prol2tp.protocol.node.Path;
import org.prol2tp.protocol.node.Reply;
import org.prol2tp.protocol.node.SessionHandle;
import org.prol2tp.protocol.node.Settings;

/// One of the two: a node with all a daemon would give it.
public final class Side {
    /// The socket that listens, by the number the node sees.
    static final int LISTENING = 0;

    /// The socket of IP protocol 115; there is no port.
    private static final int IP_SOCKET = 9_999;

    private static final int FIRST_EPHEMERAL_PORT = 40_000;

    final String name;

    final IpAddress address;

    final Outbox outbox = new Outbox();

    final List<Event> events = new ArrayList<>();

    /// Interfaces asked for whose answer is still on its way.
    final Map<SessionHandle, Integer> unanswered = new HashMap<>();

    final Map<Long, Reply> replies = new HashMap<>();

    /// What a NAT before this side makes of its ports; the same port where the map is silent.
    final Map<Integer, Integer> outerPorts = new HashMap<>();

    /// Ports that can be reached by their own number too.
    private final Set<Integer> alsoReachable = new HashSet<>();

    Node node;

    FakeDataPlane dataPlane = new FakeDataPlane();

    boolean running = true;

    boolean nameServiceWorks = true;

    boolean devicesWork = true;

    /// What is asked outside, and who answers; nothing: nobody does.
    /// PPP frames of control protocols in both directions, of all sessions.
    long pppFrames;

    /// Packets that sessions carried, for a test to count on.
    long packets;

    /// It outlives its node.
    final Memory remembered = new Memory();

    public final List<Output.TellPppProvider> saidToPppProvider = new ArrayList<>();

    public final List<Output.AskAaa> questions = new ArrayList<>();

    public Function<AaaQuestion, Optional<AaaAnswer>> authoriser = _ -> Optional.of(new AaaAnswer.Passed());

    private final Map<Integer, Integer> portOfSocket = new HashMap<>();

    private int sockets = 1;

    /// By its node, since ever.
    long datagramsSent;

    Side(String name, IpAddress address, Settings settings, long seed) {
        this.name = name;
        this.address = address;
        node = new Node(settings, new SeededEntropy(seed));
        portOfSocket.put(LISTENING, settings.system().udpPort());
        portOfSocket.put(IP_SOCKET, 0);
    }

    /// The process died and another one starts: nothing is left of the old.
    void restart(Settings settings, long seed) {
        node = new Node(settings, new SeededEntropy(seed));
        dataPlane = new FakeDataPlane();
        running = true;
    }

    int portOfSocket(int socket) {
        return portOfSocket.getOrDefault(socket, 0);
    }

    int openSocket(Encapsulation encapsulation, int port) {
        if (encapsulation == Encapsulation.IP) {
            return IP_SOCKET;
        }
        if (port == portOfSocket.getOrDefault(LISTENING, 0)) {
            return LISTENING;
        }
        int socket = sockets++;
        portOfSocket.put(socket, port == 0 ? FIRST_EPHEMERAL_PORT + socket : port);
        return socket;
    }

    /// Where datagrams of this path seem to come from.
    Endpoint outerEndpoint(Path path) {
        int port = portOfSocket.getOrDefault(path.socket(), 0);
        return new Endpoint(address, outerPorts.getOrDefault(port, port));
    }

    /// What is sent from `port` seems to come from `otherPort`; both reach it.
    public void answersFrom(int port, int otherPort) {
        outerPorts.put(port, otherPort);
        alsoReachable.add(port);
    }

    /// The socket that gets what is sent to this outer port; -1 if none does.
    int socketFor(int outerPort) {
        for (Map.Entry<Integer, Integer> socket : portOfSocket.entrySet()) {
            if (socket.getValue() == outerPort && alsoReachable.contains(outerPort)) {
                return socket.getKey();
            }
        }
        for (Map.Entry<Integer, Integer> socket : portOfSocket.entrySet()) {
            if (outerPorts.getOrDefault(socket.getValue(), socket.getValue()) == outerPort) {
                return socket.getKey();
            }
        }
        return -1;
    }

    /// A session that is said to be up has its interface as it is to be: scripts rely on it.
    void happened(Event event) {
        if (event instanceof Event.SessionUp up
                && unanswered.getOrDefault(up.session().handle(), 0) > 0) {
            throw new AssertionError("up before its interface is ready: " + up);
        }
        events.add(event);
    }

    /// All events of one kind so far.
    public <E extends Event> List<E> events(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    public FakeDataPlane dataPlane() {
        return dataPlane;
    }

    public Node node() {
        return node;
    }
}
