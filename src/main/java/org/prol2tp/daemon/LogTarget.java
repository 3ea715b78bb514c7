package org.prol2tp.daemon;

/// Where a [LogThread] brings its lines: a file, a terminal, a syslog. Only that thread calls it, so it may wait for a
/// disk, but not for ever; and it never throws: what cannot be written is counted, and told once it can.
interface LogTarget extends AutoCloseable {
    /// Takes one line.
    void write(LogRecord line);

    /// Writes what [#write] has gathered: for now no more lines come.
    default void flush() {}

    /// Finds its file or its server anew.
    default void reopen() {}

    /// How many lines it could not write so far. Any thread.
    default long lost() {
        return 0;
    }

    @Override
    default void close() {}

    /// Lines to both.
    record Both(LogTarget first, LogTarget second) implements LogTarget {
        @Override
        public void write(LogRecord line) {
            first.write(line);
            second.write(line);
        }

        @Override
        public void flush() {
            first.flush();
            second.flush();
        }

        @Override
        public void reopen() {
            first.reopen();
            second.reopen();
        }

        @Override
        public long lost() {
            return first.lost() + second.lost();
        }

        @Override
        public void close() {
            first.close();
            second.close();
        }
    }
}
