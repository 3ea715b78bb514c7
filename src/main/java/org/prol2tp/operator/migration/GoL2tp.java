package org.prol2tp.operator.migration;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.prol2tp.operator.config.BlockType;
import org.prol2tp.operator.config.Sources;
import org.prol2tp.operator.config.Vocabulary;
import org.prol2tp.operator.migration.Output.OutBlock;
import org.prol2tp.operator.migration.Output.Place;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/// The TOML of go-l2tp (ql2tpd, kl2tpd): tables `[tunnel.NAME]` and `[tunnel.NAME.session.NAME]`. Its times are in
/// milliseconds.
final class GoL2tp {
    private static final long MS = 1000;

    /// Of a tunnel: our keyword for the same value.
    private static final Map<String, String> TUNNEL = Map.of(
            "tid", "tunnel_id",
            "host_name", "host_name",
            "secret", "secret",
            "max_retries", "max_retries",
            "encap", "encap",
            "version", "version");

    /// Of a session.
    private static final Map<String, String> SESSION = Map.of(
            "sid", "session_id",
            "seqnum", "use_sequence_numbers",
            "interface_name", "interface_name",
            "pseudowire", "pseudowire_type",
            "l2spec_type", "l2spec_type",
            "reorder_timeout", "reorder_timeout");

    private final TomlParseResult toml;
    private final String fileName;
    private final Output output;
    private final PppOptions options;

    GoL2tp(String text, String fileName, Sources sources, Output output) {
        this.toml = Toml.parse(text);
        this.fileName = fileName;
        this.output = output;
        this.options = new PppOptions(sources, output);
    }

    void read() {
        toml.errors().forEach(error -> output.remark(line(error.position()), "this is not TOML"));
        for (String key : toml.keySet()) {
            if (!key.equals("tunnel")) {
                output.remark(place(toml, key), key + " is not carried over");
            }
        }
        TomlTable tunnels = toml.isTable("tunnel") ? toml.getTable("tunnel") : null;
        if (tunnels == null) {
            return;
        }
        for (String name : tunnels.keySet()) {
            TomlTable tunnel = tunnels.isTable(List.of(name)) ? tunnels.getTable(List.of(name)) : null;
            if (tunnel != null) {
                tunnel(name, tunnel, place(tunnels, name));
            }
        }
    }

    private void tunnel(String name, TomlTable table, Place head) {
        if (!table.contains("peer")) {
            output.remark(head, "the tunnel \"" + name + "\" is not carried over: it has no peer");
            return;
        }
        Optional<String> refusal = Vocabulary.refusal(BlockType.TUNNEL, "version", shown(table, "version"));
        if (table.contains("version") && refusal.isPresent()) {
            output.remark(place(table, "version"), "the tunnel \"" + name + "\" is not carried over: " + refusal.get());
            return;
        }
        OutBlock tunnel = output.block(BlockType.TUNNEL, name);
        boolean isUnmanaged = table.contains("ptid") && shown(table, "version").equals("l2tpv3");
        if (isUnmanaged) {
            boolean saysHello = !seconds(shown(table, "hello_timeout")).matches("0?");
            output.set(tunnel, "mode", saysHello ? "quiescent" : "static", place(table, "ptid"));
        }
        for (String key : table.keySet()) {
            Place place = place(table, key);
            String value = shown(table, key);
            switch (key) {
                case "peer" -> output.set(tunnel, "dest_ipaddr", value, place);
                case "local" -> local(tunnel, value, place);
                case "hello_timeout" -> output.set(tunnel, "hello_timeout", seconds(value), place);
                case "retry_timeout" -> output.set(tunnel, "retry_timeout", seconds(value), place);
                case "window_size" -> {
                    output.set(tunnel, "rx_window_size", value, place);
                    output.set(tunnel, "tx_window_size", value, place);
                }
                case "framing_caps" -> output.set(tunnel, "framing_caps", framing(table.getArray(key)), place);
                case "ptid" -> idOfPeer(tunnel, isUnmanaged, key, value, place);
                case "session" -> {
                    if (table.isTable(key)) {
                        sessions(name, tunnel, isUnmanaged, table.getTable(List.of(key)));
                    }
                }
                default -> simple(tunnel, TUNNEL, key, value, place);
            }
        }
    }

    private void local(OutBlock tunnel, String value, Place place) {
        int colon = value.lastIndexOf(':');
        String host = colon < 0 ? value : value.substring(0, colon);
        String address = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        if (!address.isEmpty()) {
            output.set(tunnel, "src_ipaddr", address, place);
        }
        if (colon >= 0) {
            output.set(tunnel, "our_udp_port", value.substring(colon + 1), place);
        }
    }

    private void sessions(String tunnelName, OutBlock tunnel, boolean isUnmanaged, TomlTable sessions) {
        for (String name : sessions.keySet()) {
            TomlTable table = sessions.isTable(List.of(name)) ? sessions.getTable(List.of(name)) : null;
            if (table == null) {
                continue;
            }
            OutBlock session = output.session(tunnel, name);
            if (isUnmanaged && !table.contains("l2spec_type")) {
                output.set(session, "l2spec_type", "none", place(sessions, name));
            }
            for (String key : table.keySet()) {
                Place place = place(table, key);
                String value = shown(table, key);
                switch (key) {
                    case "psid" -> idOfPeer(session, isUnmanaged, key, value, place);
                    case "cookie", "peer_cookie" -> cookie(session, isUnmanaged, key, octets(table, key), place);
                    case "pppd_args" -> {
                        String profile = tunnelName + "-" + name;
                        OutBlock ppp = PppOptions.profile(output, profile);
                        output.set(session, "ppp_profile_name", profile, place);
                        options.read(value, place, ppp, List.of(session));
                    }
                    default -> simple(session, SESSION, key, value, place);
                }
            }
        }
    }

    /// Set where no control protocol tells of it.
    private void idOfPeer(OutBlock block, boolean isUnmanaged, String key, String value, Place place) {
        if (isUnmanaged) {
            output.set(block, key.equals("ptid") ? "peer_tunnel_id" : "peer_session_id", value, place);
        } else {
            output.remark(place, key + " is not carried over: the peer chooses it");
        }
    }

    /// The names are the kernel's, which sends what it calls cookie, and expects its peer_cookie.
    private void cookie(OutBlock session, boolean isUnmanaged, String key, List<Object> octets, Place place) {
        if (!isUnmanaged) {
            output.remark(place, key + " is not carried over: each end chooses the one that it wants");
            return;
        }
        StringBuilder hex = new StringBuilder("hex:");
        for (Object octet : octets) {
            hex.append(octet instanceof Long value ? String.format("%02x", value & 0xff) : "?");
        }
        boolean ours = key.equals("peer_cookie");
        if (output.set(session, ours ? "cookie" : "peer_cookie", hex.toString(), place) && ours) {
            output.set(session, "cookie_length", Integer.toString(octets.size()), place);
        }
    }

    private static List<Object> octets(TomlTable table, String key) {
        TomlArray array = table.isArray(List.of(key)) ? table.getArray(List.of(key)) : null;
        return array == null ? List.of() : array.toList();
    }

    private void simple(OutBlock block, Map<String, String> keywords, String key, String value, Place place) {
        String keyword = keywords.get(key);
        if (keyword == null) {
            output.remark(place, key + " is not carried over");
            return;
        }
        String word = value.equals("true") ? "yes" : value.equals("false") ? "no" : value;
        output.set(block, keyword, word, place);
    }

    private static String framing(@org.jspecify.annotations.Nullable TomlArray array) {
        List<Object> caps = array == null ? List.of() : array.toList();
        return caps.size() == 2 ? "any" : caps.isEmpty() ? "none" : String.valueOf(caps.getFirst());
    }

    /// Milliseconds as seconds, rounded up.
    private static String seconds(String milliseconds) {
        try {
            return Long.toString((Long.parseLong(milliseconds) + MS - 1) / MS);
        } catch (NumberFormatException e) {
            return milliseconds;
        }
    }

    private static String shown(TomlTable table, String key) {
        return Optional.ofNullable(table.get(List.of(key))).map(String::valueOf).orElse("");
    }

    private Place place(TomlTable table, String key) {
        return new Place(fileName, line(table.inputPositionOf(List.of(key))));
    }

    private static int line(@org.jspecify.annotations.Nullable TomlPosition position) {
        return position == null ? 1 : position.line();
    }
}
