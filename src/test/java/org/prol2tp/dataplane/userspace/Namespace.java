package org.prol2tp.dataplane.userspace;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.prol2tp.linux.NetworkNamespace;

/// A named network namespace for a test, gone when it is closed.
final class Namespace implements AutoCloseable {
    private static final AtomicInteger NEXT = new AtomicInteger();

    private final String name;

    Namespace(String suffix) {
        name = "dataplane-" + ProcessHandle.current().pid() + "-" + NEXT.getAndIncrement() + suffix;
        command("ip", "netns", "add", name);
        run("ip", "link", "set", "lo", "up");
    }

    /// Whether namespaces and TUN devices can be made here; says aloud if not.
    static boolean possible() {
        boolean possible = "root".equals(System.getProperty("user.name"))
                && Files.isWritable(Path.of("/dev/net/tun"))
                && Files.isExecutable(Path.of("/usr/sbin/ip"));
        if (!possible) {
            System.out.println("SKIPPED: needs root, /dev/net/tun and iproute2");
        }
        return possible;
    }

    String name() {
        return name;
    }

    /// Runs a command in the namespace and returns what it printed.
    String run(String... words) {
        return command(words(words));
    }

    /// Runs a command that may fail.
    void runAnyway(String... words) {
        succeeds(words);
    }

    /// Whether a command ends well.
    boolean succeeds(String... words) {
        try {
            return start(words).waitFor() == 0;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Runs `work` on a thread in the namespace.
    void run(Runnable work) {
        call(() -> {
            work.run();
            return true;
        });
    }

    /// Starts a command in the namespace.
    Process start(String... words) throws IOException {
        return new ProcessBuilder(words(words)).redirectErrorStream(true).start();
    }

    /// Runs `work` on a thread in the namespace; threads it starts are in the namespace too.
    <T> T call(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(() -> {
            NetworkNamespace.enter("/run/netns/" + name);
            return work.call();
        });
        Thread.ofPlatform().start(task);
        try {
            return task.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        command("ip", "netns", "del", name);
    }

    private String[] words(String... words) {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", name));
        all.addAll(List.of(words));
        return all.toArray(new String[0]);
    }

    private static String command(String... words) {
        try {
            Process process =
                    new ProcessBuilder(words).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException(String.join(" ", words) + ": " + output);
            }
            return output;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
