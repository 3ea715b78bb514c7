package org.prol2tp.daemon.keep;

import java.nio.BufferOverflowException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.prol2tp.protocol.control.CallDetails;
import org.prol2tp.protocol.control.Nonces;
import org.prol2tp.protocol.control.PeerIdentity;
import org.prol2tp.protocol.control.Pseudowire;
import org.prol2tp.protocol.control.SequenceNumbers;
import org.prol2tp.protocol.node.Endpoint;
import org.prol2tp.protocol.node.IpAddress;
import org.prol2tp.protocol.node.Kept;
import org.prol2tp.protocol.node.Path;
import org.prol2tp.protocol.node.SessionType;
import org.prol2tp.protocol.ppp.LinkSnapshot;
import org.prol2tp.protocol.ppp.NetworkLayer;
import org.prol2tp.protocol.wire.CallStatusAvp.CircuitStatus;
import org.prol2tp.protocol.wire.ControlConnectionId;
import org.prol2tp.protocol.wire.Octets;
import org.prol2tp.protocol.wire.PseudowireAvp.DataSequencing;
import org.prol2tp.protocol.wire.PseudowireAvp.L2SpecificSublayer;
import org.prol2tp.protocol.wire.PseudowireAvp.PseudowireType;
import org.prol2tp.protocol.wire.SessionId;

/// Tunnels and sessions as octets of the state file, and back. Numbers are big-endian; a text is its length
/// in two octets and UTF-8; what may be absent has an octet 0 or 1 before it.
final class KeptForm {
    private static final int TUNNEL = 1;
    private static final int SESSION = 2;
    private static final int PPP = 1;
    private static final int ETHERNET = 2;
    private static final int ADDRESS_OCTETS = 17;

    private KeptForm() {}

    /// A tunnel, and the port of ours that its path has.
    record Tunnel(Kept.OfTunnel tunnel, int localPort) {}

    /// What an entry of the file holds.
    sealed interface Entry {
        record OfTunnel(Tunnel tunnel) implements Entry {}

        record OfSession(Kept.OfSession session) implements Entry {}
    }

    /// The tunnel's sequence numbers are not in it.
    ///
    /// @return the octets; empty: there is no room for them
    static Optional<byte[]> write(Tunnel kept, int room) {
        return write(room, to -> {
            Kept.OfTunnel tunnel = kept.tunnel;
            PeerIdentity peer = tunnel.peer();
            to.put((byte) TUNNEL);
            to.putInt(tunnel.tunnel().value());
            flag(to, tunnel.openedByPeer());
            text(to, tunnel.name());
            address(to, tunnel.path().localAddress());
            to.putShort((short) kept.localPort);
            address(to, tunnel.path().peer().address());
            to.putShort((short) tunnel.path().peer().port());
            to.putInt(peer.id().value());
            text(to, Optional.of(peer.hostName()));
            text(to, peer.vendorName());
            to.putInt(peer.firmwareRevision());
            to.putInt(peer.protocolVersion());
            to.putInt(peer.framingCapabilities());
            to.putInt(peer.bearerCapabilities());
            to.putInt(peer.receiveWindow());
            flag(to, peer.routerId().isPresent());
            peer.routerId().ifPresent(to::putInt);
            to.putShort((short) peer.pseudowireTypes().size());
            peer.pseudowireTypes().forEach(it -> to.putShort(it.shortValue()));
            flag(to, peer.propagatesEcn());
            octets(to, tunnel.nonces().local().toArray());
            octets(to, tunnel.nonces().peer().toArray());
            tunnel.statement().ifPresent(to::putLong);
        });
    }

    /// @return the octets; empty: there is no room for them
    static Optional<byte[]> write(Kept.OfSession session, int room) {
        return write(room, to -> {
            to.put((byte) SESSION);
            to.putInt(session.tunnel().value());
            to.putInt(session.session().value());
            to.putInt(session.peer().value());
            to.put((byte) session.type().ordinal());
            text(to, session.name());
            details(to, session.details());
            flag(to, session.network().isPresent());
            session.network().ifPresent(it -> {
                switch (it) {
                    case Kept.OfPpp ppp -> {
                        to.put((byte) PPP);
                        network(to, ppp);
                    }
                    case Kept.OfEthernet(String interfaceName) -> {
                        to.put((byte) ETHERNET);
                        text(to, Optional.of(interfaceName));
                    }
                }
            });
            session.statement().ifPresent(to::putLong);
        });
    }

    private interface Body {
        void write(ByteBuffer to);
    }

    private static Optional<byte[]> write(int room, Body body) {
        ByteBuffer to = ByteBuffer.allocate(room);
        try {
            body.write(to);
        } catch (BufferOverflowException e) {
            return Optional.empty();
        }
        byte[] octets = new byte[to.position()];
        to.flip().get(octets);
        return Optional.of(octets);
    }

    /// Empty if they are not what was written.
    static Optional<Entry> read(byte[] octets, SequenceNumbers numbers) {
        ByteBuffer from = ByteBuffer.wrap(octets);
        try {
            return switch (from.get()) {
                case TUNNEL -> Optional.of(new Entry.OfTunnel(tunnel(from, numbers)));
                case SESSION -> Optional.of(new Entry.OfSession(session(from)));
                default -> Optional.empty();
            };
        } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    private static Tunnel tunnel(ByteBuffer from, SequenceNumbers numbers) {
        ControlConnectionId id = new ControlConnectionId(from.getInt());
        boolean openedByPeer = flag(from);
        Optional<String> name = text(from);
        IpAddress local = address(from);
        int localPort = Short.toUnsignedInt(from.getShort());
        Endpoint peer = new Endpoint(address(from), Short.toUnsignedInt(from.getShort()));
        PeerIdentity identity = new PeerIdentity(
                new ControlConnectionId(from.getInt()),
                text(from).orElse(""),
                text(from),
                from.getInt(),
                from.getInt(),
                from.getInt(),
                from.getInt(),
                from.getInt(),
                optional(from, ByteBuffer::getInt),
                numbers16(from),
                flag(from));
        Nonces nonces = new Nonces(Octets.of(octets(from)), Octets.of(octets(from)));
        return new Tunnel(
                new Kept.OfTunnel(
                        id, openedByPeer, name, new Path(0, local, peer), identity, nonces, numbers, statement(from)),
                localPort);
    }

    private static List<Integer> numbers16(ByteBuffer from) {
        List<Integer> numbers = new ArrayList<>();
        for (int left = from.getShort(); left > 0; left--) {
            numbers.add(Short.toUnsignedInt(from.getShort()));
        }
        return numbers;
    }

    private static Kept.OfSession session(ByteBuffer from) {
        return new Kept.OfSession(
                new ControlConnectionId(from.getInt()),
                new SessionId(from.getInt()),
                new SessionId(from.getInt()),
                SessionType.values()[from.get()],
                text(from),
                details(from),
                optional(from, KeptForm::network),
                statement(from));
    }

    /// The last of an entry, which those of former releases have not.
    private static OptionalLong statement(ByteBuffer from) {
        return from.hasRemaining() ? OptionalLong.of(from.getLong()) : OptionalLong.empty();
    }

    private static void details(ByteBuffer to, CallDetails details) {
        to.putLong(details.serialNumber());
        to.putInt(details.bearerType());
        to.putInt(details.framingType());
        to.putLong(details.txConnectSpeed());
        to.putLong(details.rxConnectSpeed());
        to.putLong(details.minimumBps());
        to.putLong(details.maximumBps());
        text(to, details.callingNumber());
        text(to, details.calledNumber());
        text(to, details.subAddress());
        text(to, details.privateGroupId());
        flag(to, details.sequencingRequired());
        flag(to, details.physicalChannelId().isPresent());
        details.physicalChannelId().ifPresent(to::putLong);
        flag(to, details.pseudowire().isPresent());
        details.pseudowire().ifPresent(it -> pseudowire(to, it));
    }

    private static CallDetails details(ByteBuffer from) {
        return new CallDetails(
                        from.getLong(),
                        from.getInt(),
                        from.getInt(),
                        from.getLong(),
                        from.getLong(),
                        from.getLong(),
                        from.getLong(),
                        text(from),
                        text(from),
                        text(from),
                        text(from),
                        flag(from),
                        Optional.empty(),
                        Optional.empty(),
                        optional(from, ByteBuffer::getLong))
                .over(optional(from, KeptForm::pseudowire));
    }

    private static void pseudowire(ByteBuffer to, Pseudowire pseudowire) {
        to.putShort((short) pseudowire.type().number());
        text(to, Optional.of(pseudowire.remoteEndId()));
        for (Pseudowire.End end : List.of(pseudowire.local(), pseudowire.peer())) {
            octets(to, end.cookie().toArray());
            to.putShort((short) end.sublayer().number());
            to.putShort((short) end.sequencing().level());
            to.putShort((short) end.status().bits());
        }
    }

    private static Pseudowire pseudowire(ByteBuffer from) {
        return new Pseudowire(
                PseudowireType.of(Short.toUnsignedInt(from.getShort())),
                text(from).orElse(""),
                Optional.empty(),
                end(from),
                end(from));
    }

    private static Pseudowire.End end(ByteBuffer from) {
        return Pseudowire.End.of(
                Octets.of(octets(from)),
                new L2SpecificSublayer(Short.toUnsignedInt(from.getShort())),
                new DataSequencing(Short.toUnsignedInt(from.getShort())),
                CircuitStatus.of(Short.toUnsignedInt(from.getShort())));
    }

    private static void network(ByteBuffer to, Kept.OfPpp network) {
        LinkSnapshot link = network.link();
        octets(to, link.sent());
        octets(to, link.received());
        text(to, Optional.of(link.peerName()));
        flag(to, link.ipv4().isPresent());
        link.ipv4()
                .ifPresent(it -> List.of(
                                it.local(),
                                it.peer(),
                                it.primaryDns(),
                                it.secondaryDns(),
                                it.primaryWins(),
                                it.secondaryWins())
                        .forEach(to::putInt));
        flag(to, link.ipv6().isPresent());
        link.ipv6().ifPresent(it -> to.putLong(it.local()).putLong(it.peer()));
        text(to, Optional.of(network.interfaceName()));
        flag(to, network.lease().isPresent());
        network.lease().ifPresent(it -> {
            address(to, it.address());
            text(to, it.pool());
            flag(to, it.usersOwn());
        });
    }

    private static Kept.Network network(ByteBuffer from) {
        return switch (from.get()) {
            case PPP -> ppp(from);
            case ETHERNET -> new Kept.OfEthernet(text(from).orElse(""));
            default -> throw new IllegalArgumentException("neither PPP nor Ethernet");
        };
    }

    private static Kept.OfPpp ppp(ByteBuffer from) {
        LinkSnapshot link = new LinkSnapshot(
                octets(from),
                octets(from),
                text(from).orElse(""),
                optional(
                        from,
                        it -> new NetworkLayer.Ipv4(
                                it.getInt(), it.getInt(), it.getInt(), it.getInt(), it.getInt(), it.getInt())),
                optional(from, it -> new NetworkLayer.Ipv6(it.getLong(), it.getLong())));
        return new Kept.OfPpp(
                link, text(from).orElse(""), optional(from, it -> new Kept.Lease(address(it), text(it), flag(it))));
    }

    private static void flag(ByteBuffer to, boolean on) {
        to.put((byte) (on ? 1 : 0));
    }

    private static boolean flag(ByteBuffer from) {
        return switch (from.get()) {
            case 0 -> false;
            case 1 -> true;
            default -> throw new IllegalArgumentException("neither 0 nor 1");
        };
    }

    private static <T> Optional<T> optional(ByteBuffer from, Function<ByteBuffer, T> reader) {
        return flag(from) ? Optional.of(reader.apply(from)) : Optional.empty();
    }

    private static void octets(ByteBuffer to, byte[] octets) {
        to.putShort((short) octets.length);
        to.put(octets);
    }

    private static byte[] octets(ByteBuffer from) {
        byte[] octets = new byte[Short.toUnsignedInt(from.getShort())];
        from.get(octets);
        return octets;
    }

    private static void text(ByteBuffer to, Optional<String> text) {
        flag(to, text.isPresent());
        text.ifPresent(it -> octets(to, it.getBytes(StandardCharsets.UTF_8)));
    }

    private static Optional<String> text(ByteBuffer from) {
        return optional(from, it -> new String(octets(it), StandardCharsets.UTF_8));
    }

    private static void address(ByteBuffer to, IpAddress address) {
        flag(to, address.isIpv6());
        to.putLong(address.high());
        to.putLong(address.low());
    }

    private static IpAddress address(ByteBuffer from) {
        if (from.remaining() < ADDRESS_OCTETS) {
            throw new BufferUnderflowException();
        }
        return new IpAddress(flag(from), from.getLong(), from.getLong());
    }
}
