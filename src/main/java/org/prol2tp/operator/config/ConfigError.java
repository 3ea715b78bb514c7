package org.prol2tp.operator.config;

/// Something wrong in a config or secrets file, and where. Never holds the value of a secret.
///
/// @param line from 1
/// @param column from 1, in characters
/// @param message a sentence without a full stop; names the block, the thing, the value and the limit
public record ConfigError(String fileName, int line, int column, String message) {
    /// `file:line:col: message`, as compilers write it.
    @Override
    public String toString() {
        return fileName + ":" + line + ":" + column + ": " + message;
    }
}
