package org.prol2tp.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.prol2tp.dataplane.DataPlane;
import org.prol2tp.dataplane.DataPlaneSink;
import org.prol2tp.dataplane.ebpf.EbpfPlane;
import org.prol2tp.dataplane.kernel.KernelPlane;
import org.prol2tp.dataplane.userspace.UserspacePlane;
import org.prol2tp.linux.LinuxException;
import org.prol2tp.protocol.node.DataPlaneCommand;
import org.prol2tp.protocol.node.DataPlaneCommand.DataOptions;
import org.prol2tp.protocol.node.DataPlaneCommand.EthernetOptions;
import org.prol2tp.protocol.node.DataPlaneCommand.InterfaceAddress;
import org.prol2tp.protocol.node.DataPlaneCommand.PseudowireEnd;
import org.prol2tp.protocol.node.DataPlaneCommand.PseudowireOptions;
import org.prol2tp.protocol.node.DataPlaneCommand.SequencingOptions;
import org.prol2tp.protocol.node.Encapsulation;
import org.prol2tp.protocol.node.Endpoint;
import org.prol2tp.protocol.node.Input;
import org.prol2tp.protocol.node.IpAddress;
import org.prol2tp.protocol.node.Path;
import org.prol2tp.protocol.node.SessionHandle;
import org.prol2tp.protocol.node.TunnelHandle;
import org.prol2tp.protocol.wire.ControlConnectionId;
import org.prol2tp.protocol.wire.Octets;
import org.prol2tp.protocol.wire.PseudowireAvp.DataSequencing;
import org.prol2tp.protocol.wire.PseudowireAvp.PseudowireType;
import org.prol2tp.protocol.wire.SessionId;

/// The embedded data plane (or, with `-Dkernel=true`, the kernel's, with `-Debpf=true` that of eBPF, with checksums
/// left
/// unfinished) with Ethernet sessions that are written down in a
/// file, and no control protocol: for what
/// is measured, or tried against a kernel's own L2TPv3. One session in a line, words `key=value`:
///
/// `encap=udp|ip local= peer= port= id= peer_id= cookie= peer_cookie= sublayer=yes|no sequence=yes|no name= mtu=
/// address=ADDRESS/LENGTH bridge= vlan= mss=yes|no`
///
/// It says `ready` when all interfaces are there, and what each session has carried when its input ends.
public final class StaticSessions {
    private final CountDownLatch answers;
    private final Map<String, Integer> sockets = new HashMap<>();
    /// One for all sessions of a path.
    private final Map<Path, TunnelHandle> tunnels = new HashMap<>();

    private StaticSessions(int sessions) {
        answers = new CountDownLatch(sessions);
    }

    /// Its one argument is the file.
    public static void main(String[] arguments) throws Exception {
        List<String> lines = Files.readAllLines(java.nio.file.Path.of(arguments[0])).stream()
                .filter(line -> line.contains("="))
                .toList();
        new StaticSessions(lines.size()).run(lines);
    }

    private void run(List<String> lines) throws LinuxException, InterruptedException, IOException {
        try (DataPlane plane = start()) {
            for (int i = 0; i < lines.size(); i++) {
                add(plane, i + 1, words(lines.get(i)));
            }
            answers.await();
            System.out.println("ready");
            while (System.in.read() >= 0) {
                // Until it ends.
            }
            for (int i = 0; i < lines.size(); i++) {
                System.out.println(words(lines.get(i)).get("name") + " " + plane.counters(new SessionHandle(i + 1)));
            }
        }
    }

    private DataPlane start() throws LinuxException {
        return Boolean.getBoolean("kernel")
                ? KernelPlane.start(new Sink())
                : Boolean.getBoolean("ebpf") ? EbpfPlane.start(new Sink()) : UserspacePlane.start(new Sink());
    }

    private static Map<String, String> words(String line) {
        Map<String, String> words = new HashMap<>();
        Arrays.stream(line.trim().split("\\s+"))
                .forEach(
                        word -> words.put(word.substring(0, word.indexOf('=')), word.substring(word.indexOf('=') + 1)));
        return words;
    }

    private void add(DataPlane plane, int number, Map<String, String> words) throws LinuxException {
        Encapsulation encapsulation = wanted(words, "encap").equals("ip") ? Encapsulation.IP : Encapsulation.UDP;
        int port = encapsulation == Encapsulation.IP ? 0 : Integer.parseInt(words.getOrDefault("port", "1701"));
        IpAddress local = address(wanted(words, "local"));
        String key = encapsulation + " " + local + " " + port;
        if (!sockets.containsKey(key)) {
            sockets.put(key, plane.openSocket(encapsulation, new Endpoint(local, port)));
        }
        int socket = Optional.ofNullable(sockets.get(key)).orElseThrow();
        Path path = new Path(socket, local, new Endpoint(address(wanted(words, "peer")), port));
        TunnelHandle tunnel = tunnels.computeIfAbsent(path, _ -> {
            TunnelHandle added = new TunnelHandle(number);
            plane.execute(new DataPlaneCommand.AddTunnel(
                    added,
                    new ControlConnectionId(number),
                    new ControlConnectionId(number),
                    path,
                    new DataOptions(false, true, false, Boolean.getBoolean("ebpf"))));
            return added;
        });
        SessionHandle session = new SessionHandle(number);
        boolean sublayer = words.getOrDefault("sublayer", "no").equals("yes");
        boolean sequence = words.getOrDefault("sequence", "no").equals("yes");
        int vlan = Integer.parseInt(words.getOrDefault("vlan", "0"));
        DataSequencing sequencing = sequence ? DataSequencing.ALL : DataSequencing.NONE;
        plane.execute(new DataPlaneCommand.AddSession(
                session,
                tunnel,
                new SessionId(Integer.parseUnsignedInt(wanted(words, "id"))),
                new SessionId(Integer.parseUnsignedInt(wanted(words, "peer_id"))),
                new SequencingOptions(sequence, sequence, false, Duration.ofMillis(20)),
                Optional.of(new PseudowireOptions(
                        vlan == 0 ? PseudowireType.ETHERNET : PseudowireType.ETHERNET_VLAN,
                        new PseudowireEnd(cookie(words, "cookie"), sublayer, sequencing),
                        new PseudowireEnd(cookie(words, "peer_cookie"), sublayer, sequencing),
                        true))));
        plane.execute(new DataPlaneCommand.ActivateEthernet(
                session,
                new EthernetOptions(
                        Optional.ofNullable(words.get("name")),
                        Integer.parseInt(words.getOrDefault("mtu", "1400")),
                        Optional.empty(),
                        Optional.ofNullable(words.get("address")).map(StaticSessions::interfaceAddress),
                        Optional.ofNullable(words.get("bridge")),
                        vlan,
                        words.getOrDefault("mss", "no").equals("yes"))));
    }

    private static String wanted(Map<String, String> words, String key) {
        return Optional.ofNullable(words.get(key)).orElseThrow(() -> new IllegalArgumentException("no " + key));
    }

    private static Octets cookie(Map<String, String> words, String key) {
        return Octets.ofHex(words.getOrDefault(key, ""));
    }

    private static IpAddress address(String text) {
        return IpAddress.parse(text).orElseThrow();
    }

    private static InterfaceAddress interfaceAddress(String text) {
        int slash = text.indexOf('/');
        return new InterfaceAddress(address(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
    }

    private final class Sink implements DataPlaneSink {
        @Override
        public boolean offer(Input input) {
            return true;
        }

        @Override
        public void answer(Input input) {
            if (input instanceof Input.DataPlaneFailed failed) {
                System.out.println("failed: " + failed.reason());
                return;
            }
            answers.countDown();
        }

        @Override
        public void wake() {}

        @Override
        public void notice(String sentence) {
            System.out.println("notice: " + sentence);
        }
    }
}
