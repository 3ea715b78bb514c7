package org.prol2tp.operator.ctl;

import java.io.StringWriter;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Writes one JSON object on one line. What is empty is left out.
final class Line {
    private static final JsonFactory JSON = new JsonFactory();

    private final JsonGenerator out;

    private Line(JsonGenerator out) {
        this.out = out;
    }

    /// The line for an object with these members.
    static String of(Consumer<Line> members) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            out.writeStartObject();
            members.accept(new Line(out));
            out.writeEndObject();
        }
        return text.toString();
    }

    Line text(String name, String value) {
        out.writeName(name);
        out.writeString(value);
        return this;
    }

    /// The text of the value, if there is one.
    Line text(String name, Optional<?> value) {
        value.ifPresent(present -> text(name, present.toString()));
        return this;
    }

    Line number(String name, long value) {
        out.writeName(name);
        out.writeNumber(value);
        return this;
    }

    /// 32 bits without a sign.
    Line id(String name, int value) {
        return number(name, Integer.toUnsignedLong(value));
    }

    Line flag(String name, boolean value) {
        out.writeName(name);
        out.writeBoolean(value);
        return this;
    }

    /// In seconds, with a fraction where there is one.
    Line seconds(String name, Duration value) {
        if (value.toMillisPart() == 0) {
            return number(name, value.toSeconds());
        }
        out.writeName(name);
        out.writeNumber(value.toMillis() / 1000.0);
        return this;
    }

    Line object(String name, Consumer<Line> members) {
        out.writeName(name);
        out.writeStartObject();
        members.accept(this);
        out.writeEndObject();
        return this;
    }

    <T> Line objects(String name, Collection<T> values, BiConsumer<Line, T> members) {
        out.writeName(name);
        out.writeStartArray();
        for (T value : values) {
            out.writeStartObject();
            members.accept(this, value);
            out.writeEndObject();
        }
        out.writeEndArray();
        return this;
    }

    Line texts(String name, Collection<String> values) {
        out.writeName(name);
        out.writeStartArray();
        values.forEach(out::writeString);
        out.writeEndArray();
        return this;
    }

    Line texts(String name, Map<String, String> values) {
        return object(name, line -> values.forEach(line::text));
    }

    Line numbers(String name, Map<String, Long> values) {
        return object(name, line -> values.forEach(line::number));
    }
}
