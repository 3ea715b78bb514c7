package org.prol2tp.bench;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a median, or its ratio or distance to a reference's of the same run, must reach.
///
/// @param against the reference; `-` for none
/// @param relation how: `at-least`, `at-most`, or with a reference also `ratio-at-least`, `within` (no further above
/// it)
record Target(String part, String scenario, String who, String unit, String against, String relation, double limit) {
    /// The lines of a file of targets: seven words each, in the order of the components; `#` begins a remark.
    ///
    /// @throws IllegalArgumentException for a line of another shape
    static List<Target> parse(List<String> lines) {
        return lines.stream()
                .map(line -> line.replaceAll("#.*", "").trim())
                .filter(line -> !line.isEmpty() && !line.startsWith("reference "))
                .map(Target::of)
                .toList();
    }

    /// The lines `reference PART WHO...`: whom the others of a part are compared with.
    static List<String> references(List<String> lines, String part) {
        return lines.stream()
                .filter(line -> line.startsWith("reference " + part + ' '))
                .flatMap(line -> List.of(line.split(" +", -1)).stream().skip(2))
                .toList();
    }

    private static Target of(String line) {
        String[] words = line.split(" +", -1);
        if (words.length != 7
                || !List.of("at-least", "at-most", "ratio-at-least", "within").contains(words[5])) {
            throw new IllegalArgumentException("not a target: " + line);
        }
        return new Target(words[0], words[1], words[2], words[3], words[4], words[5], Double.parseDouble(words[6]));
    }

    /// The figure to be judged; nothing where it, or its reference, was not measured.
    Optional<Double> reached(PartResult result) {
        Optional<Series> own = result.find(scenario, who, unit);
        return switch (relation) {
            case "ratio-at-least" ->
                own.flatMap(series -> result.find(scenario, against, unit).flatMap(series::ratioTo));
            case "within" ->
                own.flatMap(
                        series -> result.find(scenario, against, unit).map(other -> series.median() - other.median()));
            default -> own.map(Series::median);
        };
    }

    boolean isMetBy(double figure) {
        return relation.endsWith("least") ? figure >= limit : figure <= limit;
    }

    /// `at least 0.5 × vxlan`.
    String wording() {
        String number = limit == Math.rint(limit) ? String.format(Locale.ROOT, "%,.0f", limit) : Double.toString(limit);
        return switch (relation) {
            case "at-least" -> "at least " + number + ' ' + unit;
            case "at-most" -> "at most " + number + ' ' + unit;
            case "ratio-at-least" -> "at least " + number + " × " + against;
            default -> "at most " + number + ' ' + unit + " above " + against;
        };
    }
}
