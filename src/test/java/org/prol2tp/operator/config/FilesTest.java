package org.prol2tp.operator.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.prol2tp.protocol.node.Secret;
import org.prol2tp.protocol.node.Settings;
import org.prol2tp.protocol.node.Settings.ConfiguredTunnel;

/// Files that a config file names: included ones, and those that hold a secret.
class FilesTest {
    private static Parsed parse(String text, Sources sources) {
        return Config.parse(text, "etc/t.conf", "host", 0, sources);
    }

    private static List<String> errors(String text, Map<String, String> files) {
        return switch (parse(text, new MemorySources(files))) {
            case Parsed.Good _ -> List.of();
            case Parsed.Bad(List<ConfigError> errors) ->
                errors.stream().map(ConfigError::toString).toList();
        };
    }

    private static Parsed.Good good(String text, Map<String, String> files) {
        assertThat(errors(text, files)).isEmpty();
        return (Parsed.Good) parse(text, new MemorySources(files));
    }

    @Test
    void anIncludedFileStandsInThePlaceOfItsInclude() {
        Settings settings = good("""
                tunnel "first" { dest_ipaddr a }
                include "more/second.conf"
                tunnel "third" { dest_ipaddr c }
                """, Map.of("etc/more/second.conf", "tunnel second { dest_ipaddr b }"))
                .settings();
        assertThat(settings.tunnels()).extracting(ConfiguredTunnel::name).containsExactly("first", "second", "third");
    }

    @Test
    void aPatternStandsForItsFilesInOrderAndForNoneToo() {
        Map<String, String> files = Map.of(
                "etc/d/2.conf", "tunnel b { dest_ipaddr b }",
                "etc/d/1.conf", "tunnel a { dest_ipaddr a }",
                "etc/d/3.old", "nonsense");
        assertThat(good("include d/*.conf\ninclude nothing/*.conf", files)
                        .settings()
                        .tunnels())
                .extracting(ConfiguredTunnel::name)
                .containsExactly("a", "b");
    }

    /// Else its tunnels would be gone with a reload.
    @Test
    void aFolderThatCannotBeListedIsAnErrorAndNotEmpty() {
        assertThat(errors("include d/*.conf\n  include \"/locked/*.conf\"", Map.of()))
                .containsExactly("etc/t.conf:2:11: include \"/locked/*.conf\": cannot be listed: permission denied");
    }

    @Test
    void errorsNameTheFileTheyAreIn() {
        assertThat(errors(
                        "tunnel t { }\ninclude sub/a.conf\nsystem { udp_port 0 }",
                        Map.of("etc/sub/a.conf", """
                                tunnel t {
                                    dest_ipaddr x
                                }
                                include "b.conf"
                                """, "etc/sub/b.conf", "system { udp_prot 1 }")))
                .containsExactly(
                        "etc/sub/b.conf:1:10: system: unknown keyword \"udp_prot\", did you mean \"udp_port\"?",
                        "etc/sub/a.conf:1:1: tunnel \"t\": is there twice, first in line 1 of etc/t.conf",
                        "etc/t.conf:1:1: tunnel \"t\": has no dest_ipaddr",
                        "etc/t.conf:3:1: system: is there twice, first in line 1 of etc/sub/b.conf");
    }

    @Test
    void anIncludedFileThatIsNotThereIsAnError() {
        assertThat(errors("  include \"no.conf\"\ninclude\ninclude \"\"", Map.of()))
                .containsExactly(
                        "etc/t.conf:1:11: include \"etc/no.conf\": no such file",
                        "etc/t.conf:2:1: include needs the path of a file",
                        "etc/t.conf:3:9: include needs the path of a file");
    }

    @Test
    void includesThatGoRoundInACircleAreNamed() {
        assertThat(errors("include a.conf", Map.of("etc/a.conf", "include b.conf", "etc/b.conf", "include a.conf")))
                .containsExactly("etc/b.conf:1:9: include goes round in a circle:"
                        + " etc/t.conf -> etc/a.conf -> etc/b.conf -> etc/a.conf");
    }

    @Test
    void includesMayNotBeNestedDeeperThanTheLimit() {
        Map<String, String> files = new HashMap<>();
        for (int i = 1; i <= 16; i++) {
            files.put("etc/" + i, "include " + (i + 1));
        }
        files.put("etc/16", "");
        assertThat(errors("include 2", files)).isEmpty();
        assertThat(errors("include 1", files))
                .singleElement()
                .asString()
                .startsWith("etc/15:1:9: include is nested deeper than 16 files: etc/t.conf -> etc/1 -> ");
    }

    @Test
    void aSecretIsTheFirstLineOfItsFile() {
        Settings settings = good(
                        """
                tunnel profile "default" { secret_file "lns.secret" }
                tunnel "t" {
                    dest_ipaddr lns
                    session "s" { user_name "alice" user_password_file "/abs/alice" }
                }
                tunnel "own" { dest_ipaddr lns; secret "mine" }
                user "bob" { password_file "bob" }
                """, Map.of("etc/lns.secret", "s3cret\n", "/abs/alice", "hex:0001\r\nx", "etc/bob", "b b"))
                .settings();
        ConfiguredTunnel tunnel = settings.tunnels().getFirst();
        assertThat(tunnel.parameters().secret()).contains(Secret.of("s3cret"));
        assertThat(tunnel.sessions().getFirst().parameters().userPassword()).contains(new Secret(new byte[] {0, 1}));
        assertThat(settings.tunnels().getLast().parameters().secret()).contains(Secret.of("mine"));
        assertThat(settings.secrets().getFirst().secret()).isEqualTo(Secret.of("b b"));
    }

    @Test
    void messagesAboutSecretFilesHoldNothingOfThem() {
        String secret = "x".repeat(300);
        assertThat(errors("""
                tunnel profile "a" { secret_file "long" }
                tunnel profile "b" { secret_file "no" }
                tunnel profile "c" { secret_file "good"; secret "x" }
                """, Map.of("etc/long", secret, "etc/good", "x")))
                .containsExactly(
                        "etc/t.conf:1:34: tunnel profile \"a\": secret_file must have 1..256 octets",
                        "etc/t.conf:2:34: tunnel profile \"b\": secret_file \"no\": no such file",
                        "etc/t.conf:3:22: tunnel profile \"c\": secret_file and secret: set one of them");
    }

    @Test
    void aSecretFileThatOthersMayReadIsWarnedOf() {
        Sources sources = new MemorySources(Map.of("etc/s", "s3cret"), Set.of("etc/s"));
        Parsed parsed = parse("tunnel profile \"a\" { secret_file \"s\" }", sources);
        assertThat(((Parsed.Good) parsed).warnings())
                .extracting(ConfigError::toString)
                .containsExactly("etc/t.conf:1:34: tunnel profile \"a\": secret_file \"s\""
                        + " can be read by others, chmod o-r it");
    }
}
