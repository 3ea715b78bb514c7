package org.prol2tp.aaa;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.prol2tp.operator.config.RadiusSettings;
import org.prol2tp.protocol.node.Secret;

/// Takes Disconnect-Requests of the servers: RFC 5176. A CoA-Request is answered, and refused: nothing of a session can
/// be
/// changed while it is up.
final class DisconnectListener implements AutoCloseable {
    private static final int UNSUPPORTED_SERVICE = 405;
    private static final int SESSION_NOT_FOUND = 503;
    private static final int MISSING_ATTRIBUTE = 402;

    /// RFC 5176 §3: an older request may be one that somebody says again.
    private static final long MAX_AGE_S = 300;

    private final DatagramChannel channel;
    private final ToIntFunction<Packet> disconnect;
    private final Supplier<RadiusSettings> settings;

    private DisconnectListener(
            DatagramChannel channel, ToIntFunction<Packet> disconnect, Supplier<RadiusSettings> settings) {
        this.channel = channel;
        this.disconnect = disconnect;
        this.settings = settings;
    }

    /// Listens, if the port is to be had; else the operator hears why not.
    ///
    /// @param disconnect ends the sessions that a request names, and tells how many there were
    static Optional<DisconnectListener> open(
            int port, ToIntFunction<Packet> disconnect, Supplier<RadiusSettings> settings, Radius.Surroundings around) {
        try {
            DatagramChannel channel = DatagramChannel.open().bind(new InetSocketAddress(port));
            DisconnectListener listener = new DisconnectListener(channel, disconnect, settings);
            Thread.ofPlatform().daemon().name("radius disconnects").start(listener::run);
            return Optional.of(listener);
        } catch (IOException e) {
            around.notice("RADIUS: no disconnects: port " + port + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    /// Whether the request names this session: every attribute that says which has to fit.
    static boolean names(Packet request, Account account) {
        return request.text(Attribute.ACCT_SESSION_ID).map(account.id::equals).orElse(true)
                && request.text(Attribute.USER_NAME)
                        .map(account.user.userName()::equals)
                        .orElse(true)
                && Access.address(request, Attribute.FRAMED_IP_ADDRESS)
                        .map(it -> account.address().filter(it::equals).isPresent())
                        .orElse(true);
    }

    int port() {
        try {
            return ((InetSocketAddress) channel.getLocalAddress()).getPort();
        } catch (IOException e) {
            return 0;
        }
    }

    private void run() {
        ByteBuffer buffer = ByteBuffer.allocate(Packet.MAX_OCTETS);
        while (channel.isOpen()) {
            try {
                if (channel.receive(buffer.clear()) instanceof InetSocketAddress from) {
                    byte[] octets = Arrays.copyOf(buffer.array(), buffer.position());
                    Optional<byte[]> answer = answer(from, octets);
                    if (answer.isPresent()) {
                        channel.send(ByteBuffer.wrap(answer.get()), from);
                    }
                }
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                // An answer that cannot be sent: the server asks again.
            }
        }
    }

    /// Nothing for who is no server of ours, or does not know the secret.
    private Optional<byte[]> answer(InetSocketAddress from, byte[] octets) {
        RadiusSettings now = settings.get();
        Optional<Secret> secret = now.secret();
        Optional<Packet> request = Packet.decode(octets)
                .filter(it -> it.code() == Packet.DISCONNECT_REQUEST || it.code() == Packet.COA_REQUEST)
                .filter(it -> secret.isPresent() && Seal.isDigestedRequest(octets, it, secret.get()))
                .filter(DisconnectListener::isFresh)
                .filter(_ -> now.servers().stream().anyMatch(server -> isOf(server, from)));
        return request.map(it -> {
            int error = it.code() == Packet.COA_REQUEST ? UNSUPPORTED_SERVICE : carryOut(it);
            int code = it.code() == Packet.COA_REQUEST
                    ? Packet.COA_NAK
                    : error == 0 ? Packet.DISCONNECT_ACK : Packet.DISCONNECT_NAK;
            List<Attribute> attributes =
                    error == 0 ? List.of() : List.of(Attribute.number(Attribute.ERROR_CAUSE, error));
            return Seal.answer(code, it.identifier(), it.authenticator(), attributes, secret.orElseThrow());
        });
    }

    private int carryOut(Packet request) {
        boolean namesOne = request.first(Attribute.ACCT_SESSION_ID).isPresent()
                || request.first(Attribute.USER_NAME).isPresent()
                || request.first(Attribute.FRAMED_IP_ADDRESS).isPresent();
        if (!namesOne) {
            return MISSING_ATTRIBUTE;
        }
        return disconnect.applyAsInt(request) == 0 ? SESSION_NOT_FOUND : 0;
    }

    private static boolean isFresh(Packet request) {
        long nowS = System.currentTimeMillis() / 1000;
        return request.number(Attribute.EVENT_TIMESTAMP)
                .map(at -> Math.abs(nowS - at) <= MAX_AGE_S)
                .orElse(true);
    }

    private static boolean isOf(RadiusSettings.Server server, InetSocketAddress from) {
        InetSocketAddress known = new InetSocketAddress(server.host(), server.port());
        return !known.isUnresolved() && known.getAddress().equals(from.getAddress());
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // It takes nothing any more: that is all there is to do.
        }
    }
}
