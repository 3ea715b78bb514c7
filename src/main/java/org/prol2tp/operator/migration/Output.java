package org.prol2tp.operator.migration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.prol2tp.operator.config.BlockType;
import org.prol2tp.operator.config.Vocabulary;
import org.prol2tp.operator.migration.Migration.Remark;

/// The prol2tpd.conf in the making. A setting that prol2tpd does not take is not written, but remarked.
final class Output {
    private final String fileName;
    private final Migration.Format format;
    private final Map<String, OutBlock> blocks = new LinkedHashMap<>();
    private final List<Remark> remarks = new ArrayList<>();

    Output(String fileName, Migration.Format format) {
        this.fileName = fileName;
        this.format = format;
    }

    /// A block with its settings, and for a tunnel the sessions in it.
    static final class OutBlock {
        private final BlockType type;
        private final String name;
        private final Map<String, List<String>> settings = new LinkedHashMap<>();
        private final Map<String, OutBlock> sessions = new LinkedHashMap<>();

        private OutBlock(BlockType type, String name) {
            this.type = type;
            this.name = name;
        }

        boolean has(String keyword) {
            return settings.containsKey(keyword);
        }

        /// The value written so far.
        Optional<String> value(String keyword) {
            return Optional.ofNullable(settings.get(keyword)).map(List::getFirst);
        }
    }

    /// Where a setting comes from.
    record Place(String file, int line) {}

    OutBlock system() {
        return block(BlockType.SYSTEM, "");
    }

    /// The block of this name; made if it is not there.
    OutBlock block(BlockType type, String name) {
        return blocks.computeIfAbsent(type.words() + " " + name, _ -> new OutBlock(type, name));
    }

    OutBlock session(OutBlock tunnel, String name) {
        return tunnel.sessions.computeIfAbsent(name, it -> new OutBlock(BlockType.SESSION, it));
    }

    List<Remark> remarks() {
        return remarks;
    }

    void remark(Place place, String message) {
        remarks.add(new Remark(place.file(), place.line(), message));
    }

    void remark(int line, String message) {
        remark(new Place(fileName, line), message);
    }

    /// Writes a setting if prol2tpd takes it, else remarks why not. A later value replaces an earlier one.
    boolean set(OutBlock block, String keyword, String value, Place place) {
        return put(block, keyword, value, place, false);
    }

    /// The same, besides earlier values.
    boolean add(OutBlock block, String keyword, String value, Place place) {
        return put(block, keyword, value, place, true);
    }

    private boolean put(OutBlock block, String keyword, String value, Place place, boolean besides) {
        Optional<String> refusal = Vocabulary.refusal(block.type, keyword, value);
        if (refusal.isPresent()) {
            remark(place, refusal.get());
            return false;
        }
        String main = Vocabulary.mainName(block.type, keyword);
        if (!besides) {
            block.settings.remove(main);
        }
        block.settings.computeIfAbsent(main, _ -> new ArrayList<>()).add(value);
        return true;
    }

    void remove(OutBlock block, String keyword) {
        block.settings.remove(keyword);
    }

    String print() {
        StringBuilder text = new StringBuilder();
        text.append("# Made by \"prol2tp import\" of ").append(fileName.replaceAll("\\p{Cntrl}", "?"));
        text.append(" (").append(format.shown()).append(").\n");
        for (OutBlock block : blocks.values()) {
            if (block.type != BlockType.SYSTEM || !block.settings.isEmpty()) {
                text.append('\n');
                print(text, block, "");
            }
        }
        return text.toString();
    }

    private static void print(StringBuilder text, OutBlock block, String indent) {
        text.append(indent).append(block.type.words());
        if (block.type != BlockType.SYSTEM) {
            text.append(' ').append(Vocabulary.quoted(block.name));
        }
        text.append(" {\n");
        block.settings.forEach((keyword, values) -> values.forEach(value -> text.append(indent)
                .append("    ")
                .append(keyword)
                .append(' ')
                .append(Vocabulary.written(block.type, keyword, value))
                .append('\n')));
        for (OutBlock session : block.sessions.values()) {
            text.append('\n');
            print(text, session, indent + "    ");
        }
        text.append(indent).append("}\n");
    }
}
