package org.prol2tp.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {
    private static CommandLine.Run run(String... words) {
        CommandLine line = CommandLine.parse(List.of(words));
        assertThat(line).isInstanceOf(CommandLine.Run.class);
        return (CommandLine.Run) line;
    }

    @Test
    void withoutWordsItIsADaemonInTheBackgroundThatLogsToSyslogsDaemon() {
        assertThat(run())
                .isEqualTo(new CommandLine.Run(
                        false, false, Optional.empty(), OptionalInt.empty(), 0, false, 3, Optional.empty(), List.of()));
    }

    @Test
    void everyOptionOfTheManPageIsTaken() {
        String[] words = {"-f", "-D", "-d", "3", "-L", "local5", "-p", "a", "-p", "b/c", "-u", "1", "-c", "x", "-n"};
        assertThat(run(words))
                .isEqualTo(new CommandLine.Run(
                        true,
                        true,
                        Optional.of("x"),
                        OptionalInt.of(1),
                        3,
                        true,
                        21,
                        Optional.empty(),
                        List.of("a", "b/c")));
    }

    @Test
    void optionsMayBeJoined() {
        CommandLine.Run run = run("-fu1702", "-cx.conf", "-d", "fsm,AVP", "-ox.log");
        assertThat(run.foreground()).isTrue();
        assertThat(run.udpPort()).hasValue(1702);
        assertThat(run.configFile()).contains("x.conf");
        assertThat(run.traceMask()).isEqualTo(2 | 8);
        assertThat(run.logFile()).contains("x.log");
    }

    @Test
    void traceAllIsForTunnelsAndSessionsAndTheMaskForTheSystem() {
        CommandLine.Run run = run("-fD", "-dfsm", "-d", "ppp");
        assertThat(run.traceFlags()).isEqualTo(2047);
        assertThat(run.traceMask()).isEqualTo(2 | 1024);
        assertThat(run("-dfsm").traceFlags()).isEqualTo(0);
    }

    @ParameterizedTest
    @CsvSource({
        "0,0",
        "5,5",
        "0x7ff,2047",
        "0xFFFFFFFF,2047",
        "4096,0",
        "017,15",
        "all,2047",
        "none,0",
        "'SYSTEM,API,PROTOCOL,FSM',519",
        "'DATA,FUNC,XPRT,AVP,AVPHIDE,AVPDATA',504",
        "'prot,fsm,api,avp_i,avp_h,avp_d,fun,tra,dat,sys,ppp',2047",
        "'protocol,avp_hide,ppp_control,transport,Avp_Data',1201",
        "'1,fsm,0x4',7"
    })
    void theMaskIsANumberOrNamesInEitherSpelling(String text, int mask) {
        assertThat(run("-d", text).traceMask()).isEqualTo(mask);
    }

    @ParameterizedTest
    @CsvSource({"local0,16", "local7,23", "LOCAL3,19", "LOG_LOCAL1,17", "daemon,3"})
    void theFacilityIsByName(String text, int number) {
        assertThat(run("-L", text).logFacility()).isEqualTo(number);
        assertThat(run("--log-facility=" + text).logFacility()).isEqualTo(number);
    }

    @Test
    void longOptionsTakeTheirValueEitherWay() {
        CommandLine.Run run = run("--dry-run", "--config-file=x.conf", "--udp-port", "1702");
        assertThat(run.checkOnly()).isTrue();
        assertThat(run.configFile()).contains("x.conf");
        assertThat(run.udpPort()).hasValue(1702);
    }

    @Test
    void pathsForTheBackgroundAreAbsolute() {
        CommandLine.Run run = run("-c", "x.conf", "-o", "/var/log/x").withAbsolutePaths();
        assertThat(run.configFile()).contains(Path.of("x.conf").toAbsolutePath().toString());
        assertThat(run.logFile()).contains("/var/log/x");
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
                "-dnonsense|-d 'nonsense': must be a number of 32 bits or names of trace categories",
                "-d0x100000000|-d '0x100000000': must be a number of 32 bits or names of trace categories",
                "-d08|-d '08': must be a number of 32 bits or names of trace categories",
                "-dfsm,|-d 'fsm,': must be a number of 32 bits or names of trace categories",
                "-davp_|-d 'avp_': must be a number of 32 bits or names of trace categories",
                "-Llocal8|-L 'local8': must be local0 to local7, or daemon",
                "-Lmail|-L 'mail': must be local0 to local7, or daemon",
                "--log-file=|option -o needs a value that is not empty",
                "--plugin=|option -p needs a value that is not empty",
                "--foreground=1|--foreground takes no value",
                "word|there is nothing to do with 'word'",
                "--background|unknown option --background"
            })
    void mistakesAreNamed(String word, String why) {
        assertThat(CommandLine.parse(List.of(word))).isEqualTo(new CommandLine.Wrong(why));
    }

    @Test
    void whatCannotBeAPathIsAMistakeAtOnce() {
        for (String option : List.of("-c", "-o", "-p")) {
            assertThat(CommandLine.parse(List.of(option, "a\0b")))
                    .isEqualTo(new CommandLine.Wrong("option " + option + " needs a path: Nul character not allowed"));
        }
    }

    @Test
    void helpNamesEveryOption() {
        for (CommandLine.Option option : CommandLine.Option.values()) {
            assertThat(CommandLine.HELP).contains(option.inHelp());
        }
        assertThat(CommandLine.HELP).contains("L2TPv2 and L2TPv3, sessions of PPP and of Ethernet");
    }
}
