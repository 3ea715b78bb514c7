package org.prol2tp.operator.config;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.prol2tp.operator.config.Check.PlacedSession;
import org.prol2tp.operator.config.Check.Read;
import org.prol2tp.protocol.node.Encapsulation;
import org.prol2tp.protocol.node.IpAddress;
import org.prol2tp.protocol.node.L2tpV3Tunnel.Mode;
import org.prol2tp.protocol.node.SessionParameters;
import org.prol2tp.protocol.node.SessionParameters.PseudowireType;
import org.prol2tp.protocol.node.SystemParameters;
import org.prol2tp.protocol.node.TunnelParameters;
import org.prol2tp.protocol.node.TunnelParameters.ProtocolVersion;

/// What one tunnel or session of the config file may not share with another, and what does not go together in one.
final class Instances {
    /// The longest beginning of an interface's name that leaves room for the ids of tunnel and session.
    static final int AUTONAME_STEM_OCTETS = 4;

    private static final int MAX_ID = 65535;

    private final Check check;
    private final Map<String, Block> interfaces = new HashMap<>();
    private final Map<Long, Block> tunnelIds = new HashMap<>();
    private final Map<SessionKey, Block> sessionIds = new HashMap<>();
    private final Map<PairKey, Block> configIds = new HashMap<>();

    private record SessionKey(String tunnel, int id) {}

    private record PairKey(String peer, Optional<IpAddress> local, int configId) {}

    Instances(Check check) {
        this.check = check;
    }

    /// Checks a tunnel.
    void add(
            Read<Drafts.Tunnel> read,
            String name,
            String peer,
            Optional<IpAddress> local,
            TunnelParameters tunnel,
            SystemParameters system) {
        if (tunnel.encapsulation() == Encapsulation.IP && tunnel.version() != ProtocolVersion.L2TPV3) {
            check.error(read, "encap", "encap ip needs version l2tpv3");
        }
        if (tunnel.version() == ProtocolVersion.L2TPV2) {
            check.refuseVersion3(read.block());
        }
        unmanaged(read, tunnel);
        if (tunnel.tunnelId() != 0) {
            long id = tunnel.tunnelId() & 0xffff_ffffL;
            range(read, "tunnel_id", id, tunnel);
            unique(read, "tunnel_id", Long.toString(id), tunnelIds.putIfAbsent(id, read.block()));
        }
        if (tunnel.configId() != 0) {
            PairKey pair = new PairKey(peer, local, tunnel.configId());
            unique(
                    read,
                    "config_id",
                    Integer.toString(tunnel.configId()) + ", for the same two addresses,",
                    configIds.putIfAbsent(pair, read.block()));
        }
        int octets = tunnel.interfaceName().map(String::length).orElse(0);
        if (system.autonameInterfaces() && octets > AUTONAME_STEM_OCTETS) {
            check.error(
                    read,
                    "interface_name",
                    "tunnel \"" + name + "\": interface_name has " + octets + " octets, with autoname_interfaces"
                            + " it must be 1.." + AUTONAME_STEM_OCTETS);
        }
    }

    /// Checks a session of this tunnel.
    void add(PlacedSession placed, SessionParameters session, TunnelParameters tunnel) {
        Read<Drafts.Session> read = placed.read();
        if (tunnel.version() == ProtocolVersion.L2TPV2) {
            check.refuseVersion3(read.block());
            if (session.pseudowireType() != PseudowireType.PPP && !read.has("pseudowire_type")) {
                check.error(read.block(), "its profile's pseudowire_type needs version l2tpv3");
            }
        }
        unmanaged(placed, session, tunnel);
        if (session.sessionId() != 0) {
            long id = session.sessionId() & 0xffff_ffffL;
            range(read, "session_id", id, tunnel);
            SessionKey key = new SessionKey(placed.tunnelName(), session.sessionId());
            unique(read, "session_id", Long.toString(id), sessionIds.putIfAbsent(key, read.block()));
        }
        session.interfaceName()
                .ifPresent(name ->
                        unique(read, "interface_name", "\"" + name + "\"", interfaces.putIfAbsent(name, read.block())));
    }

    /// What the two ends do not tell each other has to be set.
    private void unmanaged(Read<Drafts.Tunnel> read, TunnelParameters tunnel) {
        if (tunnel.v3().mode() == Mode.MANAGED) {
            return;
        }
        if (tunnel.version() != ProtocolVersion.L2TPV3) {
            check.error(read, "mode", "mode " + word(tunnel) + " needs version l2tpv3");
        }
        if (tunnel.tunnelId() == 0 || tunnel.v3().peerTunnelId() == 0) {
            check.error(read, "mode", "mode " + word(tunnel) + " needs tunnel_id and peer_tunnel_id");
        }
    }

    /// Likewise. A random cookie would be nobody's.
    private void unmanaged(PlacedSession placed, SessionParameters session, TunnelParameters tunnel) {
        if (tunnel.v3().mode() == Mode.MANAGED) {
            return;
        }
        if (session.sessionId() == 0 || session.v3().peerSessionId() == 0) {
            check.error(
                    placed.read().block(),
                    "a session of a " + word(tunnel) + " tunnel needs session_id and peer_session_id");
        }
        if (session.v3().cookieLength() != 0 && session.v3().cookie().isEmpty()) {
            check.error(
                    placed.read().block(),
                    "cookie_length without cookie: nobody tells the peer of a " + word(tunnel)
                            + " tunnel which one it is");
        }
    }

    private static String word(TunnelParameters tunnel) {
        return tunnel.v3().mode().name().toLowerCase(Locale.ROOT);
    }

    private void range(Read<?> read, String keyword, long id, TunnelParameters tunnel) {
        if (id > MAX_ID && tunnel.version() != ProtocolVersion.L2TPV3) {
            check.error(read, keyword, keyword + " " + id + " is out of range, must be 1.." + MAX_ID + " with L2TPv2");
        }
    }

    private void unique(Read<?> read, String keyword, String value, @org.jspecify.annotations.Nullable Block first) {
        if (first != null) {
            check.error(
                    read,
                    keyword,
                    keyword + " " + value + " is there twice, first for " + first.shown() + " in "
                            + first.placeFrom(read.block().file()));
        }
    }
}
