package org.prol2tp.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// prol2tp(1) and the command tree say the same.
class ManPageTest {
    /// A command's line is `**show tunnel** [*NAME*] [**config**|**status**]`, then a line with `:`.
    @Test
    void thePageExplainsEveryCommandAndOption() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("docs/man/prol2tp.1.md"));
        List<String> defined = new ArrayList<>();
        for (int i = 0; i + 1 < lines.size(); i++) {
            if (lines.get(i + 1).startsWith(":")) {
                defined.add(lines.get(i));
            }
        }
        List<String> missing = new ArrayList<>();
        String all = String.join("\n", lines);
        Option.GLOBAL.forEach(option -> missing(option, all, missing));
        missing(Tree.ROOT, "", defined, all, missing);
        assertThat(missing).isEmpty();
    }

    private static void missing(Command command, String path, List<String> defined, String all, List<String> missing) {
        if (command.isComplete()) {
            List<String> line = defined.stream()
                    .filter(candidate -> (candidate.replace("*", "") + " ").startsWith(path + " "))
                    .toList();
            boolean complete = line.stream()
                    .anyMatch(candidate -> command.views().stream().allMatch(candidate::contains)
                            && command.names().stream()
                                    .allMatch(name -> candidate.replace("*", "").contains(name.name())));
            if (!complete) {
                missing.add("the command " + path);
            }
        }
        command.options().forEach(option -> missing(option, all, missing));
        for (Command child : command.commands()) {
            missing(child, path.isEmpty() ? child.word() : path + " " + child.word(), defined, all, missing);
        }
    }

    private static void missing(Option option, String all, List<String> missing) {
        boolean named = all.contains("**" + option.name() + "**")
                && (option.letter().isEmpty() || all.contains("**" + option.letter() + "**"));
        if (!named) {
            missing.add("the option " + option.synopsis());
        }
    }
}
