package org.prol2tp.operator.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.prol2tp.protocol.node.IpAddress;
import org.prol2tp.protocol.node.Secret;
import org.prol2tp.protocol.node.Settings.UserSecret;

class SecretsFileTest {
    @Test
    void everyFormOfAWordIsRead() {
        assertThat(SecretsFile.parse("""
                # client server secret addresses
                user1\t*  secret1 *
                "user 2" lns 's"3#' 10.0.0.2 10.0.0.3 # comment

                user\\ 3 * \\
                   pa#ss\\"word
                """, "s"))
                .isEqualTo(new SecretsFile.Result.Good(List.of(
                        new UserSecret("user1", "*", Secret.of("secret1"), List.of()),
                        new UserSecret(
                                "user 2",
                                "lns",
                                Secret.of("s\"3#"),
                                List.of(IpAddress.ofIpv4(0x0a000002), IpAddress.ofIpv4(0x0a000003))),
                        new UserSecret("user 3", "*", Secret.of("pa#ss\"word"), List.of()))));
    }

    @Test
    void everyErrorIsNamedAtOnceAndNoneHoldsASecret() {
        SecretsFile.Result result = SecretsFile.parse(
                "user *\nuser * topsecret topsecret\nuser * \"\"\nuser * @/topsecret\nuser * \"topsecret\n", "f");
        assertThat(result).isInstanceOf(SecretsFile.Result.Bad.class);
        assertThat(((SecretsFile.Result.Bad) result).errors())
                .extracting(ConfigError::toString)
                .containsExactly(
                        "f:1:1: a line needs a client, a server and a secret",
                        "f:2:18: not an IPv4 address, and not *",
                        "f:3:8: the secret is empty",
                        "f:4:8: a secret in a file of its own (@file) is not supported yet",
                        "f:5:8: quoted string is not closed on its line");
    }

    @Test
    void anEmptyFileHasNoSecrets() {
        assertThat(SecretsFile.parse("", "f")).isEqualTo(new SecretsFile.Result.Good(List.of()));
        assertThat(SecretsFile.parse("\n \n#", "f")).isEqualTo(new SecretsFile.Result.Good(List.of()));
    }
}
