package org.prol2tp.operator.config;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.prol2tp.protocol.node.L2tpV3Session;
import org.prol2tp.protocol.node.L2tpV3Tunnel;

/// Four lists are equal: the keywords of the grammar, the fields of the settings, the man page, and
/// the example that has everything. The page and the example are written by this test, with
/// `-Dgolden.write=true`.
class KeywordListsTest {
    private static final Path EXAMPLE = Path.of("examples/all-keywords.conf");
    private static final Path PAGE = Path.of("docs/man/prol2tpd.conf.5.md");

    /// What the settings hold that no operator sets.
    private static final Set<String> NOT_SET = Set.of(
            "System.node.tellsAvps", // plugins ask for it
            "System.node.pppProvided", // likewise
            "System.node.pppTerms", // ppp_unix does
            "System.node.vendorName",
            "System.node.firmwareRevision",
            "System.node.aaa",
            "System.node.dataPlaneHasL2tpV3",
            "System.daemon.radiusHints", // the files of radius_hint do
            // what the drafts have in parts
            "Session.parameters.v3",
            "Tunnel.parameters.v3",
            "Ppp.parameters.dnsServers",
            "Ppp.parameters.winsServers",
            "Pseudowire.ppp.parameters.dnsServers",
            "Pseudowire.ppp.parameters.winsServers");

    @Test
    void everyFieldOfTheSettingsHasAKeyword() throws ReflectiveOperationException, BadValue {
        Set<String> fields = new TreeSet<>();
        Set<String> set = new TreeSet<>();
        for (BlockType type : BlockType.values()) {
            collect(Grammar.of(type), fields, set);
        }
        fields.removeAll(set);
        fields.removeAll(NOT_SET);
        assertThat(fields).as("no keyword sets them").isEmpty();
    }

    /// Adds the fields of the grammar's draft, and those of them that its keywords change.
    private static <D> void collect(Grammar<D> grammar, Set<String> fields, Set<String> set)
            throws ReflectiveOperationException, BadValue {
        Map<String, Object> before = fields(grammar.fresh().get());
        fields.addAll(before.keySet());
        for (Keyword<D> keyword : grammar.keywords()) {
            Set<String> changed = new TreeSet<>();
            for (String value : GrammarTest.good(keyword.type())) {
                D draft = grammar.fresh().get();
                List<Word> words = new ArrayList<>();
                for (Token token : Lexer.read(value, "t", new ArrayList<>())) {
                    if (token.is(Token.Kind.WORD)) {
                        words.add(token.word());
                    }
                }
                keyword.reader().read(List.of(words)).accept(draft);
                Map<String, Object> after = fields(draft);
                after.forEach((name, is) -> {
                    if (!is.equals(before.get(name))) {
                        changed.add(name);
                    }
                });
            }
            boolean onlyOneValue = keyword.type() instanceof ValueType.Choice<?> choice
                    && Set.copyOf(choice.values().values()).size() == 1;
            assertThat(changed.isEmpty())
                    .as("%s %s changes nothing", grammar.type().words(), keyword.name())
                    .isEqualTo(onlyOneValue);
            set.addAll(changed);
        }
    }

    /// `Tunnel.parameters.mtu` and its like with their values; what is only for L2TPv3 by its own parts.
    private static Map<String, Object> fields(Object draft) throws ReflectiveOperationException {
        Map<String, Object> all = new TreeMap<>();
        add(draft, draft.getClass().getSimpleName(), all);
        return all;
    }

    private static void add(Object holder, String name, Map<String, Object> all) throws ReflectiveOperationException {
        for (Field field : holder.getClass().getDeclaredFields()) {
            if (Modifier.isStatic(field.getModifiers()) || field.isSynthetic()) {
                continue;
            }
            Object value = field.get(holder);
            String full = name + "." + field.getName();
            if (Modifier.isFinal(field.getModifiers())) {
                add(value, full, all);
                continue;
            }
            all.put(full, value);
            if (value instanceof L2tpV3Tunnel || value instanceof L2tpV3Session) {
                for (RecordComponent part : value.getClass().getRecordComponents()) {
                    all.put(full + "." + part.getName(), part.getAccessor().invoke(value));
                }
            }
        }
    }

    @Test
    void theExampleHasEveryKeywordAndIsRight() throws IOException {
        StringBuilder text = new StringBuilder("""
                # Every keyword of the config file, with a value that it may have. Nobody needs such a file: lns.conf, lac.conf and
                # the others show what is needed. Made by KeywordListsTest.
                """);
        for (BlockType type : BlockType.values()) {
            ExampleBlocks.write(text, Grammar.of(type));
        }
        written(EXAMPLE, text.toString());
        Sources files = new MemorySources(Map.of(
                "examples/tunnel.secret",
                "a secret of both ends",
                "examples/alice.secret",
                "correct horse",
                "examples/radius/radiusclient.conf",
                Files.readString(Path.of("examples/radius/radiusclient.conf")),
                "examples/radius/servers",
                Files.readString(Path.of("examples/radius/servers"))));
        String all = text.toString().replace("#v3 ", "");
        assertThat(Config.parse(text.toString(), EXAMPLE.toString(), "h", 0, files))
                .isInstanceOf(Parsed.Good.class);
        Parsed parsed = Config.parse(all, EXAMPLE.toString(), "h", 0, files, new Features(true));
        assertThat(parsed).isInstanceOf(Parsed.Good.class);
        Map<BlockType, Set<String>> written = new TreeMap<>();
        for (Block block : ((Parsed.Good) parsed).config().blocks()) {
            block.settings()
                    .forEach(setting -> written.computeIfAbsent(block.type(), it -> new TreeSet<>())
                            .add(setting.keyword()));
        }
        requireNonNull(written.get(BlockType.SYSTEM)).addAll(ExampleBlocks.IN_COMMENT);
        for (BlockType type : BlockType.values()) {
            assertThat(written.get(type))
                    .as(type.words())
                    .isEqualTo(Grammar.of(type).keywords().stream()
                            .map(Keyword::name)
                            .collect(Collectors.toCollection(TreeSet::new)));
        }
    }

    @Test
    void theManPageHasEveryKeyword() throws IOException {
        StringBuilder text = new StringBuilder("# KEYWORDS\n");
        for (BlockType type : BlockType.values()) {
            page(text, Grammar.of(type));
        }
        String page = Files.readString(PAGE);
        int from = page.indexOf("# KEYWORDS\n");
        int to = page.indexOf("# FILES\n");
        assertThat(from).isPositive();
        assertThat(to).isGreaterThan(from);
        written(PAGE, page.substring(0, from) + text + page.substring(to));
    }

    private static <D> void page(StringBuilder text, Grammar<D> grammar) {
        text.append("## ").append(grammar.type().words()).append("\n\n");
        for (Keyword<D> keyword : grammar.keywords()) {
            text.append("**")
                    .append(keyword.name())
                    .append("** *")
                    .append(keyword.type().shape())
                    .append("*\n: ");
            String onlyV3 = Features.NOW.l2tpV3() ? " L2TPv3 only." : " L2TPv3 only, which is not supported yet.";
            text.append(keyword.doc()).append(keyword.l2tpV3() ? onlyV3 : "");
            text.append(keyword.repeatable() ? " May stand several times." : "");
            keyword.shown()
                    .apply(grammar.fresh().get())
                    .ifPresent(value -> text.append(" Default: `").append(value).append("`."));
            if (!keyword.aliases().isEmpty()) {
                text.append(" Also: `")
                        .append(String.join("`, `", keyword.aliases()))
                        .append("`.");
            }
            text.append(" Example: `")
                    .append(keyword.name())
                    .append(' ')
                    .append(keyword.example())
                    .append("`\n\n");
        }
    }

    /// Holds the file to be this text, or writes it.
    private static void written(Path file, String text) throws IOException {
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(file, text);
        }
        assertThat(Files.readString(file)).isEqualTo(text);
    }
}
