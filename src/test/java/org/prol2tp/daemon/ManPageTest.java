package org.prol2tp.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// prol2tpd(8) and the command line say the same.
class ManPageTest {
    @Test
    void thePageExplainsEveryOption() throws IOException {
        String page = Files.readString(Path.of("docs/man/prol2tpd.8.md"));
        for (CommandLine.Option option : CommandLine.Option.values()) {
            // "  -f, --foreground" as "**-f**, **--foreground**"
            String both = "**" + option.inHelp().strip().replace(", ", "**, **") + "**";
            // without "*VALUE*"
            assertThat(page.lines().map(line -> line.replaceAll(" \\*[A-Z]+\\*", "")))
                    .contains(both);
        }
    }
}
