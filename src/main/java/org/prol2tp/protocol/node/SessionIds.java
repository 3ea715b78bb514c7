package org.prol2tp.protocol.node;

import java.util.BitSet;
import java.util.Optional;
import java.util.OptionalInt;
import org.prol2tp.protocol.wire.SessionId;
import org.prol2tp.protocol.wire.Version;

/// The ids of a tunnel's sessions: which are free, and which are kept for sessions that the settings give
/// them to.
final class SessionIds {
    private static final BitSet NONE = new BitSet();

    /// Ids of L2TPv3 are not kept: a random one of 32 bits does not meet them.
    private static final int MAX_KEPT = 0xffff;

    private final Lcce lcce;

    private final Tunnel tunnel;

    /// Kept. Not to be changed while it is [#NONE] or the settings'.
    private BitSet fixed;

    SessionIds(Lcce lcce, Tunnel tunnel) {
        this.lcce = lcce;
        this.tunnel = tunnel;
        fixed = tunnel.origin()
                .configured()
                .map(Settings.ConfiguredTunnel::fixedSessionIds)
                .orElse(NONE);
    }

    /// A session with an id of the settings is there, or is not any more.
    void keep(Session session, boolean kept) {
        int id = session.origin().parameters().sessionId();
        if (id > 0 && id <= MAX_KEPT) {
            fixed = fixed.isEmpty() ? new BitSet() : fixed;
            fixed.set(id, kept);
        }
    }

    /// A free id for a call of the tunnel: `wanted`, or where that is 0 a random one that no configured
    /// session is to have.
    Optional<SessionId> free(int wanted) {
        boolean v3 = tunnel.version() == Version.V3;
        if (wanted != 0) {
            boolean taken = tunnel.calls().has(wanted) || v3 && lcce.pseudowireIds.contains(wanted);
            return taken ? Optional.empty() : Optional.of(new SessionId(wanted));
        }
        OptionalInt id = v3
                ? Identifiers.choose(Version.V3, lcce.entropy, lcce.pseudowireIds::contains)
                : Identifiers.choose(lcce.entropy, it -> tunnel.calls().has(it) || fixed.get(it));
        return id.isPresent() ? Optional.of(new SessionId(id.getAsInt())) : Optional.empty();
    }
}
