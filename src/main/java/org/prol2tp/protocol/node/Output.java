package org.prol2tp.protocol.node;

import java.util.Optional;

/// Everything a node can say.
public sealed interface Output {
    /// Send this control datagram. The receiver must not change `octets`: a retransmission is the same
    /// array.
    record SendDatagram(Path path, byte[] octets) implements Output {}

    /// Send this PPP frame in a data message. `frame` begins with the address field or the protocol
    /// field, as negotiated.
    record SendPppFrame(SessionHandle session, byte[] frame) implements Output {}

    /// Resolve `host` (a name or an address) anew and give the tunnel a socket: the listening one if
    /// `localPort` is its port, else one of its own (`localPort` 0: ephemeral). Answered by
    /// [Input.TransportOpened] or [Input.TransportFailed].
    ///
    /// @param peerPort 0 where the encapsulation is IP, and likewise `localPort`
    /// @param findPathMtu a socket of its own sends nothing that may be cut in pieces
    record OpenTransport(
            TunnelHandle tunnel,
            Encapsulation encapsulation,
            String host,
            int peerPort,
            Optional<IpAddress> localAddress,
            int localPort,
            boolean findPathMtu)
            implements Output {}

    /// The tunnel is gone: its own socket, if it had one, may be closed.
    record CloseTransport(TunnelHandle tunnel) implements Output {}

    /// To the data plane.
    record ProgramDataPlane(DataPlaneCommand command) implements Output {}

    /// The reply to [Input.OperatorAsked].
    record AnswerOperator(long ticket, Reply reply) implements Output {}

    /// Ask outside whether this may be. To be answered by [Input.AaaAnswered] with the same number.
    record AskAaa(SessionHandle session, long question, AaaQuestion what) implements Output {}

    /// To whoever negotiates PPP in place of the node, see [SystemParameters#pppProvided]. What he says
    /// comes as [Input.PppProviderSaid] with the same number.
    record TellPppProvider(SessionHandle session, long number, ToPppProvider what) implements Output {}

    /// Tell what this session has carried: [Input.TrafficCounted].
    record CountTraffic(SessionHandle session) implements Output {}

    /// To be written down before anything that is said after it is carried out, where it outlives this
    /// process.
    record Remember(Kept what) implements Output {}

    /// Something happened: for the log, scripts, plugins and accounting.
    record Report(Event event) implements Output {}
}
