package org.prol2tp.operator.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.prol2tp.operator.config.BlockType;
import org.prol2tp.operator.config.Sources;
import org.prol2tp.operator.migration.Output.OutBlock;
import org.prol2tp.operator.migration.Output.Place;

/// xl2tpd.conf: sections `[global]`, `[lns name]`, `[lac name]` with `key = value`; `;` and `#` begin
/// comments. A `[lac]` is a tunnel with a session, an `[lns]` a peer profile with its profiles and
/// pool.
final class Xl2tpd {
    private static final String SECRETS = "/etc/ppp/chap-secrets";

    /// Nothing is lost without them.
    private static final Set<String> NEEDLESS = Set.of(
            "pass peer",
            "pass-peer",
            "autodial",
            "tx bps",
            "force userspace",
            "ipsec saref",
            "saref refinfo",
            "rand source",
            "cap backoff",
            "require authentication",
            "ipparam");

    private final String text;
    private final String fileName;
    private final Sources sources;
    private final Output output;
    private final PppOptions options;
    private Optional<Entry> authFile = Optional.empty();
    private boolean usersWanted;

    Xl2tpd(String text, String fileName, Sources sources, Output output) {
        this.text = text;
        this.fileName = fileName;
        this.sources = sources;
        this.output = output;
        this.options = new PppOptions(sources, output);
    }

    /// A line of a section.
    private record Entry(String key, String value, int line) {}

    /// @param kind `global`, `lns` or `lac`
    private record Section(String kind, String name, int line, List<Entry> entries) {
        Optional<Entry> find(String key) {
            return entries.stream().filter(entry -> entry.key().equals(key)).reduce((first, second) -> second);
        }

        boolean isSet(String key) {
            return find(key).map(entry -> yes(entry.value())).orElse(false);
        }
    }

    void read() {
        List<Section> sections = sections();
        for (Section section : sections) {
            if (section.kind().equals("global")) {
                global(section);
            }
        }
        List<Section> known = new ArrayList<>();
        for (Section section : sections) {
            boolean isDefault =
                    section.name().equals("default") && section.kind().equals("lac");
            if (section.kind().equals("global") || isDefault) {
                continue;
            }
            known.add(section);
            if (section.kind().equals("lns")) {
                lns(section);
            } else {
                List<Entry> all = new ArrayList<>();
                sections.stream()
                        .filter(other ->
                                other.kind().equals("lac") && other.name().equals("default"))
                        .forEach(other -> all.addAll(other.entries()));
                all.addAll(section.entries());
                lac(new Section("lac", section.name(), section.line(), all));
            }
        }
        List<Section> servers =
                known.stream().filter(section -> section.kind().equals("lns")).toList();
        if (!servers.isEmpty()
                && servers.stream().allMatch(section -> section.find("lac").isPresent())) {
            // Who has no peer profile is refused.
            OutBlock others = output.block(BlockType.TUNNEL_PROFILE, "default");
            output.set(
                    others,
                    "auth_mode",
                    "simple",
                    new Place(fileName, servers.getFirst().line()));
        }
        if (usersWanted) {
            output.set(output.system(), "secrets_file", SECRETS, new Place(fileName, 1));
            if (sources.read(SECRETS) instanceof Sources.Found.Unreadable(String why)) {
                output.remark(1, "users are looked for in " + SECRETS + ", which is not here: " + why);
            }
        }
    }

    private List<Section> sections() {
        List<Section> sections = new ArrayList<>();
        int number = 0;
        for (String raw : text.split("\n", -1)) {
            number++;
            String line = raw.strip();
            if (line.isEmpty() || line.startsWith(";") || line.startsWith("#")) {
                continue;
            }
            if (line.startsWith("[")) {
                int end = line.indexOf(']');
                String head = (end < 0 ? line.substring(1) : line.substring(1, end)).strip();
                int space = head.indexOf(' ');
                String kind = (space < 0 ? head : head.substring(0, space)).toLowerCase(Locale.ROOT);
                String name = space < 0 ? "" : head.substring(space + 1).strip();
                if (!List.of("global", "lns", "lac").contains(kind)) {
                    output.remark(number, "the section [" + head + "] is not carried over");
                }
                sections.add(new Section(kind, name, number, new ArrayList<>()));
                continue;
            }
            int equals = line.indexOf('=');
            if (equals < 0 || sections.isEmpty()) {
                output.remark(number, "no \"key = value\" in a section");
                continue;
            }
            int comment = line.indexOf(" ;", equals);
            String value = line.substring(equals + 1, comment < 0 ? line.length() : comment)
                    .strip();
            String key =
                    line.substring(0, equals).strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
            sections.getLast().entries().add(new Entry(key, value, number));
        }
        sections.removeIf(section -> !List.of("global", "lns", "lac").contains(section.kind()));
        return sections;
    }

    private void global(Section section) {
        OutBlock system = output.system();
        List<String> traces = new ArrayList<>();
        for (Entry entry : section.entries()) {
            Place place = place(entry);
            switch (entry.key()) {
                case "port" -> output.set(system, "udp_port", entry.value(), place);
                case "listen-addr" -> output.set(system, "listen_ip", entry.value(), place);
                case "auth file" -> authFile = Optional.of(entry);
                case "debug avp" -> trace(entry, traces, "avp");
                case "debug tunnel", "debug state" -> trace(entry, traces, "fsm");
                case "debug network" -> trace(entry, traces, "xprt");
                case "debug packet" -> trace(entry, traces, "avp_data");
                case "max retries" ->
                    output.set(output.block(BlockType.TUNNEL_PROFILE, "default"), "max_retries", entry.value(), place);
                case "access control" -> {
                    if (yes(entry.value())) {
                        output.remark(
                                place,
                                "access control = yes is not carried over: "
                                        + "auth_mode simple in the tunnel profiles takes only peers that have a peer profile");
                    }
                }
                default -> unknown(entry);
            }
        }
        if (!traces.isEmpty()) {
            output.set(system, "trace_flags", String.join(", ", traces), new Place(fileName, section.line()));
        }
    }

    private static void trace(Entry entry, List<String> traces, String category) {
        if (yes(entry.value()) && !traces.contains(category)) {
            traces.add(category);
        }
    }

    private void lns(Section section) {
        // The peer profile "default" is for all addresses.
        String peerName = section.find("lac").isPresent() ? "lns-" + section.name() : section.name();
        OutBlock peer = output.block(BlockType.PEER_PROFILE, peerName);
        String name = "lns-" + section.name(); // a profile named "default" would count for the tunnels we open too
        OutBlock tunnel = output.block(BlockType.TUNNEL_PROFILE, name);
        OutBlock session = output.block(BlockType.SESSION_PROFILE, name);
        OutBlock ppp = PppOptions.profile(output, name);
        Place head = new Place(fileName, section.line());
        output.set(peer, "lac_lns", "lns", head);
        output.set(peer, "tunnel_profile_name", name, head);
        output.set(peer, "session_profile_name", name, head);
        output.set(peer, "ppp_profile_name", name, head);
        section.find("pppoptfile").ifPresent(file -> options.read(inFolder(file.value()), place(file), ppp, List.of()));
        List<Entry> ranges = new ArrayList<>();
        for (Entry entry : section.entries()) {
            Place place = place(entry);
            switch (entry.key()) {
                case "ip range" -> ranges.add(entry);
                case "assign ip" -> {
                    if (!yes(entry.value())) {
                        ranges.clear();
                    }
                }
                case "lac" -> new Ranges(output).peers(peer, entry.value(), place);
                case "no lac", "no ip range" ->
                    output.remark(place, entry.key() + " = " + entry.value() + " is not carried over");
                case "local ip" -> output.set(ppp, "local_ipaddr", entry.value(), place);
                case "local ip range" ->
                    output.remark(place, "local ip range is not carried over: one local_ipaddr serves all sessions");
                case "exclusive" -> {
                    if (yes(entry.value())) {
                        output.remark(place, "exclusive = yes is not carried over: a peer may open several tunnels");
                    }
                }
                default -> common(section, entry, tunnel, session, ppp);
            }
        }
        new Ranges(output)
                .pool(
                        ppp,
                        name,
                        ranges.stream()
                                .map(entry -> Map.entry(entry.value(), place(entry)))
                                .toList());
        usersWanted |= !ppp.value("auth_peer").equals(Optional.of("no"));
        secret(section, tunnel, "*");
    }

    private void lac(Section section) {
        String name = section.name();
        OutBlock tunnel = output.block(BlockType.TUNNEL, name);
        OutBlock session = output.session(tunnel, name);
        OutBlock ppp = PppOptions.profile(output, name);
        Place head = new Place(fileName, section.line());
        output.set(session, "ppp_profile_name", name, head);
        section.find("pppoptfile")
                .ifPresent(file -> options.read(inFolder(file.value()), place(file), ppp, List.of(session)));
        for (Entry entry : section.entries()) {
            Place place = place(entry);
            switch (entry.key()) {
                case "lns" -> {
                    String[] all = entry.value().split(",", -1);
                    output.set(tunnel, "dest_ipaddr", all[0].strip(), place);
                    if (all.length > 1) {
                        output.remark(place, "only the first LNS is carried over");
                    }
                }
                case "redial" -> output.set(tunnel, "persist", yes(entry.value()) ? "yes" : "no", place);
                case "redial timeout" -> {
                    OutBlock system = output.system();
                    output.set(system, "tunnel_persist_pend_timeout", entry.value(), place);
                    output.set(system, "session_persist_pend_timeout", entry.value(), place);
                }
                case "max redials", "lac", "no lac" ->
                    output.remark(place, entry.key() + " = " + entry.value() + " is not carried over");
                case "local ip" -> output.set(ppp, "local_ipaddr", entry.value(), place);
                case "remote ip" -> output.set(ppp, "remote_ipaddr", entry.value(), place);
                case "autodial" -> {
                    if (!yes(entry.value())) {
                        output.remark(place, "autodial = no is not carried over: tunnels are opened at the start");
                    }
                }
                case "name" -> output.set(session, "user_name", entry.value(), place);
                default -> common(section, entry, tunnel, session, ppp);
            }
        }
        if (!tunnel.has("dest_ipaddr")) {
            output.remark(head, "[lac " + name + "] has no lns: give its tunnel a dest_ipaddr");
            output.set(tunnel, "dest_ipaddr", "lns.invalid", head);
        }
        usersWanted |= session.has("user_name") && !session.has("user_password");
        String host = tunnel.value("dest_ipaddr").orElse("*");
        secret(section, tunnel, host);
    }

    /// What both kinds of sections have.
    private void common(Section section, Entry entry, OutBlock tunnel, OutBlock session, OutBlock ppp) {
        Place place = place(entry);
        String value = yes(entry.value()) ? "yes" : "no";
        switch (entry.key()) {
            case "pppoptfile", "challenge", "name" -> {
                if (entry.key().equals("name")) {
                    output.set(ppp, "local_name", entry.value(), place);
                }
            }
            case "hostname" -> output.set(tunnel, "host_name", entry.value(), place);
            case "hidden bit" -> {
                if (yes(entry.value()) && !section.isSet("challenge")) {
                    output.remark(place, "hidden bit = yes is not carried over: without challenge there is no secret");
                } else if (yes(entry.value())) {
                    output.set(tunnel, "hide_avps", "yes", place);
                }
            }
            case "length bit" -> output.set(tunnel, "length_field", value, place);
            case "flow bit" -> output.set(session, "use_sequence_numbers", value, place);
            case "tunnel rws" -> output.set(tunnel, "rx_window_size", entry.value(), place);
            case "call rws" -> output.remark(place, "call rws is not carried over: L2TP has no window for data");
            case "require chap" -> method(entry, ppp, "auth_chap", true);
            case "require pap" -> method(entry, ppp, "auth_pap", true);
            case "refuse chap" -> method(entry, ppp, "auth_chap", false);
            case "refuse pap" -> method(entry, ppp, "auth_pap", false);
            case "require authentication" -> output.set(ppp, "auth_peer", value, place);
            case "refuse authentication" -> output.set(ppp, "auth_peer", yes(entry.value()) ? "no" : "yes", place);
            case "unix authentication" -> {
                if (yes(entry.value())) {
                    output.remark(place, "unix authentication = yes is not carried over");
                }
            }
            case "ppp debug" -> {
                if (yes(entry.value())) {
                    output.set(ppp, "trace_flags", "ppp", place);
                }
            }
            case "bps" -> output.set(session, "connect_speed", entry.value(), place);
            case "rx bps" -> {
                String tx = section.find("tx bps").map(it -> ":" + it.value()).orElse("");
                output.set(session, "connect_speed", entry.value() + tx, place);
            }
            default -> unknown(entry);
        }
    }

    /// A required method is the only one, but for others that are required too.
    private void method(Entry entry, OutBlock ppp, String keyword, boolean required) {
        if (!yes(entry.value())) {
            return;
        }
        Place place = place(entry);
        if (!required) {
            output.set(ppp, keyword, "no", place);
            return;
        }
        output.set(ppp, "auth_peer", "yes", place);
        output.set(ppp, keyword, "yes", place);
        String other = keyword.equals("auth_chap") ? "auth_pap" : "auth_chap";
        if (!ppp.value(other).equals(Optional.of("yes"))) {
            output.set(ppp, other, "no", place);
        }
    }

    /// The secret of a section with a challenge, from the auth file: lines `us them secret`.
    private void secret(Section section, OutBlock tunnel, String peer) {
        if (!section.isSet("challenge")) {
            return;
        }
        Place place = section.find("challenge").map(this::place).orElse(new Place(fileName, section.line()));
        String path = authFile.map(entry -> inFolder(entry.value())).orElse("/etc/xl2tpd/l2tp-secrets");
        if (sources.read(path) instanceof Sources.Found.Text(String lines, boolean _)) {
            Optional<String> found = AuthFile.secret(lines, peer);
            if (found.isPresent() && output.set(tunnel, "secret", found.get(), place)) {
                output.set(tunnel, "auth_mode", "challenge", place);
                return;
            }
        }
        output.remove(tunnel, "hide_avps");
        output.remark(
                place,
                "challenge = yes is not carried over: there is no secret in " + path
                        + "; set secret or secret_file, and auth_mode challenge");
    }

    private void unknown(Entry entry) {
        if (!NEEDLESS.contains(entry.key())) {
            output.remark(place(entry), entry.key() + " is not carried over");
        }
    }

    private Place place(Entry entry) {
        return new Place(fileName, entry.line());
    }

    private String inFolder(String path) {
        return path.startsWith("/") ? path : fileName.substring(0, fileName.lastIndexOf('/') + 1) + path;
    }

    private static boolean yes(String value) {
        return List.of("yes", "true", "1", "on").contains(value.toLowerCase(Locale.ROOT));
    }
}
