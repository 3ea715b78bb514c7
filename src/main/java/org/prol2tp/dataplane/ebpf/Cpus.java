package org.prol2tp.dataplane.ebpf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// How many CPUs the kernel could have: so many values has an entry of a map with one for each.
final class Cpus {
    static final int POSSIBLE = read();

    private Cpus() {}

    /// `0-3`, or `0`, or `0,2-5`: one more than the last number.
    private static int read() {
        try {
            String text = Files.readString(Path.of("/sys/devices/system/cpu/possible"))
                    .strip();
            return Integer.parseInt(text.substring(Math.max(text.lastIndexOf('-'), text.lastIndexOf(',')) + 1)) + 1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
