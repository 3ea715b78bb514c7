package org.prol2tp.operator.config;

/// A config as text that reads as the same config: one setting a line, main names of keywords.
public final class Printer {
    private final StringBuilder text = new StringBuilder();
    private final Secrets secrets;

    private Printer(Secrets secrets) {
        this.secrets = secrets;
    }

    /// What becomes of secrets.
    public enum Secrets {
        /// Written out: the text reads as the same config.
        SHOWN,
        /// As `…`.
        HIDDEN
    }

    /// The text of this config.
    public static String print(Config config, Secrets secrets) {
        Printer printer = new Printer(secrets);
        for (Block block : config.blocks()) {
            printer.text.append(printer.text.isEmpty() ? "" : "\n");
            printer.print(block, "");
        }
        return printer.text.toString();
    }

    private void print(Block block, String indent) {
        text.append(indent).append(block.type().words());
        block.name().ifPresent(name -> text.append(' ').append(quoted(name.text())));
        text.append(" {\n");
        for (Setting setting : block.settings()) {
            print(setting, Grammar.of(block.type()).find(setting.keyword()).orElseThrow(), indent + "    ");
        }
        for (Block session : block.sessions()) {
            print(session, indent + "    ");
        }
        text.append(indent).append("}\n");
    }

    private void print(Setting setting, Keyword<?> keyword, String indent) {
        text.append(indent).append(setting.keyword()).append(' ');
        if (keyword.type().isSecret() && secrets == Secrets.HIDDEN) {
            text.append("\"…\"\n");
            return;
        }
        String separator = keyword.type().isList() ? ", " : " ";
        for (int i = 0; i < setting.words().size(); i++) {
            Word word = setting.words().get(i);
            boolean inQuotes = keyword.type().isText() && !isHex(word) || !Lexer.isPlain(word.text());
            text.append(i == 0 ? "" : separator).append(inQuotes ? quoted(word.text()) : word.text());
        }
        text.append('\n');
    }

    /// Whether it stands for octets: in quotes it would be a string.
    private static boolean isHex(Word word) {
        return !word.quoted() && word.text().startsWith("hex:");
    }

    static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
