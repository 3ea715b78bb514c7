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
                case "session" -> sessions(name, tunnel, table.isTable(key) ? table.getTable(key) : null);
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

    private void sessions(String tunnelName, OutBlock tunnel, @org.jspecify.annotations.Nullable TomlTable sessions) {
        if (sessions == null) {
            return;
        }
        for (String name : sessions.keySet()) {
            TomlTable table = sessions.isTable(List.of(name)) ? sessions.getTable(List.of(name)) : null;
            if (table == null) {
                continue;
            }
            OutBlock session = output.session(tunnel, name);
            for (String key : table.keySet()) {
                Place place = place(table, key);
                String value = shown(table, key);
                if (key.equals("pppd_args")) {
                    String profile = tunnelName + "-" + name;
                    OutBlock ppp = PppOptions.profile(output, profile);
                    output.set(session, "ppp_profile_name", profile, place);
                    options.read(value, place, ppp, List.of(session));
                } else {
                    simple(session, SESSION, key, value, place);
                }
            }
        }
    }

    private void simple(OutBlock block, Map<String, String> keywords, String key, String value, Place place) {
        String keyword = keywords.get(key);
        if (keyword == null) {
            String why = key.equals("ptid") || key.equals("psid") ? ": the peer chooses it" : "";
            output.remark(place, key + " is not carried over" + why);
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
