package org.prol2tp.architecture;

import static com.tngtech.archunit.lang.SimpleConditionEvent.violated;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Holds the code to the import table and the purity rule. Once by class files, once by the import
/// lines of the sources, since ArchUnit does not see a type that occurs only in a `case` pattern.
class ImportTableTest {
    private static final Path SOURCES = Path.of("src/main/java");
    private static final Pattern IMPORT = Pattern.compile("^import (?:static )?(org\\.prol2tp(?:\\.[a-z0-9]+)*)\\.");

    /// What a pure room may not touch: clocks, I/O, threads, logs, chance, native calls.
    private static final String[] IMPURE_PACKAGES = {
        "java.net..",
        "java.io..",
        "java.nio.channels..",
        "java.nio.file..",
        "java.util.logging..",
        "java.util.concurrent..",
        "java.lang.management..",
        "sun..",
        "jdk..",
        "org.slf4j.."
    };

    private static final List<String> IMPURE_TYPES = List.of(
            "java.lang.Thread",
            "java.lang.ThreadLocal",
            "java.lang.ScopedValue",
            "java.lang.Runtime",
            "java.lang.Process",
            "java.lang.ProcessBuilder",
            "java.lang.foreign.Linker",
            "java.lang.foreign.SymbolLookup",
            "java.security.SecureRandom",
            "java.time.Clock",
            "java.time.InstantSource",
            "java.util.Random",
            "java.util.SplittableRandom",
            "java.util.Timer");

    /// A pure room may make exceptions of these out of a JSON library, and write into a string.
    private static final List<String> HARMLESS_IO = List.of(
            "java.io.StringWriter",
            "java.io.StringReader",
            "java.io.Writer",
            "java.io.Reader",
            "java.io.IOException",
            "java.io.UncheckedIOException",
            "java.io.Serializable");

    private static JavaClasses main = new ClassFileImporter().importClasses();

    @BeforeAll
    static void readClasses() {
        main = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("org.prol2tp");
    }

    @Test
    void classesKeepToTheImportTable() {
        classes()
                .should(new ArchCondition<>("keep to the import table") {
                    @Override
                    public void check(JavaClass item, ConditionEvents events) {
                        item.getDirectDependenciesFromSelf().forEach(dependency -> {
                            JavaClass target = dependency.getTargetClass().getBaseComponentType();
                            String why = forbidden(item.getPackageName(), target.getPackageName());
                            if (!why.isEmpty()) {
                                events.add(violated(item, why + ": " + dependency.getDescription()));
                            }
                        });
                    }
                })
                .check(main);
    }

    @Test
    void importLinesKeepToTheImportTable() throws IOException {
        List<String> violations = new ArrayList<>();
        for (Path source : sources()) {
            String from = SOURCES.relativize(source.getParent()).toString().replace('/', '.');
            for (String line : Files.readAllLines(source)) {
                Matcher matcher = IMPORT.matcher(line);
                if (matcher.find()) {
                    String why = forbidden(from, matcher.group(1));
                    if (!why.isEmpty()) {
                        violations.add(source + ": " + why);
                    }
                }
            }
        }
        assertThat(violations).isEmpty();
    }

    @Test
    void pureRoomsTouchNoClockNoInputOutputAndNoThread() {
        String[] pure =
                Rooms.PURE.stream().map(room -> Rooms.ROOT + room + "..").toArray(String[]::new);
        noClasses()
                .that()
                .resideInAnyPackage(pure)
                .should(new ArchCondition<>("be impure") {
                    @Override
                    public void check(JavaClass item, ConditionEvents events) {
                        item.getDirectDependenciesFromSelf().forEach(dependency -> {
                            String name = dependency.getTargetClass().getFullName();
                            if (impure(name)) {
                                events.add(com.tngtech.archunit.lang.SimpleConditionEvent.satisfied(
                                        item, dependency.getDescription()));
                            }
                        });
                        item.getMethodCallsFromSelf().forEach(call -> {
                            String owner = call.getTargetOwner().getFullName();
                            String method = call.getName();
                            boolean readsClock = method.equals("now") && owner.startsWith("java.time.")
                                    || owner.equals("java.lang.System")
                                            && !method.equals("arraycopy")
                                            && !method.equals("identityHashCode")
                                    || owner.equals("java.lang.Math") && method.equals("random");
                            if (readsClock) {
                                events.add(com.tngtech.archunit.lang.SimpleConditionEvent.satisfied(
                                        item, call.getDescription()));
                            }
                        });
                    }
                })
                .check(main);
    }

    @Test
    void everyPackageIsARoom() {
        assertThat(main.stream()
                        .map(JavaClass::getPackageName)
                        .distinct()
                        .filter(name -> Rooms.roomOf(name).isEmpty()))
                .isEmpty();
    }

    private static boolean impure(String typeName) {
        if (HARMLESS_IO.contains(typeName)) {
            return false;
        }
        return IMPURE_TYPES.contains(typeName)
                || Stream.of(IMPURE_PACKAGES)
                        .anyMatch(name -> typeName.startsWith(name.substring(0, name.length() - 1)));
    }

    private static String forbidden(String fromPackage, String toPackage) {
        String from = Rooms.roomOf(fromPackage);
        String to = Rooms.roomOf(toPackage);
        boolean ours = toPackage.startsWith("org.prol2tp");
        if (!ours || from.equals(to)) {
            return "";
        }
        return Rooms.MAY_IMPORT.getOrDefault(from, java.util.Set.of()).contains(to)
                ? ""
                : "room " + from + " may not import room " + to;
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        }
    }
}
