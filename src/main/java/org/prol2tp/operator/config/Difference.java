package org.prol2tp.operator.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.prol2tp.protocol.node.Change;
import org.prol2tp.protocol.node.Change.Kind;
import org.prol2tp.protocol.node.Change.Parameter;

/// What two versions of a config file say otherwise of everything but tunnels and sessions: these are
/// compared with what is there, by the node.
public final class Difference {
    /// Keywords of the `system` block that are obeyed at the start only.
    private static final Set<String> AT_START = Set.of(
            "udp_port",
            "listen_ip",
            "listen_on_ip",
            "require_ipsec",
            "control_socket",
            "data_plane",
            "pid_file",
            "keep_sessions",
            "keep_timeout",
            "state_file",
            "syslog_server",
            "script_dir",
            "max_scripts",
            "script_timeout",
            "plugin");

    private static final String LATER = "for what is created from now on";

    private Difference() {}

    /// The changes, those of the old file first, then what is new.
    public static List<Change> of(Config before, Config after) {
        Map<String, Block> old = byTitle(before);
        Map<String, Block> next = byTitle(after);
        List<Change> changes = new ArrayList<>();
        old.forEach((title, block) -> {
            Block other = next.get(title);
            if (other == null && block.type() != BlockType.SYSTEM) {
                changes.add(change(Kind.DELETE, block, List.of(), ""));
            } else if (!block.equals(other)) {
                Map<String, String> there = other == null ? Map.of() : values(other);
                compare(block, values(block), there, changes);
            }
        });
        next.forEach((title, block) -> {
            if (!old.containsKey(title) && block.type() == BlockType.SYSTEM) {
                compare(block, Map.of(), values(block), changes);
            } else if (!old.containsKey(title)) {
                changes.add(change(Kind.CREATE, block, List.of(), ""));
            }
        });
        return List.copyOf(changes);
    }

    private static Map<String, Block> byTitle(Config config) {
        Map<String, Block> blocks = new LinkedHashMap<>();
        for (Block block : config.blocks()) {
            if (block.type() != BlockType.TUNNEL && block.type() != BlockType.SESSION) {
                blocks.put(block.type().words() + " " + block.nameText(), block);
            }
        }
        return blocks;
    }

    private static void compare(
            Block block, Map<String, String> before, Map<String, String> after, List<Change> changes) {
        Set<String> keywords = new TreeSet<>(before.keySet());
        keywords.addAll(after.keySet());
        List<Parameter> now = new ArrayList<>();
        List<Parameter> atStart = new ArrayList<>();
        for (String keyword : keywords) {
            if (!Optional.ofNullable(before.get(keyword)).equals(Optional.ofNullable(after.get(keyword)))) {
                boolean needsStart = block.type() == BlockType.SYSTEM && AT_START.contains(keyword);
                (needsStart ? atStart : now).add(parameter(block.type(), keyword, before, after));
            }
        }
        if (!now.isEmpty()) {
            boolean isProfile = block.type().words().endsWith("profile") && block.type() != BlockType.PEER_PROFILE;
            changes.add(change(Kind.CHANGE, block, List.copyOf(now), isProfile ? LATER : ""));
        }
        if (!atStart.isEmpty()) {
            changes.add(change(Kind.RESTART, block, List.copyOf(atStart), "keeps the old value until a restart"));
        }
    }

    private static Change change(Kind kind, Block block, List<Parameter> parameters, String note) {
        return new Change(kind, block.type().words(), block.nameText(), Optional.empty(), parameters, note);
    }

    private static Parameter parameter(
            BlockType type, String keyword, Map<String, String> before, Map<String, String> after) {
        boolean secret = Grammar.of(type)
                .find(keyword)
                .map(found -> found.type().isSecret())
                .orElse(true);
        return new Parameter(keyword, shown(before.get(keyword), secret), shown(after.get(keyword), secret));
    }

    private static Optional<String> shown(@org.jspecify.annotations.Nullable String value, boolean secret) {
        return Optional.ofNullable(value).map(text -> secret ? "…" : text);
    }

    /// As written; several settings of a keyword one after the other.
    private static Map<String, String> values(Block block) {
        Map<String, String> values = new LinkedHashMap<>();
        for (Setting setting : block.settings()) {
            List<String> words = setting.words().stream()
                    .map(word -> (word.text().startsWith("hex:") && word.quoted() ? "=" : "") + word.text())
                    .toList();
            values.merge(setting.keyword(), String.join(" ", words), (one, other) -> one + ", " + other);
        }
        return values;
    }
}
