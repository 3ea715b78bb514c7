package org.prol2tp.sim;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.prol2tp.operator.config.Config;
import org.prol2tp.operator.config.ConfigError;
import org.prol2tp.operator.config.Parsed;
import org.prol2tp.protocol.node.Settings;
import org.prol2tp.protocol.wire.Text;

/// Two config files and the ends that they make: the LAC is A, the LNS B. Their blocks hold what a session of PPP needs
/// to come up, until a test adds to them.
public final class TwoFiles {
    static final String SYSTEM = "system";
    static final String TUNNEL = "tunnel t";
    static final String SESSION = "session s";
    static final String TUNNEL_PROFILE = "tunnel profile default";
    static final String SESSION_PROFILE = "session profile default";
    static final String PPP = "ppp profile default";
    static final String USER = "user user";

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Map<String, String> lac = new LinkedHashMap<>();
    private final Map<String, String> lns = new LinkedHashMap<>();

    private TwoFiles(String version) {
        lac.put(SYSTEM, "");
        lac.put(TUNNEL, "dest_ipaddr 192.0.2.2; version " + version);
        lac.put(SESSION, "tunnel_name t; user_name user; user_password password");
        lns.put(SYSTEM, "");
        lns.put(PPP, "local_ipaddr 10.0.0.1; ip_pool_name p");
        lns.put("ippool p", "first_ipaddr 10.0.0.2; last_ipaddr 10.0.0.9");
        lns.put(USER, "password password");
    }

    /// Of L2TPv2.
    static TwoFiles v2() {
        return new TwoFiles("l2tpv2");
    }

    /// Of L2TPv3.
    static TwoFiles v3() {
        return new TwoFiles("l2tpv3");
    }

    /// Adds words to a block of the LAC's file, which is made if there is none.
    TwoFiles lac(String block, String words) {
        lac.merge(block, words, (old, more) -> old + "; " + more);
        return this;
    }

    /// Adds words to a block of the LNS's file.
    TwoFiles lns(String block, String words) {
        lns.merge(block, words, (old, more) -> old + "; " + more);
        return this;
    }

    /// The LAC's block has these words only.
    TwoFiles lacOnly(String block, String words) {
        lac.put(block, words);
        return this;
    }

    Settings lacSettings() {
        return settings(lac, "lac");
    }

    Settings lnsSettings() {
        return settings(lns, "lns");
    }

    private static Settings settings(Map<String, String> blocks, String host) {
        StringBuilder text = new StringBuilder();
        blocks.forEach(
                (block, words) -> text.append(block).append(" { ").append(words).append(" }\n"));
        return switch (Config.parse(text.toString(), host, host)) {
            case Parsed.Good good -> good.settings();
            case Parsed.Bad(List<ConfigError> errors) -> throw new AssertionError(errors + "\n" + text);
        };
    }

    /// Both are there and have not started yet.
    Pair pair() {
        return new Pair(1, lacSettings(), lnsSettings());
    }

    Pair start() {
        return pair().start();
    }

    /// Runs until the session is up at both ends.
    Pair up() {
        Pair pair = start();
        pair.runUntil(() -> Agreement.disagreements(pair, 1).isEmpty(), LIMIT);
        return pair.run(Duration.ofMillis(100));
    }

    /// The first message of this name that was sent, as text.
    static String message(Pair pair, String name) {
        return pair.transcript().datagrams().stream()
                .map(Text::of)
                .filter(text -> text.startsWith(name + " "))
                .findFirst()
                .orElseThrow(() -> new AssertionError(
                        "no " + name + "\n" + pair.transcript().tail(40)));
    }
}
