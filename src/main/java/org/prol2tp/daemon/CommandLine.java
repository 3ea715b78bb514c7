package org.prol2tp.daemon;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.prol2tp.operator.config.TraceFlags;
import org.prol2tp.protocol.node.TraceCategory;

/// What the words after `prol2tpd` ask for.
public sealed interface CommandLine {
    /// Run the daemon, or with `checkOnly` only read its config file.
    ///
    /// @param configFile empty: the first of the usual places that is there
    /// @param udpPort 1..65535, overrides the config file
    /// @param traceFlags what tunnels and sessions trace unless their own settings say otherwise: a set of
    ///     trace categories by bit, see `TraceCategory`
    record Run(boolean checkOnly, Optional<String> configFile, OptionalInt udpPort, int traceFlags)
            implements CommandLine {}

    /// Print the help text.
    record ShowHelp() implements CommandLine {}

    /// Print name and version.
    record ShowVersion() implements CommandLine {}

    /// It cannot be done: `why` is a sentence for the operator.
    record Wrong(String why) implements CommandLine {}

    /// The help text.
    String HELP = """
            Usage: prol2tpd [OPTION]...
            An L2TP daemon: LAC and LNS, L2TPv2 with its own PPP and data path.

              -f, --foreground         stay in the foreground, log to the terminal
              -c, --config-file FILE   read FILE; else /etc/prol2tpd.conf, else
                                       /etc/prol2tp/prol2tpd.conf
              -n, --dry-run            check the config file, say so and exit
              -u, --udp-port PORT      listen on PORT instead of the config file's (1701)
              -d, --trace MASK         trace these categories in tunnels and sessions that have
                                       no trace_flags of their own: a number (decimal, 0x
                                       hexadecimal, 0 octal) or names with commas: protocol,
                                       fsm, api, avp, avp_hide, avp_data, func, xprt, data,
                                       system, ppp, all
              -D, --trace-all          the same with all categories
              -L, --log-facility FAC   not supported yet: log to syslog facility FAC
              -o, --log-file FILE      not supported yet: log to FILE
              -p, --plugin PLUGIN      not supported yet: load a plugin
              -h, --help               print this text
              -v, --version            print the version

            Signals: TERM and INT close every tunnel, then end the daemon (a second one ends
            it at once).
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
        private int traceFlags;
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
            if (!checkOnly && !foreground) {
                return new Wrong("running in the background is not supported yet: use -f");
            }
            return new Run(checkOnly, configFile, udpPort, traceFlags);
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
                case TRACE_ALL -> traceFlags = TraceCategory.ALL;
                case HELP -> help = true;
                case VERSION -> version = true;
                case CONFIG_FILE -> configFile = Optional.of(value);
                case UDP_PORT -> udpPort(value);
                case TRACE ->
                    TraceFlags.parse(value)
                            .ifPresentOrElse(
                                    mask -> traceFlags |= mask,
                                    () -> fail("-d '" + value
                                            + "': must be a number 0..2047 or names of trace categories"));
                case LOG_FACILITY -> fail("option -L is not supported yet");
                case LOG_FILE -> fail("option -o is not supported yet");
                case PLUGIN -> fail("option -p is not supported yet");
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

        private void fail(String why) {
            if (wrong.isEmpty()) {
                wrong = Optional.of(why);
            }
        }
    }
}
