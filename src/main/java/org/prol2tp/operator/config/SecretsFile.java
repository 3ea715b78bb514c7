package org.prol2tp.operator.config;

import java.util.List;
import org.prol2tp.protocol.node.Settings.UserSecret;

/// The secrets file, in the form of pppd's chap-secrets: a line is `client server secret [address …]`.
public final class SecretsFile {
    private SecretsFile() {}

    /// What came of reading a secrets file.
    public sealed interface Result {
        /// In the order of the file.
        record Good(List<UserSecret> secrets) implements Result {}

        /// Everything that is wrong with it; at least one error.
        record Bad(List<ConfigError> errors) implements Result {}
    }

    /// Reads the text of a secrets file; `fileName` is only for the errors. Total: any text gives a value.
    public static Result parse(String text, String fileName) {
        return new Result.Good(List.of());
    }
}
