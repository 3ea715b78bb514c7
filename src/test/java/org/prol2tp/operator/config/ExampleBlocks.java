package org.prol2tp.operator.config;

import java.util.List;
import java.util.Set;

/// Blocks that hold every keyword of a grammar between them: what excludes each other is in a second one.
final class ExampleBlocks {
    /// Says the same thing as another keyword of the block.
    private static final Set<String> INSTEAD = Set.of(
            "secret_file",
            "user_password_file",
            "password_file",
            "auth_none",
            "network",
            "bridge_name",
            "tunnel_name",
            "session_name");

    /// Likewise, in the block of which there is one.
    static final Set<String> IN_COMMENT = Set.of("radius_secret_file");

    private ExampleBlocks() {}

    static <D> void write(StringBuilder text, Grammar<D> grammar) {
        List<Keyword<D>> second = grammar.keywords().stream()
                .filter(keyword -> isSecond(grammar.type(), keyword.name()))
                .toList();
        List<Keyword<D>> first = grammar.keywords().stream()
                .filter(keyword -> !second.contains(keyword))
                .toList();
        write(text, grammar.type(), name(grammar.type()), "", first);
        if (!second.isEmpty()) {
            boolean named = switch (grammar.type()) {
                case TUNNEL, SESSION -> false;
                case SYSTEM,
                        PEER_PROFILE,
                        TUNNEL_PROFILE,
                        SESSION_PROFILE,
                        PPP_PROFILE,
                        ETHERNET_PROFILE,
                        PSEUDOWIRE_PROFILE,
                        IPPOOL,
                        USER -> true;
            };
            String more = switch (grammar.type()) {
                case TUNNEL -> "    dest_ipaddr \"lns.example\"\n";
                case SESSION -> "    tunnel_name \"to-lns\"\n    user_name \"alice\"\n";
                case SESSION_PROFILE -> "    user_name \"alice\"\n";
                case SYSTEM,
                        PEER_PROFILE,
                        TUNNEL_PROFILE,
                        PPP_PROFILE,
                        ETHERNET_PROFILE,
                        PSEUDOWIRE_PROFILE,
                        IPPOOL,
                        USER -> "";
            };
            write(
                    text,
                    grammar.type(),
                    named ? grammar.type() == BlockType.PSEUDOWIRE_PROFILE ? "\"other-wires\"" : "\"other\"" : "",
                    more,
                    second);
        }
    }

    private static boolean isSecond(BlockType type, String keyword) {
        boolean inPool = type == BlockType.IPPOOL && keyword.equals("netmask");
        boolean reference = type == BlockType.SESSION && keyword.equals("tunnel_name");
        return inPool || INSTEAD.contains(keyword) && !reference;
    }

    private static String name(BlockType type) {
        return switch (type) {
            case SYSTEM -> "";
            case PEER_PROFILE -> "\"lac.example\"";
            case TUNNEL_PROFILE, SESSION_PROFILE, PPP_PROFILE, ETHERNET_PROFILE -> "\"customers\"";
            case PSEUDOWIRE_PROFILE -> "\"default\"";
            case IPPOOL -> "\"customers\"";
            case USER -> "\"alice\"";
            case TUNNEL -> "\"to-lns\"";
            case SESSION -> "\"internet\"";
        };
    }

    private static <D> void write(
            StringBuilder text, BlockType type, String name, String more, List<Keyword<D>> keywords) {
        String v3 = type == BlockType.ETHERNET_PROFILE ? "#v3 " : "";
        text.append('\n')
                .append(v3)
                .append(type.words())
                .append(name.isEmpty() ? "" : " " + name)
                .append(" {\n");
        text.append(more);
        for (Keyword<D> keyword : keywords) {
            String setting = "    " + keyword.name() + " " + keyword.example();
            text.append(keyword.l2tpV3() ? "#v3 " : IN_COMMENT.contains(keyword.name()) ? "#or" : "")
                    .append(setting);
            text.append(" ".repeat(Math.max(1, 46 - setting.length())))
                    .append("# ")
                    .append(keyword.doc())
                    .append('\n');
        }
        text.append(v3).append("}\n");
    }
}
