package org.prol2tp.protocol.node;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Everything a node can be told.
public sealed interface Input {
    /// The daemon is ready: the node opens the configured tunnels.
    record Started() implements Input {}

    /// What [Output.Remember] said in a process that is no more, of one tunnel that it had. Before
    /// [Started].
    ///
    /// @param localPort of the UDP socket that the tunnel's path had
    record Remembered(Kept.OfTunnel tunnel, List<Kept.OfSession> sessions, int localPort) implements Input {}

    /// A datagram with the T bit set arrived. `path.peer` is where it came from. The node may keep
    /// `octets`.
    record DatagramReceived(Path path, byte[] octets) implements Input {}

    /// A PPP frame for the control protocols arrived in a session (any protocol number but the
    /// network-layer data that the data plane carries itself). `frame` begins as it came: with or
    /// without FF 03, with a protocol field of 1 or 2 octets. The node may keep `frame`.
    record PppFrameReceived(SessionHandle session, byte[] frame) implements Input {}

    /// The instant that [Node#nextWakeupNs] named has come.
    record TimePassed() implements Input {}

    /// The operator asks; the answer is an [Output.AnswerOperator] with the same ticket, at once or
    /// later.
    record OperatorAsked(long ticket, Request request) implements Input {}

    /// The operator who asked [Request.Follow] with this ticket does not follow any more.
    record FollowerGone(long ticket) implements Input {}

    /// The config file was read anew and is good. Answered by [Reply.Reloaded] with the ticket.
    ///
    /// @param dryRun only tell what would change
    record SettingsRead(long ticket, Settings settings, boolean dryRun) implements Input {}

    /// An operator wants one more tunnel. Answered by [Reply.Done] or [Reply.Refused].
    record TunnelWanted(long ticket, Settings.ConfiguredTunnel tunnel) implements Input {}

    /// An operator wants one more session in a tunnel, whoever opened that. Answered by [Reply.Done] or
    /// [Reply.Refused].
    record SessionWanted(long ticket, TunnelHandle tunnel, Settings.ConfiguredSession session) implements Input {}

    /// The answer to [Output.OpenTransport].
    record TransportOpened(TunnelHandle tunnel, Path path) implements Input {}

    /// The answer to [Output.OpenTransport] where it failed: name not found, no route, port in use.
    /// `reason` names the call and errno or the resolver's answer.
    record TransportFailed(TunnelHandle tunnel, String reason) implements Input {}

    /// The peer's host answered a datagram with an ICMP error (port unreachable and the like), if the
    /// socket told.
    record TransportUnreachable(Path path, String reason) implements Input {}

    /// The kernel did not take this control datagram of ours; `reason` names call and errno.
    record ControlSendFailed(Path path, byte[] octets, String reason) implements Input {}

    /// A datagram was too long for its path, which carries at most `mtu` octets, IP header included.
    record PathMtuFound(Path path, int mtu) implements Input {}

    /// The answer to [ActivateInterface]: the device is there, with this name.
    record InterfaceActivated(SessionHandle session, String interfaceName) implements Input {}

    /// The interface of an Ethernet session was set up (again) or down by somebody.
    record CircuitChanged(SessionHandle session, boolean active) implements Input {}

    /// A data-plane command for this session failed; `reason` names call and errno. The session must go.
    record DataPlaneFailed(SessionHandle session, String reason) implements Input {}

    /// Messages carry these AVPs besides from now on, and none of those of before.
    record AddAvps(List<AddedAvp> avps) implements Input {}

    /// The answer to [Output.AskAaa]. One that comes too late is ignored.
    record AaaAnswered(SessionHandle session, long question, AaaAnswer answer) implements Input {}

    /// Whoever let the user in sets other limits; each counts from when the session came up, zero takes it away.
    ///
    /// @param lasts the session's whole time; a shorter one of the profile's stays
    record SessionLimited(SessionHandle session, Optional<Duration> lasts, Optional<Duration> idles) implements Input {}

    /// Whoever negotiates PPP for this session said something of the call with this number. Ignored if that
    /// is over.
    record PppProviderSaid(SessionHandle session, long number, FromPppProvider what) implements Input {}

    /// The answer to [Output.CountTraffic]: packets and control frames in both directions by now.
    record TrafficCounted(SessionHandle session, long packets) implements Input {}
}
