package org.prol2tp.operator.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the grammar knows of a single keyword: for those who write config files.
public final class Vocabulary {
    private Vocabulary() {}

    /// Why a block of this type does not take this value, as a sentence that holds no secret; empty if it does.
    /// A list has commas.
    public static Optional<String> refusal(BlockType type, String keyword, String value) {
        return refusal(Grammar.of(type), keyword, value);
    }

    private static <D> Optional<String> refusal(Grammar<D> grammar, String name, String value) {
        Optional<Keyword<D>> found = grammar.find(name);
        if (found.isEmpty()) {
            return Optional.of(
                    grammar.commands().contains(name) ? Grammar.insteadOf(name) : name + " is not known to prol2tpd");
        }
        Keyword<D> keyword = found.get();
        boolean isV3 = keyword.l2tpV3()
                || keyword.type() instanceof ValueType.Choice<?> choice
                        && choice.l2tpV3().contains(value);
        if (isV3 && !Features.NOW.l2tpV3()) {
            return Optional.of(
                    name + (keyword.l2tpV3() ? "" : " " + value) + " needs L2TPv3, which is not supported yet");
        }
        if (keyword.type() instanceof SecretType.SecretFile) {
            return Optional.empty();
        }
        try {
            keyword.reader().read(List.of(words(keyword, value)));
            return Optional.empty();
        } catch (BadValue bad) {
            String shown = keyword.type().isSecret() ? "" : bad.word().shown() + " ";
            return Optional.of(name + " " + shown + bad.rest());
        }
    }

    /// The main name of a keyword that may be an alias.
    public static String mainName(BlockType type, String keyword) {
        return Grammar.of(type).find(keyword).map(Keyword::name).orElse(keyword);
    }

    /// The value as it is written in a config file.
    public static String written(BlockType type, String name, String value) {
        Keyword<?> keyword = Grammar.of(type).find(name).orElseThrow();
        List<String> texts = new ArrayList<>();
        boolean isText = keyword.type().isText();
        for (Word word : words(keyword, value)) {
            boolean plain = !isText && !isQuoted(keyword) && Lexer.isPlain(word.text());
            texts.add(plain ? word.text() : quoted(word.text()));
        }
        return String.join(keyword.type().isList() ? ", " : " ", texts);
    }

    /// In double quotes.
    public static String quoted(String text) {
        return Printer.quoted(text);
    }

    private static List<Word> words(Keyword<?> keyword, String value) {
        List<Word> words = new ArrayList<>();
        String separator =
                keyword.type().isList() ? "," : keyword.type().options().isEmpty() ? "" : " ";
        for (String part : separator.isEmpty() ? new String[] {value} : value.split(separator, -1)) {
            words.add(new Word(separator.isEmpty() ? part : part.strip(), isQuoted(keyword), 1, 1));
        }
        return words;
    }

    /// A secret is taken as it is, whatever it begins with; a cookie is octets.
    private static boolean isQuoted(Keyword<?> keyword) {
        return keyword.type().isSecret() && !(keyword.type() instanceof SecretType.Cookie);
    }
}
