package org.prol2tp.daemon.scripts;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.prol2tp.protocol.node.Event;
import org.prol2tp.protocol.node.Event.SessionFacts;
import org.prol2tp.protocol.node.Event.SessionRef;
import org.prol2tp.protocol.node.Event.TunnelFacts;
import org.prol2tp.protocol.node.Event.TunnelRef;
import org.prol2tp.protocol.node.IpAddress;

/// What a script is called with. Nothing of it is text that a peer could choose.
///
/// @param arguments of a session: tunnel id, session id, `PPP` or `ETH`, and of its circuits: how ours is and how the
///     peer's; of a tunnel: its id
/// @param environment `NAME=value`, in the order of [#VARIABLES]
record ScriptCall(List<String> arguments, List<String> environment) {
    /// An environment variable and where its value comes from; without a value it is absent.
    private record Variable(String name, Function<Subject, Optional<?>> value) {}

    /// All variables there are: the eleven of prol2tpd(8), in its order. Their names are ours.
    private static final List<Variable> VARIABLES = List.of(
            new Variable("TUNNEL_NAME", about -> about.tunnel.name()),
            new Variable("SESSION_NAME", about -> about.session.flatMap(SessionRef::name)),
            new Variable("INTERFACE_NAME", about -> about.facts.flatMap(SessionFacts::interfaceName)),
            new Variable("MTU", about -> about.facts.map(SessionFacts::mtu)),
            new Variable("LOCAL_IP_ADDRESS", Subject::localAddress),
            new Variable("PEER_IP_ADDRESS", Subject::peerAddress),
            new Variable("NETMASK", about -> about.facts.flatMap(SessionFacts::netmask)),
            new Variable("BRIDGE_NAME", about -> about.facts.flatMap(SessionFacts::bridgeName)),
            new Variable("PROFILE_NAME", Subject::profileName),
            new Variable("PPP_PROFILE_NAME", about -> about.facts.flatMap(SessionFacts::pppProfileName)),
            new Variable("ETHERNET_PROFILE_NAME", about -> about.facts.flatMap(SessionFacts::ethernetProfileName)));

    /// What a script is told of: a tunnel, or a session in one.
    private record Subject(
            TunnelRef tunnel,
            Optional<TunnelFacts> tunnelFacts,
            Optional<SessionRef> session,
            Optional<SessionFacts> facts) {

        static Subject of(TunnelRef tunnel, TunnelFacts facts) {
            return new Subject(tunnel, Optional.of(facts), Optional.empty(), Optional.empty());
        }

        static Subject of(SessionRef session, SessionFacts facts) {
            return new Subject(session.tunnel(), Optional.empty(), Optional.of(session), Optional.of(facts));
        }

        Optional<IpAddress> localAddress() {
            return tunnelFacts.flatMap(TunnelFacts::localAddress).or(() -> facts.flatMap(SessionFacts::localAddress));
        }

        Optional<IpAddress> peerAddress() {
            return tunnelFacts.flatMap(TunnelFacts::peerAddress).or(() -> facts.flatMap(SessionFacts::peerAddress));
        }

        Optional<String> profileName() {
            return tunnelFacts.flatMap(TunnelFacts::profileName).or(() -> facts.flatMap(SessionFacts::profileName));
        }

        ScriptCall call() {
            List<String> arguments = new ArrayList<>(3);
            arguments.add(tunnel.id().toString());
            session.ifPresent(it -> arguments.add(it.id().toString()));
            facts.ifPresent(it -> arguments.add(it.pseudowire().name()));
            List<String> environment = new ArrayList<>();
            for (Variable variable : VARIABLES) {
                variable.value.apply(this).ifPresent(value -> environment.add(variable.name + "=" + value));
            }
            return new ScriptCall(arguments, environment);
        }
    }

    /// What the script of this event is called with; empty if it has none.
    static Optional<ScriptCall> of(Event event) {
        Optional<Subject> subject = switch (event) {
            case Event.TunnelCreated e -> Optional.of(Subject.of(e.tunnel(), e.facts()));
            case Event.TunnelUp e -> Optional.of(Subject.of(e.tunnel(), e.facts()));
            case Event.TunnelDown e -> Optional.of(Subject.of(e.tunnel(), e.facts()));
            case Event.TunnelDeleted e -> Optional.of(Subject.of(e.tunnel(), e.facts()));
            case Event.SessionCreated e -> Optional.of(Subject.of(e.session(), e.facts()));
            case Event.SessionUp e -> Optional.of(Subject.of(e.session(), e.facts()));
            case Event.SessionCircuit e -> Optional.of(Subject.of(e.session(), e.facts()));
            case Event.SessionDown e -> Optional.of(Subject.of(e.session(), e.facts()));
            case Event.SessionDeleted e -> Optional.of(Subject.of(e.session(), e.facts()));
            default -> Optional.empty();
        };
        return subject.map(Subject::call)
                .map(call -> event instanceof Event.SessionCircuit e ? call.with(e.active(), e.peerActive()) : call);
    }

    private ScriptCall with(boolean active, boolean peerActive) {
        List<String> all = new ArrayList<>(arguments);
        all.add(Event.SessionCircuit.word(active));
        all.add(Event.SessionCircuit.word(peerActive));
        return new ScriptCall(all, environment);
    }

    /// The tunnel or session that the event is about; scripts of one run one after the other.
    static Object instance(Event event) {
        return switch (event) {
            case Event.TunnelCreated e -> e.tunnel().handle();
            case Event.TunnelUp e -> e.tunnel().handle();
            case Event.TunnelDown e -> e.tunnel().handle();
            case Event.TunnelDeleted e -> e.tunnel().handle();
            case Event.SessionCreated e -> e.session().handle();
            case Event.SessionUp e -> e.session().handle();
            case Event.SessionCircuit e -> e.session().handle();
            case Event.SessionDown e -> e.session().handle();
            case Event.SessionDeleted e -> e.session().handle();
            default -> event;
        };
    }
}
