package org.prol2tp.daemon;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.StandardProtocolFamily;
import java.net.URISyntaxException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.prol2tp.operator.ctl.RequestLine;
import tools.jackson.core.json.JsonFactory;

/// prol2tpd as processes of their own, on a free port of the loopback, with all its files in one
/// folder. What it started is gone after [#end].
final class LiveDaemon {
    private static final long DEADLINE_S = 60;

    final Path folder;
    final int port;
    private final List<ProcessHandle> started = new ArrayList<>();

    LiveDaemon(Path folder) throws IOException {
        this.folder = folder;
        try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            this.port = free.getLocalPort();
        }
        writeConfig("x", "");
    }

    /// What a command said and how it ended.
    record Ended(int status, String out, String err) {}

    /// Writes NAME.conf, with these keywords in its system block too.
    void writeConfig(String name, String keywords) throws IOException {
        Files.writeString(folder.resolve(name + ".conf"), """
                system {
                    udp_port %d
                    listen_ip 127.0.0.1
                    data_plane none
                    control_socket %s.sock
                    pid_file %s.pid
                    %s
                }
                """.formatted(port, name, name, keywords));
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    /// Starts it in the foreground with NAME.conf and these words.
    Process start(String name, Map<String, String> environment, String... words) throws IOException {
        return start(List.of(), name, environment, words);
    }

    /// The same, by a command that ends in becoming what its last arguments say.
    Process start(List<String> by, String name, Map<String, String> environment, String... words) throws IOException {
        List<String> command = new ArrayList<>(by);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath(),
                Main.class.getName(),
                "-c",
                name + ".conf"));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().keySet().removeAll(List.of("NOTIFY_SOCKET", "JOURNAL_STREAM", "WATCHDOG_USEC"));
        builder.environment().putAll(environment);
        builder.redirectOutput(file(name + ".out").toFile());
        builder.redirectError(file(name + ".err").toFile());
        builder.redirectInput(new File("/dev/null"));
        Process process = builder.start();
        started.add(process.toHandle());
        return process;
    }

    /// Runs a command to its end.
    Ended run(String name, String... words) throws IOException, InterruptedException {
        Process process = start(name, Map.of(), words);
        if (!process.waitFor(DEADLINE_S, TimeUnit.SECONDS)) {
            throw new AssertionError("prol2tpd does not end: " + err(name));
        }
        if (process.exitValue() == 0 && Files.exists(file(name + ".pid"))) {
            process(name); // what went to the background is ended with the rest
        }
        return new Ended(process.exitValue(), Files.readString(file(name + ".out")), err(name));
    }

    String err(String name) throws IOException {
        return Files.readString(file(name + ".err"));
    }

    /// The process whose id is in NAME.pid.
    ProcessHandle process(String name) throws IOException {
        long pid = Long.parseLong(Files.readString(file(name + ".pid")).strip());
        ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
        started.add(process);
        return process;
    }

    /// Sends a signal so often, as fast as a shell can.
    static void signal(ProcessHandle process, String signal, int times) throws IOException, InterruptedException {
        String loop = "i=0; while [ $i -lt " + times + " ]; do kill -" + signal + " " + process.pid()
                + "; i=$((i + 1)); done";
        new ProcessBuilder("sh", "-c", loop).start().waitFor();
    }

    /// The answer of the daemon at NAME.sock.
    String ask(String name, String request) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(file(name + ".sock")));
            channel.write(ByteBuffer.wrap((request + "\n").getBytes(StandardCharsets.UTF_8)));
            BufferedReader answer =
                    new BufferedReader(new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8));
            String line = answer.readLine();
            return line == null ? "" : line;
        }
    }

    /// Whether the daemon at NAME.sock answers.
    boolean serves(String name) {
        try {
            return ask(name, "{\"request\":\"show_log\",\"lines\":0}").startsWith("{\"reply\":\"log\"");
        } catch (IOException e) {
            return false;
        }
    }

    /// Waits until it is so.
    static void until(String what, BooleanSupplier condition) throws InterruptedException {
        long endNs = System.nanoTime() + DEADLINE_S * 1_000_000_000;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > endNs) {
                throw new AssertionError("not within " + DEADLINE_S + " s: " + what);
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /// Ends what was started, at once.
    void end() throws InterruptedException {
        for (ProcessHandle process : started) {
            process.destroyForcibly();
        }
        for (ProcessHandle process : started) {
            until("process " + process.pid() + " is gone", () -> !process.isAlive());
        }
    }

    private static String classPath() throws IOException {
        try {
            List<String> places = new ArrayList<>();
            for (Class<?> type : List.of(Main.class, RequestLine.class, JsonFactory.class)) {
                places.add(Path.of(type.getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toURI())
                        .toString());
            }
            return String.join(File.pathSeparator, places);
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }
}
