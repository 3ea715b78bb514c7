package org.prol2tp.operator.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
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
                """, "s", Sources.NONE))
                .isEqualTo(good(List.of(
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
                "user *\nuser * topsecret topsecret\nuser * \"\"\nuser * @/topsecret\nuser * \"topsecret\n",
                "f",
                Sources.NONE);
        assertThat(result).isInstanceOf(SecretsFile.Result.Bad.class);
        assertThat(((SecretsFile.Result.Bad) result).errors())
                .extracting(ConfigError::toString)
                .containsExactly(
                        "f:1:1: a line needs a client, a server and a secret",
                        "f:2:18: not an IPv4 address, and not *",
                        "f:3:8: the secret is empty",
                        "f:4:8: the file of the secret: no such file",
                        "f:5:8: quoted string is not closed on its line");
    }

    @Test
    void anEmptyFileHasNoSecrets() {
        assertThat(SecretsFile.parse("", "f", Sources.NONE)).isEqualTo(good(List.of()));
        assertThat(SecretsFile.parse("\n \n#", "f", Sources.NONE)).isEqualTo(good(List.of()));
    }

    /// As pppd has it: `@` and a path.
    @Test
    void aSecretMayBeTheFirstWordOfAFileOfItsOwn() {
        Sources files = new MemorySources(Map.of(
                "etc/one", "\n# of one\n\"its secret\" more\nand more\n",
                "/run/two", "second",
                "etc/none", "# nothing\n"));
        assertThat(SecretsFile.parse("a * @one\nb * @/run/two 10.0.0.2\nc * \"@one\"\n", "etc/secrets", files))
                .isEqualTo(good(List.of(
                        new UserSecret("a", "*", Secret.of("its secret"), List.of()),
                        new UserSecret("b", "*", Secret.of("second"), List.of(IpAddress.ofIpv4(0x0a000002))),
                        new UserSecret("c", "*", Secret.of("@one"), List.of()))));
        assertThat(SecretsFile.parse("a * @none\n", "etc/secrets", files))
                .isEqualTo(new SecretsFile.Result.Bad(
                        List.of(new ConfigError("etc/secrets", 1, 5, "the file of the secret has none"))));
    }

    private static SecretsFile.Result good(List<UserSecret> secrets) {
        return new SecretsFile.Result.Good(secrets, List.of());
    }
}
