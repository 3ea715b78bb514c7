package org.prol2tp.dataplane.ebpf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Optional;
import org.prol2tp.linux.Bpf;
import org.prol2tp.linux.LinuxException;
import org.prol2tp.protocol.node.DataCounters;
import org.prol2tp.protocol.node.IpAddress;
import org.prol2tp.protocol.wire.Octets;

/// The two tables that the programs of `l2tp.bpf.c` look things up in. Its structs, told again here, are the source
/// of all layouts.
final class FastPathMaps implements AutoCloseable {
    /// Sessions at once; the same as the most an L2TPv2 tunnel has. One more is the embedded plane's.
    static final int ENTRIES = 65_536;

    static final int ALLOW_IPV4 = 1;
    static final int ALLOW_IPV6 = 2;
    static final int CLAMP_MSS = 4;
    static final int NO_ADDRESS_CONTROL = 8;
    static final int SHORT_PROTOCOL = 16;
    static final int SUBLAYER = 32;
    static final int FINISHED = 64;
    static final int UNDERLAY_IPV6 = 128;
    static final int CUT = 256;
    static final int MERGE = 512;

    private static final int INWARD_KEY_OCTETS = 8;
    private static final int INWARD_OCTETS = 88;
    private static final int OUTWARD_KEY_OCTETS = 8;
    private static final int OUTWARD_OCTETS = 112;
    private static final int HELD_BACK_AT = 84;
    /// Where the counters are, in the one and the other: packets, octets, errors.
    private static final int INWARD_COUNTERS_AT = 64;

    private static final int OUTWARD_COUNTERS_AT = 88;
    private static final int ADDRESS_OCTETS = 16;
    /// Numbers of address families, as the kernel has them.
    private static final int AF_INET = 2;

    private static final int AF_INET6 = 10;

    private final int inward;
    private final int outward;

    private FastPathMaps(int inward, int outward) {
        this.inward = inward;
        this.outward = outward;
    }

    /// Which session a data message is of.
    ///
    /// @param version 2 or 3
    /// @param id in L2TPv2 our tunnel id in the upper 16 bits and our session id in the lower, else our session id
    record Key(int version, int id) {
        private byte[] octets() {
            byte[] key = new byte[INWARD_KEY_OCTETS];
            over(key).putInt(version).putInt(id);
            return key;
        }
    }

    /// Which session a packet is of that leaves by a device.
    ///
    /// @param address of a device that is shared: the IPv4 destination that is the session's; else 0
    record Leaving(int interfaceIndex, int address) {
        private byte[] octets() {
            byte[] key = new byte[OUTWARD_KEY_OCTETS];
            network(over(key).putInt(interfaceIndex), address);
            return key;
        }
    }

    /// What data messages of a session look like, and where they go.
    ///
    /// @param peer where they come from
    /// @param port of ours
    /// @param interfaceIndex of the session's device
    /// @param merging of the interface whose peer merges TCP segments; 0: there is none
    /// @param source the one IPv4 address that packets come from; 0: they come from any
    record Inward(
            IpAddress peer,
            IpAddress local,
            int port,
            int flags,
            int interfaceIndex,
            Octets cookie,
            int merging,
            int source) {
        private byte[] octets() {
            byte[] octets = new byte[INWARD_OCTETS];
            ByteBuffer value = over(octets);
            address(value, peer);
            address(value, local);
            network16(value, port);
            value.putShort((short) (flags | (merging == 0 ? 0 : MERGE)));
            value.putInt(interfaceIndex).putInt(cookie.length());
            int at = value.position();
            value.put(cookie.toArray()).position(at + 8).putInt(merging).putInt(0);
            network(value, source);
            return octets;
        }
    }

    /// What a session's data messages are made of.
    ///
    /// @param tunnelId the peer's, of L2TPv2; 0 else
    /// @param sessionId the peer's
    /// @param nextHop the peer, or the router on the way to it
    /// @param underlay the interface that the route to the peer leaves by
    record Outward(
            IpAddress local,
            IpAddress peer,
            IpAddress nextHop,
            int localPort,
            int peerPort,
            int tunnelId,
            int sessionId,
            Octets cookie,
            int underlay,
            int flags) {
        private byte[] octets() {
            byte[] octets = new byte[OUTWARD_OCTETS];
            ByteBuffer value = over(octets);
            address(value, local);
            address(value, peer);
            value.putInt(nextHop.isIpv6() ? AF_INET6 : AF_INET);
            address(value, nextHop);
            network16(value, localPort);
            network16(value, peerPort);
            network16(value, tunnelId);
            network16(value, sessionId);
            network(value, sessionId);
            int at = value.position();
            value.put(cookie.toArray());
            value.position(at + 8);
            value.putInt(cookie.length()).putInt(underlay).putInt(flags);
            return octets;
        }
    }

    static FastPathMaps create() throws LinuxException {
        int inward = Bpf.createMap("l2tp_inward", INWARD_KEY_OCTETS, INWARD_OCTETS, ENTRIES);
        int outward = Bpf.createMap("l2tp_outward", OUTWARD_KEY_OCTETS, OUTWARD_OCTETS, ENTRIES);
        return new FastPathMaps(inward, outward);
    }

    /// Their descriptors, by their names in the programs.
    Map<String, Integer> descriptors() {
        return Map.of("l2tp_inward_map", inward, "l2tp_outward_map", outward);
    }

    /// What there is gets counted from zero.
    void put(Key key, Inward value) throws LinuxException {
        Bpf.put(inward, key.octets(), value.octets());
    }

    void put(Leaving key, Outward value) throws LinuxException {
        Bpf.put(outward, key.octets(), value.octets());
    }

    /// A device that sessions share is one of ours, whoever's a packet is.
    void putShared(int interfaceIndex) throws LinuxException {
        byte[] value = new byte[OUTWARD_OCTETS];
        over(value).putInt(HELD_BACK_AT, 1);
        Bpf.put(outward, new Leaving(interfaceIndex, 0).octets(), value);
    }

    /// What has come by an entry.
    DataCounters counters(Key key) {
        return received(Bpf.get(inward, key.octets(), INWARD_OCTETS));
    }

    /// What has left by it.
    DataCounters counters(Leaving key) {
        return sent(Bpf.get(outward, key.octets(), OUTWARD_OCTETS));
    }

    /// What comes is the embedded plane's again.
    ///
    /// @return what had come until then
    DataCounters take(Key key) {
        return received(Bpf.take(inward, key.octets(), INWARD_OCTETS));
    }

    /// What leaves is.
    DataCounters take(Leaving key) {
        return sent(Bpf.take(outward, key.octets(), OUTWARD_OCTETS));
    }

    private static DataCounters received(Optional<byte[]> value) {
        return value.map(octets -> {
                    ByteBuffer at = over(octets).position(INWARD_COUNTERS_AT);
                    return new DataCounters(at.getLong(), at.getLong(), at.getLong(), 0, 0, 0, 0, 0);
                })
                .orElse(DataCounters.ZERO);
    }

    private static DataCounters sent(Optional<byte[]> value) {
        return value.map(octets -> {
                    ByteBuffer at = over(octets).position(OUTWARD_COUNTERS_AT);
                    return new DataCounters(0, 0, 0, 0, 0, at.getLong(), at.getLong(), at.getLong());
                })
                .orElse(DataCounters.ZERO);
    }

    @Override
    public void close() {
        Bpf.close(inward);
        Bpf.close(outward);
    }

    private static ByteBuffer over(byte[] octets) {
        return ByteBuffer.wrap(octets).order(ByteOrder.nativeOrder());
    }

    private static void address(ByteBuffer to, IpAddress address) {
        int at = to.position();
        to.put(address.octets()).position(at + ADDRESS_OCTETS);
    }

    private static void network(ByteBuffer to, int value) {
        to.order(ByteOrder.BIG_ENDIAN).putInt(value).order(ByteOrder.nativeOrder());
    }

    private static void network16(ByteBuffer to, int value) {
        to.order(ByteOrder.BIG_ENDIAN).putShort((short) value).order(ByteOrder.nativeOrder());
    }
}
