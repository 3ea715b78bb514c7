package org.prol2tp.operator.migration;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.prol2tp.operator.config.Config;
import org.prol2tp.operator.config.ConfigError;
import org.prol2tp.operator.config.Parsed;
import org.prol2tp.operator.config.Sources;

/// Turns the config file of xl2tpd, openl2tpd or go-l2tp (kl2tpd, ql2tpd) into a prol2tpd.conf.
///
/// @param format which one it was
/// @param text the prol2tpd.conf; every setting in it is one that prol2tpd takes
/// @param remarks what could not be carried over, in the order of the file
public record Migration(Format format, String text, List<Remark> remarks) {
    /// How remarks name what was made, where it is not right yet.
    private static final String RESULT = "result";

    /// What is read.
    public enum Format {
        XL2TPD("xl2tpd.conf"),
        OPENL2TP("openl2tpd.conf"),
        GO_L2TP("go-l2tp TOML");

        private final String shown;

        Format(String shown) {
            this.shown = shown;
        }

        public String shown() {
            return shown;
        }
    }

    /// What could not be carried over, and why. Holds no secret.
    ///
    /// @param file where it stands: the file itself, or one that it names
    /// @param line from 1
    public record Remark(String file, int line, String message) {
        /// `file:line: message`.
        @Override
        public String toString() {
            return file + ":" + line + ": " + message;
        }
    }

    /// Reads the text of a file; `fileName` is for the remarks, and where relative paths begin. Empty
    /// if it is none of the formats.
    public static Optional<Migration> of(String text, String fileName, Sources sources) {
        return format(text).map(format -> {
            Output output = new Output(fileName, format);
            switch (format) {
                case XL2TPD -> new Xl2tpd(text, fileName, sources, output).read();
                case OPENL2TP -> new OpenL2tp(text, fileName, output).read();
                case GO_L2TP -> new GoL2tp(text, fileName, sources, output).read();
            }
            String made = output.print();
            if (Config.parse(made, RESULT, "host", 0, sources) instanceof Parsed.Bad(List<ConfigError> errors)) {
                errors.forEach(error -> output.remark(new Output.Place(RESULT, error.line()), error.message()));
            }
            List<Remark> remarks = output.remarks().stream()
                    .sorted(Comparator.comparing(
                                    (Remark remark) -> !remark.file().equals(fileName))
                            .thenComparing(Remark::file)
                            .thenComparingInt(Remark::line))
                    .toList();
            return new Migration(format, made, remarks);
        });
    }

    /// The format, by the first line that says something.
    private static Optional<Format> format(String text) {
        for (String line : text.lines().map(String::strip).toList()) {
            if (line.isEmpty() || line.startsWith("#") || line.startsWith(";")) {
                continue;
            }
            String begin = line.replaceAll("\\s+", " ");
            if (begin.matches("\\[ ?(global|lns [^\\]]+|lac [^\\]]+) ?\\].*")) {
                return Optional.of(Format.XL2TPD);
            }
            if (begin.matches("(system|(peer|tunnel|session|ppp) profile|tunnel|session) (create|modify)\\b.*")) {
                return Optional.of(Format.OPENL2TP);
            }
            boolean isToml =
                    begin.matches("\\[ ?[A-Za-z_\"'][^\\]]*\\].*") || begin.matches("[A-Za-z_\"'][\\w.\"'-]* ?=.*");
            return isToml ? Optional.of(Format.GO_L2TP) : Optional.empty();
        }
        return Optional.empty();
    }
}
