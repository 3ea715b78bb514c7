package org.prol2tp.dataplane.userspace;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.prol2tp.dataplane.DataPlane;
import org.prol2tp.dataplane.ebpf.EbpfPlane;
import org.prol2tp.linux.Tun;
import org.prol2tp.protocol.node.DataCounters;
import org.prol2tp.protocol.node.DataPlaneCommand;
import org.prol2tp.protocol.node.DataPlaneCommand.DataOptions;
import org.prol2tp.protocol.node.DataPlaneCommand.EthernetOptions;
import org.prol2tp.protocol.node.DataPlaneCommand.InterfaceAddress;
import org.prol2tp.protocol.node.DataPlaneCommand.InterfaceOptions;
import org.prol2tp.protocol.node.DataPlaneCommand.PppFraming;
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

/// Two userspace data planes in two namespaces joined by a veth pair, with a tunnel and a session between them and no
/// control plane: left is 10.9.0.1, fd09::1 and fe80::1 on its TUN device, right is 10.9.0.2, fd09::2 and fe80::2.
final class PlanePair implements AutoCloseable {
    static final TunnelHandle TUNNEL = new TunnelHandle(1);
    static final SessionHandle SESSION = new SessionHandle(1);
    static final String LEFT_ADDRESS = "10.9.0.1";
    static final String RIGHT_ADDRESS = "10.9.0.2";

    final End left;
    final End right;

    /// How the pair is set.
    record Options(
            Tun.Offload offload,
            SequencingOptions sequencing,
            DataOptions data,
            PppFraming framing,
            int mtu,
            int linkMtu,
            boolean ipv6Transport,
            Optional<Wire> wire,
            boolean ebpf) {
        static final Options DEFAULT = new Options(
                Tun.Offload.TCP_AND_UDP,
                SequencingOptions.NONE,
                new DataOptions(true, true),
                new PppFraming(false, false),
                1400,
                1500,
                false,
                Optional.empty(),
                false);

        Options with(Tun.Offload newOffload) {
            return new Options(newOffload, sequencing, data, framing, mtu, linkMtu, ipv6Transport, wire, ebpf);
        }

        Options with(SequencingOptions newSequencing) {
            return new Options(offload, newSequencing, data, framing, mtu, linkMtu, ipv6Transport, wire, ebpf);
        }

        Options with(DataOptions newData, PppFraming newFraming) {
            return new Options(offload, sequencing, newData, newFraming, mtu, linkMtu, ipv6Transport, wire, ebpf);
        }

        Options withMtu(int newMtu, int newLinkMtu) {
            return new Options(offload, sequencing, data, framing, newMtu, newLinkMtu, ipv6Transport, wire, ebpf);
        }

        /// L2TPv3.
        Options with(Wire newWire) {
            return new Options(
                    offload, sequencing, data, framing, mtu, linkMtu, ipv6Transport, Optional.of(newWire), ebpf);
        }

        /// Both with programs in the kernel.
        Options byEbpf() {
            return new Options(offload, sequencing, data, framing, mtu, linkMtu, ipv6Transport, wire, true);
        }

        Options overIpv6() {
            return new Options(offload, sequencing, data, framing, mtu, linkMtu, true, wire, ebpf);
        }
    }

    /// What differs in L2TPv3. Each end has a cookie of its own.
    ///
    /// @param vlanId the tag in the pseudowire; 0: none
    record Wire(
            Encapsulation encapsulation,
            PseudowireType type,
            int cookieOctets,
            boolean sublayer,
            DataSequencing sequencing,
            int vlanId) {
        static final Wire ETHERNET =
                new Wire(Encapsulation.UDP, PseudowireType.ETHERNET, 0, false, DataSequencing.NONE, 0);

        Wire over(Encapsulation other) {
            return new Wire(other, type, cookieOctets, sublayer, sequencing, vlanId);
        }

        Wire of(PseudowireType other, int vlan) {
            return new Wire(encapsulation, other, cookieOctets, sublayer, sequencing, vlan);
        }

        Wire with(int newCookieOctets, boolean withSublayer, DataSequencing newSequencing) {
            return new Wire(encapsulation, type, newCookieOctets, withSublayer, newSequencing, vlanId);
        }

        boolean ethernet() {
            return !type.equals(PseudowireType.PPP);
        }

        PseudowireOptions options(int local, int peer) {
            return new PseudowireOptions(type, end(local), end(peer), true);
        }

        private PseudowireEnd end(int number) {
            byte[] cookie = new byte[cookieOctets];
            Arrays.fill(cookie, (byte) (0xf0 + number));
            return new PseudowireEnd(Octets.of(cookie), sublayer, sequencing);
        }
    }

    PlanePair(Options options) {
        left = new End("left", 1, options);
        right = new End("right", 2, options);
        left.namespace.run(
                "ip", "link", "add", "wire", "type", "veth", "peer", "name", "wire", "netns", right.namespace.name());
        left.start();
        right.start();
        left.join(right);
        right.join(left);
    }

    @Override
    public void close() {
        left.close();
        right.close();
    }

    static SequencingOptions reordering(Duration timeout) {
        return new SequencingOptions(true, true, false, timeout);
    }

    /// One of the two.
    static final class End implements AutoCloseable {
        final Namespace namespace;
        final RecordingSink sink = new RecordingSink();
        private final int number;
        private final Options options;
        private final IpAddress address;
        private Optional<DataPlane> plane = Optional.empty();
        private int socket;

        End(String name, int number, Options options) {
            this.namespace = new Namespace(name);
            this.number = number;
            this.options = options;
            this.address = IpAddress.parse(options.ipv6Transport ? "fd00::" + number : "192.0.2." + number)
                    .orElseThrow();
        }

        DataPlane plane() {
            return plane.orElseThrow();
        }

        long fastSessions() {
            return ((EbpfPlane) plane()).fastSessions();
        }

        Path pathTo(End other) {
            return new Path(socket, address, new Endpoint(other.address, port()));
        }

        DataCounters counters() {
            return plane().counters(SESSION);
        }

        /// Also after [#close].
        void join(End other) {
            DataPlaneCommand addTunnel = new DataPlaneCommand.AddTunnel(
                    TUNNEL,
                    new ControlConnectionId(100 + number),
                    new ControlConnectionId(100 + other.number),
                    pathTo(other),
                    options.data);
            namespace.run(() -> plane().execute(addTunnel)); // it may open a socket
            addSession(other, options.wire);
        }

        /// The session and its interface, of that kind.
        void addSession(End other, Optional<Wire> wire) {
            plane().execute(new DataPlaneCommand.AddSession(
                    SESSION,
                    TUNNEL,
                    new SessionId(200 + number),
                    new SessionId(200 + other.number),
                    options.sequencing,
                    wire.map(it -> it.options(number, other.number))));
            boolean ethernet = wire.filter(Wire::ethernet).isPresent();
            plane().execute(
                            ethernet
                                    ? new DataPlaneCommand.ActivateEthernet(
                                            SESSION, ethernetOptions(wire.orElseThrow()))
                                    : new DataPlaneCommand.ActivateInterface(SESSION, interfaceOptions(other.number)));
            Input answer = sink.take();
            String name = ethernet ? "l2tpeth0" : "l2tp0";
            if (!answer.equals(new Input.InterfaceActivated(SESSION, name))) {
                throw new AssertionError(answer);
            }
            if (ethernet) {
                namespace.run("ip", "addr", "add", "fd09::" + number + "/64", "dev", name, "nodad");
            } else {
                namespace.run("ip", "addr", "add", "fd09::" + number, "peer", "fd09::" + other.number, "dev", name);
            }
        }

        EthernetOptions ethernetOptions(Wire wire) {
            return new EthernetOptions(
                    Optional.empty(),
                    options.mtu,
                    Optional.of("02:00:00:00:00:0" + number),
                    Optional.of(new InterfaceAddress(IpAddress.ofIpv4(0x0a090000 + number), 24)),
                    Optional.empty(),
                    wire.vlanId,
                    false);
        }

        InterfaceOptions interfaceOptions(int peer) {
            return new InterfaceOptions(
                    Optional.empty(),
                    options.mtu,
                    Optional.of(new DataPlaneCommand.Ipv4Addresses(
                            IpAddress.ofIpv4(0x0a090000 + number), IpAddress.ofIpv4(0x0a090000 + peer))),
                    Optional.of(new DataPlaneCommand.Ipv6Identifiers(number, peer)),
                    options.framing,
                    List.of(),
                    Optional.empty());
        }

        private void start() {
            String prefix = options.ipv6Transport ? "/64" : "/24";
            namespace.run("ip", "addr", "add", address + prefix, "dev", "wire", "nodad");
            namespace.run("ip", "link", "set", "wire", "mtu", Integer.toString(options.linkMtu), "up");
            plane = Optional.of(namespace.call(() -> {
                DataPlane started = options.ebpf ? EbpfPlane.start(sink) : UserspacePlane.start(sink, options.offload);
                socket = started.openSocket(
                        options.wire.map(Wire::encapsulation).orElse(Encapsulation.UDP), new Endpoint(address, port()));
                return started;
            }));
        }

        private int port() {
            return options.wire.map(Wire::encapsulation).equals(Optional.of(Encapsulation.IP)) ? 0 : 1701;
        }

        @Override
        public void close() {
            plane.ifPresent(DataPlane::close);
            namespace.close();
        }
    }
}
