package org.prol2tp.operator.ctl;

import java.util.Arrays;
import java.util.List;
import org.prol2tp.protocol.node.Change;

/// A [Change] as a JSON object.
final class ChangeJson {
    private static final List<String> KINDS =
            Arrays.stream(Change.Kind.values()).map(Change.Kind::words).toList();

    private ChangeJson() {}

    static void write(Line line, Change change) {
        line.text("change", change.kind().words()).text("what", change.what());
        if (!change.name().isEmpty()) {
            line.text("name", change.name());
        }
        line.text("tunnel", change.tunnel()).objects("parameters", change.parameters(), ChangeJson::write);
        if (!change.note().isEmpty()) {
            line.text("note", change.note());
        }
    }

    private static void write(Line line, Change.Parameter parameter) {
        line.text("name", parameter.name()).text("before", parameter.before()).text("after", parameter.after());
    }

    static Change read(Members members) {
        return new Change(
                Change.Kind.values()[members.word("change", KINDS)],
                members.text("what"),
                members.optionalText("name").orElse(""),
                members.optionalText("tunnel"),
                members.objects(
                        "parameters",
                        parameter -> new Change.Parameter(
                                parameter.text("name"),
                                parameter.optionalText("before"),
                                parameter.optionalText("after"))),
                members.optionalText("note").orElse(""));
    }
}
