package org.prol2tp.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ExamplesTest {
    private static final Path EXAMPLES = Path.of("examples");

    /// Beside ours.
    private static final Set<String> NOT_OURS =
            Set.of("lns-swanctl.conf", "lac-swanctl.conf", "nftables.conf", "radiusclient.conf");

    @Test
    void everyExampleIsRight() throws IOException {
        List<Path> files;
        try (Stream<Path> all =
                Files.find(EXAMPLES, 2, (path, _) -> path.toString().endsWith(".conf"))) {
            files = all.filter(file -> !NOT_OURS.contains(file.getFileName().toString()))
                    .toList();
        }
        assertThat(files).isNotEmpty();
        for (Path file : files) {
            assertThat(ConfigFiles.read(Optional.of(file.toString()), 0)).isInstanceOf(ConfigFiles.Result.Good.class);
        }
    }

    @Test
    void theSecretsOfTheExampleComeAlong() {
        assertThat(ConfigFiles.read(Optional.of("examples/lns.conf"), 0))
                .isInstanceOfSatisfying(
                        ConfigFiles.Result.Good.class,
                        good -> assertThat(good.parsed().settings().secrets())
                                .extracting(secret -> secret.client())
                                .containsExactly("alice", "bob"));
    }
}
