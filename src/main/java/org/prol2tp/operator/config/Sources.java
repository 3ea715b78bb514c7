package org.prol2tp.operator.config;

import java.util.List;

/// Where a config file finds the other files that it names, and what it takes from the system. Paths are absolute, or
/// begin in the
/// folder where the program runs.
public interface Sources {
    /// There are no other files.
    Sources NONE = new Sources() {
        @Override
        public Found read(String path) {
            return new Found.Unreadable("no such file");
        }

        @Override
        public Listed list(String pattern) {
            return new Listed.Files(List.of());
        }
    };

    /// The Router ID of a system for which none is set; 0: unknown.
    default int systemRouterId() {
        return 0;
    }

    /// What came of reading a file.
    sealed interface Found {
        /// @param readableByOthers whether users other than its owner and group may read it
        record Text(String text, boolean readableByOthers) implements Found {}

        /// @param why as `no such file`
        record Unreadable(String why) implements Found {}
    }

    /// The text of a file.
    Found read(String path);

    /// What came of looking for files.
    sealed interface Listed {
        /// @param paths in order; none in a folder that is not there
        record Files(List<String> paths) implements Listed {}

        /// Nobody knows which there are.
        ///
        /// @param why as `cannot be listed: permission denied`
        record Unknown(String why) implements Listed {}
    }

    /// The files that fit a pattern; `*`, `?`, `[…]` and `{…,…}` stand for parts of a name, not for `/`.
    Listed list(String pattern);
}
