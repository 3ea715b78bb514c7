package org.prol2tp.operator.ctl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// As much of JSON Schema as docs/ctl.schema.json uses. Stricter than it in one point: a member that
/// the schema does not know is an error, for it would not be documented.
public final class Schema {
    private static final Path FILE = Path.of("docs/ctl.schema.json");

    private final Map<?, ?> root;

    private Schema(Map<?, ?> root) {
        this.root = root;
    }

    public static Schema ofTheControlSocket() throws IOException {
        return new Schema((Map<?, ?>) json(Files.readString(FILE)));
    }

    /// What is wrong with this line as `request`, `reply` or another definition; nothing if all is well.
    public List<String> errors(String definition, String line) {
        List<String> errors = new ArrayList<>();
        check(resolved(Map.of("$ref", "#/$defs/" + definition)), json(line), definition, errors);
        return errors;
    }

    /// The values of `request` or `reply` that there are.
    public Set<String> kinds(String definition) {
        TreeSet<String> kinds = new TreeSet<>();
        for (Object choice : member(List.class, resolved(Map.of("$ref", "#/$defs/" + definition)), "oneOf")) {
            Map<?, ?> properties = member(Map.class, resolved((Map<?, ?>) choice), "properties");
            kinds.add(member(String.class, member(Map.class, properties, definition), "const"));
        }
        return kinds;
    }

    /// Any JSON: maps, lists, strings, numbers, booleans.
    public static Object json(String text) {
        try (JsonParser in = new JsonFactory().createParser(ObjectReadContext.empty(), text)) {
            Object value = value(in, in.nextToken());
            if (in.nextToken() != null) {
                throw new IllegalArgumentException("more than one value: " + text);
            }
            return value;
        }
    }

    private static Object value(JsonParser in, JsonToken token) {
        return switch (token) {
            case START_OBJECT -> {
                Map<String, Object> members = new LinkedHashMap<>();
                while (in.nextToken() == JsonToken.PROPERTY_NAME) {
                    String name = in.currentName();
                    members.put(name, value(in, in.nextToken()));
                }
                yield members;
            }
            case START_ARRAY -> {
                List<Object> values = new ArrayList<>();
                for (JsonToken next = in.nextToken(); next != JsonToken.END_ARRAY; next = in.nextToken()) {
                    values.add(value(in, next));
                }
                yield values;
            }
            case VALUE_STRING -> in.getString();
            case VALUE_NUMBER_INT -> in.getLongValue();
            case VALUE_NUMBER_FLOAT -> in.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> throw new IllegalArgumentException("unexpected " + token);
        };
    }

    private Map<?, ?> resolved(Map<?, ?> schema) {
        if (!(schema.get("$ref") instanceof String reference)) {
            return schema;
        }
        String name = reference.substring("#/$defs/".length());
        return resolved(member(Map.class, member(Map.class, root, "$defs"), name));
    }

    private static <T> T member(Class<T> type, Map<?, ?> object, String name) {
        if (!type.isInstance(object.get(name))) {
            throw new IllegalArgumentException("the schema has no " + name);
        }
        return type.cast(object.get(name));
    }

    private void check(Map<?, ?> unresolved, Object value, String path, List<String> errors) {
        Map<?, ?> schema = resolved(unresolved);
        if (schema.get("oneOf") instanceof List<?> choices) {
            checkOneOf(choices, value, path, errors);
        }
        if (schema.get("const") instanceof String wanted && !wanted.equals(value)) {
            errors.add(path + ": is " + value + ", not " + wanted);
        }
        if (schema.get("enum") instanceof List<?> values && !values.contains(value)) {
            errors.add(path + ": is " + value + ", not one of " + values);
        }
        if (schema.get("type") instanceof String type && !isA(type, value)) {
            errors.add(path + ": is " + value + ", not of type " + type);
            return;
        }
        if (value instanceof Long number) {
            boolean tooSmall = schema.get("minimum") instanceof Long minimum && number < minimum;
            boolean tooBig = schema.get("maximum") instanceof Long maximum && number > maximum;
            if (tooSmall || tooBig) {
                errors.add(path + ": " + number + " is out of range");
            }
        }
        if (value instanceof List<?> values && schema.get("items") instanceof Map<?, ?> items) {
            for (int i = 0; i < values.size(); i++) {
                check(items, values.get(i), path + "[" + i + "]", errors);
            }
        }
        if (value instanceof Map<?, ?> members && !schema.containsKey("oneOf")) {
            checkMembers(schema, members, path, errors);
        }
    }

    private void checkOneOf(List<?> choices, Object value, String path, List<String> errors) {
        int fitting = 0;
        List<String> best = List.of();
        for (Object choice : choices) {
            List<String> wrong = new ArrayList<>();
            check((Map<?, ?>) choice, value, path, wrong);
            fitting += wrong.isEmpty() ? 1 : 0;
            boolean otherKind = wrong.stream().anyMatch(text -> text.contains(": is ") && text.contains(", not "));
            best = wrong.isEmpty() || otherKind ? best : List.copyOf(wrong);
        }
        if (fitting != 1) {
            errors.add(path + ": fits " + fitting + " of the choices " + best);
        }
    }

    private void checkMembers(Map<?, ?> schema, Map<?, ?> members, String path, List<String> errors) {
        Map<?, ?> properties = schema.get("properties") instanceof Map<?, ?> known ? known : Map.of();
        if (schema.get("required") instanceof List<?> required) {
            required.stream()
                    .filter(name -> !members.containsKey(name))
                    .forEach(name -> errors.add(path + ": " + name + " is missing"));
        }
        members.forEach((name, member) -> {
            if (properties.get(name) instanceof Map<?, ?> known) {
                check(known, member, path + "." + name, errors);
            } else if (schema.get("additionalProperties") instanceof Map<?, ?> others) {
                check(others, member, path + "." + name, errors);
            } else {
                errors.add(path + "." + name + ": is not documented");
            }
        });
    }

    private static boolean isA(String type, Object value) {
        return switch (type) {
            case "object" -> value instanceof Map;
            case "array" -> value instanceof List;
            case "string" -> value instanceof String;
            case "boolean" -> value instanceof Boolean;
            case "integer" -> value instanceof Long;
            case "number" -> value instanceof Long || value instanceof Double;
            default -> throw new IllegalArgumentException("type " + type);
        };
    }
}
