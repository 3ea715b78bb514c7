package org.prol2tp.daemon.pppd;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.prol2tp.protocol.node.DataPlaneCommand.Ipv4Addresses;
import org.prol2tp.protocol.node.DataPlaneCommand.Ipv6Identifiers;
import org.prol2tp.protocol.node.IpAddress;

/// What one pppd has told of itself in its log. Its words are pppd's own at the beginning of a line; what the peer says
/// comes behind them, with its control characters and quotes escaped.
///
/// Source: pppd 2.4.9: `sys-linux.c`, `main.c`, `ipcp.c`, `ipv6cp.c`, `upap.c`, `chap-new.c`, `eap.c`.
final class PppdTold {
    private static final Pattern CONNECT = Pattern.compile("Connect: (\\S+) <-->.*");
    private static final Pattern RENAMED = Pattern.compile("Renamed interface \\S+ to (\\S+)");
    private static final Pattern IPV4 =
            Pattern.compile("(?:(local |remote) IP address|(Local|Remote) IP address changed to) (\\S+)");
    private static final Pattern IPV6 =
            Pattern.compile("(?:(local |remote) LL address|(Local|Remote) LL address changed to) (\\S+)");
    private static final Pattern PEER = Pattern.compile(
            "rcvd \\[(?:PAP AuthReq id=\\S+ user=|CHAP Response id=.*, name = |EAP Response id=\\S+ Identity <Name )"
                    + "\"((?:[^\"\\\\]|\\\\.)*)\".*");
    private static final Pattern ESCAPE = Pattern.compile("\\\\([0-7]{3}|.)");
    private static final Pattern PROBLEM = Pattern.compile(
            "(?i).*(fail|refus|time ?out|timed out|can't|cannot|couldn't|could not|error|unrecognized|not |no response|reject|loop).*");
    private static final String NO_ANSWER = "LCP: timeout sending Config-Requests";
    private static final String PEER_REFUSES = "peer refused to authenticate";

    private Optional<String> interfaceName = Optional.empty();
    private Optional<IpAddress> localAddress = Optional.empty();
    private Optional<Ipv4Addresses> ipv4 = Optional.empty();
    private long localIdentifier;
    private Optional<Ipv6Identifiers> ipv6 = Optional.empty();
    private String peerName = "";
    private String problem = "";
    private boolean noAnswer;
    private boolean peerRefuses;

    /// Returns whether the network is another one now.
    boolean hear(String line) {
        Matcher network = IPV4.matcher(line);
        if (network.matches()) {
            return address(isLocal(network), network.group(3));
        }
        Matcher identifiers = IPV6.matcher(line);
        if (identifiers.matches()) {
            return linkLocal(isLocal(identifiers), identifiers.group(3));
        }
        Matcher peer = PEER.matcher(line);
        if (peer.matches()) {
            peerName = unescaped(peer.group(1));
            return false;
        }
        Matcher named = CONNECT.matcher(line);
        if (named.matches() || named.usePattern(RENAMED).matches()) {
            interfaceName = Optional.of(named.group(1));
            return false;
        }
        if (!isTrace(line) && PROBLEM.matcher(line).matches()) {
            problem = line;
            noAnswer |= line.startsWith(NO_ANSWER);
            peerRefuses |= line.startsWith(PEER_REFUSES);
        }
        return false;
    }

    private static boolean isLocal(Matcher it) {
        String which = it.group(1) == null ? it.group(2) : it.group(1);
        return which.startsWith("l") || which.startsWith("L");
    }

    /// Whether it is one of the lines of `debug`, of which there is one for each control packet.
    static boolean isTrace(String line) {
        return line.startsWith("sent [") || line.startsWith("rcvd [");
    }

    private boolean address(boolean local, String text) {
        Optional<IpAddress> address = IpAddress.parse(text);
        if (address.isEmpty()) {
            return false;
        }
        if (local) {
            localAddress = address;
            ipv4 = ipv4.map(it -> new Ipv4Addresses(address.get(), it.peer()));
            return ipv4.isPresent();
        }
        ipv4 = Optional.of(new Ipv4Addresses(localAddress.orElse(IpAddress.ANY_IPV4), address.get()));
        return true;
    }

    private boolean linkLocal(boolean local, String text) {
        Optional<Long> identifier =
                IpAddress.parse(text).filter(IpAddress::isIpv6).map(IpAddress::low);
        if (identifier.isEmpty()) {
            return false;
        }
        if (local) {
            localIdentifier = identifier.get();
            ipv6 = ipv6.map(it -> new Ipv6Identifiers(localIdentifier, it.peer()));
            return ipv6.isPresent();
        }
        ipv6 = Optional.of(new Ipv6Identifiers(localIdentifier, identifier.get()));
        return true;
    }

    private static String unescaped(String text) {
        return ESCAPE.matcher(text).replaceAll(it -> {
            String escaped = it.group(1);
            String plain = escaped.length() == 3 ? Character.toString((char) Integer.parseInt(escaped, 8)) : escaped;
            return Matcher.quoteReplacement(plain);
        });
    }

    Optional<String> interfaceName() {
        return interfaceName;
    }

    Optional<Ipv4Addresses> ipv4() {
        return ipv4;
    }

    Optional<Ipv6Identifiers> ipv6() {
        return ipv6;
    }

    /// Who the peer says it is; empty: it said nothing.
    String peerName() {
        return peerName;
    }

    /// The last line that sounds like a reason why it ended; may be empty.
    String problem() {
        return problem;
    }

    boolean noAnswer() {
        return noAnswer;
    }

    boolean peerRefuses() {
        return peerRefuses;
    }
}
