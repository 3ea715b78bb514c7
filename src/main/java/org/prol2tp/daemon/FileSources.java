package org.prol2tp.daemon;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.prol2tp.operator.config.Sources;

/// The files that a config file names, from the file system, and what it takes from the system.
final class FileSources implements Sources {
    /// More is no config file.
    private static final int MAX_OCTETS = 256 << 20;

    /// Of what is not kept on a disk, and may have no end: a pipe, a device.
    private static final int MAX_STREAMED_OCTETS = 16 << 20;

    /// Kept: RFC 3931 §5.4.3 wants it to stay the same while peers know us by it.
    private OptionalInt routerId = OptionalInt.empty();

    /// The first IPv4 address of the first interface that has one, as the original takes it.
    @Override
    public synchronized int systemRouterId() {
        if (routerId.isEmpty()) {
            routerId = OptionalInt.of(systemAddress());
        }
        return routerId.getAsInt();
    }

    private static int systemAddress() {
        try {
            return NetworkInterface.networkInterfaces()
                    .sorted(Comparator.comparingInt(NetworkInterface::getIndex))
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> address instanceof Inet4Address
                            && !address.isLoopbackAddress()
                            && !address.isLinkLocalAddress())
                    .mapToInt(address -> ByteBuffer.wrap(address.getAddress()).getInt())
                    .findFirst()
                    .orElse(0);
        } catch (SocketException e) {
            return 0; // the host's name then
        }
    }

    @Override
    public Found read(String path) {
        try {
            Path file = Path.of(path);
            boolean readableByOthers = Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
            return new Found.Text(text(file), readableByOthers);
        } catch (IOException e) {
            return new Found.Unreadable(why(e));
        } catch (InvalidPathException e) { // the locale's character set may lack what is in it
            return new Found.Unreadable("cannot be a path: " + e.getReason());
        }
    }

    /// The text of a file that is no longer than a config file may be.
    static String text(Path file) throws IOException {
        int most = Files.isRegularFile(file) ? MAX_OCTETS : MAX_STREAMED_OCTETS;
        try (InputStream in = Files.newInputStream(file)) {
            byte[] octets = in.readNBytes(most + 1);
            if (octets.length > most) {
                throw new IOException("longer than " + (most >> 20) + " MB");
            }
            return new String(octets, StandardCharsets.UTF_8);
        }
    }

    /// Why there is no [#text], as [Found.Unreadable] has it.
    static String why(IOException e) {
        return e instanceof NoSuchFileException ? "no such file" : "cannot be read: " + Reason.of(e);
    }

    /// Patterns stand for names in one folder; a folder's own name is taken as it is.
    @Override
    public Listed list(String pattern) {
        try {
            Path whole = Path.of(pattern);
            Path folder = whole.getParent() == null ? Path.of("") : whole.getParent();
            return list(folder, FileSystems.getDefault().getPathMatcher("glob:" + whole.getFileName()));
        } catch (InvalidPathException e) {
            return new Listed.Unknown("cannot be a path: " + e.getReason());
        } catch (PatternSyntaxException e) {
            return new Listed.Unknown("cannot be a pattern: " + e.getDescription());
        }
    }

    private static Listed list(Path folder, PathMatcher matcher) {
        try (Stream<Path> files = Files.list(folder)) {
            List<String> found = new ArrayList<>();
            for (Path file : (Iterable<Path>) files::iterator) {
                if (matcher.matches(file.getFileName()) && isFile(file)) {
                    found.add(file.toString());
                }
            }
            Collections.sort(found);
            return new Listed.Files(found);
        } catch (NoSuchFileException e) {
            return new Listed.Files(List.of());
        } catch (UncheckedIOException e) { // while the folder is read
            return unknown(Objects.requireNonNull(e.getCause()));
        } catch (IOException e) {
            return unknown(e);
        }
    }

    private static Listed unknown(IOException e) {
        return new Listed.Unknown("cannot be listed: " + Reason.of(e));
    }

    /// A file that went meanwhile, or a link to nowhere, is none.
    ///
    /// @throws IOException if nobody knows: the folder may be read but not entered
    private static boolean isFile(Path file) throws IOException {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class).isRegularFile();
        } catch (NoSuchFileException e) {
            return false;
        }
    }
}
