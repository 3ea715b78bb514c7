package org.prol2tp.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.prol2tp.operator.config.Config;
import org.prol2tp.operator.config.ConfigError;
import org.prol2tp.operator.config.Parsed;
import org.prol2tp.operator.config.SecretsFile;
import org.prol2tp.operator.config.Sources;

/// Finds and reads the config file, and the secrets file it names.
final class ConfigFiles {
    /// Where the config file is looked for, in this order.
    static final List<Path> USUAL_PLACES =
            List.of(Path.of("/etc/prol2tpd.conf"), Path.of("/etc/prol2tp/prol2tpd.conf"));

    private static final Sources SOURCES = new FileSources();

    private ConfigFiles() {}

    /// What came of it.
    sealed interface Result {
        record Good(Path file, Parsed.Good parsed) implements Result {}

        /// `lines` say what is wrong, one error each.
        record Bad(Path file, List<String> lines) implements Result {}

        /// The file, or one that it names, cannot be read.
        record Unreadable(Path file, String why) implements Result {}
    }

    /// Reads the file named, else the first of the usual ones that is there.
    ///
    /// @param traceFlags of what the file sets none for
    static Result read(Optional<String> named, int traceFlags) {
        Path file = named.map(Path::of)
                .orElseGet(() ->
                        USUAL_PLACES.stream().filter(Files::exists).findFirst().orElse(USUAL_PLACES.getFirst()));
        try {
            return switch (Config.parse(
                    FileSources.text(file), file.toString(), systemHostName(), traceFlags, SOURCES)) {
                case Parsed.Bad(var errors) -> new Result.Bad(file, lines(errors));
                case Parsed.Good good -> withSecrets(file, good);
            };
        } catch (IOException e) {
            return new Result.Unreadable(file, why(file, e));
        }
    }

    /// Reads a text as if it stood in this file.
    static Parsed parse(String text, Path file, int traceFlags) {
        try {
            return Config.parse(text, file.toString(), systemHostName(), traceFlags, SOURCES);
        } catch (IOException e) {
            return new Parsed.Bad(List.of(new ConfigError(file.toString(), 1, 1, why(file, e))));
        }
    }

    private static Result withSecrets(Path file, Parsed.Good good) {
        Optional<String> name = good.daemon().secretsFile();
        if (name.isEmpty()) {
            return new Result.Good(file, good);
        }
        String path = name.get();
        return switch (SOURCES.read(path)) {
            case Sources.Found.Unreadable(String why) -> new Result.Unreadable(file, path + ": " + why);
            case Sources.Found.Text(String text, boolean readableByOthers) ->
                switch (SecretsFile.parse(text, path, SOURCES)) {
                    case SecretsFile.Result.Bad(var errors) -> new Result.Bad(file, lines(errors));
                    case SecretsFile.Result.Good(var secrets, var warnings) -> {
                        Parsed.Good with = good.withSecrets(secrets);
                        for (ConfigError warning : warnings) {
                            with = with.warned(warning);
                        }
                        yield new Result.Good(file, readableByOthers ? with.warned(warning(path)) : with);
                    }
                };
        };
    }

    private static ConfigError warning(String path) {
        return new ConfigError(path, 1, 1, "the secrets file can be read by others, chmod o-r it");
    }

    private static List<String> lines(List<ConfigError> errors) {
        return errors.stream().map(ConfigError::toString).toList();
    }

    private static String why(Path file, IOException e) {
        return file + ": " + FileSources.why(e);
    }

    private static String systemHostName() throws IOException {
        return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    }
}
