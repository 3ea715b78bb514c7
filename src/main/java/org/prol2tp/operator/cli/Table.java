package org.prol2tp.operator.cli;

import java.util.ArrayList;
import java.util.List;

/// Rows of cells as text in columns, two spaces between; the last column has its own length.
final class Table {
    private final List<String[]> rows = new ArrayList<>();
    private final boolean[] rightAligned;

    /// @param titles a title that begins with `>` is for a column of numbers, aligned to the right
    Table(String... titles) {
        rightAligned = new boolean[titles.length];
        for (int i = 0; i < titles.length; i++) {
            rightAligned[i] = titles[i].startsWith(">");
            titles[i] = rightAligned[i] ? titles[i].substring(1) : titles[i];
        }
        rows.add(titles);
    }

    /// As many cells as there are titles.
    void row(String... cells) {
        for (int i = 0; i < cells.length; i++) {
            cells[i] = Text.clean(cells[i]);
        }
        rows.add(cells);
    }

    void printTo(StringBuilder text, String indent) {
        int[] widths = new int[rightAligned.length];
        for (String[] row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        for (String[] row : rows) {
            text.append(indent);
            for (int i = 0; i < widths.length; i++) {
                int padding = widths[i] - row[i].length();
                boolean last = i == widths.length - 1;
                text.append(i == 0 ? "" : "  ").repeat(' ', rightAligned[i] ? padding : 0);
                text.append(row[i]).repeat(' ', rightAligned[i] || last ? 0 : padding);
            }
            text.append('\n');
        }
    }
}
