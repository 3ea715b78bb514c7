package org.prol2tp.dataplane.userspace;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.prol2tp.linux.Tun;
import org.prol2tp.protocol.node.DataCounters;

/// Measures a [PlanePair] beside the bare veth pair it runs over, in one process, rounds interleaved. Needs root and
/// iperf3. Run its `main` from the test classes; the argument is the seconds of each measurement (default 3).
final class Throughput {
    private static final Pattern TCP_RECEIVED = Pattern.compile("([0-9.]+ [MG]bits/sec)\\s+receiver");
    private static final Pattern UDP_RECEIVED = Pattern.compile("([0-9]+)/([0-9]+) \\([0-9.e+-]+%\\)\\s+receiver");
    private static final int ROUNDS = 3;

    private Throughput() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        String seconds = args.length > 0 ? args[0] : "3";
        try (PlanePair fast = new PlanePair(PlanePair.Options.DEFAULT)) {
            for (int round = 0; round < ROUNDS; round++) {
                measure("veth", fast, "192.0.2.2", seconds);
                measure("offload", fast, PlanePair.RIGHT_ADDRESS, seconds);
            }
            System.out.println(fast.left.namespace.run("ping", "-q", "-c", "20", "-i", "0.05", "192.0.2.2"));
            System.out.println(fast.left.namespace.run("ping", "-q", "-c", "20", "-i", "0.05", "10.9.0.2"));
        }
        try (PlanePair plain = new PlanePair(PlanePair.Options.DEFAULT.with(Tun.Offload.NONE))) {
            measure("plain", plain, PlanePair.RIGHT_ADDRESS, seconds);
            measure("plain", plain, PlanePair.RIGHT_ADDRESS, seconds);
        }
    }

    private static void measure(String what, PlanePair pair, String to, String seconds)
            throws IOException, InterruptedException {
        double tcpCpu = cpuSeconds();
        String tcp = find(TCP_RECEIVED, iperf(pair, to, "-t", seconds));
        tcpCpu = cpuSeconds() - tcpCpu;
        DataCounters before = pair.right.counters();
        double cpu = cpuSeconds();
        iperf(pair, to, "-u", "-b", "0", "-l", "64", "-t", seconds);
        DataCounters after = pair.right.counters();
        long packets = after.rxPackets() - before.rxPackets();
        cpu = cpuSeconds() - cpu;
        System.out.printf(
                "%-8s TCP %s (%.2f s of CPU); 64 octets: %.0f packets/s, %.0f per second of CPU of both planes%n",
                what, tcp, tcpCpu, packets / Double.parseDouble(seconds), packets / Math.max(cpu, 0.01));
    }

    private static String iperf(PlanePair pair, String to, String... more) throws IOException, InterruptedException {
        Process server = pair.right.namespace.start("iperf3", "-s", "-1");
        Thread.sleep(300);
        String[] words = new String[more.length + 3];
        words[0] = "iperf3";
        words[1] = "-c";
        words[2] = to;
        System.arraycopy(more, 0, words, 3, more.length);
        String output = pair.left.namespace.run(words);
        server.waitFor();
        if (more[0].equals("-u")) {
            Matcher matcher = UDP_RECEIVED.matcher(output);
            if (matcher.find()) {
                System.out.println("   lost/sent " + matcher.group(1) + "/" + matcher.group(2));
            }
        }
        return output;
    }

    private static String find(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1) : text;
    }

    private static double cpuSeconds() {
        try {
            String stat = new String(java.nio.file.Files.readAllBytes(java.nio.file.Path.of("/proc/self/stat")), UTF_8);
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / 100.0;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
