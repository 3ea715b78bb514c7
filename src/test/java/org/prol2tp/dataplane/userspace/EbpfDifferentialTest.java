package org.prol2tp.dataplane.userspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.prol2tp.dataplane.ebpf.EbpfPlane;
import org.prol2tp.dataplane.userspace.PlanePair.Wire;
import org.prol2tp.linux.Gather;
import org.prol2tp.linux.Tun;
import org.prol2tp.protocol.node.DataPlaneCommand.DataOptions;
import org.prol2tp.protocol.node.DataPlaneCommand.PppFraming;
import org.prol2tp.protocol.wire.PseudowireAvp.DataSequencing;

/// The same packets through the embedded plane and through the programs in the kernel: the same octets on the wire
/// between
/// them, and behind it.
@Tag("root")
final class EbpfDifferentialTest {
    private static final int MTU = 1400;
    private static final int PACKETS = 250;
    private static final long SEED = 1701;
    /// The programs send no Length field.
    private static final DataOptions DATA = new DataOptions(false, true);
    /// Over IPv6 they send no UDP checksum.
    private static final DataOptions UNSUMMED = new DataOptions(false, false);
    /// Of what the test sends, on the wire in hexadecimal: 203.0.113.0/24 and 2001:db8:1::/64.
    private static final String SOURCE_IPV4 = "cb0071";

    private static final String SOURCE_IPV6 = "20010db800010000";

    enum Session {
        PPP,
        COMPRESSED_PPP,
        ETHERNET,
        ETHERNET_WITH_COOKIE,
        PPP_OVER_IPV6,
        ETHERNET_OVER_IPV6;

        PlanePair.Options options() {
            PlanePair.Options options = PlanePair.Options.DEFAULT.withMtu(MTU, 1500);
            boolean compressed = this == COMPRESSED_PPP;
            options = options.with(DATA, new PppFraming(compressed, compressed));
            return switch (this) {
                case PPP, COMPRESSED_PPP -> options;
                case ETHERNET -> options.with(Wire.ETHERNET);
                case PPP_OVER_IPV6 ->
                    options.with(UNSUMMED, new PppFraming(false, false)).overIpv6();
                case ETHERNET_OVER_IPV6 ->
                    options.with(UNSUMMED, new PppFraming(false, false))
                            .with(Wire.ETHERNET)
                            .overIpv6();
                case ETHERNET_WITH_COOKIE -> options.with(Wire.ETHERNET.with(8, true, DataSequencing.NONE));
            };
        }

        String device() {
            return switch (this) {
                case PPP, COMPRESSED_PPP, PPP_OVER_IPV6 -> "l2tp0";
                case ETHERNET, ETHERNET_WITH_COOKIE, ETHERNET_OVER_IPV6 -> "l2tpeth0";
            };
        }
    }

    /// What was seen of the packets, in order.
    ///
    /// @param wire L2TP data messages
    /// @param behind IP packets that the other end forwarded
    /// @param fast how many of them the sender's programs carried
    record Seen(List<String> wire, List<String> behind, long fast) {}

    @TempDir
    Path folder;

    @BeforeAll
    static void needsWhatEbpfNeeds() {
        EbpfPlaneTest.needsRootAndTheKernelsConsent();
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/tcpdump")), "no tcpdump");
    }

    @ParameterizedTest
    @EnumSource
    void theSameOctetsComeOut(Session session) throws Exception {
        List<byte[]> packets = packets();
        Seen embedded = carry(session, session.options(), packets);
        Seen programs = carry(session, session.options().byEbpf(), packets);
        assertThat(embedded.behind).hasSize(PACKETS);
        assertThat(embedded.fast).isZero();
        assertThat(programs.fast).isGreaterThan(PACKETS * 8 / 10);
        assertThat(programs.behind).isEqualTo(embedded.behind);
        assertThat(programs.wire).hasSize(PACKETS).isEqualTo(embedded.wire);
    }

    private Seen carry(Session session, PlanePair.Options options, List<byte[]> packets) throws Exception {
        try (PlanePair pair = new PlanePair(options)) {
            forward(pair.left, session.device());
            forward(pair.right, session.device());
            try (Tun feed = pair.left.namespace.call(() -> Tun.open("feed", Tun.Kind.TUN, Tun.Offload.NONE));
                    Tun drain = pair.right.namespace.call(() -> Tun.open("drain", Tun.Kind.TUN, Tun.Offload.NONE))) {
                pair.left.namespace.run("ip", "link", "set", "feed", "up");
                pair.right.namespace.run("ip", "link", "set", "drain", "up");
                route(pair.left, session.device(), session.device().equals("l2tpeth0"));
                route(pair.right, "drain", false);
                pair.left.namespace.run("ping", "-c", "2", "-i", "0.1", PlanePair.RIGHT_ADDRESS);
                pair.left.namespace.run("ping", "-c", "2", "-i", "0.1", "fd09::2");
                Path capture = Files.createTempFile(folder, "wire", ".pcap");
                Process tcpdump = pair.left.namespace.start(
                        "tcpdump",
                        "-U",
                        "--immediate-mode",
                        "-s", // its buffer has room for as many packets as fit at this length
                        "2048",
                        "-B",
                        "8192",
                        "-i",
                        "wire",
                        "-w",
                        capture.toString(),
                        "udp and (dst 192.0.2.2 or dst fd00::2)");
                Eventually.isTrue(() -> capture.toFile().length() >= 24);
                long before = fastPackets(pair.left);
                List<String> behind = new ArrayList<>();
                for (byte[] packet : packets) {
                    write(feed, packet);
                    behind.add(read(drain));
                }
                long fast = fastPackets(pair.left) - before;
                Eventually.isTrue(() -> messages(capture).size() >= PACKETS);
                tcpdump.destroy();
                tcpdump.waitFor(5, TimeUnit.SECONDS);
                return new Seen(messages(capture), behind, fast);
            }
        }
    }

    private static long fastPackets(PlanePair.End end) {
        return end.plane() instanceof EbpfPlane plane
                ? plane.fastCounters(PlanePair.SESSION).txPackets()
                : 0;
    }

    private static void forward(PlanePair.End end, String device) {
        end.namespace.run(
                "sh",
                "-c",
                "cd /proc/sys/net; echo 1 >ipv4/ip_forward; echo 1 >ipv6/conf/all/forwarding;"
                        + " echo 0 >ipv4/conf/all/rp_filter; echo 0 >ipv4/conf/" + device + "/rp_filter");
    }

    private static void route(PlanePair.End end, String device, boolean gateway) {
        List<String> ipv4 = new ArrayList<>(List.of("ip", "route", "add", "198.51.100.0/24", "dev", device));
        List<String> ipv6 = new ArrayList<>(List.of("ip", "route", "add", "2001:db8:99::/64", "dev", device));
        if (gateway) {
            ipv4.addAll(List.of("via", PlanePair.RIGHT_ADDRESS));
            ipv6.addAll(List.of("via", "fd09::2"));
        }
        end.namespace.run(ipv4.toArray(new String[0]));
        end.namespace.run(ipv6.toArray(new String[0]));
    }

    /// Of any protocol, with right headers of IP, and what comes after them at random: so most checksums of TCP and UDP
    /// are
    /// wrong, and must stay so.
    private static List<byte[]> packets() {
        Random random = new Random(SEED);
        System.out.println("seed " + SEED);
        List<byte[]> packets = new ArrayList<>();
        for (int i = 0; i < PACKETS; i++) {
            packets.add(random.nextInt(3) > 0 ? ipv4(random) : ipv6(random));
        }
        return packets;
    }

    private static byte[] ipv4(Random random) {
        int[] protocols = {6, 6, 17, 17, 1, 47, 50, 132};
        int header = 20 + 4 * (random.nextInt(5) == 0 ? random.nextInt(1, 4) : 0);
        byte[] packet = new byte[header + 20 + random.nextInt(MTU - header - 19)];
        random.nextBytes(packet);
        boolean fragment = random.nextInt(6) == 0;
        ByteBuffer out = ByteBuffer.wrap(packet);
        out.put((byte) (0x40 | header / 4)).put((byte) random.nextInt(256)).putShort((short) packet.length);
        out.putShort((short) random.nextInt(65536));
        out.putShort((short) (fragment ? random.nextInt(0x2000, 0x2100) : random.nextInt(2) << 14));
        out.put((byte) random.nextInt(3, 256)).put((byte) protocols[random.nextInt(protocols.length)]);
        out.putShort((short) 0);
        out.putInt(0xcb007100 | random.nextInt(1, 255)).putInt(0xc6336400 | random.nextInt(1, 255));
        while (out.position() < header) {
            out.put((byte) 1); // No Operation
        }
        out.putShort(10, (short) ~ChecksumTest.obviousSum(packet, 0, header));
        if (packet[9] == 17 && random.nextInt(3) == 0) {
            packet[header + 6] = 0; // no checksum
            packet[header + 7] = 0;
        }
        return packet;
    }

    private static byte[] ipv6(Random random) {
        int[] nextHeaders = {6, 6, 17, 17, 58, 44, 60};
        byte[] packet = new byte[40 + 20 + random.nextInt(MTU - 59)];
        random.nextBytes(packet);
        ByteBuffer out = ByteBuffer.wrap(packet);
        out.putInt(0x60000000 | random.nextInt(0x10000000)).putShort((short) (packet.length - 40));
        out.put((byte) nextHeaders[random.nextInt(nextHeaders.length)]).put((byte) random.nextInt(3, 256));
        out.putLong(0x20010db800010000L).putLong(random.nextLong(1, Long.MAX_VALUE));
        out.putLong(0x20010db800990000L).putLong(random.nextLong(1, Long.MAX_VALUE));
        return packet;
    }

    private static void write(Tun to, byte[] packet) {
        try (Arena arena = Arena.ofConfined();
                Gather gather = new Gather(1)) {
            MemorySegment octets = arena.allocate(packet.length);
            MemorySegment.copy(packet, 0, octets, ValueLayout.JAVA_BYTE, 0, packet.length);
            gather.add(octets.address(), packet.length);
            assertThat(to.write(gather)).isEqualTo(packet.length);
        }
    }

    /// The next of the test's own packets, in hexadecimal.
    private static String read(Tun from) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment octets = arena.allocate(2000);
            String[] found = {""};
            Eventually.isTrue(() -> {
                int length = from.read(octets.address(), 2000);
                if (length <= 0) {
                    return false;
                }
                byte[] packet = octets.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
                found[0] = HexFormat.of().formatHex(packet);
                return isOurs(found[0]);
            });
            return found[0];
        }
    }

    private static boolean isOurs(String hex) {
        return hex.contains(SOURCE_IPV4) || hex.contains(SOURCE_IPV6);
    }

    /// L2TP messages that carry packets of the test's own, in hexadecimal.
    private static List<String> messages(Path capture) {
        try {
            ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(capture)).order(ByteOrder.nativeOrder());
            List<String> messages = new ArrayList<>();
            in.position(24);
            while (in.remaining() >= 16 && in.remaining() >= 16 + in.getInt(in.position() + 8)) {
                int captured = in.getInt(in.position() + 8);
                byte[] frame = new byte[captured];
                in.position(in.position() + 16);
                in.get(frame);
                int outer = frame[12] == (byte) 0x86 ? 40 : 20;
                String hex = HexFormat.of().formatHex(frame, 14 + outer + 8, captured);
                // What the kernel has to say of its own (router solicitations) may be in the same row of
                // datagrams: all of a row begin with the version and the ids.
                String header = hex.substring(0, hex.startsWith("0003") ? 16 : 12);
                Arrays.stream(hex.split("(?=" + header + ")"))
                        .filter(EbpfDifferentialTest::isOurs)
                        .forEach(messages::add);
            }
            return messages;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
