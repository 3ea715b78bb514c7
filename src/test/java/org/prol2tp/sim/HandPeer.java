package org.prol2tp.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.prol2tp.protocol.node.DataPlaneCommand;
import org.prol2tp.protocol.node.Endpoint;
import org.prol2tp.protocol.node.Event;
import org.prol2tp.protocol.node.Input;
import org.prol2tp.protocol.node.IpAddress;
import org.prol2tp.protocol.node.Node;
import org.prol2tp.protocol.node.Outbox;
import org.prol2tp.protocol.node.Output;
import org.prol2tp.protocol.node.Path;
import org.prol2tp.protocol.node.Reply;
import org.prol2tp.protocol.node.Request;
import org.prol2tp.protocol.node.SessionHandle;
import org.prol2tp.protocol.node.Settings;
import org.prol2tp.protocol.wire.Avp;
import org.prol2tp.protocol.wire.AvpSet;
import org.prol2tp.protocol.wire.CallAvp.FramingType;
import org.prol2tp.protocol.wire.CallAvp.TxConnectSpeed;
import org.prol2tp.protocol.wire.ControlConnectionAvp;
import org.prol2tp.protocol.wire.ControlConnectionId;
import org.prol2tp.protocol.wire.ControlHeader;
import org.prol2tp.protocol.wire.Datagram;
import org.prol2tp.protocol.wire.Message;
import org.prol2tp.protocol.wire.Reading;
import org.prol2tp.protocol.wire.SessionId;
import org.prol2tp.protocol.wire.WireFormat;

/// A node and somebody who sends it datagrams by hand, from whatever address, and looks at the answers.
public final class HandPeer {
    private static final IpAddress LOCAL = IpAddress.ofIpv4(0xc0000202);

    public final Node node;

    public final Outbox out = new Outbox();

    public final List<Event> events = new ArrayList<>();

    /// Sessions in the data plane, in the order they entered it.
    public final List<SessionHandle> sessions = new ArrayList<>();

    /// PPP frames that the node sent.
    public final List<byte[]> frames = new ArrayList<>();

    /// For a test to keep what the node sent.
    public List<byte[]> answers = List.of();

    /// What the data plane was told.
    public final List<DataPlaneCommand> programmed = new ArrayList<>();

    public long nowNs;

    public HandPeer(Settings settings) {
        node = new Node(settings, new SeededEntropy(7));
    }

    /// An SCCRQ with this host name.
    public static byte[] sccrq(String hostName, int assignedTunnelId, Avp... optional) {
        Message.Sccrq message = Message.Sccrq.of(
                hostName,
                ControlConnectionAvp.FramingCapabilities.ANY,
                new ControlConnectionId(assignedTunnelId),
                optional);
        return message(0, 0, 0, 0, message);
    }

    public static byte[] message(int tunnelId, int sessionId, int ns, int nr, Message message) {
        return message(WireFormat.V2, tunnelId, sessionId, ns, nr, message);
    }

    public static byte[] message(WireFormat format, int tunnel, int session, int ns, int nr, Message message) {
        ControlHeader header = new ControlHeader(new ControlConnectionId(tunnel), new SessionId(session), ns, nr);
        return format.encode(header, message, Optional.empty());
    }

    /// An SCCRQ of L2TPv3.
    public static byte[] sccrqOfV3(String hostName, int assigned) {
        Message sccrq = new Message.Sccrq(AvpSet.of(
                new ControlConnectionAvp.HostName(hostName),
                new ControlConnectionAvp.RouterId(1),
                new ControlConnectionAvp.AssignedTunnelId(new ControlConnectionId(assigned)),
                new ControlConnectionAvp.PseudowireCapabilitiesList(List.of(4, 5, 7))));
        return v3(0, 0, 0, 0, sccrq);
    }

    /// The same message of L2TPv3.
    public static byte[] v3(int connection, int session, int ns, int nr, Message message) {
        return message(WireFormat.V3, connection, session, ns, nr, message);
    }

    /// Opens a tunnel of L2TPv3 by hand and gives the node's id of it.
    public int openTunnelOfV3(Endpoint from, int assigned) {
        for (byte[] answer : send(from, sccrqOfV3("young", assigned))) {
            if (read(answer).orElse(null) instanceof Message.Sccrp sccrp) {
                int id = sccrp.assignedTunnelId().value();
                send(from, v3(id, 0, 1, 1, Message.Scccn.of()));
                return id;
            }
        }
        throw new IllegalStateException("no SCCRP");
    }

    /// Feeds one datagram; gives what the node sends at once, in order.
    public List<byte[]> send(Endpoint from, byte[] datagram) {
        return feed(new Input.DatagramReceived(new Path(0, LOCAL, from), datagram));
    }

    /// Feeds one input; gives the datagrams the node sends at once, in order.
    public List<byte[]> feed(Input input) {
        node.handle(input, nowNs, out);
        return sent();
    }

    /// Asks the node; it answers at once.
    public Reply ask(Request request) {
        node.handle(new Input.OperatorAsked(1, request), nowNs, out);
        Output.AnswerOperator answer = (Output.AnswerOperator) out.outputs().getLast();
        out.clear();
        return answer.reply();
    }

    /// Lets time pass; gives all that is sent meanwhile.
    public List<byte[]> pass(long lengthNs) {
        long endNs = nowNs + lengthNs;
        List<byte[]> all = new ArrayList<>();
        while (node.nextWakeupNs() <= endNs) {
            nowNs = Math.max(nowNs, node.nextWakeupNs());
            all.addAll(feed(new Input.TimePassed()));
        }
        nowNs = endNs;
        return all;
    }

    /// The message in a datagram; empty for a ZLB.
    public static Optional<Message> read(byte[] datagram) {
        if (!(Datagram.decode(datagram) instanceof Datagram.Control control)) {
            return Optional.empty();
        }
        if (control.read(Optional.empty()) instanceof Reading.Accepted accepted) {
            return Optional.of(accepted.message());
        }
        throw new IllegalStateException("the node sent nonsense");
    }

    /// Opens a tunnel by hand and gives the node's id of it.
    public int openTunnel(Endpoint from, int assignedTunnelId) {
        for (byte[] answer : send(from, sccrq("hand", assignedTunnelId))) {
            if (read(answer).orElse(null) instanceof Message.Sccrp sccrp) {
                int id = sccrp.assignedTunnelId().value();
                send(from, message(id, 0, 1, 1, Message.Scccn.of()));
                return id;
            }
        }
        throw new IllegalStateException("no SCCRP");
    }

    /// Opens a tunnel by hand, and connects an incoming call in it; `told` goes into the ICCN.
    public void connectCall(Endpoint from, int assignedTunnelId, Avp... told) {
        int tunnel = openTunnel(from, assignedTunnelId);
        int session = send(from, message(tunnel, 0, 2, 1, Message.Icrq.of(new SessionId(6), 1))).stream()
                .flatMap(it -> read(it).stream())
                .filter(Message.Icrp.class::isInstance)
                .map(it -> ((Message.Icrp) it).assignedSessionId().value())
                .findFirst()
                .orElseThrow();
        Message.Iccn iccn = Message.Iccn.of(new TxConnectSpeed(64_000), new FramingType(1), told);
        send(from, message(tunnel, session, 3, 2, iccn));
    }

    public static Endpoint endpoint(String address, int port) {
        return new Endpoint(IpAddress.parse(address).orElseThrow(), port);
    }

    private List<byte[]> sent() {
        List<byte[]> datagrams = new ArrayList<>();
        for (Output output : out.outputs()) {
            switch (output) {
                case Output.SendDatagram send -> datagrams.add(send.octets());
                case Output.SendPppFrame send -> frames.add(send.frame());
                case Output.Report report -> events.add(report.event());
                case Output.ProgramDataPlane program -> {
                    programmed.add(program.command());
                    if (program.command() instanceof DataPlaneCommand.AddSession add) {
                        sessions.add(add.session());
                    }
                }
                default -> {}
            }
        }
        out.clear();
        return datagrams;
    }
}
