package org.prol2tp.bench;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// One run of one part of the benchmarks, which is one JSON file: where and when it was, every value, and what the
/// values
/// come to.
///
/// @param run `commit`, `date`, `plan`, `machine`, `load`: as the runner says
record PartResult(String part, Map<String, String> run, List<Series> series) {
    /// The keys of `run`, in their order in the file.
    static final List<String> RUN_KEYS = List.of("commit", "date", "plan", "machine", "load");

    /// The series, if there is one.
    Optional<Series> find(String scenario, String who, String unit) {
        return series.stream()
                .filter(each -> each.scenario().equals(scenario)
                        && each.who().equals(who)
                        && each.unit().equals(unit))
                .findFirst();
    }

    /// Writes the file, one series in a line.
    ///
    /// @param references whose medians the others are compared with
    void write(Path file, List<String> references) throws IOException {
        StringBuilder text = new StringBuilder(line(json -> {
            json.writeStringProperty("part", part);
            RUN_KEYS.forEach(key -> json.writeStringProperty(key, run.getOrDefault(key, "")));
        }));
        text.setLength(text.length() - 1);
        text.append(", \"series\": [\n");
        for (Series each : series) {
            text.append(line(json -> {
                        json.writeStringProperty("case", each.scenario());
                        json.writeStringProperty("who", each.who());
                        json.writeStringProperty("unit", each.unit());
                        json.writeNumberProperty("median", each.median());
                        json.writeNumberProperty("least", each.least());
                        json.writeNumberProperty("most", each.most());
                        json.writeObjectPropertyStart("ratio_to");
                        references.forEach(reference -> find(each.scenario(), reference, each.unit())
                                .flatMap(each::ratioTo)
                                .ifPresent(ratio ->
                                        json.writeNumberProperty(reference, Math.round(ratio * 1000) / 1000.0)));
                        json.writeEndObject();
                        json.writeArrayPropertyStart("values");
                        each.values().forEach(json::writeNumber);
                        json.writeEndArray();
                    }))
                    .append(",\n");
        }
        text.setLength(Math.max(text.length() - (series.isEmpty() ? 0 : 2), 0));
        Files.writeString(file, text + "\n]}\n");
    }

    private static String line(Consumer<JsonGenerator> members) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            members.accept(json);
            json.writeEndObject();
        }
        return text.toString();
    }

    /// Reads what [#write] wrote; medians and ratios are not read, since they follow from the values.
    static PartResult read(Path file) throws IOException {
        Map<String, String> texts = new HashMap<>();
        List<Series> series = new ArrayList<>();
        try (JsonParser json = new JsonFactory().createParser(ObjectReadContext.empty(), file.toFile())) {
            Map<String, String> words = texts;
            List<Double> values = new ArrayList<>();
            String key = "";
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.PROPERTY_NAME) {
                    key = json.currentName();
                } else if (token == JsonToken.VALUE_STRING) {
                    words.put(key, json.getString());
                } else if (token.isNumeric() && key.equals("values")) {
                    values.add(json.getDoubleValue());
                } else if (token == JsonToken.START_ARRAY && key.equals("series")) {
                    words = new HashMap<>();
                } else if (token == JsonToken.END_ARRAY && key.equals("values") && !values.isEmpty()) {
                    series.add(new Series(
                            words.getOrDefault("case", ""),
                            words.getOrDefault("who", ""),
                            words.getOrDefault("unit", ""),
                            List.copyOf(values)));
                    values.clear();
                }
            }
        }
        String part = texts.getOrDefault("part", "");
        texts.keySet().retainAll(RUN_KEYS);
        return new PartResult(part, Map.copyOf(texts), List.copyOf(series));
    }
}
