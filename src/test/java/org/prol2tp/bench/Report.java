package org.prol2tp.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Makes of what the scripts of `bench/` printed: a JSON file for each part, `RESULTS.md` with all parts' medians,
/// spreads,
/// ratios and targets, and the pictures.
///
/// `Report add FOLDER PART TARGETS KEY=VALUE... <LINES` writes FOLDER/PART.json; `Report write FOLDER TARGETS PART...`
/// writes FOLDER/../RESULTS.md and the pictures beside it from the JSON files that are there; `Report readme FOLDER
/// FILE
/// PART...` replaces the table in FILE.
public final class Report {
    private Report() {}

    /// Exit status 2 for a wrong command line.
    public static void main(String[] arguments) throws IOException {
        if (arguments.length > 3 && arguments[0].equals("add")) {
            Path folder = Files.createDirectories(Path.of(arguments[1]));
            Map<String, String> run = new HashMap<>();
            for (String word : List.of(arguments).subList(4, arguments.length)) {
                run.put(word.substring(0, word.indexOf('=')), word.substring(word.indexOf('=') + 1));
            }
            List<String> lines = new String(System.in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            new PartResult(arguments[2], run, Series.parse(lines))
                    .write(
                            folder.resolve(arguments[2] + ".json"),
                            Target.references(Files.readAllLines(Path.of(arguments[3])), arguments[2]));
        } else if (arguments.length > 2 && arguments[0].equals("write")) {
            Path folder = Path.of(arguments[1]);
            List<PartResult> results = read(folder, List.of(arguments).subList(3, arguments.length));
            Path beside =
                    Optional.ofNullable(folder.toAbsolutePath().getParent()).orElse(folder);
            Files.writeString(
                    beside.resolve("RESULTS.md"), markdown(results, Files.readAllLines(Path.of(arguments[2]))));
            Files.writeString(beside.resolve("performance.svg"), Picture.comparison(results));
            if (results.stream().anyMatch(result -> result.part().equals("cost"))) {
                Files.writeString(beside.resolve("cost.svg"), Picture.cost(results));
            }
        } else if (arguments.length > 2 && arguments[0].equals("readme")) {
            List<PartResult> results =
                    read(Path.of(arguments[1]), List.of(arguments).subList(3, arguments.length));
            Path readme = Path.of(arguments[2]);
            Files.writeString(readme, Comparison.replace(Files.readString(readme), Comparison.table(results)));
        } else {
            System.err.println(
                    "Report add FOLDER PART TARGETS KEY=VALUE...|write FOLDER TARGETS PART...|readme FOLDER FILE PART...");
            System.exit(2);
        }
    }

    private static List<PartResult> read(Path folder, List<String> parts) throws IOException {
        List<PartResult> results = new ArrayList<>();
        for (String part : parts) {
            Path file = folder.resolve(part + ".json");
            if (Files.exists(file)) {
                results.add(PartResult.read(file));
            }
        }
        return results;
    }

    /// Of parts that were never run there is nothing.
    ///
    /// @param targets the lines of the file of targets
    static String markdown(List<PartResult> results, List<String> targets) {
        StringBuilder text = new StringBuilder("""
                # Results

                Written by `make bench`: medians and spread of interleaved rounds, and the ratio to a reference's median of the same run.
                Every single value is in `results/`.

                ## Targets

                | part | of whom | what | target | reached | |
                |---|---|---|---|---|---|
                """);
        for (Target target : Target.parse(targets)) {
            Optional<PartResult> part = results.stream()
                    .filter(result -> result.part().equals(target.part()))
                    .findFirst();
            if (part.isEmpty()) {
                continue;
            }
            Optional<Double> reached = part.flatMap(target::reached);
            text.append("| %s | %s | %s | %s | %s | %s |%n"
                    .formatted(
                            target.part(),
                            target.who(),
                            target.scenario(),
                            target.wording(),
                            reached.map(Report::number).orElse("not measured"),
                            reached.map(figure -> target.isMetBy(figure) ? "met" : "**missed**")
                                    .orElse("")));
        }
        results.forEach(result -> text.append(part(result, Target.references(targets, result.part()))));
        return text.toString();
    }

    private static String part(PartResult result, List<String> references) {
        Map<String, String> run = result.run();
        StringBuilder text = new StringBuilder("%n## %s%n%nAt %s, %s, %s. %s; load %s before.%n"
                .formatted(
                        result.part(),
                        run.getOrDefault("commit", "?"),
                        run.getOrDefault("date", "?"),
                        run.getOrDefault("plan", "?"),
                        run.getOrDefault("machine", "?"),
                        run.getOrDefault("load", "?")));
        text.append("\n| | | median | least to most | rounds |");
        references.forEach(each -> text.append(" to ").append(each).append(" |"));
        text.append("\n|---|---|---|---|---|")
                .append("---|".repeat(references.size()))
                .append('\n');
        LinkedHashSet<String> scenarios = new LinkedHashSet<>();
        result.series().forEach(each -> scenarios.add(each.scenario() + ", " + each.unit()));
        for (String scenario : scenarios) {
            String title = scenario;
            for (Series each : result.series()) {
                if (scenario.equals(each.scenario() + ", " + each.unit())) {
                    text.append("| %s | %s | %s | %s to %s | %d |"
                            .formatted(
                                    title,
                                    each.who(),
                                    number(each.median()),
                                    number(each.least()),
                                    number(each.most()),
                                    each.values().size()));
                    for (String reference : references) {
                        text.append(' ')
                                .append(result.find(each.scenario(), reference, each.unit())
                                        .filter(other -> !other.equals(each))
                                        .flatMap(each::ratioTo)
                                        .map(ratio -> String.format(Locale.ROOT, "%.2f", ratio))
                                        .orElse(""))
                                .append(" |");
                    }
                    text.append('\n');
                    title = "";
                }
            }
        }
        return text.toString();
    }

    /// With three digits that count, more before the point: `12,345`, `123`, `12.3`, `0.0123`.
    static String number(double value) {
        double size = Math.abs(value);
        int digits = size >= 99.95 || size == 0 ? 0 : size >= 9.995 ? 1 : size >= 0.9995 ? 2 : size >= 0.01 ? 3 : 5;
        return String.format(Locale.ROOT, "%,." + digits + "f", value);
    }
}
