package org.prol2tp.operator.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Tokens to blocks, led by the grammar: a keyword knows how many words its value has, so that several
/// settings may stand on one line. After an error it goes on with the next line, so that all errors are found
/// at once.
final class Parser {
    private final String fileName;
    private final List<Token> tokens;
    private final List<ConfigError> errors;
    private int at;
    /// The last keyword had no value and wants a secret: what stands on the next line may be one.
    private boolean secretMissing;

    private Parser(String fileName, List<Token> tokens, List<ConfigError> errors) {
        this.fileName = fileName;
        this.tokens = tokens;
        this.errors = errors;
    }

    /// The blocks of a config file, those of the files that it includes in their place; adds to `errors` what is wrong.
    static List<Block> parse(String text, String fileName, Sources sources, List<ConfigError> errors) {
        List<Block> blocks = new ArrayList<>();
        parse(text, fileName, new Includes(sources, errors), blocks);
        return blocks;
    }

    private static void parse(String text, String fileName, Includes includes, List<Block> blocks) {
        List<ConfigError> errors = includes.errors();
        Parser parser = new Parser(fileName, Lexer.read(text, fileName, errors), errors);
        includes.begin(fileName);
        while (!parser.peek().is(Token.Kind.EOF)) {
            if (parser.peek().is(Token.Kind.END)) {
                parser.at++;
            } else if (parser.beginsInclude()) {
                parser.at++;
                Word pattern = parser.peek().word();
                parser.at++;
                includes.read(fileName, pattern, (path, included) -> parse(included, path, includes, blocks));
            } else if (parser.peek().is(Token.Kind.WORD)) {
                parser.block().ifPresent(blocks::add);
            } else {
                parser.error(
                        parser.peek().word(),
                        "unexpected " + parser.peek().kind().shown());
                parser.at++;
            }
        }
        includes.end();
    }

    /// `include "path"`.
    private boolean beginsInclude() {
        Token first = peek();
        return first.is(Token.Kind.WORD)
                && !first.word().quoted()
                && first.word().text().equals("include")
                && peek(1).is(Token.Kind.WORD);
    }

    /// A block with its head. Empty if the head is wrong; then what belongs to it has been skipped.
    private Optional<Block> block() {
        Word first = peek().word();
        Optional<BlockType> type = blockType();
        if (type.isEmpty()) {
            unknownBlock(first);
            return Optional.empty();
        }
        at += headWords();
        Optional<Word> name = Optional.empty();
        if (peek().is(Token.Kind.WORD)) {
            name = Optional.of(peek().word());
            at++;
        }
        int mark = at;
        while (peek().is(Token.Kind.END)) {
            at++;
        }
        if (!peek().is(Token.Kind.OPEN)) {
            at = mark;
            error(peek().word(), Block.shown(type.get(), name) + ": \"{\" is missing");
            skipSetting();
            return Optional.empty();
        }
        at++;
        Block block = new Block(
                type.get(), name, new ArrayList<>(), new ArrayList<>(), fileName, first.line(), first.column());
        body(block);
        return Optional.of(block);
    }

    private void body(Block block) {
        while (true) {
            Token token = peek();
            switch (token.kind()) {
                case END -> at++;
                case CLOSE -> {
                    at++;
                    return;
                }
                case EOF -> {
                    error(block.line(), block.column(), block.shown() + " is not closed, \"}\" is missing");
                    return;
                }
                case OPEN, COMMA, EQUALS -> {
                    error(
                            token.word(),
                            block.shown() + ": unexpected " + token.kind().shown());
                    skipSetting();
                }
                case WORD -> {
                    if (!beginsBlock()) {
                        setting(block);
                    } else if (block.type() == BlockType.TUNNEL && blockType().equals(Optional.of(BlockType.SESSION))) {
                        block().ifPresent(block.sessions()::add);
                    } else {
                        error(
                                token.word(),
                                block.shown() + " of line " + block.line() + " is not closed before this block");
                        return;
                    }
                }
            }
        }
    }

    private void setting(Block block) {
        Word word = peek().word();
        Grammar<?> grammar = Grammar.of(block.type());
        Optional<? extends Keyword<?>> found = word.quoted() ? Optional.empty() : grammar.find(word.text());
        at++;
        if (found.isEmpty()) {
            error(word, block.shown() + ": " + unknownKeyword(word, grammar));
            skipSetting();
            return;
        }
        Keyword<?> keyword = found.get();
        if (peek().is(Token.Kind.EQUALS)) {
            at++;
        }
        boolean missing = !peek().is(Token.Kind.WORD);
        secretMissing = missing && keyword.type().isSecret();
        if (missing) {
            error(
                    word,
                    block.shown() + ": " + keyword.name() + " has no value, must be "
                            + keyword.type().shape());
            skipSetting();
            return;
        }
        List<Word> words = value(keyword.type());
        block.settings().add(new Setting(keyword.name(), words, word.line(), word.column()));
        Token next = peek();
        boolean separated = !next.is(Token.Kind.WORD) && !next.is(Token.Kind.COMMA) && !next.is(Token.Kind.EQUALS);
        if (!separated && !beginsSetting(grammar)) {
            error(
                    next.word(),
                    block.shown() + ": " + keyword.name()
                            + " has more than one value; a value with spaces, \",\" or \"=\" in it needs quotes");
            skipSetting();
        }
    }

    private List<Word> value(ValueType<?> type) {
        List<Word> words = new ArrayList<>();
        words.add(peek().word());
        at++;
        if (type.isList()) {
            while (peek().is(Token.Kind.COMMA) && peek(1).is(Token.Kind.WORD)) {
                words.add(peek(1).word());
                at += 2;
            }
        }
        while (peek().is(Token.Kind.WORD)
                && type.options().contains(peek().word().text())
                && peek(1).is(Token.Kind.WORD)) {
            words.add(peek().word());
            words.add(peek(1).word());
            at += 2;
        }
        return List.copyOf(words);
    }

    private String unknownKeyword(Word word, Grammar<?> grammar) {
        if (word.quoted() || secretMissing) {
            secretMissing = false;
            return "expected a keyword";
        }
        if (grammar.commands().contains(word.text())) {
            return Grammar.insteadOf(word.text());
        }
        String hint = Suggestion.of(word.text(), grammar.names());
        if (hint.isEmpty()) {
            List<String> others = blocksWith(word.text());
            hint = others.isEmpty() ? "" : ", it belongs to: " + String.join(", ", others);
        }
        for (Keyword<?> keyword : grammar.keywords()) {
            if (keyword.type().isSecret() && word.text().startsWith(keyword.name())) {
                return "a space is missing after \"" + keyword.name() + "\"";
            }
        }
        return "unknown keyword \"" + beginning(word.text()) + "\"" + hint;
    }

    private void unknownBlock(Word word) {
        String name = word.text().replace('_', ' ').replace('-', ' ');
        String both = peek(1).is(Token.Kind.WORD) ? name + " " + peek(1).word().text() : name;
        List<String> others = blocksWith(word.text());
        if (word.quoted() || secretMissing) {
            secretMissing = false;
            error(word, "expected a block");
        } else if (name.equals("include")) {
            error(word, "include needs the path of a file");
        } else if (!others.isEmpty()) {
            error(
                    word,
                    "keyword \"" + word.text() + "\" outside of a block, it belongs to: " + String.join(", ", others));
        } else {
            List<String> known =
                    Arrays.stream(BlockType.values()).map(BlockType::words).toList();
            String hint = Suggestion.of(both, known);
            hint = hint.isEmpty() ? Suggestion.of(name, known) : hint;
            error(word, "unknown block \"" + beginning(word.text()) + "\"" + hint);
        }
        at++;
        skipSetting();
    }

    /// The letters, digits, `_` and `-` that a word begins with: what follows them may be a secret.
    private static String beginning(String text) {
        int end = 0;
        while (end < text.length()
                && (Character.isLetterOrDigit(text.charAt(end))
                        || text.charAt(end) == '_'
                        || text.charAt(end) == '-')) {
            end++;
        }
        return new Word(text.substring(0, end), false, 0, 0).text() + (end < text.length() ? "…" : "");
    }

    private static List<String> blocksWith(String keyword) {
        return Arrays.stream(BlockType.values())
                .filter(type -> Grammar.of(type).find(keyword).isPresent())
                .map(BlockType::words)
                .toList();
    }

    /// Goes on to the end of the line or block; blocks inside are skipped whole.
    private void skipSetting() {
        int depth = 0;
        while (!peek().is(Token.Kind.EOF)) {
            switch (peek().kind()) {
                case OPEN -> depth++;
                case CLOSE -> {
                    if (depth == 0) {
                        return;
                    }
                    depth--;
                }
                case END -> {
                    if (depth == 0) {
                        return;
                    }
                }
                case WORD, COMMA, EQUALS, EOF -> {}
            }
            at++;
        }
    }

    /// The kind of block whose words stand here.
    private Optional<BlockType> blockType() {
        Word first = peek().word();
        if (first.quoted()) {
            return Optional.empty();
        }
        Token second = peek(1);
        Optional<BlockType> two = second.is(Token.Kind.WORD) && !second.word().quoted()
                ? BlockType.named(first.text() + " " + second.word().text())
                : Optional.empty();
        return two.isPresent() ? two : BlockType.named(first.text());
    }

    private int headWords() {
        Optional<BlockType> one = BlockType.named(peek().word().text());
        return one.isPresent() && one.equals(blockType()) ? 1 : 2;
    }

    /// Whether a block begins here, with its brace on the same line or the next.
    private boolean beginsBlock() {
        if (blockType().isEmpty()) {
            return false;
        }
        int ahead = headWords();
        if (peek(ahead).is(Token.Kind.WORD)) {
            ahead++;
        }
        while (peek(ahead).is(Token.Kind.END)) {
            ahead++;
        }
        return peek(ahead).is(Token.Kind.OPEN);
    }

    private boolean beginsSetting(Grammar<?> grammar) {
        Token next = peek();
        return next.is(Token.Kind.WORD)
                && !next.word().quoted()
                && (grammar.find(next.word().text()).isPresent() || beginsBlock());
    }

    private Token peek() {
        return peek(0);
    }

    private Token peek(int ahead) {
        return tokens.get(Math.min(at + ahead, tokens.size() - 1));
    }

    private void error(Word word, String message) {
        error(word.line(), word.column(), message);
    }

    private void error(int line, int column, String message) {
        errors.add(new ConfigError(fileName, line, column, message));
    }
}
