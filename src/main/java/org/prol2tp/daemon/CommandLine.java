package org.prol2tp.daemon;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.prol2tp.operator.config.TraceFlags;
import org.prol2tp.protocol.node.TraceCategory;

/// What the words after `prol2tpd` ask for.
public sealed interface CommandLine {
    /// Run the daemon, or with `checkOnly` only read its config file.
    ///
    /// @param foreground stay on the terminal and log to it
    /// @param configFile empty: the first of the usual places that is there
    /// @param udpPort 1..65535, overrides the config file
    /// @param traceMask the system-wide trace mask: a set of trace categories by bit, see `TraceCategory`
    /// @param traceAll the default profiles trace everything
    /// @param logFacility of syslog, as RFC 5424 §6.2.1 numbers it
    /// @param logFile where the log goes instead
    /// @param plugins names or paths, in the order given
    record Run(
            boolean checkOnly,
            boolean foreground,
            Optional<String> configFile,
            OptionalInt udpPort,
            int traceMask,
            boolean traceAll,
            int logFacility,
            Optional<String> logFile,
            List<String> plugins)
            implements CommandLine {
        /// The trace_flags of the default profiles unless the file sets them; 0: none.
        int traceFlags() {
            return traceAll ? TraceCategory.ALL : 0;
        }

        /// The same, with paths that hold in another folder too.
        Run withAbsolutePaths() {
            return new Run(
                    checkOnly,
                    foreground,
                    configFile.map(Run::absolute),
                    udpPort,
                    traceMask,
                    traceAll,
                    logFacility,
                    logFile.map(Run::absolute),
                    plugins);
        }

        private static String absolute(String path) {
            return Path.of(path).toAbsolutePath().toString();
        }
    }

    /// Print the help text.
    record ShowHelp() implements CommandLine {}

    /// Print name and version.
    record ShowVersion() implements CommandLine {}

    /// It cannot be done: `why` is a sentence for the operator.
    record Wrong(String why) implements CommandLine {}

    /// The facility of syslog for daemons, and the first of those for local use: RFC 5424 §6.2.1.
    int LOG_DAEMON = 3;

    int LOG_LOCAL0 = 16;

    /// The help text.
    String HELP = """
            Usage: prol2tpd [OPTION]...
            An L2TP daemon: LAC and LNS, L2TPv2 and L2TPv3, sessions of PPP and of Ethernet.
            It goes to the background; the command returns when the daemon is listening,
            or has failed and said why.

              -f, --foreground         stay in the foreground, log to the terminal (or to
                                       systemd's journal)
              -c, --config-file FILE   read FILE; else /etc/prol2tpd.conf, else
                                       /etc/prol2tp/prol2tpd.conf
              -n, --dry-run            check the config file, say so and exit; a running
                                       daemon is not disturbed
              -u, --udp-port PORT      listen on PORT instead of the config file's (1701)
              -d, --trace MASK         the system-wide trace mask; tunnels and sessions with no
                                       trace_flags of their own have it too. A number (decimal,
                                       0x hexadecimal, 0 octal) or names with commas: protocol,
                                       fsm, api, avp, avp_hide, avp_data, func, xprt, data,
                                       system, ppp, all
              -D, --trace-all          the default profiles trace all categories: new tunnels
                                       and sessions do, unless trace_flags says otherwise
              -L, --log-facility FAC   log to syslog facility FAC: local0 to local7; without it
                                       daemon
              -o, --log-file FILE      log to FILE instead
              -p, --plugin PLUGIN      load a plugin: a path, or a name that is built in
                                       or in /usr/lib/prol2tp; may be given several times
              -h, --help               print this text
              -v, --version            print the version

            Signals: HUP reads the config file again, does what changed in it, and opens the
            log file anew; USR1 does only that. TERM and INT close every tunnel, then end the
            daemon (a second one ends it at once).
            Exit status: 0 done, 1 config error or failure, 2 wrong use of the command.
            """;

    /// Reads the words. Short options may be joined (`-fn`, `-u1701`), long ones take `--name=value` too.
    static CommandLine parse(List<String> words) {
        return new Parser(new ArrayList<>(words)).parse();
    }

    /// One option: its letter, its long name, whether a value follows.
    enum Option {
        FOREGROUND('f', "foreground", false),
        CONFIG_FILE('c', "config-file", true),
        DRY_RUN('n', "dry-run", false),
        UDP_PORT('u', "udp-port", true),
        TRACE('d', "trace", true),
        TRACE_ALL('D', "trace-all", false),
        LOG_FACILITY('L', "log-facility", true),
        LOG_FILE('o', "log-file", true),
        PLUGIN('p', "plugin", true),
        HELP('h', "help", false),
        VERSION('v', "version", false);

        private final char letter;
        private final String longName;
        private final boolean hasValue;

        Option(char letter, String longName, boolean hasValue) {
            this.letter = letter;
            this.longName = longName;
            this.hasValue = hasValue;
        }

        /// As the help text begins its line.
        String inHelp() {
            return "  -" + letter + ", --" + longName;
        }
    }

    /// Goes through the words once; the first mistake ends it.
    final class Parser {
        private final List<String> words;
        private boolean foreground;
        private boolean checkOnly;
        private boolean help;
        private boolean version;
        private int traceMask;
        private boolean traceAll;
        private int logFacility = LOG_DAEMON;
        private Optional<String> logFile = Optional.empty();
        private final List<String> plugins = new ArrayList<>();
        private Optional<String> configFile = Optional.empty();
        private OptionalInt udpPort = OptionalInt.empty();
        private Optional<String> wrong = Optional.empty();

        private Parser(List<String> words) {
            this.words = words;
        }

        private CommandLine parse() {
            while (!words.isEmpty() && wrong.isEmpty()) {
                String word = words.removeFirst();
                if (word.startsWith("--") && word.length() > 2) {
                    longOption(word.substring(2));
                } else if (word.startsWith("-") && word.length() > 1) {
                    shortOptions(word.substring(1));
                } else {
                    fail("there is nothing to do with '" + word + "'");
                }
            }
            if (wrong.isPresent()) {
                return new Wrong(wrong.get());
            }
            if (help) {
                return new ShowHelp();
            }
            if (version) {
                return new ShowVersion();
            }
            return new Run(
                    checkOnly,
                    foreground,
                    configFile,
                    udpPort,
                    traceMask,
                    traceAll,
                    logFacility,
                    logFile,
                    List.copyOf(plugins));
        }

        private void longOption(String text) {
            int equals = text.indexOf('=');
            String name = equals < 0 ? text : text.substring(0, equals);
            for (Option option : Option.values()) {
                if (!option.longName.equals(name)) {
                    continue;
                }
                if (!option.hasValue) {
                    if (equals >= 0) {
                        fail("--" + name + " takes no value");
                    } else {
                        apply(option, "");
                    }
                } else if (equals >= 0) {
                    apply(option, text.substring(equals + 1));
                } else {
                    applyNextWord(option, "--" + name);
                }
                return;
            }
            fail("unknown option --" + name);
        }

        private void shortOptions(String letters) {
            for (int i = 0; i < letters.length() && wrong.isEmpty(); i++) {
                char letter = letters.charAt(i);
                Optional<Option> found = optionOf(letter);
                if (found.isEmpty()) {
                    fail("unknown option -" + letter);
                } else if (!found.get().hasValue) {
                    apply(found.get(), "");
                } else if (i + 1 < letters.length()) {
                    apply(found.get(), letters.substring(i + 1));
                    return;
                } else {
                    applyNextWord(found.get(), "-" + letter);
                }
            }
        }

        private static Optional<Option> optionOf(char letter) {
            for (Option option : Option.values()) {
                if (option.letter == letter) {
                    return Optional.of(option);
                }
            }
            return Optional.empty();
        }

        private void applyNextWord(Option option, String asWritten) {
            if (words.isEmpty()) {
                fail("option " + asWritten + " needs a value");
            } else {
                apply(option, words.removeFirst());
            }
        }

        private void apply(Option option, String value) {
            switch (option) {
                case FOREGROUND -> foreground = true;
                case DRY_RUN -> checkOnly = true;
                case TRACE_ALL -> traceAll = true;
                case HELP -> help = true;
                case VERSION -> version = true;
                case CONFIG_FILE -> path("-c", value).ifPresent(file -> configFile = Optional.of(file));
                case UDP_PORT -> udpPort(value);
                case TRACE ->
                    TraceFlags.parse(value)
                            .ifPresentOrElse(
                                    mask -> traceMask |= mask,
                                    () -> fail("-d '" + value
                                            + "': must be a number of 32 bits or names of trace categories"));
                case LOG_FACILITY -> logFacility(value);
                case LOG_FILE -> path("-o", value).ifPresent(file -> logFile = Optional.of(file));
                case PLUGIN -> path("-p", value).ifPresent(plugins::add);
            }
        }

        private void udpPort(String value) {
            boolean number =
                    !value.isEmpty() && value.length() <= 5 && value.chars().allMatch(Character::isDigit);
            int port = number ? Integer.parseInt(value) : 0;
            if (port < 1 || port > 65_535) {
                fail("-u '" + value + "': must be a port 1..65535");
            } else {
                udpPort = OptionalInt.of(port);
            }
        }

        /// `local0` to `local7`, or `daemon`; with `LOG_` before it if one likes.
        private void logFacility(String value) {
            String name = value.toLowerCase(Locale.ROOT);
            name = name.startsWith("log_") ? name.substring(4) : name;
            if (name.equals("daemon")) {
                logFacility = LOG_DAEMON;
            } else if (name.matches("local[0-7]")) {
                logFacility = LOG_LOCAL0 + name.charAt(5) - '0';
            } else {
                fail("-L '" + value + "': must be local0 to local7, or daemon");
            }
        }

        private Optional<String> path(String option, String value) {
            if (value.isEmpty()) {
                fail("option " + option + " needs a value that is not empty");
                return Optional.empty();
            }
            try {
                var _ = Path.of(value);
                return Optional.of(value);
            } catch (InvalidPathException e) {
                fail("option " + option + " needs a path: " + e.getReason());
                return Optional.empty();
            }
        }

        private void fail(String why) {
            if (wrong.isEmpty()) {
                wrong = Optional.of(why);
            }
        }
    }
}
