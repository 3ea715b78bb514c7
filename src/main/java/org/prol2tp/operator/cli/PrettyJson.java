package org.prol2tp.operator.cli;

/// One line of JSON with line feeds and two spaces a level put in.
final class PrettyJson {
    private PrettyJson() {}

    static String of(String line) {
        StringBuilder text = new StringBuilder(line.length() * 2);
        int depth = 0;
        boolean inString = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (inString) {
                text.append(c);
                if (c == '\\' && i + 1 < line.length()) {
                    text.append(line.charAt(++i));
                }
                inString = c != '"';
                continue;
            }
            switch (c) {
                case '"' -> {
                    text.append(c);
                    inString = true;
                }
                case '{', '[' -> {
                    text.append(c);
                    if (i + 1 < line.length() && (line.charAt(i + 1) == '}' || line.charAt(i + 1) == ']')) {
                        text.append(line.charAt(++i));
                    } else {
                        newLine(text, ++depth);
                    }
                }
                case '}', ']' -> {
                    newLine(text, --depth);
                    text.append(c);
                }
                case ',' -> {
                    text.append(c);
                    newLine(text, depth);
                }
                case ':' -> text.append(": ");
                case ' ' -> {}
                default -> text.append(c);
            }
        }
        return text.append('\n').toString();
    }

    private static void newLine(StringBuilder text, int depth) {
        text.append('\n').repeat(' ', 2 * Math.max(0, depth));
    }
}
