package org.prol2tp.operator.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Config files to text and back.
class PrinterTest {
    private static final Path CASES = Path.of("src/test/resources/operator/config");

    private static List<Path> cases() throws IOException {
        try (Stream<Path> files = Files.list(CASES)) {
            return files.filter(file -> file.toString().endsWith(".conf"))
                    .sorted()
                    .toList();
        }
    }

    /// To write the `.ok` files anew, run with `-Dgolden.write=true` and read the difference.
    @Test
    void everyFilePrintsAsItsOkFile() throws IOException {
        assertThat(cases()).isNotEmpty();
        for (Path file : cases()) {
            String name = file.getFileName().toString();
            String printed = switch (Config.parse(Files.readString(file), name, "host")) {
                case Parsed.Good good -> {
                    String text = Printer.print(good.config(), Printer.Secrets.SHOWN);
                    Parsed again = Config.parse(text, name, "host");
                    assertThat(again).as(name).isEqualTo(good);
                    yield text;
                }
                case Parsed.Bad(List<ConfigError> errors) -> {
                    StringBuilder text = new StringBuilder();
                    errors.forEach(error -> text.append(error).append('\n'));
                    yield text.toString();
                }
            };
            Path ok = CASES.resolve(name.replace(".conf", ".ok"));
            if (Boolean.getBoolean("golden.write")) {
                Files.writeString(ok, printed);
            }
            assertThat(printed).as(name).isEqualTo(Files.readString(ok));
        }
    }

    @Test
    void hiddenSecretsAreNotInTheText() {
        Parsed.Good good = (Parsed.Good) Config.parse(
                "tunnel profile x { secret \"topsecret\" }\nuser u { password hex:746f70736563726574 }", "t", "h");
        assertThat(Printer.print(good.config(), Printer.Secrets.HIDDEN)).isEqualTo("""
                tunnel profile "x" {
                    secret "…"
                }

                user "u" {
                    password "…"
                }
                """);
    }

    @Test
    void mutatedFilesGiveAValueAndNeverASecretsText() throws IOException {
        long seed = Long.getLong("fuzz.seed", 1);
        Random random = new Random(seed);
        String marks = "{}\"\\;,=#\n \u00001é@";
        for (Path file : cases()) {
            String good = Files.readString(file);
            for (int i = 0; i < 200; i++) {
                StringBuilder text = new StringBuilder(good);
                // Larger mutations may glue a secret to a keyword: then it cannot be told from one.
                boolean large = random.nextBoolean();
                for (int j = random.nextInt(5); j >= 0 && !text.isEmpty(); j--) {
                    int at = random.nextInt(text.length());
                    switch (random.nextInt(large ? 4 : 2)) {
                        case 0 -> text.setCharAt(at, marks.charAt(random.nextInt(marks.length())));
                        case 1 -> text.insert(at, marks.charAt(random.nextInt(marks.length())));
                        case 2 -> text.delete(at, Math.min(text.length(), at + random.nextInt(30)));
                        default -> text.insert(at, good, 0, random.nextInt(good.length()));
                    }
                }
                switch (Config.parse(text.toString(), "t", "h")) {
                    case Parsed.Good parsed -> {
                        String printed = Printer.print(parsed.config(), Printer.Secrets.SHOWN);
                        assertThat(Config.parse(printed, "t", "h"))
                                .as("seed %d", seed)
                                .isEqualTo(parsed);
                    }
                    case Parsed.Bad(List<ConfigError> errors) ->
                        assertThat(errors.toString())
                                .as("seed %d%n%s", seed, text)
                                .doesNotContain(large ? "\n" : "TOPSECRET");
                }
                assertThat(SecretsFile.parse(text.toString(), "t", Sources.NONE))
                        .isNotNull();
            }
        }
    }

    @Test
    void aSecretInTheWrongPlaceIsNotRepeated() {
        List<String> texts = List.of(
                "tunnel profile x { secret a TOPSECRET }",
                "tunnel profile x {\nsecret \"a\nTOPSECRET\"\n}",
                "tunnel profile x { secret\n TOPSECRET\n }",
                "tunnel profile x { secret \"TOPSECRET }",
                "tunnel profile x { secret=a=TOPSECRET }",
                "tunnel profile x { secret:TOPSECRET }",
                "tunnel profile x { secrt TOPSECRET }",
                "tunnel profile x { secret hex:TOPSECRET }",
                "tunnel profile x { secret a,TOPSECRET }",
                "tunnel profile x { \"TOPSECRET\" }",
                "tunnel profile x { secretTOPSECRET }",
                "tunnel profile x { secret }\nTOPSECRET",
                "\"TOPSECRET\" { }");
        assertThat(texts).allSatisfy(text -> {
            Parsed parsed = Config.parse(text, "t", "h");
            assertThat(parsed).isInstanceOf(Parsed.Bad.class);
            assertThat(parsed.toString()).doesNotContain("TOPSECRET");
        });
    }

    @Test
    void tenThousandTunnelsAreReadInTime() {
        StringBuilder text = new StringBuilder("tunnel profile p { hello_timeout 30 }\n");
        for (int i = 0; i < 10_000; i++) {
            text.append("tunnel t").append(i).append(" { dest_ipaddr 192.0.2.1; profile_name p; session s { } }\n");
        }
        assertThat(((Parsed.Good) Config.parse(text.toString(), "t", "h"))
                        .settings()
                        .tunnels())
                .hasSize(10_000);
    }
}
