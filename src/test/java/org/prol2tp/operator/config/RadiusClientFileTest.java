package org.prol2tp.operator.config;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.prol2tp.operator.config.RadiusSettings.Server;
import org.prol2tp.protocol.node.IpAddress;
import org.prol2tp.protocol.node.Secret;

/// `radius_hint`: a file of radiusclient's for one PPP profile.
class RadiusClientFileTest {
    private static final String PROFILE = "ppp profile gold { use_radius yes; radius_hint radius/gold.conf }";

    private static Parsed parse(String text, Map<String, String> files) {
        return Config.parse(text, "etc/t.conf", "host", 0, new MemorySources(files, files.keySet()));
    }

    private static Parsed.Good good(String text, Map<String, String> files) {
        assertThat(errors(text, files)).isEmpty();
        return (Parsed.Good) parse(text, files);
    }

    private static List<String> errors(String text, Map<String, String> files) {
        return parse(text, files) instanceof Parsed.Bad(List<ConfigError> errors)
                ? errors.stream().map(ConfigError::toString).toList()
                : List.of();
    }

    private static List<String> errorsOfFile(String file) {
        return errors(PROFILE, Map.of("etc/radius/gold.conf", file));
    }

    private static RadiusSettings hint(String system, Map<String, String> files) {
        return Optional.ofNullable(
                        good(system + PROFILE, files).daemon().radiusHints().get("etc/radius/gold.conf"))
                .orElseThrow();
    }

    @Test
    void theFileGivesTheServersOfTheProfile() {
        RadiusSettings hint = hint("", Map.of("etc/radius/gold.conf", """
                # What pppd's plugin reads too.
                auth_order      radius,local
                login_tries     4
                authserver      one.example:1645:s1, [2001:db8::2]:1812   # two of them
                acctserver      one.example
                servers         secrets
                dictionary      /etc/radiusclient/dictionary
                radius_timeout  7
                radius_retries  1
                radius_deadtime 30
                bindaddr        192.0.2.7
                default_realm   gold.example
                nas-identifier  gold-lns
                """, "etc/radius/secrets", """
                # host secret
                one.example              s2
                other/2001:db8::2        s3
                """));
        assertThat(hint.servers())
                .containsExactly(
                        new Server("one.example", 1645, Optional.of(Secret.of("s1"))),
                        new Server("2001:db8::2", 1812, Optional.of(Secret.of("s3"))));
        assertThat(hint.accountingServers())
                .containsExactly(new Server("one.example", 1813, Optional.of(Secret.of("s2"))));
        assertThat(hint.timeout()).isEqualTo(Duration.ofSeconds(7));
        assertThat(hint.retries()).isEqualTo(1);
        assertThat(hint.deadTime()).isEqualTo(Duration.ofSeconds(30));
        assertThat(hint.bindAddress()).isEqualTo(IpAddress.parse("192.0.2.7"));
        assertThat(hint.nasAddress()).isEqualTo(IpAddress.parse("192.0.2.7"));
        assertThat(hint.defaultRealm()).contains("gold.example");
        assertThat(hint.nasIdentifier()).contains("gold-lns");
        assertThat(hint.accounting()).isTrue();
    }

    @Test
    void whatTheFileDoesNotSayTheSystemBlockDoes() {
        String system = """
                system {
                    radius_server 192.0.2.1; radius_secret x; radius_timeout 9; radius_retries 4
                    radius_nas_identifier "lns"; radius_interim_interval 600; radius_message_authenticator yes
                }
                """;
        RadiusSettings hint = hint(system, Map.of("etc/radius/gold.conf", "authserver a:1:b\n"));
        assertThat(hint.servers()).containsExactly(new Server("a", 1, Optional.of(Secret.of("b"))));
        assertThat(hint.timeout()).isEqualTo(Duration.ofSeconds(9));
        assertThat(hint.retries()).isEqualTo(4);
        assertThat(hint.nasIdentifier()).contains("lns");
        assertThat(hint.interimInterval()).isEqualTo(Duration.ofMinutes(10));
        assertThat(hint.demandsAuthenticator()).isTrue();
        assertThat(hint.accounting()).as("there is no acctserver").isFalse();
    }

    @Test
    void theProfileNamesTheFileAsTheServersAreFoundByIt() {
        Parsed.Good parsed = good(
                "ppp profile default { radius_hint radius/gold.conf }\nppp profile gold { use_radius yes }",
                Map.of("etc/radius/gold.conf", "authserver a::b"));
        assertThat(requireNonNull(parsed.settings().pppProfiles().get("gold")).radiusHint())
                .contains("etc/radius/gold.conf");
        assertThat(parsed.daemon().radiusHints()).containsOnlyKeys("etc/radius/gold.conf");
    }

    @Test
    void everythingThatIsWrongIsSaidWhereItStands() {
        assertThat(errorsOfFile("""
                authserver a:0
                acctserver a:1:s
                radius_timeout soon
                radius_retries 11
                bindaddr everywhere
                radius_retrys 1
                acctserver b
                nas-identifier
                serv-type tls
                servers nowhere
                """))
                .containsExactly(
                        "etc/radius/gold.conf:1:12: is not host[:port[:secret]]",
                        "etc/radius/gold.conf:3:16: soon must be 1..60",
                        "etc/radius/gold.conf:4:16: 11 must be 0..10",
                        "etc/radius/gold.conf:5:10: everywhere is not an address",
                        "etc/radius/gold.conf:6:1: radius_retrys is no option of a RADIUS client, did you mean"
                                + " \"radius_retries\"?",
                        "etc/radius/gold.conf:7:1: acctserver is set twice, first in line 2",
                        "etc/radius/gold.conf:8:1: nas-identifier has no value",
                        "etc/radius/gold.conf:9:11: must be udp",
                        "etc/radius/gold.conf:10:9: servers \"nowhere\": no such file");
        assertThat(errorsOfFile("authserver a,b:1:s"))
                .containsExactly("etc/radius/gold.conf:1:12: a has no secret, neither here nor in a file that `servers`"
                        + " names");
        assertThat(errorsOfFile("")).containsExactly("etc/radius/gold.conf:1:1: no authserver");
        assertThat(errors(PROFILE, Map.of("etc/radius/gold.conf", "authserver a\nservers s\n", "etc/radius/s", "a\n")))
                .containsExactly(
                        "etc/radius/s:1:1: a line needs a host and its secret",
                        "etc/radius/gold.conf:1:12: a has no secret, neither here nor in a file that `servers` names");
    }

    @Test
    void aHintThatDoesNothingIsAnError() {
        assertThat(errors("ppp profile p { radius_hint a }", Map.of("etc/a", "authserver a::b")))
                .containsExactly("etc/t.conf:1:29: ppp profile \"p\": radius_hint without use_radius");
        assertThat(errors("ppp profile p { use_radius yes; radius_hint a }", Map.of()))
                .containsExactly("etc/t.conf:1:45: ppp profile \"p\": radius_hint \"etc/a\": no such file");
    }

    @Test
    void secretsThatOthersCanReadAreWarnedOf() {
        Parsed.Good parsed = good(
                PROFILE,
                Map.of("etc/radius/gold.conf", "authserver a::b,c\nservers s\n", "etc/radius/s", "c topsecret"));
        assertThat(parsed.warnings())
                .extracting(ConfigError::toString)
                .containsExactly(
                        "etc/radius/gold.conf:1:1: the file has secrets and can be read by others, chmod o-r it",
                        "etc/radius/s:1:1: the file of secrets can be read by others, chmod o-r it");
    }

    @Test
    void noErrorHoldsASecret() {
        assertThat(errorsOfFile("authserver a:99999:topsecret\nauthserver b:1:topsecret")
                        .toString())
                .doesNotContain("topsecret");
    }

    /// The same for the servers of the system.
    @Test
    void aSecretMayStandInAFileOfItsOwn() {
        Parsed parsed = Config.parse(
                "system { radius_server a; radius_secret_file s }",
                "etc/t.conf",
                "host",
                0,
                new MemorySources(Map.of("etc/s", "xyzzy\nrest"), Set.of()));
        assertThat(((Parsed.Good) parsed).daemon().radius().servers())
                .containsExactly(new Server("a", 1812, Optional.of(Secret.of("xyzzy"))));
    }
}
