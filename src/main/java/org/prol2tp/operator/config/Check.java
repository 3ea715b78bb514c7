package org.prol2tp.operator.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.prol2tp.protocol.node.SessionParameters.PseudowireType;

/// The blocks of a config file with their values read: every wrong value, everything that is there twice, and
/// every name of a block that is not there is an error by now. What they mean together is [Meaning]'s.
final class Check {
    private final Sources sources;
    private final Features features;
    private final List<ConfigError> errors;
    private final List<ConfigError> warnings = new ArrayList<>();
    private final Map<BlockType, Map<String, Block>> named = new HashMap<>();
    private final Map<String, List<PlacedSession>> byTunnel = new HashMap<>();

    final Map<String, Read<Drafts.Peer>> peerProfiles;
    final Map<String, Read<Drafts.Tunnel>> tunnelProfiles;
    final Map<String, Read<Drafts.Session>> sessionProfiles;
    /// Pseudowire profiles for PPP among them.
    final Map<String, Read<Drafts.Ppp>> pppProfiles;
    /// Pseudowire profiles for Ethernet among them.
    final Map<String, Read<Drafts.Ethernet>> ethernetProfiles;
    final Map<String, Read<Drafts.Pool>> pools;
    final Map<String, Read<Drafts.User>> users;
    final Map<String, Read<Drafts.Tunnel>> tunnels;
    final Optional<Read<Drafts.System>> system;
    /// In the order of the file, those inside of a tunnel first.
    final List<PlacedSession> sessions = new ArrayList<>();

    private Check(List<Block> blocks, Sources sources, Features features, List<ConfigError> errors) {
        this.sources = sources;
        this.features = features;
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
        ethernetProfiles = all(Grammar.ETHERNET_PROFILE);
        if (!features.l2tpV3()) {
            ethernetProfiles.values().forEach(read -> error(read.block(), "needs L2TPv3, which is not supported yet"));
        }
        all(Grammar.PSEUDOWIRE_PROFILE).forEach(this::placePseudowireProfile);
        pools = all(Grammar.IPPOOL);
        users = all(Grammar.USER);
        tunnels = all(Grammar.TUNNEL);
        placeSessions(blocks);
    }

    /// Reads all blocks; adds to `errors` what is wrong.
    static Check of(List<Block> blocks, Sources sources, Features features, List<ConfigError> errors) {
        return new Check(blocks, sources, features, errors);
    }

    /// What is not wrong, but should not be.
    List<ConfigError> warnings() {
        return List.copyOf(warnings);
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
            for (Consumer<D> assignment : assignments) {
                assignment.accept(draft);
            }
        }

        /// The same for a draft that is a part of this one's.
        <E> Read<E> of(Function<E, D> whole) {
            List<Consumer<E>> ofPart = new ArrayList<>();
            for (Consumer<D> assignment : assignments) {
                ofPart.add(part -> assignment.accept(whole.apply(part)));
            }
            return new Read<>(block, ofPart);
        }
    }

    /// A session with its names.
    record PlacedSession(String tunnelName, String name, Read<Drafts.Session> read) {}

    void error(ConfigError error) {
        errors.add(error);
    }

    void warn(ConfigError warning) {
        warnings.add(warning);
    }

    Sources sources() {
        return sources;
    }

    void error(Block block, String message) {
        errors.add(new ConfigError(block.file(), block.line(), block.column(), block.shown() + ": " + message));
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
        errors.add(new ConfigError(block.file(), line, column, block.shown() + ": " + message));
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
            error(block, "is there twice, first in " + first.placeFrom(block.file()));
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
                List<List<Word>> values = new ArrayList<>();
                for (Setting setting : settings) {
                    values.add(
                            switch (keyword.type()) {
                                case SecretType.SecretFile _ -> List.of(firstLine(block, setting));
                                case OtherFile _ -> List.of(inFolder(block, setting));
                                default -> setting.words();
                            });
                }
                assignments.add(keyword.reader().read(values));
                checkVersion(block, settings.getFirst(), keyword);
            } catch (BadValue bad) {
                String value = keyword.type().isSecret() || keyword.type() instanceof SecretType.SecretFile
                        ? ""
                        : bad.word().shown() + " ";
                error(block, bad.word().line(), bad.word().column(), name + " " + value + bad.rest());
            }
            if (keyword.type() instanceof ValueType.Reference(BlockType to)) {
                checkReference(block, settings.getFirst(), to);
            }
            String instead = name.substring(0, Math.max(0, name.length() - "_file".length()));
            if (keyword.type() instanceof SecretType.SecretFile && byKeyword.containsKey(instead)) {
                Setting setting = settings.getFirst();
                error(block, setting.line(), setting.column(), name + " and " + instead + ": set one of them");
            }
        });
        return new Read<>(block, assignments);
    }

    /// A path that begins in the folder of its file.
    private static Word inFolder(Block block, Setting setting) {
        Word word = setting.words().getFirst();
        return word.text().isEmpty() || word.text().startsWith("/")
                ? word
                : new Word(block.folder() + word.text(), word.quoted(), word.line(), word.column());
    }

    /// The first line of the file that a setting names, in the setting's place.
    private Word firstLine(Block block, Setting setting) throws BadValue {
        Word word = setting.words().getFirst();
        return switch (sources.read(inFolder(block, setting).text())) {
            case Sources.Found.Unreadable(String why) -> throw new BadValue(word, word.inQuotes() + ": " + why);
            case Sources.Found.Text(String text, boolean readableByOthers) -> {
                if (readableByOthers) {
                    warnings.add(new ConfigError(
                            block.file(),
                            word.line(),
                            word.column(),
                            block.shown() + ": " + setting.keyword() + " " + word.inQuotes()
                                    + " can be read by others, chmod o-r it"));
                }
                String line = text.lines().findFirst().orElse("");
                yield new Word(line, false, word.line(), word.column());
            }
        };
    }

    int systemRouterId() {
        return sources.systemRouterId();
    }

    /// What needs L2TPv3 is an error as long as that is not there.
    private void checkVersion(Block block, Setting setting, Keyword<?> keyword) {
        Word word = setting.words().getFirst();
        if (features.l2tpV3() || block.type() == BlockType.ETHERNET_PROFILE) {
            return;
        }
        if (keyword.l2tpV3()) {
            error(
                    block,
                    setting.line(),
                    setting.column(),
                    setting.keyword() + " needs L2TPv3, which is not supported yet");
        } else if (needsVersion3(keyword, setting)) {
            error(
                    block,
                    word.line(),
                    word.column(),
                    setting.keyword() + " " + word.shown() + ": L2TPv3 is not supported yet");
        }
    }

    private static boolean needsVersion3(Keyword<?> keyword, Setting setting) {
        return keyword.l2tpV3()
                || keyword.type() instanceof ValueType.Choice<?> choice
                        && choice.l2tpV3().contains(setting.words().getFirst().text());
    }

    /// Every setting of the block that means something in L2TPv3 only is an error, `version` and `encap` aside.
    void refuseVersion3(Block block) {
        Grammar<?> grammar = Grammar.of(block.type());
        for (Setting setting : block.settings()) {
            Keyword<?> keyword = grammar.find(setting.keyword()).orElseThrow();
            boolean saysSo =
                    setting.keyword().equals("version") || setting.keyword().equals("encap");
            if (!saysSo && needsVersion3(keyword, setting)) {
                Word word = setting.words().getFirst();
                String value = keyword.l2tpV3() ? "" : " " + word.shown();
                error(block, setting.line(), setting.column(), setting.keyword() + value + " needs version l2tpv3");
            }
        }
    }

    private void placePseudowireProfile(String name, Read<Drafts.Pseudowire> read) {
        Drafts.Pseudowire draft = new Drafts.Pseudowire();
        read.applyTo(draft);
        boolean isNew = draft.type == PseudowireType.PPP
                ? pppProfiles.putIfAbsent(name, read.of(ppp -> new Drafts.Pseudowire(ppp, new Drafts.Ethernet())))
                        == null
                : ethernetProfiles.putIfAbsent(
                                name, read.of(ethernet -> new Drafts.Pseudowire(new Drafts.Ppp(), ethernet)))
                        == null;
        if (!isNew) {
            BlockType other = draft.type == PseudowireType.PPP ? BlockType.PPP_PROFILE : BlockType.ETHERNET_PROFILE;
            error(read.block(), "there is a " + other.words() + " of this name too");
        }
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
                        "is there twice in its tunnel, first in "
                                + other.read().block().placeFrom(read.block().file()));
            }
        }
        sessions.add(new PlacedSession(tunnelName, name.get(), read));
        byTunnel.computeIfAbsent(tunnelName, tunnel -> new ArrayList<>()).add(sessions.getLast());
    }

    /// Whether there is a PPP profile of this name.
    boolean hasPpp(String name) {
        return pppProfiles.containsKey(name) || name.equals("default");
    }

    /// Whether there is an ethernet profile of this name.
    boolean hasEthernet(String name) {
        return ethernetProfiles.containsKey(name) || name.equals("default");
    }

    /// The sessions of a tunnel.
    List<PlacedSession> sessionsOf(String tunnelName) {
        return byTunnel.getOrDefault(tunnelName, List.of());
    }
}
