package org.prol2tp.operator.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.prol2tp.operator.config.Sources;
import org.prol2tp.operator.migration.Migration;

/// `import FILE`: the config file of another program as a prol2tpd.conf. Asks no daemon.
final class ImportCommand {
    private static final String OUT = "--out";

    private ImportCommand() {}

    static Command command() {
        return Command.running(
                        "import",
                        "Turn an xl2tpd.conf, an openl2tpd.conf or a go-l2tp TOML file into a prol2tpd.conf.",
                        ImportCommand::run)
                .names(Argument.required("FILE", Argument.Kind.FILE))
                .options(Option.value("-o", OUT, "FILE", "Write to FILE, which only its owner can read then."));
    }

    /// The files that the other program's file names.
    private static final Sources FILES = new Sources() {
        @Override
        public Found read(String path) {
            try {
                return new Found.Text(Files.readString(Path.of(path)), false);
            } catch (NoSuchFileException e) {
                return new Found.Unreadable("no such file");
            } catch (IOException e) {
                return new Found.Unreadable("cannot be read: " + e.getMessage());
            }
        }

        @Override
        public Listed list(String pattern) {
            return new Listed.Files(List.of());
        }
    };

    private static int run(Given given, Terminal terminal) {
        String file = given.name(0).orElse("");
        Optional<Migration> migration;
        switch (FILES.read(file)) {
            case Sources.Found.Unreadable(String why) -> {
                terminal.complain(file + ": " + why);
                return Main.REFUSED;
            }
            case Sources.Found.Text(String text, boolean _) -> migration = Migration.of(text, file, FILES);
        }
        if (migration.isEmpty()) {
            terminal.complain(file + ": neither an xl2tpd.conf nor an openl2tpd.conf nor a TOML file of go-l2tp");
            return Main.REFUSED;
        }
        Migration made = migration.get();
        made.remarks().forEach(remark -> terminal.err().println(Text.clean(remark.toString())));
        Optional<String> out = given.option(OUT);
        if (out.isEmpty()) {
            terminal.out().print(made.text());
            return Main.DONE;
        }
        try {
            write(Path.of(out.get()), made.text());
            return Main.DONE;
        } catch (IOException e) {
            terminal.complain(out.get() + ": cannot be written: " + e.getMessage());
            return Main.REFUSED;
        }
    }

    /// It may hold secrets: made for the owner alone; one that is there keeps its rights.
    private static void write(Path file, String text) throws IOException {
        if (!Files.exists(file)) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.writeString(file, text, StandardCharsets.UTF_8, StandardOpenOption.TRUNCATE_EXISTING);
    }
}
