package org.prol2tp.operator.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.prol2tp.protocol.node.IpAddress;
import org.prol2tp.protocol.node.Secret;
import org.prol2tp.protocol.node.Settings.UserSecret;

/// The secrets file, in the form of pppd's chap-secrets: a line is `client server secret [address …]`. A word
/// may be in single or double quotes, `\` takes the next character as it is, `#` before a word begins a
/// comment. `*` stands for any client or server, and among the addresses for any address.
public final class SecretsFile {
    private final String text;
    private final String fileName;
    private final List<ConfigError> errors = new ArrayList<>();
    private int at;
    private int line = 1;
    private int lineStart;

    private SecretsFile(String text, String fileName) {
        this.text = text;
        this.fileName = fileName;
    }

    /// What came of reading a secrets file.
    public sealed interface Result {
        /// In the order of the file.
        record Good(List<UserSecret> secrets) implements Result {}

        /// Everything that is wrong with it; at least one error.
        record Bad(List<ConfigError> errors) implements Result {}
    }

    /// Reads the text of a secrets file; `fileName` is only for the errors, which hold no text of the file.
    /// Total: any text gives a value.
    public static Result parse(String text, String fileName) {
        SecretsFile file = new SecretsFile(text, fileName);
        List<UserSecret> secrets = new ArrayList<>();
        while (file.at < text.length()) {
            List<Word> words = file.words();
            if (!words.isEmpty()) {
                file.secret(words).ifPresent(secrets::add);
            }
        }
        return file.errors.isEmpty() ? new Result.Good(List.copyOf(secrets)) : new Result.Bad(List.copyOf(file.errors));
    }

    private Optional<UserSecret> secret(List<Word> words) {
        int before = errors.size();
        if (words.size() < 3) {
            error(words.getFirst(), "a line needs a client, a server and a secret");
            return Optional.empty();
        }
        if (words.get(2).text().isEmpty()) {
            error(words.get(2), "the secret is empty");
        } else if (!words.get(2).quoted() && words.get(2).text().charAt(0) == '@') {
            error(words.get(2), "a secret in a file of its own (@file) is not supported yet");
        }
        List<IpAddress> addresses = new ArrayList<>();
        for (Word word : words.subList(3, words.size())) {
            if (!word.text().equals("*")) {
                IpAddress.parse(word.text())
                        .filter(address -> !address.isIpv6())
                        .ifPresentOrElse(addresses::add, () -> error(word, "not an IPv4 address, and not *"));
            }
        }
        if (errors.size() > before) {
            return Optional.empty();
        }
        return Optional.of(new UserSecret(
                words.get(0).text(), words.get(1).text(), Secret.of(words.get(2).text()), List.copyOf(addresses)));
    }

    /// The words of a line; goes on to the next.
    private List<Word> words() {
        List<Word> words = new ArrayList<>();
        while (at < text.length() && text.charAt(at) != '\n') {
            char c = text.charAt(at);
            if (c == '#') {
                while (at < text.length() && text.charAt(at) != '\n') {
                    at++;
                }
            } else if (c == ' ' || c == '\t' || c == '\r' || c == '\f') {
                at++;
            } else if (!joinsLines()) {
                words.add(word());
            }
        }
        newLine();
        return words;
    }

    /// Skips a `\` at the end of a line.
    private boolean joinsLines() {
        boolean joins = text.startsWith("\\\n", at);
        if (joins) {
            at++;
            newLine();
        }
        return joins;
    }

    private void newLine() {
        at++;
        line++;
        lineStart = at;
    }

    private Word word() {
        int column = at - lineStart + 1;
        char quote = text.charAt(at) == '"' || text.charAt(at) == '\'' ? text.charAt(at++) : 0;
        StringBuilder word = new StringBuilder();
        while (at < text.length() && text.charAt(at) != '\n') {
            char c = text.charAt(at);
            if (quote != 0 ? c == quote : c == ' ' || c == '\t' || c == '\r' || c == '\f') {
                break;
            }
            if (c == '\\' && at + 1 < text.length() && text.charAt(at + 1) != '\n') {
                c = text.charAt(++at);
            }
            word.append(c);
            at++;
        }
        Word found = new Word(word.toString(), quote != 0, line, column);
        if (quote != 0) {
            if (at < text.length() && text.charAt(at) == quote) {
                at++;
            } else {
                error(found, "quoted string is not closed on its line");
            }
        }
        return found;
    }

    private void error(Word word, String message) {
        errors.add(new ConfigError(fileName, word.line(), word.column(), message));
    }
}
