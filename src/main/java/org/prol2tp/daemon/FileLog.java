package org.prol2tp.daemon;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.prol2tp.operator.config.DaemonSettings.LogLevel;

/// Log lines in a file, as a terminal would show them. A full disk costs lines and nothing else: it is told once on
/// another way, and in the file how many lines are missing as soon as it takes any again.
final class FileLog implements LogTarget {
    /// Lines are gathered up to so many octets before they are written.
    private static final int GATHERED_OCTETS = 64 << 10;

    /// Opens the file, at its end.
    interface Opener {
        WritableByteChannel open() throws IOException;
    }

    private final String name;
    private final Opener opener;
    private final LogTarget otherWay;
    private final ByteArrayOutputStream gathered = new ByteArrayOutputStream(8192);
    private WritableByteChannel file;
    private final AtomicLong lost = new AtomicLong();
    private long lostToTell;
    private boolean failing;
    private boolean torn;

    /// Appends to the file at `path`, which is made (readable by owner and group) where there is none. `otherWay` is
    /// told of failures.
    ///
    /// @throws IOException if it cannot be opened
    FileLog(Path path, LogTarget otherWay) throws IOException {
        this(path.toString(), () -> append(path), otherWay);
    }

    FileLog(String name, Opener opener, LogTarget otherWay) throws IOException {
        this.name = name;
        this.opener = opener;
        this.otherWay = otherWay;
        try {
            this.file = opener.open();
        } catch (IOException e) {
            throw new IOException(why(name, e), e);
        }
    }

    private static WritableByteChannel append(Path path) throws IOException {
        Set<StandardOpenOption> append =
                EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        return FileChannel.open(
                path, append, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----")));
    }

    @Override
    public void write(LogRecord line) {
        byte[] octets = (TerminalLog.text(line) + "\n").getBytes(StandardCharsets.UTF_8);
        if (gathered.size() + octets.length > GATHERED_OCTETS) {
            flush();
        }
        gathered.writeBytes(octets);
    }

    @Override
    public void flush() {
        if (gathered.size() == 0) {
            return;
        }
        byte[] lines = gathered.toByteArray();
        gathered.reset();
        if (failing && !tellLost()) {
            lose(lines, 0);
            return;
        }
        put(lines);
    }

    /// Opens the file anew: the old one may have been moved or removed. Where that fails the old one goes on.
    @Override
    public void reopen() {
        flush();
        try {
            WritableByteChannel old = file;
            file = opener.open();
            torn = false;
            old.close();
        } catch (IOException e) {
            tell(LogLevel.ERROR, "the log file cannot be opened anew: " + why(e));
        }
    }

    @Override
    public long lost() {
        return lost.get();
    }

    @Override
    public void close() {
        flush();
        try {
            file.close();
        } catch (IOException e) {
            tell(LogLevel.ERROR, "the log file cannot be closed: " + why(e));
        }
        otherWay.close();
    }

    /// Says in the file what is missing from it. Returns whether that could be written.
    private boolean tellLost() {
        LogRecord line = new LogRecord(
                System.currentTimeMillis(),
                LogLevel.WARNING,
                "log lines were lost: the log file could not be written lines=" + lostToTell,
                List.of());
        byte[] octets = ((torn ? "\n" : "") + TerminalLog.text(line) + "\n").getBytes(StandardCharsets.UTF_8);
        ByteBuffer left = ByteBuffer.wrap(octets);
        try {
            writeAll(left);
        } catch (IOException e) {
            torn |= left.position() > 0;
            return false;
        }
        failing = false;
        torn = false;
        lostToTell = 0;
        tell(LogLevel.NOTICE, "the log file can be written again: " + name);
        return true;
    }

    private void put(byte[] lines) {
        ByteBuffer left = ByteBuffer.wrap(lines);
        try {
            writeAll(left);
        } catch (IOException e) {
            int written = left.position();
            torn = written > 0 && lines[written - 1] != '\n';
            lose(lines, written);
            failing = true;
            tell(LogLevel.ERROR, "the log file cannot be written, lines are lost until it can: " + why(e));
        }
    }

    private void writeAll(ByteBuffer octets) throws IOException {
        while (octets.hasRemaining()) {
            if (file.write(octets) <= 0) {
                throw new IOException("nothing was written");
            }
        }
    }

    /// Counts the lines that end at or after `from`.
    private void lose(byte[] lines, int from) {
        long count = 0;
        for (int i = from; i < lines.length; i++) {
            count += lines[i] == '\n' ? 1 : 0;
        }
        lost.addAndGet(count);
        lostToTell += count;
    }

    private void tell(LogLevel level, String text) {
        otherWay.write(new LogRecord(System.currentTimeMillis(), level, text, List.of()));
        otherWay.flush();
    }

    private String why(IOException e) {
        return why(name, e);
    }

    private static String why(String name, IOException e) {
        return name + ": " + Reason.of(e);
    }
}
