package org.prol2tp.dataplane.userspace;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;

/// Counts packets on the wire between two namespaces, with tcpdump.
final class Capture {
    private Capture() {}

    /// How many packets that `filter` takes pass the device `wire` while `work` runs.
    static long count(Namespace namespace, String filter, Runnable work) {
        try {
            Process tcpdump = namespace.start("tcpdump", "-nn", "-l", "-i", "wire", "--immediate-mode", filter);
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(tcpdump.getInputStream(), UTF_8))) {
                String line = lines.readLine();
                while (line != null && !line.startsWith("listening")) {
                    line = lines.readLine();
                }
                work.run();
                tcpdump.destroy();
                return lines.lines().filter(l -> l.contains(" IP ")).count();
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
