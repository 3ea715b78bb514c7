package org.prol2tp.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.prol2tp.linux.LinuxException;
import org.prol2tp.linux.SocketAddress;

/// The load generator's command line: `key=value` arguments, one line of `key=value` results per round on stdout.
///
/// | key | default | |
/// |---|---|---|
/// | `lns` | required | address and optional port, `10.0.0.2:1701` |
/// | `tunnels`, `sessions` | 100, 100 | tunnels, and sessions in each |
/// | `sockets` | 1 | a LAC has one port for all its tunnels; more: so many LACs |
/// | `inflight` | 64 | set-ups at once |
/// | `version` | 2 | of L2TP, 2 or 3 |
/// | `ppp` | no | `yes`: a session counts when IPCP is up |
/// | `user`, `password` | fred, flintstone | |
/// | `rounds` | 1 | |
/// | `limit` | 60 | seconds for the sessions of a round |
/// | `retransmit_ms` | 1000 | the first timeout of a control message |
/// | `pid` | none | the LNS: its CPU time and memory are measured |
/// | `loss`, `duplicates`, `disorder` | 0 | percent of the datagrams in each direction |
/// | `hold` | no | `yes`: says `holding` and keeps the last round up until its standard input ends |
public final class Generator {
    private static final double CLOCK_TICKS_PER_SECOND = 100;

    /// Any address and port of this machine.
    static final SocketAddress ANY = new SocketAddress(false, 0, 0, 0);

    private Generator() {}

    /// Exit status 0 when all sessions of all rounds came up.
    public static void main(String[] arguments) throws IOException, LinuxException {
        Map<String, String> options = new TreeMap<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            options.put(argument.substring(0, equals), argument.substring(equals + 1));
        }
        Peer peer = new Peer(number(options, "pid", 0));
        int rounds = number(options, "rounds", 1);
        boolean complete = true;
        for (int round = 1; round <= rounds; round++) {
            Load.Plan plan = plan(options, 1 + (round - 1) * number(options, "tunnels", 100));
            boolean hold = round == rounds && options.getOrDefault("hold", "no").equals("yes");
            complete &= round(plan, peer, round, hold);
        }
        System.exit(complete ? 0 : 1);
    }

    private static Load.Plan plan(Map<String, String> options, int firstTunnelId) throws IOException {
        int tunnels = number(options, "tunnels", 100);
        return new Load.Plan(
                ANY,
                address(options.getOrDefault("lns", "127.0.0.1")),
                options.getOrDefault("version", "2").equals("3") ? Wire.V3 : Wire.V2,
                tunnels,
                firstTunnelId,
                number(options, "sessions", 100),
                number(options, "sockets", 1),
                number(options, "inflight", 64),
                options.getOrDefault("ppp", "no").equals("yes"),
                PppClient.Account.of(
                        options.getOrDefault("user", "fred"), options.getOrDefault("password", "flintstone")),
                Duration.ofMillis(number(options, "retransmit_ms", 1000)).toNanos(),
                Duration.ofSeconds(number(options, "limit", 60)).toNanos(),
                new Load.Path(
                        number(options, "loss", 0), number(options, "duplicates", 0), number(options, "disorder", 0)));
    }

    private static boolean round(Load.Plan plan, Peer peer, int round, boolean hold)
            throws IOException, LinuxException {
        try (Load load = new Load(plan)) {
            long residentBefore = peer.residentKb();
            double tunnelCpuBefore = peer.cpuSeconds();
            String tunnels = load.openTunnels();
            double cpuBefore = peer.cpuSeconds();
            Peer own = new Peer((int) ProcessHandle.current().pid());
            double ownBefore = own.cpuSeconds();
            long residentTunnels = peer.residentKb();
            String sessions = load.openSessions();
            double cpu = peer.cpuSeconds() - cpuBefore;
            double ownCpu = own.cpuSeconds() - ownBefore;
            long resident = peer.residentKb();
            int wanted = plan.tunnels() * plan.sessionsPerTunnel();
            System.out.printf(
                    Locale.ROOT,
                    "round=%d version=%s ppp=%s in_flight=%d %s tunnel_cpu_s_per_1000=%.3f %s peer_cpu_s_per_1000=%.3f own_cpu_s_per_1000=%.3f peer_rss_kb=%d,%d,%d "
                            + "peer_rss_per_session_b=%d%n",
                    round,
                    plan.wire() == Wire.V3 ? "3" : "2",
                    plan.ppp() ? "yes" : "no",
                    plan.inFlight(),
                    tunnels,
                    (cpuBefore - tunnelCpuBefore) * 1000 / plan.tunnels(),
                    sessions,
                    cpu * 1000 / wanted,
                    ownCpu * 1000 / wanted,
                    residentBefore,
                    residentTunnels,
                    resident,
                    (resident - residentTunnels) * 1024 / wanted);
            if (hold) {
                System.out.println("holding");
                Thread input = Thread.ofPlatform().daemon().start(Generator::awaitEndOfInput);
                load.hold(() -> !input.isAlive());
            }
            load.closeTunnels();
            return sessions.startsWith("sessions=" + wanted + " ");
        }
    }

    private static void awaitEndOfInput() {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            System.err.println("standard input: " + e.getMessage());
        }
    }

    private static int number(Map<String, String> options, String key, int otherwise) {
        String text = options.get(key);
        return text == null ? otherwise : Integer.parseInt(text);
    }

    static SocketAddress address(String text) throws IOException {
        int colon = text.indexOf(':');
        String host = colon < 0 ? text : text.substring(0, colon);
        int port = colon < 0 ? 1701 : Integer.parseInt(text.substring(colon + 1));
        byte[] octets = InetAddress.getByName(host).getAddress();
        if (octets.length != 4) {
            throw new IOException("not an IPv4 address: " + host);
        }
        return new SocketAddress(false, 0, ByteBuffer.wrap(octets).getInt() & 0xffff_ffffL, port);
    }

    /// The process under load, 0 for none: what /proc says of it.
    private record Peer(int pid) {
        double cpuSeconds() throws IOException {
            if (pid == 0) {
                return 0;
            }
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            List<String> fields = new ArrayList<>(
                    List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ")));
            return (Long.parseLong(fields.get(11)) + Long.parseLong(fields.get(12))) / CLOCK_TICKS_PER_SECOND;
        }

        long residentKb() throws IOException {
            if (pid == 0) {
                return 0;
            }
            for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
                if (line.startsWith("VmRSS:")) {
                    return Long.parseLong(line.replaceAll("[^0-9]", ""));
                }
            }
            return 0;
        }
    }
}
