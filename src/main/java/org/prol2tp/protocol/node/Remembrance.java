package org.prol2tp.protocol.node;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.prol2tp.protocol.control.ControlConnection;
import org.prol2tp.protocol.control.Ending;
import org.prol2tp.protocol.control.PeerIdentity;
import org.prol2tp.protocol.wire.SessionId;

/// Says what is to be remembered of tunnels and sessions ([Kept]), where the settings want sessions to
/// outlive the daemon.
final class Remembrance {
    private final Lcce lcce;

    /// Calls that we ended, until the peer has acknowledged it: as many as it leaves unacknowledged.
    private final Map<Channel, List<SessionId>> hungUp = new HashMap<>(0);

    Remembrance(Lcce lcce) {
        this.lcce = lcce;
    }

    private boolean wants() {
        return lcce.settings.system().keepSessions();
    }

    /// Sessions that are in the settings at both ends are made of these again.
    private boolean wantsSessionsOf(Tunnel tunnel) {
        return wants() && !Unmanaged.is(tunnel);
    }

    /// It is established, or elsewhere. A static one has no connection, and is made of the settings again.
    void tunnel(Tunnel tunnel, Channel channel, PeerIdentity peer) {
        if (wants()) {
            channel.connection()
                    .ifPresent(connection -> say(new Kept.OfTunnel(
                            channel.localId(),
                            channel.openedByPeer(),
                            tunnel.origin().name(),
                            channel.path(),
                            peer,
                            connection.nonces(),
                            connection.numbers(),
                            digest(
                                    Live.TUNNEL,
                                    tunnel.origin().configured().map(Settings.ConfiguredTunnel::statement)))));
        }
    }

    /// It was told something, and is about to send so many control messages.
    void numbers(Channel channel, int messages) {
        Tunnel tunnel = channel.tunnel();
        Optional<ControlConnection> connection = channel.connection();
        boolean current = tunnel.channel().filter(it -> it == channel).isPresent();
        if (!current || connection.isEmpty() || !tunnel.established() || !wants()) {
            return;
        }
        if (messages > 0) {
            say(new Kept.Numbers(channel.localId(), connection.get().numbers()));
        }
        if (connection.get().allAcknowledged() && !hungUp.isEmpty()) {
            Optional.ofNullable(hungUp.remove(channel))
                    .orElse(List.of())
                    .forEach(it -> say(new Kept.SessionGone(channel.localId(), it)));
        }
    }

    /// It was established.
    void gone(Tunnel tunnel, Channel channel) {
        if (wants()) {
            hungUp.remove(channel);
            say(new Kept.TunnelGone(channel.localId()));
        }
    }

    /// Its call is established, or its pseudowire or network is other than it was.
    void session(Session session) {
        if (wantsSessionsOf(session.tunnel())) {
            say(session, session.life().isUp() ? network(session) : Optional.empty());
        }
    }

    /// The peer is about to be told that its call may go ahead. Where there is no PPP to notice that nobody has the
    /// call any more, the next node has to end it.
    void asked(Session session) {
        if (wantsSessionsOf(session.tunnel()) && session.ethernet().isPresent()) {
            say(session, Optional.empty());
        }
    }

    private static Optional<Kept.Network> network(Session session) {
        String device = session.interfaceName().orElse("");
        return session.port().isPresent()
                ? Optional.of(new Kept.OfEthernet(device))
                : session.ppp().flatMap(ppp -> ppp.network(device));
    }

    private void say(Session session, Optional<Kept.Network> network) {
        session.details()
                .ifPresent(details -> say(new Kept.OfSession(
                        session.tunnel().localId(),
                        session.localId(),
                        session.peerId(),
                        session.origin().type(),
                        session.origin().name(),
                        details.withoutProxy(),
                        network,
                        digest(
                                Live.SESSION,
                                session.origin().configured().map(Settings.ConfiguredSession::statement)))));
    }

    private static OptionalLong digest(Live<?, ?> what, Optional<Statement> said) {
        return said.isPresent() ? OptionalLong.of(what.digest(said.get())) : OptionalLong.empty();
    }

    /// Its call is over. If we ended it, the peer has to know before it is forgotten.
    void gone(Session session, Ending why) {
        Tunnel tunnel = session.tunnel();
        if (!wantsSessionsOf(tunnel)) {
            return;
        }
        if (why.byPeer() || tunnel.channel().isEmpty()) {
            say(new Kept.SessionGone(tunnel.localId(), session.localId()));
        } else {
            say(session, Optional.empty());
            hungUp(tunnel.channel().get(), session.localId());
        }
    }

    /// A call of another node is about to be ended: nobody goes on with it.
    void lost(Tunnel tunnel, Kept.OfSession call) {
        tunnel.channel().ifPresent(it -> hungUp(it, call.session()));
    }

    private void hungUp(Channel channel, SessionId call) {
        hungUp.computeIfAbsent(channel, _ -> new ArrayList<>()).add(call);
    }

    private void say(Kept kept) {
        lcce.say(new Output.Remember(kept));
    }
}
