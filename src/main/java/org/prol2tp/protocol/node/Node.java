package org.prol2tp.protocol.node;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.prol2tp.protocol.control.Ending;
import org.prol2tp.protocol.wire.ControlConnectionId;
import org.prol2tp.protocol.wire.ControlHeader;
import org.prol2tp.protocol.wire.Datagram;
import org.prol2tp.protocol.wire.Fault;

/// One LCCE as a machine: fed with inputs, it fills an outbox. Owned by one thread; no clock, no I/O,
/// no lock.
///
/// A datagram's way: header read ([Datagram]) → [Router] finds the [Channel] by our id and the peer's
/// address, or [Reception] judges an SCCRQ → the control connection → [Tunnel] and [Session] → outbox.
public final class Node {
    /// No wake-up is wanted.
    public static final long NEVER = Long.MAX_VALUE;

    private final Lcce lcce;

    private final Reception reception;

    private final Show show;

    private final ShowSettings showSettings;

    private final Shutdown shutdown;

    private final Commands commands;

    private final OperatorTracing operatorTracing;

    private final Resumption resumption;

    /// A node with these settings. `entropy` is the only source of ids, challenges and jitter.
    public Node(Settings settings, Entropy entropy) {
        lcce = new Lcce(settings, entropy);
        reception = new Reception(lcce);
        show = new Show(lcce);
        showSettings = new ShowSettings(lcce);
        shutdown = new Shutdown(lcce);
        commands = new Commands(lcce);
        operatorTracing = new OperatorTracing(lcce);
        resumption = new Resumption(lcce);
    }

    /// Handles one input at `nowNs` (nanoseconds of a clock that never goes back, its zero arbitrary).
    /// All effects are in `out` when this returns.
    ///
    /// Throws an unchecked exception only where this program has a bug: [#dropAfterBug] then.
    public void handle(Input input, long nowNs, Outbox out) {
        lcce.begin(nowNs, out);
        dispatch(input, nowNs);
        lcce.finish();
        shutdown.step();
    }

    /// When to call with [Input.TimePassed] at the latest, on the same clock; [#NEVER] if nothing is
    /// pending.
    public long nextWakeupNs() {
        return lcce.timers.nextNs();
    }

    /// After [#handle] threw at `input`: drops the tunnel that the input was for, without a word to its
    /// peer, so that the others live on. What `out` held before stays.
    public void dropAfterBug(Input input, long nowNs, Outbox out) {
        lcce.abort();
        lcce.begin(nowNs, out);
        lcce.counters.bugs++;
        concerned(input).ifPresent(tunnel -> tunnel.forget("internal error"));
        lcce.finish();
        shutdown.step();
    }

    /// Tunnels, draining ones among them.
    int tunnelCount() {
        return lcce.router.size();
    }

    /// Bundles of PPP Multilink.
    int bundleCount() {
        return lcce.bundles.size();
    }

    /// Ids of sessions of L2TPv3.
    int pseudowireIdCount() {
        return lcce.pseudowireIds.size();
    }

    /// Addresses given to peers.
    int addressesInUse() {
        return lcce.addresses.inUse();
    }

    /// Timers that are armed.
    int timerCount() {
        return lcce.timers.size();
    }

    private void dispatch(Input input, long nowNs) {
        switch (input) {
            case Input.Started _ -> start();
            case Input.Remembered(var tunnel, var sessions, int localPort) ->
                resumption.begin(tunnel, sessions, localPort);
            case Input.DatagramReceived(Path path, byte[] octets) -> receive(path, octets);
            case Input.PppFrameReceived(SessionHandle handle, byte[] frame) -> {
                Session session = lcce.session(handle);
                if (session == null) {
                    lcce.counters.unknownSessions++;
                } else {
                    SessionTrace.packet(lcce, session, false, frame);
                    session.received(frame);
                }
            }
            case Input.TimePassed _ -> {
                while (lcce.timers.ringOne(nowNs)) {
                    lcce.finish();
                }
            }
            case Input.OperatorAsked(long ticket, Request request) -> ask(ticket, request);
            case Input.SettingsRead(long ticket, Settings settings, boolean dryRun) ->
                answer(ticket, reload(settings, dryRun));
            case Input.TunnelWanted(long ticket, var tunnel) -> answer(ticket, commands.create(tunnel));
            case Input.SessionWanted(long ticket, TunnelHandle tunnel, var session) ->
                answer(ticket, commands.create(tunnel, session));
            case Input.TransportOpened(TunnelHandle handle, Path path) -> {
                if (!resumption.transportOpened(handle, path)) {
                    redial(handle).ifPresent(it -> it.transportOpened(path));
                }
            }
            case Input.TransportFailed(TunnelHandle handle, String reason) -> {
                if (!resumption.transportFailed(handle, reason)) {
                    redial(handle).ifPresent(it -> it.transportFailed(reason));
                }
            }
            case Input.TransportUnreachable(Path path, String reason) -> unreachable(path, reason);
            case Input.ControlSendFailed(Path path, byte[] octets, String reason) -> sendFailed(path, octets, reason);
            case Input.PathMtuFound(Path path, int mtu) -> pathMtuFound(path, mtu);
            case Input.InterfaceActivated(SessionHandle handle, String name) ->
                session(handle).ifPresent(it -> {
                    SessionTrace.data(lcce, it, "interface is there: ", name);
                    it.life().interfaceActivated(name);
                });
            case Input.CircuitChanged(SessionHandle handle, boolean active) ->
                session(handle).ifPresent(it -> Circuits.localChanged(lcce, it, active));
            case Input.DataPlaneFailed(SessionHandle handle, String reason) ->
                session(handle).ifPresent(it -> {
                    SessionTrace.dataPlaneFailed(lcce, it, reason);
                    it.dataPlaneFailed(reason);
                });
            case Input.FollowerGone(long ticket) -> lcce.tracing.unfollow(ticket);
            case Input.AddAvps(var avps) -> lcce.addedAvps.set(avps);
            case Input.TrafficCounted(SessionHandle handle, long packets) ->
                session(handle).flatMap(Session::ppp).ifPresent(it -> it.trafficCounted(packets));
            case Input.PppProviderSaid(SessionHandle handle, long number, FromPppProvider what) ->
                session(handle).ifPresent(it -> it.pppProviderSaid(number, what));
            case Input.SessionLimited(SessionHandle handle, var lasts, var idles) ->
                session(handle).ifPresent(session -> session.limit(lasts, idles));
            case Input.AaaAnswered(SessionHandle handle, long question, AaaAnswer answer) ->
                session(handle).ifPresent(it -> it.aaaAnswered(question, answer));
        }
    }

    private void start() {
        if (lcce.tracing.wants(TraceCategory.SYSTEM)) {
            lcce.tracing.line(TraceCategory.SYSTEM, SystemTrace.started(lcce.settings));
        }
        Set<Optional<String>> resumed =
                lcce.tunnels().stream().map(it -> it.origin().name()).collect(Collectors.toSet());
        lcce.settings.tunnels().stream()
                .filter(it -> !resumed.contains(Optional.of(it.name())))
                .forEach(configured -> Tunnel.open(lcce, configured));
    }

    private Reply reload(Settings settings, boolean dryRun) {
        if (lcce.stopping()) {
            return new Reply.Refused("the daemon is ending");
        }
        return new Reply.Reloaded(dryRun, dryRun ? Reload.plan(lcce, settings) : Reload.apply(lcce, settings));
    }

    private void receive(Path path, byte[] octets) {
        switch (Datagram.decode(octets)) {
            case Datagram.Control control -> {
                if (control.header().tunnelId().value() == 0) {
                    reception.receive(path, control, octets);
                } else {
                    receive(path, control.header(), octets);
                }
            }
            case Datagram.Zlb zlb -> receive(path, zlb.header(), octets);
            case Datagram.Data _ -> lcce.counters.unexpectedDataFrames++;
            case Fault _ -> countJunk(octets);
        }
    }

    private void receive(Path path, ControlHeader header, byte[] octets) {
        Channel channel = lcce.router.find(header.tunnelId().value());
        if (channel == null) {
            lcce.counters.unknownTunnelIds++;
        } else if (!channel.peerAddress().equals(path.peer().address())) {
            lcce.counters.mismatchedPeerAddresses++;
        } else {
            channel.receive(path, octets);
        }
    }

    private void countJunk(byte[] octets) {
        if (octets.length < 2) {
            lcce.counters.shortFrames++;
        } else if ((octets[1] & 15) != 2 && (octets[1] & 15) != 3) {
            lcce.counters.wrongVersionFrames++;
        } else if (octets.length < ControlHeader.OCTETS) {
            lcce.counters.shortFrames++;
        } else {
            lcce.counters.badFrames++;
        }
    }

    private void ask(long ticket, Request request) {
        if (lcce.tracing.wants(TraceCategory.API)) {
            lcce.tracing.line(TraceCategory.API, "request " + ticket + ": " + SystemTrace.text(request));
        }
        switch (request) {
            case Request.ShowSystem _ -> answer(ticket, show.system());
            case Request.ListTunnels _ -> answer(ticket, show.tunnelList());
            case Request.ListSessions(Optional<Request.Selector> tunnel) -> answer(ticket, show.sessionList(tunnel));
            case Request.ShowTunnels(Optional<Request.Selector> selector) -> answer(ticket, show.tunnels(selector));
            case Request.ShowSessions(Optional<Request.Selector> tunnel, Optional<Request.Selector> session) ->
                answer(ticket, show.sessions(tunnel, session));
            case Request.ShowProfiles(Profile.Kind kind, Optional<String> name) ->
                answer(ticket, showSettings.profiles(kind, name));
            case Request.ShowPools(Optional<String> name) -> answer(ticket, showSettings.pools(name));
            case Request.ShowLog _, Request.ClearLog _ ->
                answer(ticket, new Reply.Refused("a node has no log: its daemon has"));
            case Request.Leave _ -> answer(ticket, new Reply.Refused("a node cannot leave: its daemon can"));
            case Request.DeleteTunnel(var tunnel) -> answer(ticket, commands.deleteTunnel(tunnel));
            case Request.DeleteSession(var tunnel, var session) ->
                answer(ticket, commands.deleteSession(tunnel, session));
            case Request.ResetStatistics _ -> answer(ticket, commands.resetStatistics());
            case Request.Drain(boolean on) -> answer(ticket, commands.drain(on));
            case Request.Reload _, Request.CreateTunnel _, Request.CreateSession _ ->
                answer(ticket, new Reply.Refused("a node reads no config file: that is the daemon's part"));
            case Request.Debug debug -> answer(ticket, operatorTracing.debug(debug));
            case Request.Follow follow -> answer(ticket, operatorTracing.follow(ticket, follow));
            case Request.Watch _ -> answer(ticket, new Reply.Refused("a node does not stream: its daemon does"));
            case Request.Shutdown _ -> shutdown.begin(ticket);
        }
    }

    private void answer(long ticket, Reply reply) {
        if (lcce.tracing.wants(TraceCategory.API)) {
            lcce.tracing.line(TraceCategory.API, "reply " + ticket + ": " + SystemTrace.text(reply));
        }
        lcce.say(new Output.AnswerOperator(ticket, reply));
    }

    /// The peer's host says that nobody is there. Anybody can forge that, so only a tunnel that has had
    /// no answer yet believes it.
    private void unreachable(Path path, String reason) {
        for (Channel channel : List.copyOf(lcce.router.initiating(path.peer().address()))) {
            if (channel.path().peer().equals(path.peer())) {
                channel.abandon(Ending.unsaid(reason));
            }
        }
    }

    /// Whoever sent it sends it again: to him it is lost.
    private void sendFailed(Path path, byte[] octets, String reason) {
        lcce.counters.sendFailures++;
        ControlConnectionId peerId = switch (Datagram.decode(octets)) {
            case Datagram.Control control -> control.header().tunnelId();
            case Datagram.Zlb zlb -> zlb.header().tunnelId();
            case Datagram.Data _, Fault _ -> ControlConnectionId.NONE;
        };
        lcce.router.find(path.peer().address(), peerId).ifPresent(it -> it.sendFailed(octets, reason));
    }

    /// Anybody can forge that too; a tunnel believes what is plausible. Of a datagram that did not even fit into the
    /// first link the kernel does not say to which port it was.
    /// A path is of two addresses, whatever the ports: the kernel learns of it once for all that go
    /// there, and tells one socket.
    private void pathMtuFound(Path path, int mtu) {
        for (Tunnel tunnel : lcce.tunnels()) {
            if (tunnel.path()
                    .filter(it -> it.peer().address().equals(path.peer().address()))
                    .isPresent()) {
                tunnel.pathMtu().found(mtu);
            }
        }
    }

    private Optional<Tunnel> concerned(Input input) {
        return switch (input) {
            case Input.DatagramReceived it -> concerned(it.path(), it.octets());
            case Input.PppFrameReceived it -> session(it.session()).map(Session::tunnel);
            case Input.TransportOpened it -> Optional.ofNullable(lcce.tunnel(it.tunnel()));
            case Input.TransportFailed it -> Optional.ofNullable(lcce.tunnel(it.tunnel()));
            case Input.InterfaceActivated it -> session(it.session()).map(Session::tunnel);
            case Input.CircuitChanged it -> session(it.session()).map(Session::tunnel);
            case Input.DataPlaneFailed it -> session(it.session()).map(Session::tunnel);
            case Input.TrafficCounted it -> session(it.session()).map(Session::tunnel);
            case Input.PppProviderSaid it -> session(it.session()).map(Session::tunnel);
            case Input.SessionLimited it -> session(it.session()).map(Session::tunnel);
            case Input.AaaAnswered it -> session(it.session()).map(Session::tunnel);
            case Input.TimePassed _ -> lcce.timers.lastRung().flatMap(Timers.Wakeable::tunnelConcerned);
            case Input.SessionWanted it -> Optional.ofNullable(lcce.tunnel(it.tunnel()));
            case Input.Started _,
                    Input.Remembered _,
                    Input.AddAvps _,
                    Input.FollowerGone _,
                    Input.OperatorAsked _,
                    Input.SettingsRead _,
                    Input.TunnelWanted _,
                    Input.TransportUnreachable _,
                    Input.ControlSendFailed _,
                    Input.PathMtuFound _ -> Optional.empty();
        };
    }

    private Optional<Tunnel> concerned(Path path, byte[] octets) {
        return switch (Datagram.decode(octets)) {
            case Datagram.Control control -> tunnel(path, control.header());
            case Datagram.Zlb zlb -> tunnel(path, zlb.header());
            case Datagram.Data _, Fault _ -> Optional.empty();
        };
    }

    private Optional<Tunnel> tunnel(Path path, ControlHeader header) {
        return Optional.ofNullable(lcce.router.find(header.tunnelId().value()))
                .filter(channel -> channel.peerAddress().equals(path.peer().address()))
                .map(Channel::tunnel);
    }

    private Optional<Session> session(SessionHandle handle) {
        return Optional.ofNullable(lcce.session(handle));
    }

    private Optional<Redial> redial(TunnelHandle handle) {
        return Optional.ofNullable(lcce.tunnel(handle)).flatMap(Tunnel::redial);
    }
}
