package org.prol2tp.operator.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.prol2tp.protocol.node.PppParameters.SyncMode;
import org.prol2tp.protocol.node.Settings.ConfiguredTunnel;
import org.prol2tp.protocol.node.Settings.UserSecret;
import org.prol2tp.protocol.node.TunnelParameters.PppProxy;

/// Something that a config file asks for which our own PPP does and the system's pppd does not, or does by other rules.
///
/// @param place where it stands, and why pppd does not
/// @param leftOut whether it has no effect where pppd has the PPP; else pppd does it in its own way, which
///     whoever chose pppd by its name wants
public record BeyondPppd(ConfigError place, boolean leftOut) {
    /// A keyword, and which values of it pppd does not know.
    private record Row(Set<BlockType> blocks, String keyword, Predicate<Object> value, boolean leftOut, String why) {
        boolean asksFor(Block block, Setting setting) {
            return blocks.contains(block.type())
                    && keyword.equals(setting.keyword())
                    && value.test(valueOf(block, setting));
        }

        BeyondPppd in(Block block, Setting setting) {
            return new BeyondPppd(placed(block, setting.line(), setting.column(), keyword + ": " + why), leftOut);
        }
    }

    private static final Set<BlockType> PPP = Set.of(BlockType.PPP_PROFILE, BlockType.PSEUDOWIRE_PROFILE);
    private static final Set<BlockType> TUNNELS = Set.of(BlockType.TUNNEL, BlockType.TUNNEL_PROFILE);
    private static final Set<BlockType> SYSTEM = Set.of(BlockType.SYSTEM);
    private static final Predicate<Object> YES = Boolean.TRUE::equals;
    private static final Predicate<Object> ANY = Objects::nonNull;
    private static final String USERS = "pppd knows users by /etc/ppp/pap-secrets and chap-secrets";

    private static final List<Row> ROWS = List.of(
            new Row(PPP, "shared_interface", ANY, true, "each pppd has an interface of its own"),
            new Row(PPP, "multilink", YES, true, "each pppd has a session of its own"),
            new Row(PPP, "sync_mode", SyncMode.ASYNC::equals, true, "pppd does not say what it agreed on, for an SLI"),
            new Row(PPP, "use_radius", YES, false, "pppd asks the servers of its own radiusclient.conf"),
            new Row(SYSTEM, "radius_server", ANY, false, "pppd asks the servers of its own radiusclient.conf"),
            new Row(SYSTEM, "keep_sessions", YES, true, "a session of pppd's ends with the daemon"),
            new Row(TUNNELS, "ecn", YES, true, "pppd has no sessions of a tunnel that marks congestion"),
            new Row(TUNNELS, "allow_ppp_proxy", value -> value != PppProxy.NO, true, "pppd always begins anew"),
            new Row(TUNNELS, "interface_name", ANY, true, "pppd numbers its interfaces itself: ppp0, ppp1"));

    /// Where users are who are not in the config file itself.
    private static final List<Row> USERS_ELSEWHERE = List.of(new Row(SYSTEM, "secrets_file", ANY, true, USERS));

    /// All there is of it in a config file, by block.
    public static List<BeyondPppd> of(Parsed.Good parsed) {
        List<BeyondPppd> all = new ArrayList<>();
        Set<String> ourNames = ourNames(parsed.config());
        Set<String> blockNames = new HashSet<>();
        for (Block block : parsed.config().blocks()) {
            addAsked(ROWS, block, all);
            if (block.type() == BlockType.USER) {
                blockNames.add(block.nameText());
                if (!ourNames.contains(block.nameText())) {
                    all.add(new BeyondPppd(placed(block, block.line(), block.column(), USERS), true));
                }
            }
        }
        Set<String> of = new HashSet<>(blockNames);
        of.addAll(ourNames);
        boolean usersOfFile =
                parsed.settings().secrets().stream().map(UserSecret::client).anyMatch(name -> !of.contains(name));
        if (usersOfFile) {
            parsed.config().blocks().forEach(block -> addAsked(USERS_ELSEWHERE, block, all));
        }
        all.addAll(betweenTheSamePorts(parsed));
        return List.copyOf(all);
    }

    private static void addAsked(List<Row> rows, Block block, List<BeyondPppd> to) {
        for (Setting setting : block.settings()) {
            rows.stream().filter(row -> row.asksFor(block, setting)).forEach(row -> to.add(row.in(block, setting)));
        }
    }

    /// Those as whom we log in at a peer, which pppd is told the password of.
    private static Set<String> ourNames(Config config) {
        Set<String> names = new HashSet<>();
        for (Block block : config.blocks()) {
            addNames(block, names);
            block.sessions().forEach(session -> addNames(session, names));
        }
        return names;
    }

    private static void addNames(Block block, Set<String> names) {
        for (Setting setting : block.settings()) {
            boolean ofSession = setting.keyword().equals("user_name");
            if (ofSession || PPP.contains(block.type()) && setting.keyword().equals("local_name")) {
                names.add(setting.words().getFirst().text());
            }
        }
    }

    /// A second tunnel of this kind is carried by the embedded data plane.
    private static List<BeyondPppd> betweenTheSamePorts(Parsed.Good parsed) {
        record Ports(String peer, int peerPort, String local, int port) {}
        Set<Ports> seen = new HashSet<>();
        List<BeyondPppd> all = new ArrayList<>();
        for (ConfiguredTunnel tunnel : parsed.settings().tunnels()) {
            Ports ports = new Ports(
                    tunnel.peerHost(),
                    tunnel.parameters().peerUdpPort(),
                    tunnel.localAddress().toString(),
                    tunnel.parameters().ourUdpPort());
            if (ports.port != 0 && !seen.add(ports)) {
                parsed.config().blocks().stream()
                        .filter(it -> it.type() == BlockType.TUNNEL && names(it, tunnel))
                        .map(it ->
                                placed(it, it.line(), it.column(), "pppd has sessions of one tunnel between two ports"))
                        .forEach(it -> all.add(new BeyondPppd(it, true)));
            }
        }
        return all;
    }

    private static boolean names(Block block, ConfiguredTunnel tunnel) {
        return block.nameText().equals(tunnel.name())
                || block.settings().stream()
                        .anyMatch(it -> it.keyword().equals("tunnel_name")
                                && it.words().getFirst().text().equals(tunnel.name()));
    }

    /// As the grammar reads it, which has read it before.
    private static Object valueOf(Block block, Setting setting) {
        try {
            return Grammar.of(block.type())
                    .find(setting.keyword())
                    .orElseThrow()
                    .type()
                    .read(setting.words());
        } catch (BadValue bad) {
            throw new IllegalStateException(setting.keyword() + " was good before", bad);
        }
    }

    private static ConfigError placed(Block block, int line, int column, String message) {
        return new ConfigError(block.file(), line, column, block.shown() + ": " + message);
    }
}
