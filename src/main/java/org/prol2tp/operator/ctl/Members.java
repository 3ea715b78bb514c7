package org.prol2tp.operator.ctl;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.prol2tp.protocol.node.IpAddress;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Reads the members of a JSON object. Every method throws [BadLine] for a member of another type, and where
/// it is missing, unless it gives an [Optional]. Members that nobody asks for are ignored: a newer end may
/// send more.
final class Members {
    private static final JsonFactory JSON = new JsonFactory();
    /// Deeper than any line of the schema.
    private static final int MAX_DEPTH = 8;

    private final Map<String, Object> members;

    private Members(Map<String, Object> members) {
        this.members = members;
    }

    /// The object on this line.
    static Members of(String line) {
        try (JsonParser in = JSON.createParser(ObjectReadContext.empty(), line)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                throw new BadLine("not a JSON object");
            }
            Members object = new Members(object(in, 1));
            if (in.nextToken() != null) {
                throw new BadLine("more than one JSON object");
            }
            return object;
        } catch (JacksonException notJson) {
            throw new BadLine("not JSON: "
                    + notJson.getOriginalMessage().lines().findFirst().orElse(""));
        }
    }

    String text(String name) {
        return member(name, String.class, "a string").orElseThrow(() -> missing(name));
    }

    /// Takes a member that is a string or a whole number.
    interface Scalars {
        void take(String name, String value, boolean isText);
    }

    /// All that are strings or whole numbers, in their order.
    void scalars(Scalars each) {
        members.forEach((name, value) -> {
            if (value instanceof String text) {
                each.take(name, text, true);
            } else if (value instanceof Long number) {
                each.take(name, number.toString(), false);
            }
        });
    }

    boolean has(String name) {
        return members.containsKey(name);
    }

    Optional<String> optionalText(String name) {
        return member(name, String.class, "a string");
    }

    long number(String name) {
        return member(name, Long.class, "a whole number").orElseThrow(() -> missing(name));
    }

    /// A number that fits into an int.
    int integer(String name) {
        return (int) inRange(name, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    /// A number that is not negative and fits into an int; `otherwise` where it is missing.
    int count(String name, int otherwise) {
        return members.containsKey(name) ? (int) inRange(name, 0, Integer.MAX_VALUE) : otherwise;
    }

    /// 32 bits without a sign.
    int id(String name) {
        return (int) inRange(name, 0, 0xffff_ffffL);
    }

    private long inRange(String name, long min, long max) {
        long number = number(name);
        if (number < min || number > max) {
            throw new BadLine("member \"" + name + "\" is out of range, must be " + min + ".." + max);
        }
        return number;
    }

    boolean flag(String name) {
        return optionalFlag(name).orElseThrow(() -> missing(name));
    }

    Optional<Boolean> optionalFlag(String name) {
        return member(name, Boolean.class, "true or false");
    }

    Duration seconds(String name) {
        return members.get(name) instanceof Double fraction
                ? Duration.ofMillis(Math.round(fraction * 1000))
                : Duration.ofSeconds(number(name));
    }

    Optional<IpAddress> optionalAddress(String name) {
        return optionalText(name)
                .map(text -> IpAddress.parse(text)
                        .orElseThrow(() -> new BadLine("member \"" + name + "\" is not an IP address")));
    }

    IpAddress address(String name) {
        return optionalAddress(name).orElseThrow(() -> missing(name));
    }

    /// One of the words, by its place in the list.
    int word(String name, List<String> words) {
        int index = words.indexOf(text(name));
        if (index < 0) {
            throw new BadLine("member \"" + name + "\" is not one of " + String.join(", ", words));
        }
        return index;
    }

    <T> T object(String name, Function<Members, T> read) {
        return optionalObject(name, read).orElseThrow(() -> missing(name));
    }

    <T> Optional<T> optionalObject(String name, Function<Members, T> read) {
        return optionalMembers(name).map(read);
    }

    <T> List<T> objects(String name, Function<Members, T> read) {
        List<T> all = new ArrayList<>();
        for (Object value : member(name, List.class, "an array").orElseThrow(() -> missing(name))) {
            if (!(value instanceof Members object)) {
                throw new BadLine("member \"" + name + "\" must hold objects");
            }
            all.add(read.apply(object));
        }
        return List.copyOf(all);
    }

    List<String> texts(String name) {
        List<String> all = new ArrayList<>();
        for (Object value : member(name, List.class, "an array").orElseThrow(() -> missing(name))) {
            if (!(value instanceof String text)) {
                throw new BadLine("member \"" + name + "\" must hold strings");
            }
            all.add(text);
        }
        return List.copyOf(all);
    }

    /// The members of an object that all have one type.
    <T> Map<String, T> map(String name, BiFunction<Members, String, T> read) {
        Members object = optionalMembers(name).orElseThrow(() -> missing(name));
        Map<String, T> all = new LinkedHashMap<>();
        object.members.keySet().forEach(key -> all.put(key, read.apply(object, key)));
        return all;
    }

    private Optional<Members> optionalMembers(String name) {
        return member(name, Members.class, "an object");
    }

    private <T> Optional<T> member(String name, Class<T> type, String what) {
        @Nullable Object value = members.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!type.isInstance(value)) {
            throw new BadLine("member \"" + name + "\" must be " + what);
        }
        return Optional.of(type.cast(value));
    }

    private static BadLine missing(String name) {
        return new BadLine("member \"" + name + "\" is missing");
    }

    private static Map<String, Object> object(JsonParser in, int depth) {
        if (depth > MAX_DEPTH) {
            throw new BadLine("nested deeper than " + MAX_DEPTH);
        }
        Map<String, Object> members = new LinkedHashMap<>();
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = in.currentName();
            JsonToken token = in.nextToken();
            if (token != JsonToken.VALUE_NULL && members.put(name, value(in, token, depth)) != null) {
                throw new BadLine("member \"" + name + "\" is there twice");
            }
        }
        return members;
    }

    private static Object value(JsonParser in, @Nullable JsonToken token, int depth) {
        if (token == null) {
            throw new BadLine("not JSON: ends too early");
        }
        return switch (token) {
            case START_OBJECT -> new Members(object(in, depth + 1));
            case START_ARRAY -> array(in, depth + 1);
            case VALUE_STRING -> in.getString();
            case VALUE_NUMBER_INT -> in.getLongValue();
            case VALUE_NUMBER_FLOAT -> in.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL, END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                throw new BadLine("unexpected " + token);
        };
    }

    private static List<Object> array(JsonParser in, int depth) {
        if (depth > MAX_DEPTH) {
            throw new BadLine("nested deeper than " + MAX_DEPTH);
        }
        List<Object> values = new ArrayList<>();
        for (JsonToken token = in.nextToken(); token != JsonToken.END_ARRAY; token = in.nextToken()) {
            values.add(value(in, token, depth));
        }
        return values;
    }
}
