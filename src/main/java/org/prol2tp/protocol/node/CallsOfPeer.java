package org.prol2tp.protocol.node;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.prol2tp.protocol.ppp.LinkSettings;

/// What the calls share that a peer places in one tunnel: one object for all that go one way, made for the first.
final class CallsOfPeer {
    private final Lcce lcce;

    private final Tunnel tunnel;

    private @Nullable Shared incoming;

    private @Nullable Shared outgoing;

    private record Shared(SessionOrigin origin, LinkSettings linkSettings) {}

    CallsOfPeer(Lcce lcce, Tunnel tunnel) {
        this.lcce = lcce;
        this.tunnel = tunnel;
    }

    /// What is set for those of this type.
    SessionOrigin origin(SessionType type) {
        return shared(type).origin;
    }

    /// What PPP is set to for a session of this origin.
    LinkSettings linkSettings(SessionOrigin ofSession) {
        Shared known = ofSession.type() == SessionType.LAOC ? outgoing : incoming;
        return known != null && known.origin.equals(ofSession)
                ? known.linkSettings
                : lcce.linkSettings(ofSession, tunnel.pathMtu().inside());
    }

    /// Calls that come get what is set by then.
    void forget() {
        incoming = null;
        outgoing = null;
    }

    /// Other settings are about to come. Calls that come then get what these hold, unless they do not hold the
    /// tunnel's profiles any more: those live on in it.
    void profilesChange(Settings next) {
        TunnelOrigin origin = tunnel.origin();
        Optional<String> ppp = SessionOrigin.of(SessionType.LNIC, origin, lcce).pppProfileName();
        if (next.sessionProfiles().containsKey(origin.sessionProfileName())
                && next.pppProfiles().containsKey(ppp.orElse(""))) {
            forget();
        } else {
            shared(SessionType.LNIC);
            shared(SessionType.LAOC);
        }
    }

    private Shared shared(SessionType type) {
        Shared known = type == SessionType.LAOC ? outgoing : incoming;
        if (known != null) {
            return known;
        }
        SessionOrigin origin = SessionOrigin.of(type, tunnel.origin(), lcce);
        Shared made =
                new Shared(origin, lcce.linkSettings(origin, tunnel.parameters().mtu()));
        if (type == SessionType.LAOC) {
            outgoing = made;
        } else {
            incoming = made;
        }
        return made;
    }
}
