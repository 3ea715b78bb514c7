package org.prol2tp.daemon.plugins;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.prol2tp.plugin.Change;
import org.prol2tp.plugin.End;
import org.prol2tp.plugin.Grant;
import org.prol2tp.plugin.Listener;
import org.prol2tp.plugin.PppPort;
import org.prol2tp.plugin.Question;
import org.prol2tp.plugin.ReceivedAvp;
import org.prol2tp.plugin.Session;
import org.prol2tp.plugin.SessionEvent;
import org.prol2tp.plugin.Tunnel;
import org.prol2tp.plugin.TunnelEvent;
import org.prol2tp.protocol.node.AaaAnswer;
import org.prol2tp.protocol.node.AaaQuestion;
import org.prol2tp.protocol.node.AddedAvp;
import org.prol2tp.protocol.node.DataPlaneCommand;
import org.prol2tp.protocol.node.Event;
import org.prol2tp.protocol.node.FromPppProvider;
import org.prol2tp.protocol.node.IpAddress;
import org.prol2tp.protocol.wire.MessageType;
import org.prol2tp.protocol.wire.Octets;
import org.prol2tp.protocol.wire.RawAvp;

/// The node's values as plugins see them, and back.
final class Views {
    /// What a session timeout is cut to.
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private static final Duration LONGEST = Duration.ofDays(3650);

    private Views() {}

    /// A call of a listener.
    interface Telling {
        void tell(Listener listener);
    }

    /// How a listener hears of this event; empty if it does not.
    static Optional<Telling> telling(Event event) {
        return switch (event) {
            case Event.TunnelCreated e -> tunnel(Change.CREATED, e.tunnel(), e.facts(), Optional.empty());
            case Event.TunnelUp e -> tunnel(Change.UP, e.tunnel(), e.facts(), Optional.empty());
            case Event.TunnelDown e -> tunnel(Change.DOWN, e.tunnel(), e.facts(), Optional.of(e.why()));
            case Event.TunnelDeleted e -> tunnel(Change.DELETED, e.tunnel(), e.facts(), Optional.empty());
            case Event.SessionCreated e -> session(Change.CREATED, e.session(), e.facts(), Optional.empty());
            case Event.SessionUp e -> session(Change.UP, e.session(), e.facts(), Optional.empty());
            case Event.SessionDown e -> session(Change.DOWN, e.session(), e.facts(), Optional.of(e.why()));
            case Event.SessionDeleted e -> session(Change.DELETED, e.session(), e.facts(), Optional.empty());
            default -> Optional.empty();
        };
    }

    private static Optional<Telling> tunnel(
            Change change, Event.TunnelRef tunnel, Event.TunnelFacts facts, Optional<Event.Ending> why) {
        return Optional.of(listener -> listener.tunnel(new TunnelEvent(
                change,
                new Tunnel(
                        tunnel.handle().value(),
                        tunnel.id().value(),
                        tunnel.name(),
                        facts.profileName(),
                        facts.localAddress().map(Views::address),
                        facts.peerAddress().map(Views::address)),
                why.map(Views::end))));
    }

    private static Optional<Telling> session(
            Change change, Event.SessionRef session, Event.SessionFacts facts, Optional<Event.Ending> why) {
        return Optional.of(
                listener -> listener.session(new SessionEvent(change, session(session, facts), why.map(Views::end))));
    }

    static Session session(Event.SessionRef session, Event.SessionFacts facts) {
        return new Session(
                session.tunnel().handle().value(),
                session.tunnel().id().value(),
                session.tunnel().name(),
                session.handle().value(),
                session.id().value(),
                session.name(),
                facts.pseudowire().name(),
                facts.profileName(),
                facts.pppProfileName(),
                facts.ethernetProfileName(),
                facts.interfaceName(),
                facts.userName(),
                facts.localAddress().map(Views::address),
                facts.peerAddress().map(Views::address),
                facts.mtu());
    }

    static FromPppProvider.Up network(PppPort.Network network) {
        return new FromPppProvider.Up(
                network.addresses()
                        .map(it -> new DataPlaneCommand.Ipv4Addresses(
                                IpAddress.of(it.local().getAddress()),
                                IpAddress.of(it.peer().getAddress()))),
                network.identifiers().map(it -> new DataPlaneCommand.Ipv6Identifiers(it.local(), it.peer())),
                network.mtu(),
                new DataPlaneCommand.PppFraming(network.compressAddressControl(), network.compressProtocol()),
                network.userName());
    }

    private static End end(Event.Ending why) {
        return new End(why.result(), why.error(), why.message(), why.byPeer());
    }

    /// AVPs that a plugin adds, as the node knows them; empty for a message that there is not.
    static Optional<AddedAvp> added(org.prol2tp.plugin.AddedAvp avp) {
        return Arrays.stream(MessageType.values())
                .filter(type -> type.rfcName().equals(avp.message()))
                .findFirst()
                .map(type -> new AddedAvp(
                        type, avp.vendorId(), avp.type(), avp.mandatory(), avp.isText(), Octets.of(avp.value())));
    }

    static ReceivedAvp received(RawAvp avp) {
        return new ReceivedAvp(
                avp.vendorId(),
                avp.type(),
                avp.mandatory(),
                avp.hidden(),
                avp.value().toArray());
    }

    static Question question(AaaQuestion question) {
        return switch (question) {
            case AaaQuestion.Call(var caller) -> new Question.Call(caller(caller));
            case AaaQuestion.User(var caller, var userName, var localName, var proof, var _) ->
                new Question.User(caller(caller), userName, localName, proof(proof));
        };
    }

    private static Question.Proof proof(AaaQuestion.Proof proof) {
        return switch (proof) {
            case AaaQuestion.Password(var password) -> new Question.Password(password.octets());
            case AaaQuestion.Chap(var identifier, var challenge, var response) ->
                new Question.Response(Question.Response.Kind.CHAP, identifier, challenge, response);
            case AaaQuestion.MsChapV2(var identifier, var challenge, var response) ->
                new Question.Response(Question.Response.Kind.MS_CHAP_V2, identifier, challenge, response);
            case AaaQuestion.MsChapV1(var identifier, var challenge, var response) ->
                new Question.Response(Question.Response.Kind.MS_CHAP, identifier, challenge, response);
            case AaaQuestion.Eap(var packet, var _) -> new Question.Eap(packet);
        };
    }

    private static Question.Caller caller(AaaQuestion.Caller caller) {
        Event.SessionRef session = caller.session();
        return new Question.Caller(
                session.tunnel().handle().value(),
                session.tunnel().id().value(),
                session.tunnel().name(),
                session.handle().value(),
                session.id().value(),
                address(caller.peer().address()),
                caller.peer().port(),
                caller.peerHostName(),
                caller.calledNumber(),
                caller.callingNumber(),
                caller.pppProfileName());
    }

    static AaaAnswer.Grant grant(Grant grant) {
        return new AaaAnswer.Grant(
                grant.address().map(Inet4Address::getAddress).map(IpAddress::of),
                grant.poolName(),
                grant.sessionTimeout().map(Views::sane));
    }

    private static Duration sane(Duration limit) {
        return limit.compareTo(SHORTEST) < 0 ? SHORTEST : limit.compareTo(LONGEST) > 0 ? LONGEST : limit;
    }

    private static InetAddress address(IpAddress address) {
        try {
            return InetAddress.getByAddress(address.octets());
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // Only for a wrong number of octets.
        }
    }
}
