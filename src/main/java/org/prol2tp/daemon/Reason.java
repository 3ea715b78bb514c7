package org.prol2tp.daemon;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.jspecify.annotations.Nullable;

/// Why something could not be done with a file, in words: some exceptions of the JDK's have but the path as message.
final class Reason {
    private Reason() {}

    /// Without the path, as `permission denied`.
    static String of(IOException e) {
        return switch (e) {
            case AccessDeniedException _ -> "permission denied";
            case NoSuchFileException _ -> "no such file or directory";
            case FileAlreadyExistsException _ -> "a file is there already";
            case NotDirectoryException _ -> "not a directory";
            case FileSystemException ofFile -> known(ofFile.getReason(), e);
            default -> known(e.getMessage(), e);
        };
    }

    /// With the path before it, where the exception knows it.
    static String withPath(IOException e) {
        return e instanceof FileSystemException ofFile && ofFile.getFile() != null
                ? ofFile.getFile() + ": " + of(e)
                : of(e);
    }

    private static String known(@Nullable String words, IOException e) {
        return words == null ? e.getClass().getSimpleName() : words;
    }
}
