package org.prol2tp.operator.migration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.prol2tp.operator.config.BlockType;
import org.prol2tp.operator.config.Sources;
import org.prol2tp.operator.migration.Output.OutBlock;
import org.prol2tp.operator.migration.Output.Place;

/// The options of pppd that have a meaning in a `ppp profile` or a `session`. Shape: words with white space between, in
/// quotes where they need it, `#` begins a comment.
final class PppOptions {
    /// An option with one value: the keyword of the `ppp profile` that takes it.
    private static final Map<String, String> VALUES = Map.ofEntries(
            Map.entry("mtu", "mtu"),
            Map.entry("mru", "mru"),
            Map.entry("remotename", "remote_name"),
            Map.entry("lcp-echo-interval", "lcp_echo_interval"),
            Map.entry("lcp-echo-failure", "lcp_echo_failure_count"),
            Map.entry("lcp-max-configure", "lcp_max_config_requests"),
            Map.entry("lcp-max-failure", "lcp_max_config_naks"),
            Map.entry("lcp-max-terminate", "lcp_max_terminate_requests"),
            Map.entry("lcp-restart", "lcp_retransmit_interval"),
            Map.entry("ipcp-max-configure", "ipcp_max_config_requests"),
            Map.entry("ipcp-max-failure", "ipcp_max_config_naks"),
            Map.entry("ipcp-max-terminate", "ipcp_max_terminate_requests"),
            Map.entry("ipcp-restart", "ipcp_retransmit_interval"),
            Map.entry("chap-interval", "chap_interval"),
            Map.entry("chap-max-challenge", "chap_max_challenge"),
            Map.entry("chap-restart", "chap_restart"),
            Map.entry("pap-max-authreq", "pap_max_auth_requests"),
            Map.entry("pap-restart", "pap_restart_interval"),
            Map.entry("pap-timeout", "pap_timeout"),
            Map.entry("idle", "idle_timeout"),
            Map.entry("maxconnect", "max_connect_time"));

    /// An option without a value: keyword and value of the `ppp profile`.
    private static final Map<String, List<String>> FLAGS = Map.ofEntries(
            Map.entry("noauth", List.of("auth_peer", "no")),
            Map.entry("auth", List.of("auth_peer", "yes")),
            Map.entry("defaultroute", List.of("default_route", "yes")),
            Map.entry("nodefaultroute", List.of("default_route", "no")),
            Map.entry("proxyarp", List.of("proxy_arp", "yes")),
            Map.entry("multilink", List.of("multilink", "yes")),
            Map.entry("mp", List.of("multilink", "yes")),
            Map.entry("noip", List.of("ipv4", "no")),
            Map.entry("noipv6", List.of("ipv6", "no")),
            Map.entry("+ipv6", List.of("ipv6", "yes")),
            Map.entry("debug", List.of("trace_flags", "ppp")),
            Map.entry("refuse-pap", List.of("auth_pap", "no")),
            Map.entry("-pap", List.of("auth_pap", "no")),
            Map.entry("refuse-chap", List.of("auth_chap", "no")),
            Map.entry("-chap", List.of("auth_chap", "no")),
            Map.entry("refuse-mschap-v2", List.of("auth_mschapv2", "no")),
            Map.entry("refuse-mschap", List.of("auth_mschapv1", "no")),
            Map.entry("refuse-eap", List.of("auth_eap", "no")));

    private static final Map<String, String> REQUIRED = Map.of(
            "require-pap", "auth_pap",
            "+pap", "auth_pap",
            "require-chap", "auth_chap",
            "+chap", "auth_chap",
            "require-mschap-v2", "auth_mschapv2",
            "require-mschap", "auth_mschapv1",
            "require-eap", "auth_eap");

    /// What our PPP does anyway, or what is of a serial line: nothing is lost without it.
    private static final Set<String> NEEDLESS = Set.of(
            "crtscts",
            "nocrtscts",
            "lock",
            "nolock",
            "modem",
            "local",
            "hide-password",
            "show-password",
            "nodetach",
            "nodeflate",
            "nobsdcomp",
            "noccp",
            "novj",
            "novjccomp",
            "nopcomp",
            "noaccomp",
            "nopredictor1",
            "nomppe",
            "default-asyncmap",
            "ipcp-accept-local",
            "ipcp-accept-remote",
            "persist",
            "nopersist",
            "passive",
            "silent",
            "nomp",
            "nomultilink",
            "noproxyarp",
            "usepeerdns",
            "updetach",
            "nologfd",
            "ktune",
            "noktune");

    /// The same with a value.
    private static final Set<String> NEEDLESS_VALUES = Set.of(
            "connect-delay", "maxfail", "holdoff", "unit", "logfd", "logfile", "linkname", "ipparam", "debugfile");

    private final Sources sources;
    private final Output output;

    PppOptions(Sources sources, Output output) {
        this.sources = sources;
        this.output = output;
    }

    private record Word(String text, int line) {}

    /// Reads a file of options into a profile, and where there is one into what holds the account: a session or its
    /// profile. `named` is where the file is named.
    void read(String path, Place named, OutBlock profile, List<OutBlock> account) {
        switch (sources.read(path)) {
            case Sources.Found.Unreadable(String why) ->
                output.remark(named, "the options file " + path + " is not carried over: " + why);
            case Sources.Found.Text(String text, boolean _) -> read(words(text), path, profile, account);
        }
    }

    private void read(List<Word> words, String path, OutBlock profile, List<OutBlock> account) {
        Set<String> required = new LinkedHashSet<>();
        Map<String, List<String>> servers = new LinkedHashMap<>();
        Place last = new Place(path, 1);
        for (int i = 0; i < words.size(); i++) {
            String option = words.get(i).text();
            Place place = new Place(path, words.get(i).line());
            String value = i + 1 < words.size() ? words.get(i + 1).text() : "";
            last = place;
            if (VALUES.containsKey(option)) {
                output.set(profile, VALUES.get(option), value, place);
                i++;
            } else if (FLAGS.containsKey(option)) {
                output.set(
                        profile, FLAGS.get(option).getFirst(), FLAGS.get(option).getLast(), place);
            } else if (REQUIRED.containsKey(option)) {
                required.add(REQUIRED.get(option));
            } else if (option.equals("ms-dns") || option.equals("ms-wins")) {
                servers.computeIfAbsent(option, _ -> new ArrayList<>()).add(value);
                i++;
            } else if (option.equals("asyncmap")) {
                output.set(profile, "asyncmap", value.startsWith("0x") ? value : "0x" + value, place);
                i++;
            } else if (option.equals("name") || option.equals("user") || option.equals("password")) {
                account(option, value, place, profile, account);
                i++;
            } else if (option.equals("ifname") && !account.isEmpty()) {
                account.forEach(block -> output.set(block, "interface_name", value, place));
                i++;
            } else if (option.equals("radius-config-file")) {
                output.set(profile, "use_radius", "yes", place);
                output.set(profile, "radius_hint", value, place);
                i++;
            } else if (option.matches("[0-9.]*:[0-9.]*")) {
                addresses(option, place, profile);
            } else if (NEEDLESS_VALUES.contains(option)) {
                i++;
            } else if (!NEEDLESS.contains(option)) {
                output.remark(place, "the PPP option " + option + " is not carried over");
                i += takesValue(option) ? 1 : 0;
            }
        }
        require(required, last, profile);
        nameServers(servers, last, profile);
    }

    private void account(String option, String value, Place place, OutBlock profile, List<OutBlock> account) {
        if (account.isEmpty()) {
            if (option.equals("name")) {
                output.set(profile, "local_name", value, place);
            } else {
                output.remark(place, "the PPP option " + option + " is not carried over: an LNS has no account");
            }
            return;
        }
        for (OutBlock block : account) {
            // "user" counts before "name", which is there for the name of the machine.
            if (!option.equals("name") || !block.has("user_name")) {
                output.set(block, option.equals("password") ? "user_password" : "user_name", value, place);
            }
        }
    }

    private void addresses(String pair, Place place, OutBlock profile) {
        int colon = pair.indexOf(':');
        if (colon > 0) {
            output.set(profile, "local_ipaddr", pair.substring(0, colon), place);
        }
        if (colon < pair.length() - 1) {
            output.set(profile, "remote_ipaddr", pair.substring(colon + 1), place);
        }
    }

    /// What is required is all that is allowed.
    private void require(Set<String> required, Place place, OutBlock profile) {
        if (required.isEmpty()) {
            return;
        }
        output.set(profile, "auth_peer", "yes", place);
        for (String method : List.of("auth_pap", "auth_chap", "auth_mschapv1", "auth_mschapv2", "auth_eap")) {
            if (!required.contains(method)) {
                output.set(profile, method, "no", place);
            }
        }
    }

    private void nameServers(Map<String, List<String>> servers, Place place, OutBlock profile) {
        servers.forEach((option, addresses) -> {
            String kind = option.equals("ms-dns") ? "dns_ipaddr_" : "wins_ipaddr_";
            output.set(profile, kind + "pri", addresses.getFirst(), place);
            if (addresses.size() > 1) {
                output.set(profile, kind + "sec", addresses.get(1), place);
            }
            if (addresses.size() > 2) {
                output.remark(place, option + ": only the first two are carried over");
            }
        });
    }

    private static boolean takesValue(String option) {
        return Set.of(
                        "plugin",
                        "pppol2tp",
                        "connect",
                        "disconnect",
                        "bsdcomp",
                        "deflate",
                        "mppe",
                        "domain",
                        "ipv6",
                        "ip-up-script",
                        "ip-down-script",
                        "call",
                        "file",
                        "endpoint",
                        "bundle")
                .contains(option);
    }

    private static List<Word> words(String text) {
        List<Word> words = new ArrayList<>();
        int line = 1;
        StringBuilder word = new StringBuilder();
        boolean inWord = false;
        char quote = 0;
        boolean comment = false;
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : '\n';
            boolean space = c == ' ' || c == '\t' || c == '\n' || c == '\r';
            if (comment) {
                comment = c != '\n';
            } else if (quote != 0 && c == quote || quote == 0 && (c == '"' || c == '\'')) {
                quote = quote == 0 ? c : 0;
                inWord = true;
            } else if (quote == 0 && !inWord && c == '#') {
                comment = true;
            } else if (quote == 0 && space || c == '\n') {
                if (inWord) {
                    words.add(new Word(word.toString(), line));
                }
                word.setLength(0);
                inWord = false;
                quote = 0;
            } else {
                if (c == '\\' && i + 1 < text.length() && text.charAt(i + 1) != '\n') {
                    c = text.charAt(++i);
                }
                word.append(c);
                inWord = true;
            }
            line += c == '\n' ? 1 : 0;
        }
        return words;
    }

    /// The block that holds the options of PPP.
    static OutBlock profile(Output output, String name) {
        return output.block(BlockType.PPP_PROFILE, name);
    }
}
