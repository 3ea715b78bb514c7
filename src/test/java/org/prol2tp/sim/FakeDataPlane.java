package org.prol2tp.sim;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.prol2tp.protocol.node.DataPlaneCommand;
import org.prol2tp.protocol.node.Path;
import org.prol2tp.protocol.node.SessionHandle;
import org.prol2tp.protocol.node.TunnelHandle;
import org.prol2tp.protocol.wire.ControlConnectionId;
import org.prol2tp.protocol.wire.SessionId;

/// A data plane without data: it knows the tunnels, sessions and interfaces it was told of, as strictly
/// as a real one, and carries PPP frames by their ids.
public final class FakeDataPlane {
    private final Map<TunnelHandle, Tunnel> tunnels = new HashMap<>();

    private final Map<SessionHandle, Session> sessions = new HashMap<>();

    private final Map<Ids, SessionHandle> byIds = new HashMap<>();

    private final Map<SessionHandle, DataPlaneCommand.PseudowireOptions> pseudowires = new HashMap<>();

    private final Map<SessionHandle, DataPlaneCommand.EthernetOptions> ports = new HashMap<>();

    private final Map<SessionHandle, DataPlaneCommand.SequencingOptions> sequencing = new HashMap<>();

    /// The session that has the interface, by every link of its bundle.
    private final Map<SessionHandle, SessionHandle> firstOfBundle = new HashMap<>();

    private int devices;

    /// Tunnels whose checksums were switched off less those whose were switched on.
    private int uncheckedTunnels;

    private int tunnelsThatMark;

    /// What stands in a data message's header.
    public record Ids(ControlConnectionId tunnel, SessionId session) {}

    private record Tunnel(
            ControlConnectionId localId, ControlConnectionId peerId, Path path, DataPlaneCommand.DataOptions options) {}

    private record Session(
            TunnelHandle tunnel, Ids local, Ids peer, Optional<DataPlaneCommand.InterfaceOptions> device) {}

    /// Carries out one command. A command that makes no sense is a bug of the node.
    ///
    /// @throws IllegalStateException if the tunnel or session is not there, or is there already
    void carryOut(DataPlaneCommand command) {
        switch (command) {
            case DataPlaneCommand.AddTunnel add -> {
                demand(!tunnels.containsKey(add.tunnel()), command);
                tunnels.put(add.tunnel(), new Tunnel(add.localId(), add.peerId(), add.path(), add.options()));
                tunnelsThatMark += add.options().propagateEcn() ? 1 : 0;
            }
            case DataPlaneCommand.MoveTunnel move -> {
                Tunnel old = tunnel(move.tunnel(), command);
                tunnels.put(move.tunnel(), new Tunnel(old.localId, old.peerId, move.path(), old.options));
            }
            case DataPlaneCommand.SetUdpChecksums set -> {
                tunnel(set.tunnel(), command);
                uncheckedTunnels += set.on() ? -1 : 1;
            }
            case DataPlaneCommand.RemoveTunnel remove -> {
                tunnel(remove.tunnel(), command);
                tunnels.remove(remove.tunnel());
                sessions.entrySet().stream()
                        .filter(entry -> entry.getValue().tunnel.equals(remove.tunnel()))
                        .map(Map.Entry::getKey)
                        .toList()
                        .forEach(this::removeSession);
            }
            case DataPlaneCommand.AddSession add -> {
                Tunnel tunnel = tunnel(add.tunnel(), command);
                Ids local = new Ids(tunnel.localId, add.localId());
                demand(!sessions.containsKey(add.session()) && !byIds.containsKey(local), command);
                Ids peer = new Ids(tunnel.peerId, add.peerId());
                sessions.put(add.session(), new Session(add.tunnel(), local, peer, Optional.empty()));
                byIds.put(local, add.session());
                sequencing.put(add.session(), add.sequencing());
                add.pseudowire().ifPresent(it -> {
                    boolean taken = sessions.values().stream()
                                    .filter(session -> session.local.session().equals(add.localId()))
                                    .count()
                            > 1;
                    demand(!taken, command); // nothing but the session's id is in a data message
                    pseudowires.put(add.session(), it);
                });
            }
            case DataPlaneCommand.SetSequencing set -> {
                session(set.session(), command);
                sequencing.put(set.session(), set.sequencing());
            }
            case DataPlaneCommand.SetPseudowire set -> {
                session(set.session(), command);
                demand(pseudowires.containsKey(set.session()), command);
                pseudowires.put(set.session(), set.pseudowire());
            }
            case DataPlaneCommand.ActivateInterface activate -> {
                Session old = session(activate.session(), command);
                devices += old.device.isPresent() ? 0 : 1;
                sessions.put(
                        activate.session(),
                        new Session(old.tunnel, old.local, old.peer, Optional.of(activate.options())));
            }
            case DataPlaneCommand.ActivateEthernet activate -> {
                session(activate.session(), command);
                demand(pseudowires.containsKey(activate.session()), command);
                devices += ports.put(activate.session(), activate.options()) == null ? 1 : 0;
            }
            case DataPlaneCommand.DeactivateInterface deactivate -> {
                Session old = session(deactivate.session(), command);
                devices -= old.device.isPresent() ? 1 : 0;
                devices -= ports.remove(deactivate.session()) == null ? 0 : 1;
                sessions.put(deactivate.session(), new Session(old.tunnel, old.local, old.peer, Optional.empty()));
            }
            case DataPlaneCommand.JoinBundle join -> {
                session(join.session(), command);
                session(join.first(), command);
                demand(
                        join.first().equals(join.session()) || join.first().equals(firstOfBundle.get(join.first())),
                        command);
                firstOfBundle.put(join.session(), join.first());
            }
            case DataPlaneCommand.LeaveBundle leave -> {
                session(leave.session(), command);
                demand(firstOfBundle.remove(leave.session()) != null, command);
            }
            case DataPlaneCommand.PassInterface(var from, var to) -> {
                Session old = session(from, command);
                Session heir = session(to, command);
                demand(heir.device.isEmpty(), command);
                sessions.put(from, new Session(old.tunnel, old.local, old.peer, Optional.empty()));
                sessions.put(to, new Session(heir.tunnel, heir.local, heir.peer, old.device));
                firstOfBundle.replaceAll((_, first) -> first.equals(from) ? to : first);
            }
            case DataPlaneCommand.RemoveSession remove -> {
                session(remove.session(), command);
                removeSession(remove.session());
            }
        }
    }

    /// Where a PPP frame of this session goes to.
    Ids destination(SessionHandle session) {
        Session known = sessions.get(session);
        if (known == null) {
            throw new IllegalStateException("PPP frame sent in unknown session " + session);
        }
        return known.peer;
    }

    /// Whose frame it is that came with these ids.
    Optional<SessionHandle> find(Ids ids) {
        return Optional.ofNullable(byIds.get(ids));
    }

    /// How many tunnels had their UDP checksums switched off while they were up.
    public int uncheckedTunnels() {
        return uncheckedTunnels;
    }

    /// How many tunnels that were added mark congestion.
    public int tunnelsThatMark() {
        return tunnelsThatMark;
    }

    public int tunnelCount() {
        return tunnels.size();
    }

    public int sessionCount() {
        return sessions.size();
    }

    /// The interface of a session, if it has one.
    public Optional<DataPlaneCommand.InterfaceOptions> device(SessionHandle session) {
        return Optional.ofNullable(sessions.get(session)).flatMap(Session::device);
    }

    /// The interfaces of PPP sessions.
    public List<DataPlaneCommand.InterfaceOptions> devices() {
        return sessions.values().stream().flatMap(it -> it.device.stream()).toList();
    }

    /// What the tunnels were added with.
    public List<DataPlaneCommand.DataOptions> dataOptions() {
        return tunnels.values().stream().map(Tunnel::options).toList();
    }

    /// What the sessions do with sequence numbers.
    public List<DataPlaneCommand.SequencingOptions> sequencing() {
        return List.copyOf(sequencing.values());
    }

    /// The interfaces of Ethernet pseudowires.
    public List<DataPlaneCommand.EthernetOptions> ports() {
        return List.copyOf(ports.values());
    }

    /// How the L2TPv3 sessions were told to look.
    public List<DataPlaneCommand.PseudowireOptions> pseudowires() {
        return List.copyOf(pseudowires.values());
    }

    /// Of our end, of all tunnels.
    public List<Integer> sessionIds() {
        return sessions.values().stream().map(it -> it.local.session().value()).toList();
    }

    /// Of how many links bundles consist, all in all.
    public int linksOfBundles() {
        return firstOfBundle.size();
    }

    /// How many bundles there are.
    public long bundleCount() {
        return firstOfBundle.values().stream().distinct().count();
    }

    /// How many sessions have an interface.
    public int deviceCount() {
        return devices;
    }

    private void removeSession(SessionHandle handle) {
        Session session = sessions.remove(handle);
        firstOfBundle.remove(handle);
        pseudowires.remove(handle);
        if (session != null) {
            devices -= session.device.isPresent() ? 1 : 0;
            devices -= ports.remove(handle) == null ? 0 : 1;
            byIds.remove(session.local);
            sequencing.remove(handle);
        }
    }

    private Tunnel tunnel(TunnelHandle handle, DataPlaneCommand command) {
        Tunnel tunnel = tunnels.get(handle);
        if (tunnel == null) {
            throw new IllegalStateException("unknown tunnel: " + command);
        }
        return tunnel;
    }

    private Session session(SessionHandle handle, DataPlaneCommand command) {
        Session session = sessions.get(handle);
        if (session == null) {
            throw new IllegalStateException("unknown session: " + command);
        }
        return session;
    }

    private static void demand(boolean condition, DataPlaneCommand command) {
        if (!condition) {
            throw new IllegalStateException("is there already: " + command);
        }
    }
}
