package org.prol2tp.operator.config;

import java.util.List;
import java.util.Optional;
import org.prol2tp.operator.config.AddressType.Host;
import org.prol2tp.operator.config.AddressType.Prefix;
import org.prol2tp.protocol.node.EthernetParameters;
import org.prol2tp.protocol.node.IpAddress;
import org.prol2tp.protocol.node.PppParameters;
import org.prol2tp.protocol.node.Secret;
import org.prol2tp.protocol.node.SessionParameters;
import org.prol2tp.protocol.node.Settings;
import org.prol2tp.protocol.node.SystemParameters;
import org.prol2tp.protocol.node.TunnelParameters;

/// What the keywords of each kind of block fill in. Fields hold the defaults until they are set; several
/// blocks applied to one draft, the general one first, make inheritance.
final class Drafts {
    private Drafts() {}

    static final class System {
        final SystemParameters.Builder node = new SystemParameters.Builder();
        final DaemonSettings.Builder daemon = new DaemonSettings.Builder();
    }

    static final class Peer {
        Optional<Prefix> address = Optional.empty();
        Optional<Integer> netmask = Optional.empty();
        Settings.RolesAllowed roles = Settings.RolesAllowed.BOTH;
        Optional<String> tunnelProfile = Optional.empty();
        Optional<String> sessionProfile = Optional.empty();
        Optional<String> pppProfile = Optional.empty();
        Optional<String> ethernetProfile = Optional.empty();
        Optional<String> pseudowireProfile = Optional.empty();
        Optional<Integer> port = Optional.empty();
    }

    static final class Tunnel {
        final TunnelParameters.Builder parameters = new TunnelParameters.Builder();
        Optional<String> tunnelName = Optional.empty();
        Optional<String> profile = Optional.empty();
        Optional<String> peerProfile = Optional.empty();
        Optional<Host> peer = Optional.empty();
        Optional<IpAddress> local = Optional.empty();
    }

    static final class Session {
        final SessionParameters.Builder parameters = new SessionParameters.Builder();
        Optional<String> sessionName = Optional.empty();
        Optional<String> tunnelName = Optional.empty();
        Optional<String> profile = Optional.empty();
        Optional<String> pseudowireProfile = Optional.empty();
    }

    static final class Ppp {
        final PppParameters.Builder parameters = new PppParameters.Builder();
        Optional<IpAddress> dnsPrimary = Optional.empty();
        Optional<IpAddress> dnsSecondary = Optional.empty();
        Optional<IpAddress> winsPrimary = Optional.empty();
        Optional<IpAddress> winsSecondary = Optional.empty();
    }

    static final class Ethernet {
        final EthernetParameters.Builder parameters = new EthernetParameters.Builder();
    }

    /// What both kinds of pseudowires need; `type` says which of them counts.
    static final class Pseudowire {
        final Ppp ppp;
        final Ethernet ethernet;
        SessionParameters.PseudowireType type = SessionParameters.PseudowireType.PPP;

        Pseudowire() {
            this(new Ppp(), new Ethernet());
        }

        Pseudowire(Ppp ppp, Ethernet ethernet) {
            this.ppp = ppp;
            this.ethernet = ethernet;
        }
    }

    static final class Pool {
        int traceFlags;
        Optional<IpAddress> first = Optional.empty();
        Optional<IpAddress> last = Optional.empty();
        Optional<Prefix> network = Optional.empty();
        Optional<Integer> netmask = Optional.empty();
        List<IpAddress> reserved = List.of();
    }

    static final class User {
        Optional<Secret> password = Optional.empty();
        String server = "*";
        List<IpAddress> addresses = List.of();
    }
}
