package org.prol2tp.operator.migration;

import java.util.Optional;

/// xl2tpd's file of tunnel secrets: lines `us them secret`, `*` for anybody, `#` and `;` begin comments.
final class AuthFile {
    private AuthFile() {}

    /// The secret shared with `peer`: of the line that names it, else of the first line for anybody.
    static Optional<String> secret(String text, String peer) {
        Optional<String> forAnybody = Optional.empty();
        for (String raw : text.split("\n", -1)) {
            String line = raw.strip();
            String[] words = line.split("\\s+", 3);
            if (line.startsWith("#") || line.startsWith(";") || words.length < 3) {
                continue;
            }
            String secret = words[2];
            boolean quoted = secret.length() > 1 && secret.startsWith("\"") && secret.endsWith("\"");
            secret = quoted ? secret.substring(1, secret.length() - 1) : secret;
            if (words[1].equals(peer)) {
                return Optional.of(secret);
            }
            if (forAnybody.isEmpty() && (words[1].equals("*") || peer.equals("*"))) {
                forAnybody = Optional.of(secret);
            }
        }
        return forAnybody;
    }
}
