package org.prol2tp.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {
    @Test
    void optionsMayBeJoined() {
        assertThat(CommandLine.parse(List.of("-fu1702", "-cx.conf", "-d", "fsm,AVP")))
                .isEqualTo(new CommandLine.Run(false, Optional.of("x.conf"), OptionalInt.of(1702), 2 | 8));
    }

    @Test
    void traceAllIsEveryCategoryWhateverElseIsSaid() {
        assertThat(CommandLine.parse(List.of("-fD", "-dfsm")))
                .isEqualTo(new CommandLine.Run(false, Optional.empty(), OptionalInt.empty(), 2047));
        assertThat(CommandLine.parse(List.of("-fdfsm", "-dppp")))
                .isEqualTo(new CommandLine.Run(false, Optional.empty(), OptionalInt.empty(), 2 | 1024));
    }

    @Test
    void longOptionsTakeTheirValueEitherWay() {
        CommandLine expected = new CommandLine.Run(true, Optional.of("x.conf"), OptionalInt.of(1702), 0);
        assertThat(CommandLine.parse(List.of("--dry-run", "--config-file=x.conf", "--udp-port", "1702")))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "-x|unknown option -x",
                "--xyz|unknown option --xyz",
                "-c|option -c needs a value",
                "-u0|-u '0': must be a port 1..65535",
                "-u65536|-u '65536': must be a port 1..65535",
                "-ux|-u 'x': must be a port 1..65535",
                "-dnonsense|-d 'nonsense': must be a number 0..2047 or names of trace categories",
                "-d4096|-d '4096': must be a number 0..2047 or names of trace categories",
                "-Llocal0|option -L is not supported yet",
                "-ofile|option -o is not supported yet",
                "-pplugin|option -p is not supported yet",
                "--foreground=1|--foreground takes no value",
                "word|there is nothing to do with 'word'",
                "-D|running in the background is not supported yet: use -f",
                "--background|unknown option --background"
            })
    void mistakesAreNamed(String word, String why) {
        assertThat(CommandLine.parse(List.of(word))).isEqualTo(new CommandLine.Wrong(why));
    }

    @Test
    void helpNamesEveryOption() {
        for (CommandLine.Option option : CommandLine.Option.values()) {
            assertThat(CommandLine.HELP).contains(option.inHelp());
        }
    }
}
