package org.prol2tp.operator.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.prol2tp.protocol.node.IpAddress;
import org.prol2tp.protocol.node.Secret;
import org.prol2tp.protocol.node.Settings.UserSecret;

/// The secrets file, in the form of pppd's chap-secrets: a line is `client server secret [address …]`. A word
/// may be in single or double quotes, `\` takes the next character as it is, `#` before a word begins a
/// comment. `*` stands for any client or server, and among the addresses for any address. A secret that begins with
/// `@`, not
/// in quotes, is the path of a file whose first word is the secret; a relative one begins in the folder of the secrets
/// file.
public final class SecretsFile {
    private final String text;
    private final String fileName;
    private final Sources sources;
    private final List<ConfigError> errors = new ArrayList<>();
    private final List<ConfigError> warnings = new ArrayList<>();
    private int at;
    private int line = 1;
    private int lineStart;

    private SecretsFile(String text, String fileName, Sources sources) {
        this.text = text;
        this.fileName = fileName;
        this.sources = sources;
    }

    /// What came of reading a secrets file.
    public sealed interface Result {
        /// In the order of the file.
        ///
        /// @param warnings files that others can read
        record Good(List<UserSecret> secrets, List<ConfigError> warnings) implements Result {}

        /// Everything that is wrong with it; at least one error.
        record Bad(List<ConfigError> errors) implements Result {}
    }

    /// Reads the text of a secrets file; `fileName` is for the errors, which hold no text of the file, and for where
    /// other
    /// files are, which `sources` has. Total: any text gives a value.
    public static Result parse(String text, String fileName, Sources sources) {
        SecretsFile file = new SecretsFile(text, fileName, sources);
        List<UserSecret> secrets = new ArrayList<>();
        while (file.at < text.length()) {
            List<Word> words = file.words();
            if (!words.isEmpty()) {
                file.secret(words).ifPresent(secrets::add);
            }
        }
        return file.errors.isEmpty()
                ? new Result.Good(List.copyOf(secrets), List.copyOf(file.warnings))
                : new Result.Bad(List.copyOf(file.errors));
    }

    private Optional<UserSecret> secret(List<Word> words) {
        int before = errors.size();
        if (words.size() < 3) {
            error(words.getFirst(), "a line needs a client, a server and a secret");
            return Optional.empty();
        }
        String secret = secretOf(words.get(2));
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
        return Optional.of(
                new UserSecret(words.get(0).text(), words.get(1).text(), Secret.of(secret), List.copyOf(addresses)));
    }

    /// The secret that a word is, or that the file has which it names.
    private String secretOf(Word word) {
        String said = word.text();
        if (word.quoted() || !said.startsWith("@")) {
            if (said.isEmpty()) {
                error(word, "the secret is empty");
            }
            return said;
        }
        String path = said.startsWith("@/") ? said.substring(1) : folder() + said.substring(1);
        return switch (sources.read(path)) {
            case Sources.Found.Unreadable(String why) -> {
                error(word, "the file of the secret: " + why); // its name may be a secret that was to be in quotes
                yield "";
            }
            case Sources.Found.Text(String content, boolean readableByOthers) -> {
                if (readableByOthers) {
                    warnings.add(new ConfigError(
                            fileName,
                            word.line(),
                            word.column(),
                            "the file of the secret can be read by others, chmod o-r it"));
                }
                yield firstWord(content, word);
            }
        };
    }

    private String firstWord(String content, Word at) {
        SecretsFile file = new SecretsFile(content, fileName, Sources.NONE);
        while (file.at < content.length()) {
            List<Word> words = file.words();
            if (!words.isEmpty()) {
                return words.getFirst().text();
            }
        }
        error(at, "the file of the secret has none");
        return "";
    }

    private String folder() {
        return fileName.substring(0, fileName.lastIndexOf('/') + 1);
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
