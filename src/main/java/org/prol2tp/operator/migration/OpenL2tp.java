package org.prol2tp.operator.migration;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.prol2tp.operator.config.BlockType;
import org.prol2tp.operator.migration.Output.OutBlock;
import org.prol2tp.operator.migration.Output.Place;

/// openl2tpd.conf: commands of l2tpconfig, one a line (`\` joins two), `#` begins a comment:
/// `tunnel create tunnel_name=x dest_ipaddr=1.2.3.4`. Most parameters are our keywords.
final class OpenL2tp {
    private static final Map<String, BlockType> PROFILES = Map.of(
            "peer profile", BlockType.PEER_PROFILE,
            "tunnel profile", BlockType.TUNNEL_PROFILE,
            "session profile", BlockType.SESSION_PROFILE,
            "ppp profile", BlockType.PPP_PROFILE);

    /// Switches of other programs that read otherwise.
    private static final Map<String, String> WORDS = Map.of("ON", "on", "OFF", "off", "YES", "yes", "NO", "no");

    /// Profiles whose kind it is that a keyword names.
    private static final Map<String, BlockType> REFERENCES = Map.of(
            "peer_profile_name", BlockType.PEER_PROFILE,
            "tunnel_profile_name", BlockType.TUNNEL_PROFILE,
            "session_profile_name", BlockType.SESSION_PROFILE,
            "ppp_profile_name", BlockType.PPP_PROFILE);

    private final String text;
    private final String fileName;
    private final Output output;
    private final Map<String, OutBlock> tunnels = new HashMap<>();
    private final Set<String> profiles = new java.util.HashSet<>();
    private int sessions;

    OpenL2tp(String text, String fileName, Output output) {
        this.text = text;
        this.fileName = fileName;
        this.output = output;
    }

    /// @param words `tunnel profile`, `tunnel`, …
    /// @param verb `create` or `modify`
    private record Call(String words, String verb, Map<String, String> parameters, int line) {}

    void read() {
        for (Call call : calls()) {
            perform(call);
        }
    }

    private void perform(Call call) {
        Place place = new Place(fileName, call.line());
        Map<String, String> parameters = new LinkedHashMap<>(call.parameters());
        BlockType profile = PROFILES.get(call.words());
        if (!call.verb().equals("create") && !call.verb().equals("modify")) {
            output.remark(place, "\"" + call.words() + " " + call.verb() + "\" is not carried over");
        } else if (call.words().equals("system")) {
            parameters.forEach((name, value) -> set(output.system(), name, value, place));
        } else if (profile != null) {
            String name = parameters.getOrDefault("profile_name", "default");
            parameters.remove("profile_name");
            profiles.add(profile.words() + " " + name);
            OutBlock block = output.block(profile, name);
            parameters.forEach((keyword, value) -> set(block, keyword, value, place));
        } else if (call.words().equals("tunnel")) {
            tunnel(parameters, place);
        } else if (call.words().equals("session")) {
            session(parameters, place);
        } else {
            output.remark(place, "\"" + call.words() + "\" is not known");
        }
    }

    private void tunnel(Map<String, String> parameters, Place place) {
        String id = parameters.getOrDefault("tunnel_id", "");
        String name = parameters.getOrDefault("tunnel_name", id.isEmpty() ? "t" + (tunnels.size() + 1) : "t" + id);
        parameters.remove("tunnel_name");
        if (!parameters.containsKey("dest_ipaddr") && !tunnels.containsKey(name)) {
            output.remark(place, "the tunnel \"" + name + "\" is not carried over: it has no dest_ipaddr");
            return;
        }
        OutBlock tunnel = output.block(BlockType.TUNNEL, name);
        tunnels.put(name, tunnel);
        if (!id.isEmpty()) {
            tunnels.put("@" + id, tunnel);
        }
        parameters.forEach((keyword, value) -> set(tunnel, keyword, value, place));
    }

    private void session(Map<String, String> parameters, Place place) {
        String tunnelName = parameters.getOrDefault("tunnel_name", "@" + parameters.getOrDefault("tunnel_id", ""));
        OutBlock tunnel = tunnels.get(tunnelName);
        sessions++;
        String name = parameters.getOrDefault("session_name", "s" + sessions);
        if (tunnel == null) {
            output.remark(place, "the session \"" + name + "\" is not carried over: its tunnel is not there");
            return;
        }
        Set.of("tunnel_name", "tunnel_id", "session_name").forEach(parameters::remove);
        OutBlock session = output.session(tunnel, name);
        parameters.forEach((keyword, value) -> set(session, keyword, value, place));
        if (session.has("user_password") && !session.has("user_name")) {
            output.remark(place, "user_password without user_name is not carried over");
            output.remove(session, "user_password");
        }
    }

    private void set(OutBlock block, String keyword, String value, Place place) {
        BlockType reference = REFERENCES.get(keyword.startsWith("default_") ? keyword.substring(8) : keyword);
        if (reference != null && !value.equals("default") && !profiles.contains(reference.words() + " " + value)) {
            output.remark(place, keyword + " " + value + " is not carried over: there is no such profile before it");
            return;
        }
        if (keyword.equals("ip_pool_name")) {
            output.remark(
                    place,
                    "ip_pool_name " + value + " is not carried over: OpenL2TP's pools are elsewhere, make an ippool");
            return;
        }
        String word = WORDS.getOrDefault(value, value);
        boolean isTrace = keyword.equals("trace_flags");
        output.set(block, keyword, isTrace ? word.toLowerCase(Locale.ROOT) : word, place);
    }

    private List<Call> calls() {
        List<Call> calls = new ArrayList<>();
        String[] lines = text.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            int first = i + 1;
            StringBuilder whole = new StringBuilder(lines[i].strip());
            while (!whole.isEmpty() && whole.charAt(whole.length() - 1) == '\\') {
                whole.setLength(whole.length() - 1);
                i++;
                whole.append(' ').append(i < lines.length ? lines[i].strip() : "");
            }
            if (!whole.isEmpty() && whole.charAt(0) != '#') {
                calls.add(call(words(whole.toString()), first));
            }
        }
        return calls;
    }

    private Call call(List<String> words, int line) {
        int at = 0;
        StringBuilder begin = new StringBuilder();
        while (at < words.size() && words.get(at).indexOf('=') < 0) {
            begin.append(begin.isEmpty() ? "" : " ").append(words.get(at++));
        }
        String both = begin.toString();
        int last = both.lastIndexOf(' ');
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String word : words.subList(at, words.size())) {
            int equals = word.indexOf('=');
            if (equals < 0) {
                output.remark(line, "\"name=value\" is expected");
            } else {
                parameters.put(word.substring(0, equals), word.substring(equals + 1));
            }
        }
        return last < 0
                ? new Call(both, "", parameters, line)
                : new Call(both.substring(0, last), both.substring(last + 1), parameters, line);
    }

    /// Words with white space between; in quotes, and after `\`, it is part of a word.
    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quote != 0 ? c == quote : c == '"' || c == '\'') {
                quote = quote == 0 ? c : 0;
            } else if (quote == 0 && (c == ' ' || c == '\t')) {
                if (!word.isEmpty()) {
                    words.add(word.toString());
                }
                word.setLength(0);
            } else {
                word.append(c == '\\' && i + 1 < line.length() ? line.charAt(++i) : c);
            }
        }
        if (!word.isEmpty()) {
            words.add(word.toString());
        }
        return words;
    }
}
