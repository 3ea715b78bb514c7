package org.prol2tp.dataplane.userspace;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.concurrent.TimeUnit;

/// Looks for packets on the wire between two namespaces, with tcpdump.
final class Capture {
    private Capture() {}

    /// Whether `packets` packets that `filter` takes pass the device `wire` while `work` runs.
    static boolean sees(Namespace namespace, String filter, int packets, Runnable work) {
        return sees(namespace, "wire", filter, packets, work);
    }

    /// Whether they pass that device.
    static boolean sees(Namespace namespace, String device, String filter, int packets, Runnable work) {
        try {
            Process tcpdump = namespace.start(
                    "tcpdump", "-nn", "-i", device, "--immediate-mode", "-c", Integer.toString(packets), filter);
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(tcpdump.getInputStream(), UTF_8))) {
                String line = lines.readLine();
                while (line != null && !line.startsWith("listening")) {
                    line = lines.readLine();
                }
                work.run();
                return tcpdump.waitFor(5, TimeUnit.SECONDS);
            } finally {
                tcpdump.destroy();
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
