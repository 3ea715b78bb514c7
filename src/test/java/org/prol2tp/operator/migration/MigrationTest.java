package org.prol2tp.operator.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.prol2tp.operator.config.Config;
import org.prol2tp.operator.config.Parsed;
import org.prol2tp.operator.config.Sources;
import org.prol2tp.operator.migration.Migration.Format;

/// Config files of other programs, as their users write them: what is made of each, what is remarked,
/// and that prol2tpd takes it. To write the results anew, run with `-Dgolden.write=true` and read the
/// difference.
class MigrationTest {
    private static final Path CASES = Path.of("src/test/resources/operator/migration");

    /// The files that stand beside the cases.
    private static final Sources BESIDE = new Sources() {
        @Override
        public Found read(String path) {
            Path file = CASES.resolve(path);
            try {
                return Files.exists(file)
                        ? new Found.Text(Files.readString(file), false)
                        : new Found.Unreadable("no such file");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public Listed list(String pattern) {
            return new Listed.Files(List.of());
        }
    };

    private static Migration migrate(String text, String name) {
        return Migration.of(text, name, BESIDE).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"xl2tpd.conf,XL2TPD", "openl2tpd.conf,OPENL2TP", "go-l2tp.toml,GO_L2TP"})
    void everySampleBecomesAFileThatProl2tpdTakes(String name, Format format) throws IOException {
        Migration made = migrate(Files.readString(CASES.resolve(name)), name);
        assertThat(made.format()).isEqualTo(format);
        assertThat(Config.parse(made.text(), "t", "host")).isInstanceOf(Parsed.Good.class);
        StringBuilder remarks = new StringBuilder();
        made.remarks().forEach(remark -> remarks.append(remark).append('\n'));
        assertIs(CASES.resolve(name + ".made"), made.text());
        assertIs(CASES.resolve(name + ".remarks"), remarks.toString());
    }

    private static void assertIs(Path file, String text) throws IOException {
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(file, text);
        }
        assertThat(text).isEqualTo(Files.readString(file));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing\n", "system { udp_port 1701 }", "hello world", "[interface]\n", "<xml/>"})
    void otherFilesAreNotTakenForOneOfThem(String text) {
        Optional<Migration> made = Migration.of(text, "x", Sources.NONE);
        assertThat(made.map(it -> it.format() == Format.GO_L2TP
                                && it.remarks().toString().contains("interface is not carried over"))
                        .orElse(true))
                .isTrue();
    }

    @Test
    void remarksHoldNoSecret() {
        Migration made = migrate(
                "tunnel create tunnel_name=t dest_ipaddr=a secret=" + "topsecret".repeat(40) + "\n", "openl2tpd.conf");
        assertThat(made.remarks())
                .extracting(Migration.Remark::toString)
                .containsExactly("openl2tpd.conf:1: secret must have 1..256 octets");
    }

    @Test
    void aBrokenFileIsRemarkedAndNotThrownAt() {
        assertThat(migrate("[lac x]\nnonsense\nlns =\n= 5\n[lns", "x").remarks())
                .isNotEmpty();
        assertThat(migrate("tunnel create =\\\n x=\nsession create", "x").remarks())
                .isNotEmpty();
        assertThat(migrate("[tunnel.t]\npeer = ", "x").remarks()).isNotEmpty();
    }

    @Test
    void anLnsWithAChallengeButNoSecretIsRemarked() {
        Migration made =
                migrate("[lns default]\nchallenge = yes\nhidden bit = yes\nip range = 10.0.0.2-10.0.0.9\n", "x");
        assertThat(made.text()).doesNotContain("auth_mode").doesNotContain("hide_avps");
        assertThat(made.remarks())
                .extracting(Migration.Remark::toString)
                .contains("x:2: challenge = yes is not carried over: there is no secret in /etc/xl2tpd/l2tp-secrets;"
                        + " set secret or secret_file, and auth_mode challenge");
    }
}
