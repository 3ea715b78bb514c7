package org.prol2tp.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prol2tp.operator.cli.Argument.Kind;

/// The script for bash, run by bash. `^` stands where the cursor is.
class CompletionTest {
    /// What the script asks for names: says how it was asked, on file descriptor 9.
    private static final String STAND_IN = """
            prol2tp() {
                echo "$*" >>"$asked"
                case $* in
                *'names tunnel') printf 't1\\nt two\\n=5\\n27774\\n' ;;
                *'names session t1') printf 's1\\n' ;;
                *'names tunnel_profile') printf 'default\\nlns\\n' ;;
                *) return 3 ;;
                esac
            }
            """;

    @TempDir
    private static Path folder;

    private static Path script;

    @BeforeAll
    static void write() throws IOException {
        Action.Runs nothing = (_, _) -> 0;
        Command show = Tree.ROOT.commands().getFirst();
        Command root = Command.group(
                "prol2tp",
                "",
                show,
                Command.running("debug", "", nothing)
                        .names(Argument.required("FLAGS", Kind.TEXT), Argument.choice("on", "off"))
                        .commands(Command.running("tunnel", "", nothing)
                                .names(Argument.required("NAME|@ID", Kind.TUNNEL), Argument.choice("on", "off"))),
                Command.running("import", "", nothing)
                        .names(Argument.required("FILE", Kind.FILE))
                        .options(Option.value("-o", "--output", "FILE", ""), Option.flag("--force", "")),
                Command.running("help", "", nothing).names(Argument.all("COMMAND", Kind.COMMAND)));
        script = folder.resolve("prol2tp.bash");
        Files.writeString(script, Completion.of(root, true));
    }

    private static List<String> complete(String line) throws Exception {
        List<String> words =
                new ArrayList<>(List.of(line.substring(0, line.indexOf('^')).split(" ", -1)));
        StringBuilder quoted = new StringBuilder();
        words.forEach(word -> quoted.append('\'').append(word).append("' "));
        String run = "asked=" + folder.resolve("asked") + "\n" + STAND_IN + ". " + script
                + "\nCOMP_WORDS=(" + quoted + ") COMP_CWORD=" + (words.size() - 1)
                + "\n_prol2tp\nprintf '%s\\n' \"${COMPREPLY[@]}\"\n";
        Process bash = new ProcessBuilder("bash", "--norc", "-c", run)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        bash.getOutputStream().close();
        String out = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as(out).isEqualTo(0);
        return out.isBlank() ? List.of() : out.lines().toList();
    }

    @Test
    void wordsAreCompletedAtEveryLevel() throws Exception {
        assertThat(complete("prol2tp ^")).containsExactly("show", "debug", "import", "help");
        assertThat(complete("prol2tp sh^")).containsExactly("show");
        assertThat(complete("prol2tp show s^")).contains("system", "session");
        assertThat(complete("prol2tp sh sys ^")).containsExactly("statistics", "config");
        assertThat(complete("prol2tp sh pe ^")).containsExactly("profile");
        assertThat(complete("prol2tp help show sy^")).containsExactly("system");
        assertThat(complete("prol2tp nonsense ^")).isEmpty();
    }

    @Test
    void namesAreAskedOfTheDaemon() throws Exception {
        assertThat(complete("prol2tp show tunnel ^"))
                .containsExactly("profile", "t1", "t\\ two", "=5", "27774", "config", "status", "statistics");
        assertThat(complete("prol2tp show tunnels t^")).containsExactly("t1", "t\\ two");
        assertThat(complete("prol2tp show tunnel t1 s^")).containsExactly("status", "statistics");
        assertThat(complete("prol2tp show session t1 s^")).containsExactly("s1", "status", "statistics");
        assertThat(complete("prol2tp show tunnel profile l^")).containsExactly("lns");
        assertThat(complete("prol2tp debug tunnel t1 o^")).containsExactly("on", "off");
        assertThat(complete("prol2tp debug fsm o^")).containsExactly("on", "off");
        Files.deleteIfExists(folder.resolve("asked"));
        assertThat(complete("prol2tp -s /x show tunnel t1^")).containsExactly("t1");
        assertThat(folder.resolve("asked")).hasContent("--timeout 2 --socket /x completion names tunnel\n");
    }

    @Test
    void whereNoDaemonAnswersNothingIsSaid() throws Exception {
        assertThat(complete("prol2tp show ippool ^")).isEmpty();
    }

    @Test
    void optionsAndFilesAreCompleted() throws Exception {
        Files.writeString(folder.resolve("xl2tpd.conf"), "");
        assertThat(complete("prol2tp show --^"))
                .containsExactly("--json", "--pretty", "--socket", "--timeout", "--help", "--version");
        assertThat(complete("prol2tp import --f^")).containsExactly("--force");
        assertThat(complete("prol2tp import -o x^")).containsExactly("xl2tpd.conf");
        assertThat(complete("prol2tp import xl^")).containsExactly("xl2tpd.conf");
        assertThat(complete("prol2tp show -s x^")).containsExactly("xl2tpd.conf");
        assertThat(complete("prol2tp show --socket = x^")).containsExactly("xl2tpd.conf");
        assertThat(complete("prol2tp show --timeout ^")).isEmpty();
    }
}
