package org.prol2tp.operator.config;

import java.util.ArrayList;
import java.util.List;

/// Config text to tokens. A word is anything without white space, `{ } ; , = # "`; a quoted string knows the
/// escapes `\"` and `\\`; `#` begins a comment, anywhere; `\` at the end of a line joins it with the next.
final class Lexer {
    private final String text;
    private final String fileName;
    private final List<Token> tokens = new ArrayList<>();
    private final List<ConfigError> errors;
    private int at;
    private int line = 1;
    private int lineStart;

    private Lexer(String text, String fileName, List<ConfigError> errors) {
        this.text = text;
        this.fileName = fileName;
        this.errors = errors;
    }

    /// All tokens, the last one [Token.Kind#EOF]; adds to `errors` what cannot be read. Messages hold no text
    /// of the file: it may be part of a secret.
    static List<Token> read(String text, String fileName, List<ConfigError> errors) {
        Lexer lexer = new Lexer(text, fileName, errors);
        lexer.run();
        return lexer.tokens;
    }

    /// Whether this text is one word without quotes.
    static boolean isPlain(String text) {
        return !text.isEmpty() && text.chars().noneMatch(c -> endsWord((char) c));
    }

    private void run() {
        while (at < text.length()) {
            char c = text.charAt(at);
            switch (c) {
                case '\n' -> {
                    add(Token.Kind.END);
                    newLine();
                }
                case ';' -> add(Token.Kind.END);
                case '{' -> add(Token.Kind.OPEN);
                case '}' -> add(Token.Kind.CLOSE);
                case ',' -> add(Token.Kind.COMMA);
                case '=' -> add(Token.Kind.EQUALS);
                case '#' -> comment();
                case '"' -> quoted();
                case '\\' -> backslash();
                default -> {
                    if (isSpace(c)) {
                        at++;
                    } else {
                        word();
                    }
                }
            }
        }
        tokens.add(new Token(Token.Kind.EOF, new Word("", false, line, column())));
    }

    private void add(Token.Kind kind) {
        tokens.add(new Token(kind, new Word("", false, line, column())));
        at++;
    }

    private void newLine() {
        line++;
        lineStart = at;
    }

    private int column() {
        return at - lineStart + 1;
    }

    private void comment() {
        while (at < text.length() && text.charAt(at) != '\n') {
            at++;
        }
    }

    private void word() {
        int column = column();
        int start = at;
        while (at < text.length() && !endsWord(text.charAt(at))) {
            at++;
        }
        tokens.add(new Token(Token.Kind.WORD, new Word(text.substring(start, at), false, line, column)));
    }

    private void quoted() {
        int column = column();
        StringBuilder string = new StringBuilder();
        at++;
        while (at < text.length() && text.charAt(at) != '"' && text.charAt(at) != '\n') {
            char c = text.charAt(at);
            if (c == '\\' && at + 1 < text.length() && text.charAt(at + 1) != '\n') {
                char escaped = text.charAt(at + 1);
                if (escaped != '"' && escaped != '\\') {
                    error(column(), "unknown escape in a quoted string, there are only \\\" and \\\\");
                }
                c = escaped;
                at++;
            }
            string.append(c);
            at++;
        }
        if (at < text.length() && text.charAt(at) == '"') {
            at++;
        } else {
            error(column, "quoted string is not closed on its line");
            string.setLength(0); // It may have swallowed a secret.
            skipRestOnNextLine();
        }
        tokens.add(new Token(Token.Kind.WORD, new Word(string.toString(), true, line, column)));
    }

    /// A string broken in two ends on the next line if that has an odd number of quotes. What stands
    /// before the first of them may be the rest of a secret: it must not be taken for a keyword and
    /// shown.
    private void skipRestOnNextLine() {
        int from = at + 1;
        int quotes = 0;
        int afterFirst = from;
        for (int i = from; i < text.length() && text.charAt(i) != '\n'; i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length() && text.charAt(i + 1) != '\n') {
                i++;
            } else if (c == '"' && ++quotes == 1) {
                afterFirst = i + 1;
            }
        }
        if (quotes % 2 == 1) {
            at = from;
            newLine();
            at = afterFirst;
        }
    }

    private void backslash() {
        int next = at + 1;
        while (next < text.length() && isSpace(text.charAt(next))) {
            next++;
        }
        if (next < text.length() && text.charAt(next) == '\n') {
            at = next + 1;
            newLine();
            return;
        }
        error(column(), "\\ stands only at the end of a line, or in a quoted string");
        at++;
    }

    private void error(int column, String message) {
        errors.add(new ConfigError(fileName, line, column, message));
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\u00a0' || c == '\ufeff';
    }

    private static boolean endsWord(char c) {
        return isSpace(c)
                || switch (c) {
                    case '\n', ';', '{', '}', ',', '=', '#', '"', '\\' -> true;
                    default -> false;
                };
    }
}
