package org.prol2tp.operator.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// The keywords of one kind of block: the single source for reading, checking and documentation.
///
/// @param <D> the draft that the keywords fill in
/// @param fresh makes a draft that holds the defaults
/// @param keywords in the order of the documentation
/// @param commands words of the original that are commands of prol2tp, not settings: `reset_statistics` is
///     `prol2tp reset statistics`
record Grammar<D>(BlockType type, Supplier<D> fresh, List<Keyword<D>> keywords, Set<String> commands) {
    /// Names of blocks.
    static final ValueType.Text NAME = new ValueType.Text("name", 255);

    static final Grammar<Drafts.System> SYSTEM = SystemKeywords.GRAMMAR;
    static final Grammar<Drafts.Peer> PEER_PROFILE = ProfileKeywords.PEER;
    static final Grammar<Drafts.Tunnel> TUNNEL_PROFILE = TunnelKeywords.PROFILE;
    static final Grammar<Drafts.Tunnel> TUNNEL = TunnelKeywords.TUNNEL;
    static final Grammar<Drafts.Session> SESSION_PROFILE = SessionKeywords.PROFILE;
    static final Grammar<Drafts.Session> SESSION = SessionKeywords.SESSION;
    static final Grammar<Drafts.Ppp> PPP_PROFILE = PppKeywords.PROFILE;
    static final Grammar<Drafts.Ethernet> ETHERNET_PROFILE = EthernetKeywords.PROFILE;
    static final Grammar<Drafts.Pseudowire> PSEUDOWIRE_PROFILE = EthernetKeywords.PSEUDOWIRE_PROFILE;
    static final Grammar<Drafts.Pool> IPPOOL = ProfileKeywords.POOL;
    static final Grammar<Drafts.User> USER = ProfileKeywords.USER;

    /// The grammar of this kind of block.
    static Grammar<?> of(BlockType type) {
        return switch (type) {
            case SYSTEM -> SYSTEM;
            case PEER_PROFILE -> PEER_PROFILE;
            case TUNNEL_PROFILE -> TUNNEL_PROFILE;
            case SESSION_PROFILE -> SESSION_PROFILE;
            case PPP_PROFILE -> PPP_PROFILE;
            case ETHERNET_PROFILE -> ETHERNET_PROFILE;
            case PSEUDOWIRE_PROFILE -> PSEUDOWIRE_PROFILE;
            case IPPOOL -> IPPOOL;
            case USER -> USER;
            case TUNNEL -> TUNNEL;
            case SESSION -> SESSION;
        };
    }

    /// The keyword with this name or alias.
    Optional<Keyword<D>> find(String name) {
        return Optional.ofNullable(Index.of(this).get(name)).map(at -> keywords.get(at));
    }

    /// What to say of a word of [#commands].
    static String insteadOf(String command) {
        return command + " is a command, not a setting: prol2tp " + command.replace('_', ' ');
    }

    /// Names and aliases.
    List<String> names() {
        List<String> names = new ArrayList<>();
        for (Keyword<D> keyword : keywords) {
            names.add(keyword.name());
            names.addAll(keyword.aliases());
        }
        return names;
    }

    /// Every name and alias of a grammar to the place of its keyword; made once.
    private static final class Index {
        private static final Map<BlockType, Map<String, Integer>> ALL = new HashMap<>();

        static {
            for (BlockType type : BlockType.values()) {
                Map<String, Integer> index = new HashMap<>();
                List<? extends Keyword<?>> keywords = Grammar.of(type).keywords();
                for (int i = 0; i < keywords.size(); i++) {
                    put(index, keywords.get(i).name(), i);
                    for (String alias : keywords.get(i).aliases()) {
                        put(index, alias, i);
                    }
                }
                ALL.put(type, Map.copyOf(index));
            }
        }

        private static void put(Map<String, Integer> index, String name, int at) {
            if (index.put(name, at) != null) {
                throw new IllegalStateException(name + " is twice in the grammar");
            }
        }

        static Map<String, Integer> of(Grammar<?> grammar) {
            return ALL.getOrDefault(grammar.type, Map.of());
        }
    }
}
