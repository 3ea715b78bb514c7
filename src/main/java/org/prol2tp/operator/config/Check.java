package org.prol2tp.operator.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// The blocks of a config file with their values read: every wrong value, everything that is there twice, and
/// every name of a block that is not there is an error by now. What they mean together is [Meaning]'s.
final class Check {
    private final String fileName;
    private final List<ConfigError> errors;
    private final Map<BlockType, Map<String, Block>> named = new HashMap<>();
    private final Map<String, List<PlacedSession>> byTunnel = new HashMap<>();

    final Map<String, Read<Drafts.Peer>> peerProfiles;
    final Map<String, Read<Drafts.Tunnel>> tunnelProfiles;
    final Map<String, Read<Drafts.Session>> sessionProfiles;
    final Map<String, Read<Drafts.Ppp>> pppProfiles;
    final Map<String, Read<Drafts.Pool>> pools;
    final Map<String, Read<Drafts.User>> users;
    final Map<String, Read<Drafts.Tunnel>> tunnels;
    final Optional<Read<Drafts.System>> system;
    /// In the order of the file, those inside of a tunnel first.
    final List<PlacedSession> sessions = new ArrayList<>();

    private Check(List<Block> blocks, String fileName, List<ConfigError> errors) {
        this.fileName = fileName;
        this.errors = errors;
        for (Block block : blocks) {
            if (block.type() != BlockType.SESSION) {
                name(block);
            }
        }
        system = all(Grammar.SYSTEM).values().stream().findFirst();
        peerProfiles = all(Grammar.PEER_PROFILE);
        tunnelProfiles = all(Grammar.TUNNEL_PROFILE);
        sessionProfiles = all(Grammar.SESSION_PROFILE);
        pppProfiles = all(Grammar.PPP_PROFILE);
        pools = all(Grammar.IPPOOL);
        users = all(Grammar.USER);
        tunnels = all(Grammar.TUNNEL);
        placeSessions(blocks);
    }

    /// Reads all blocks; adds to `errors` what is wrong.
    static Check of(List<Block> blocks, String fileName, List<ConfigError> errors) {
        return new Check(blocks, fileName, errors);
    }

    /// A block, and what its values do to a draft.
    record Read<D>(Block block, List<Consumer<D>> assignments) {
        /// Whether a keyword stands in the block, be its value good or not.
        boolean has(String keyword) {
            return setting(keyword).isPresent();
        }

        Optional<Setting> setting(String keyword) {
            for (Setting setting : block.settings()) {
                if (setting.keyword().equals(keyword)) {
                    return Optional.of(setting);
                }
            }
            return Optional.empty();
        }

        void applyTo(D draft) {
            assignments.forEach(assignment -> assignment.accept(draft));
        }
    }

    /// A session with its names.
    record PlacedSession(String tunnelName, String name, Read<Drafts.Session> read) {}

    void error(Block block, String message) {
        errors.add(new ConfigError(fileName, block.line(), block.column(), block.shown() + ": " + message));
    }

    void error(Read<?> read, String keyword, String message) {
        Optional<Setting> setting = read.setting(keyword);
        if (setting.isEmpty()) {
            error(read.block(), message);
        } else {
            Word word = setting.get().words().getFirst();
            error(read.block(), word.line(), word.column(), message);
        }
    }

    private void error(Block block, int line, int column, String message) {
        errors.add(new ConfigError(fileName, line, column, block.shown() + ": " + message));
    }

    /// Enters a block under its name, if it has a good one of its own.
    private void name(Block block) {
        if (block.type() == BlockType.SYSTEM) {
            block.name().ifPresent(name -> error(block, "this block takes no name"));
            enter(block, "system");
            return;
        }
        String key = block.type() == BlockType.TUNNEL ? "tunnel_name" : "";
        ownName(block, key).ifPresent(name -> enter(block, name));
    }

    /// The name of the block, or the one that `keyword` gives it.
    private Optional<String> ownName(Block block, String keyword) {
        Optional<Word> name = block.name();
        for (Setting setting : block.settings()) {
            if (setting.keyword().equals(keyword)) {
                Word other = setting.words().getFirst();
                if (name.isPresent() && !name.get().equals(other)) {
                    error(block, other.line(), other.column(), keyword + " differs from the name of the block");
                }
                name = name.isPresent() ? name : Optional.of(other);
            }
        }
        if (name.isEmpty()) {
            error(block, "has no name");
            return Optional.empty();
        }
        try {
            return Optional.of(Grammar.NAME.read(List.of(name.get())));
        } catch (BadValue bad) {
            String what = block.name().isPresent() ? "name" : keyword;
            error(block, bad.word().line(), bad.word().column(), what + " " + bad.rest());
            return Optional.empty();
        }
    }

    private void enter(Block block, String name) {
        Block first = named.computeIfAbsent(block.type(), type -> new LinkedHashMap<>())
                .putIfAbsent(name, block);
        if (first != null) {
            error(block, "is there twice, first in line " + first.line());
        }
    }

    private <D> Map<String, Read<D>> all(Grammar<D> grammar) {
        Map<String, Read<D>> all = new LinkedHashMap<>();
        named.getOrDefault(grammar.type(), Map.of()).forEach((name, block) -> all.put(name, read(grammar, block)));
        return all;
    }

    private <D> Read<D> read(Grammar<D> grammar, Block block) {
        Map<String, List<Setting>> byKeyword = new LinkedHashMap<>();
        for (Setting setting : block.settings()) {
            byKeyword
                    .computeIfAbsent(setting.keyword(), keyword -> new ArrayList<>())
                    .add(setting);
        }
        List<Consumer<D>> assignments = new ArrayList<>();
        byKeyword.forEach((name, settings) -> {
            Keyword<D> keyword = grammar.find(name).orElseThrow();
            if (settings.size() > 1 && !keyword.repeatable()) {
                Setting again = settings.get(1);
                error(
                        block,
                        again.line(),
                        again.column(),
                        name + " is set twice, first in line "
                                + settings.getFirst().line());
            }
            try {
                assignments.add(keyword.reader()
                        .read(settings.stream().map(Setting::words).toList()));
            } catch (BadValue bad) {
                String value = keyword.type().isSecret() ? "" : bad.word().shown() + " ";
                error(block, bad.word().line(), bad.word().column(), name + " " + value + bad.rest());
            }
            if (keyword.type() instanceof ValueType.Reference(BlockType to)) {
                checkReference(block, settings.getFirst(), to);
            }
        });
        return new Read<>(block, assignments);
    }

    private void checkReference(Block block, Setting setting, BlockType to) {
        Word word = setting.words().getFirst();
        Set<String> known = named.getOrDefault(to, Map.of()).keySet();
        boolean isProfile = to.words().endsWith("profile");
        if (!known.contains(word.text()) && !(isProfile && word.text().equals("default"))) {
            error(
                    block,
                    word.line(),
                    word.column(),
                    setting.keyword() + " " + word.shown() + ": there is no such " + to.words()
                            + Suggestion.of(word.text(), known));
        }
    }

    private void placeSessions(List<Block> blocks) {
        tunnels.forEach((tunnelName, tunnel) -> {
            for (Block block : tunnel.block().sessions()) {
                Read<Drafts.Session> read = read(Grammar.SESSION, block);
                Optional<Setting> other = read.setting("tunnel_name");
                if (other.isPresent() && !other.get().words().getFirst().text().equals(tunnelName)) {
                    error(read, "tunnel_name", "tunnel_name differs from the tunnel that the block is in");
                }
                place(tunnelName, read);
            }
        });
        for (Block block : blocks) {
            if (block.type() == BlockType.SESSION) {
                Read<Drafts.Session> read = read(Grammar.SESSION, block);
                Optional<Setting> tunnel = read.setting("tunnel_name");
                if (tunnel.isEmpty()) {
                    error(block, "is in no tunnel: put it into a tunnel block, or set tunnel_name");
                } else {
                    place(tunnel.get().words().getFirst().text(), read);
                }
            }
        }
    }

    private void place(String tunnelName, Read<Drafts.Session> read) {
        Optional<String> name = ownName(read.block(), "session_name");
        if (name.isEmpty()) {
            return;
        }
        for (PlacedSession other : sessionsOf(tunnelName)) {
            if (other.name().equals(name.get())) {
                error(
                        read.block(),
                        "is there twice in its tunnel, first in line "
                                + other.read().block().line());
            }
        }
        sessions.add(new PlacedSession(tunnelName, name.get(), read));
        byTunnel.computeIfAbsent(tunnelName, tunnel -> new ArrayList<>()).add(sessions.getLast());
    }

    /// The sessions of a tunnel.
    List<PlacedSession> sessionsOf(String tunnelName) {
        return byTunnel.getOrDefault(tunnelName, List.of());
    }
}
