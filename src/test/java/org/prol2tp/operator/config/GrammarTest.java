package org.prol2tp.operator.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Every keyword of the grammar, once good and once bad, and the table in docs/config.md.
class GrammarTest {
    static final Sources FILES = new MemorySources(Map.of(
            "good.secret", "s3cret\nrest", "empty.secret", "\n", "radius.conf", "authserver localhost::xyzzy\n"));

    /// With what this build cannot do yet.
    static final Features ALL = new Features(true);

    /// A keyword in a block of its own, with what else the block needs.
    private static String file(BlockType type, String setting) {
        String others = """
                tunnel profile "some" { }
                session profile "some" { }
                ppp profile "some" { }
                peer profile "some" { }
                ethernet profile "some" { }
                pseudowire profile "wire" { }
                ippool "some" { first_ipaddr 10.0.0.1; last_ipaddr 10.0.0.9 }
                tunnel "some" { dest_ipaddr 192.0.2.1 version l2tpv3 }
                """;
        String inBlock = switch (type) {
            case TUNNEL ->
                setting.startsWith("dest_ipaddr")
                        ? ""
                        : setting.startsWith("secret")
                                ? "dest_ipaddr lns"
                                : "dest_ipaddr lns.example secret x"
                                        + (setting.startsWith("version") ? "" : " version l2tpv3")
                                        + (setting.startsWith("mode") ? " tunnel_id 5 peer_tunnel_id 6" : "");
            case TUNNEL_PROFILE -> setting.startsWith("secret") ? "" : "secret x";
            case SESSION ->
                (setting.startsWith("user_password") ? "user_name x" : "user_password x user_name x")
                        + (setting.startsWith("tunnel_name") ? "" : " tunnel_name some");
            case SYSTEM -> setting.startsWith("radius_server") ? "radius_secret x" : "";
            case SESSION_PROFILE, PPP_PROFILE, ETHERNET_PROFILE, PSEUDOWIRE_PROFILE -> "";
            case PEER_PROFILE -> setting.startsWith("netmask") ? "peer_ipaddr 10.0.0.0" : "";
            case IPPOOL ->
                switch (setting.substring(0, 4)) {
                    case "firs" -> "last_ipaddr 10.0.0.9";
                    case "last" -> "first_ipaddr 10.0.0.1";
                    case "netw" -> "";
                    case "netm" -> "network 10.0.0.0";
                    default -> "first_ipaddr 10.0.0.1; last_ipaddr 10.0.0.9";
                };
            case USER -> setting.startsWith("password") ? "" : "password x";
        };
        if (setting.startsWith("use_ppp_proxy")) {
            inBlock += " last_sent_lcp_confreq hex:0304c023 last_rcvd_lcp_confreq hex:";
        }
        if (setting.startsWith("user_name")) {
            inBlock = inBlock.replace(" user_name x", "");
        }
        if (setting.startsWith("radius_hint")) {
            inBlock += " use_radius yes";
        }
        String name =
                setting.startsWith("tunnel_name") && type == BlockType.TUNNEL || setting.startsWith("session_name")
                        ? ""
                        : type == BlockType.SYSTEM ? "" : "mine";
        String after = setting.startsWith("use_radius") ? "system { radius_server lns; radius_secret x }\n" : "";
        return others + type.words() + " " + name + " {\n" + setting + "\n" + inBlock + "\n}\n" + after;
    }

    private static Parsed parse(String text) {
        return Config.parse(text, "t", "h", 0, FILES, ALL);
    }

    /// The least, the greatest and other good values of a type.
    static List<String> good(ValueType<?> type) {
        return switch (type) {
            case ValueType.Number(long min, long max) ->
                List.of(Long.toString(min), Long.toString(max), "0x" + Long.toHexString(max));
            case ValueType.ZeroOr(ValueType.Number number) ->
                Stream.concat(Stream.of("0"), good(number).stream()).toList();
            case ValueType.Flag() -> List.of("yes", "no", "on", "off", "true", "false");
            case ValueType.Text(String _, int maxOctets) ->
                List.of("x", "\"a b\"", "y".repeat(Math.min(maxOctets, 99)));
            case ValueType.Hex _ -> List.of("hex:0506aabbccdd", "hex:", "hex:00:ff");
            case ValueType.Interface(int maxOctets) -> List.of("ppp0", "abcdefghijklmno".substring(0, maxOctets));
            case ValueType.Reference(BlockType to) ->
                to == BlockType.PSEUDOWIRE_PROFILE ? List.of("wire", "default") : List.of("some", "\"some\"");
            case SecretType.SecretFile() -> List.of("good.secret", "\"good.secret\"");
            case OtherFile() -> List.of("radius.conf", "\"radius.conf\"");
            case SecretType.Cookie() -> List.of("hex:00112233", "hex:0011223344556677", "abcd");
            case AddressType.Mac() -> List.of("02:00:00:00:00:01", "fe:DC:ba:98:76:54");
            case SecretType.Password() -> List.of("s", "\"a \\\"b\\\\ #\"", "hex:00ff", "hex:00:ff", "\"hex:00\"");
            case ValueType.Choice<?> choice -> List.copyOf(choice.values().keySet());
            case ValueType.Time(ValueType.Time.Unit unit, long min, long max) ->
                unit == ValueType.Time.Unit.SECONDS
                        ? List.of(Long.toString(min), max + "s")
                        : List.of(Long.toString(min), max + "ms", "1s");
            case ValueType.Trace() ->
                List.of("protocol,fsm", "all", "none", "AVPHIDE", "avp_hide", "transport", "0x7ff", "2", "on");
            case ValueType.Many<?>(ValueType<?> of) -> List.of(good(of).getFirst(), String.join(", ", good(of)));
            case SpeedType() -> List.of("0", "64000:4294967295");
            case AddressType.Ip() -> List.of("10.0.0.1", "2001:db8::1");
            case AddressType.Ipv4() -> List.of("10.0.0.1", "10.0.0.9");
            case AddressType.Network() -> List.of("10.0.0.0/24");
            case AddressType.RouteTo() -> List.of("10.0.0.0/8 metric 5", "::/0");
            case AddressType.Netmask() -> List.of("255.255.255.0", "24");
            case AddressType.HostPort() ->
                List.of("lns.example", "lns:1701", "192.0.2.1:1", "2001:db8::1", "[::1]:65535");
        };
    }

    private static List<String> bad(ValueType<?> type) {
        return switch (type) {
            case ValueType.Number(long min, long max) ->
                List.of(max + 1 + "", "x", "0x", "99999999999999999999", min == 0 ? "-1" : min - 1 + "");
            case ValueType.ZeroOr(ValueType.Number number) -> bad(number);
            case ValueType.Flag() -> List.of("maybe", "1", "YES");
            case ValueType.Text(String _, int maxOctets) ->
                List.of("\"\"", "é".repeat(maxOctets / 2 + 1), "\"\u0007\"");
            case ValueType.Interface _ -> List.of("abcdefghijklmnop", "a/b", "..", "\"a b\"", "ppp%d");
            case ValueType.Reference _ -> List.of("other", "\"\"");
            case ValueType.Hex _ -> List.of("0506", "hex:0", "hex:0g", "hex:" + "00".repeat(1018));
            case SecretType.SecretFile() -> List.of("missing.secret", "empty.secret");
            case OtherFile() -> List.of("missing.conf", "\"\"");
            case SecretType.Cookie() -> List.of("hex:00", "hex:001122334455667788", "abc");
            case AddressType.Mac() -> List.of("02:00:00:00:00", "020000000001", "01:00:00:00:00:01", "x");
            case SecretType.Password() -> List.of("\"\"", "hex:", "hex:0", "hex:0g", "z".repeat(257));
            case ValueType.Choice<?> choice -> {
                List<String> words = new ArrayList<>(choice.later());
                words.add("nonsense");
                yield words;
            }
            case ValueType.Time(ValueType.Time.Unit unit, long _, long max) ->
                List.of(
                        max + 1 + "",
                        "99999999999h",
                        "-1",
                        "s",
                        "5d",
                        unit == ValueType.Time.Unit.SECONDS ? "5ms" : "11s");
            case ValueType.Trace() -> List.of("nonsense", "a", "4096", "fsm,x");
            case ValueType.Many<?>(ValueType<?> of) -> List.of(good(of).getFirst() + "," + bad(of).getFirst());
            case SpeedType() -> List.of("x", "1:", ":1", "4294967296");
            case AddressType.Ip() -> List.of("10.0.0", "10.0.0.256", "::g", "lns");
            case AddressType.Ipv4() -> List.of("::1", "10.0.0.1/8");
            case AddressType.Network() -> List.of("10.0.0.1/24", "10.0.0.0/33", "10.0.0.0/");
            case AddressType.RouteTo() -> List.of("10.0.0.1/8", "10.0.0.0/8 metric 0", "10.0.0.0/8 metric");
            case AddressType.Netmask() -> List.of("255.0.255.0", "129", "x");
            case AddressType.HostPort() -> List.of("1.2.3", "a..b", "lns:0", "lns:65536", "[::1", "[x]:1", "a_b/c");
        };
    }

    private static void forEveryKeyword(Consumer<Row<?>> consumer) {
        for (BlockType type : BlockType.values()) {
            rows(Grammar.of(type)).forEach(consumer);
        }
    }

    private static <D> List<Row<D>> rows(Grammar<D> grammar) {
        return grammar.keywords().stream()
                .map(keyword -> new Row<>(grammar, keyword))
                .toList();
    }

    private record Row<D>(Grammar<D> grammar, Keyword<D> keyword) {
        Optional<String> shownAfter(List<Word> words) throws BadValue {
            D draft = grammar.fresh().get();
            keyword.reader().read(List.of(words)).accept(draft);
            return keyword.shown().apply(draft);
        }

        Optional<String> standard() {
            return keyword.shown().apply(grammar.fresh().get());
        }
    }

    @Test
    void everyKeywordTakesItsGoodValues() {
        forEveryKeyword(row -> {
            for (String value : good(row.keyword.type())) {
                if (value.equals("255.255.255.0") || !row.keyword.name().equals("netmask")) {
                    String text = file(row.grammar.type(), row.keyword.name() + " " + value);
                    assertThat(parse(text)).as("%s", text).isInstanceOf(Parsed.Good.class);
                }
            }
        });
    }

    @Test
    void everyKeywordRefusesItsBadValuesAtTheValue() {
        forEveryKeyword(row -> {
            for (String value : bad(row.keyword.type())) {
                String text = file(row.grammar.type(), row.keyword.name() + " " + value);
                Parsed parsed = parse(text);
                assertThat(parsed).as("%s", text).isInstanceOf(Parsed.Bad.class);
                ConfigError error = ((Parsed.Bad) parsed).errors().getFirst();
                assertThat(error.line()).as("%s", parsed).isEqualTo(10);
                assertThat(error.message()).as("%s", text).contains(row.keyword.name());
            }
        });
    }

    @Test
    void everyAliasIsItsKeyword() {
        forEveryKeyword(row -> {
            for (String alias : row.keyword.aliases()) {
                assertThat(row.grammar.find(alias).orElseThrow().name()).isEqualTo(row.keyword.name());
            }
        });
    }

    @Test
    void aValueThatWasSetIsShownAsItReads() {
        forEveryKeyword(row -> {
            for (String value : good(row.keyword.type())) {
                List<Word> words = new ArrayList<>();
                for (Token token : Lexer.read(value, "t", new ArrayList<>())) {
                    if (token.is(Token.Kind.WORD)) {
                        words.add(token.word());
                    }
                }
                try {
                    String shown = row.shownAfter(words).orElseThrow();
                    if (!row.keyword.type().isSecret()) {
                        List<Word> again = new ArrayList<>();
                        String separator = row.keyword.type().isList() ? "," : " ";
                        boolean whole = row.keyword.type().isText();
                        for (String part : whole ? new String[] {shown} : shown.split(separator, -1)) {
                            again.add(new Word(part.strip(), false, 1, 1));
                        }
                        assertThat(row.shownAfter(again)).contains(shown);
                    }
                } catch (BadValue bad) {
                    throw new AssertionError(row.keyword.name() + " " + value + " " + bad.rest(), bad);
                }
            }
        });
    }

    @Test
    void commandsOfTheOriginalAreNoSettings() {
        for (BlockType type : BlockType.values()) {
            for (String name : Grammar.of(type).commands()) {
                assertThat(Grammar.of(type).find(name)).as(name).isEmpty();
                Parsed parsed = Config.parse(file(type, name + " 1"), "t", "h");
                assertThat(((Parsed.Bad) parsed).errors())
                        .extracting(ConfigError::message)
                        .anyMatch(message -> message.endsWith(
                                name + " is a command, not a setting: prol2tp " + name.replace('_', ' ')));
            }
        }
    }

    /// To write the table anew, run with `-Dgolden.write=true`.
    @Test
    void theDocumentationHasEveryKeyword() throws IOException {
        StringBuilder table = new StringBuilder();
        for (BlockType type : BlockType.values()) {
            table.append("\n### ").append(type.words()).append("\n\n");
            table.append("| keyword | also | value | default | meaning |\n|---|---|---|---|---|\n");
            for (Row<?> row : rows(Grammar.of(type))) {
                Keyword<?> keyword = row.keyword;
                table.append("| `").append(keyword.name()).append("` | ");
                keyword.aliases()
                        .forEach(alias -> table.append('`').append(alias).append("` "));
                table.append("| ").append(keyword.type().shape().replace("|", "\\|"));
                table.append(keyword.repeatable() ? "; may stand several times" : "");
                table.append(" | ")
                        .append(row.standard().map(text -> "`" + text + "`").orElse("-"));
                String onlyV3 = Features.NOW.l2tpV3() ? " (L2TPv3)" : " (L2TPv3, not supported yet)";
                table.append(" | ").append(keyword.doc()).append(keyword.l2tpV3() ? onlyV3 : "");
                table.append(" |\n");
            }
            for (String command : Grammar.of(type).commands()) {
                table.append("\n`")
                        .append(command)
                        .append("` is a command, not a setting: `prol2tp ")
                        .append(command.replace('_', ' '))
                        .append("`.\n");
            }
        }
        Path file = Path.of("docs/config.md");
        String text = Files.readString(file);
        String mark = "<!-- from here on made by GrammarTest -->\n";
        assertThat(text).contains(mark);
        String expected = text.substring(0, text.indexOf(mark) + mark.length()) + table;
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(file, expected);
        } else {
            assertThat(text).isEqualTo(expected);
        }
    }
}
