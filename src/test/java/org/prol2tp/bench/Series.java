package org.prol2tp.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What was measured of one subject, once in each round.
///
/// @param scenario what was measured, `tcp-up`
/// @param who the subject, `vxlan`
/// @param values in the order of the rounds, at least one
record Series(String scenario, String who, String unit, List<Double> values) {
    /// The samples among the lines a script printed: `sample case=tcp-up who=vxlan unit=Mbit/s value=9731`, in the
    /// order in
    /// which each series began. Other lines are for people.
    ///
    /// @throws IllegalArgumentException for a sample that lacks a word, or whose value is no number
    static List<Series> parse(List<String> lines) {
        Map<String, Series> found = new LinkedHashMap<>();
        for (String line : lines) {
            if (line.startsWith("sample ")) {
                Map<String, String> words = new HashMap<>();
                for (String word : line.substring("sample ".length()).split(" ", -1)) {
                    int equals = word.indexOf('=');
                    words.put(word.substring(0, Math.max(equals, 0)), word.substring(equals + 1));
                }
                Series empty = new Series(
                        wanted(words, "case", line),
                        wanted(words, "who", line),
                        wanted(words, "unit", line),
                        new ArrayList<>());
                found.computeIfAbsent(empty.scenario + ' ' + empty.who + ' ' + empty.unit, key -> empty)
                        .values
                        .add(Double.valueOf(wanted(words, "value", line)));
            }
        }
        return List.copyOf(found.values());
    }

    private static String wanted(Map<String, String> words, String key, String line) {
        return Optional.ofNullable(words.get(key))
                .orElseThrow(() -> new IllegalArgumentException("no " + key + " in: " + line));
    }

    /// The one in the middle, of an even number the mean of both.
    double median() {
        List<Double> sorted = values.stream().sorted(Comparator.naturalOrder()).toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    double least() {
        return values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    }

    double most() {
        return values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }

    /// This median to the other's of the same run; nothing where that is 0.
    Optional<Double> ratioTo(Series other) {
        return other.median() == 0 ? Optional.empty() : Optional.of(median() / other.median());
    }
}
