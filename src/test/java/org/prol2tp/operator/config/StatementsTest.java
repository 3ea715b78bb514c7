package org.prol2tp.operator.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.prol2tp.protocol.node.Settings;
import org.prol2tp.protocol.node.Statement;

/// What a block says itself is told apart from what it inherits.
class StatementsTest {
    private static final String PROFILE = "tunnel profile \"p\" { hello_timeout 30 }\n";

    @Test
    void aTunnelSaysWhatStandsInItsBlockAndNotWhatItsProfileGives() {
        Statement statement = tunnel(PROFILE, "profile_name p; mtu 1400").statement();
        assertThat(statement.values())
                .isEqualTo(Map.of("dest_ipaddr", "192.0.2.1", "profile_name", "p", "mtu", "1400"));
        assertThat(statement.source()).isEqualTo(Statement.Source.FILE);
    }

    @Test
    void aChangedProfileLeavesTheStatementAsItIs() {
        Settings.ConfiguredTunnel before = tunnel(PROFILE, "profile_name p");
        Settings.ConfiguredTunnel after = tunnel(PROFILE.replace("30", "31"), "profile_name p");
        assertThat(after.statement()).isEqualTo(before.statement());
        assertThat(after.parameters()).isNotEqualTo(before.parameters());
    }

    @Test
    void theSameValueInOtherWordsIsTheSameStatement() {
        assertThat(tunnel("", "hello_timeout 2m; persist on").statement())
                .isEqualTo(tunnel("", "hello_timeout = 120\n persist \"yes\"").statement());
    }

    @Test
    void aSecretIsKeptApartAndHidden() {
        Statement statement = tunnel("", "secret s3cret").statement();
        assertThat(statement.values()).containsOnlyKeys("dest_ipaddr");
        assertThat(statement.secrets()).containsOnlyKeys("secret");
        assertThat(statement.toString()).doesNotContain("s3cret");
        assertThat(statement).isEqualTo(tunnel("", "secret \"s3cret\"").statement());
        assertThat(statement).isNotEqualTo(tunnel("", "secret \"s3cre7\"").statement());
    }

    @Test
    void aSecretOfOctetsIsNotTheOneWithTheSameLetters() {
        assertThat(tunnel("", "secret hex:0102").statement())
                .isNotEqualTo(tunnel("", "secret \"hex:0102\"").statement());
    }

    @Test
    void theNameOfASessionIsNoParameter() {
        Settings settings = settings("""
                tunnel "t" { dest_ipaddr 192.0.2.1 }
                session { tunnel_name t; session_name s; no_ppp yes }
                """);
        assertThat(settings.tunnels()
                        .getFirst()
                        .sessions()
                        .getFirst()
                        .statement()
                        .values())
                .isEqualTo(Map.of("no_ppp", "yes"));
    }

    private static Settings.ConfiguredTunnel tunnel(String before, String keywords) {
        return settings(before + "tunnel \"t\" { dest_ipaddr 192.0.2.1; " + keywords + " }\n")
                .tunnels()
                .getFirst();
    }

    private static Settings settings(String text) {
        return ((Parsed.Good) Config.parse(text, "test.conf", "host")).settings();
    }
}
