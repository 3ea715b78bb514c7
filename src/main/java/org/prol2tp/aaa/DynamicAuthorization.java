package org.prol2tp.aaa;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.prol2tp.operator.config.RadiusSettings;
import org.prol2tp.protocol.node.IpAddress;
import org.prol2tp.protocol.node.Secret;

/// Takes Disconnect-Requests and CoA-Requests of the servers: RFC 5176. What a request wants is done to every session
/// that it names, or, where it wants something that cannot be, to none.
final class DynamicAuthorization implements AutoCloseable {
    /// Values of Error-Cause, RFC 5176 §3.5.
    private static final int UNSUPPORTED_ATTRIBUTE = 401;

    private static final int MISSING_ATTRIBUTE = 402;
    private static final int NAS_IDENTIFICATION_MISMATCH = 403;
    private static final int UNSUPPORTED_SERVICE = 405;
    private static final int INVALID_ATTRIBUTE_VALUE = 407;
    private static final int SESSION_NOT_FOUND = 503;

    /// RFC 5176 §3: an older request may be one that somebody says again.
    private static final long MAX_AGE_S = 300;

    /// Answers that are kept for those who ask again: as many as a server sends in the time of a few tries.
    static final int MAX_KEPT = 256;

    /// What says which session is meant: RFC 5176 §3.
    private static final Set<Integer> NAMES = Set.of(
            Attribute.USER_NAME,
            Attribute.NAS_PORT,
            Attribute.FRAMED_IP_ADDRESS,
            Attribute.CALLED_STATION_ID,
            Attribute.CALLING_STATION_ID,
            Attribute.ACCT_SESSION_ID);

    /// What may be there besides.
    private static final Set<Integer> ABOUT = Set.of(
            Attribute.NAS_IP_ADDRESS,
            Attribute.NAS_IPV6_ADDRESS,
            Attribute.NAS_IDENTIFIER,
            Attribute.NAS_PORT_TYPE,
            Attribute.REPLY_MESSAGE,
            Attribute.STATE,
            Attribute.PROXY_STATE,
            Attribute.EVENT_TIMESTAMP,
            Attribute.MESSAGE_AUTHENTICATOR);

    /// What of a session can be changed while it is up.
    private static final Set<Integer> CHANGES =
            Set.of(Attribute.SESSION_TIMEOUT, Attribute.IDLE_TIMEOUT, Attribute.ACCT_INTERIM_INTERVAL, Attribute.CLASS);

    /// The sessions of the servers' users.
    interface Sessions {
        /// Of all servers.
        List<RadiusSettings> settings();

        /// Ends those of the users of `by` that the request names. Returns how many.
        int disconnect(Packet request, List<RadiusSettings> by);

        /// Changes those of the users of `by` that the request names. Returns how many.
        int change(Packet request, List<RadiusSettings> by);
    }

    /// Who sent a request: a server that may stand in the settings for several groups of users.
    private record Sender(List<RadiusSettings> settings, Secret secret) {}

    private final DatagramChannel channel;
    private final String hostName;
    private final Sessions sessions;
    private final Map<String, byte[]> answered = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, byte[]> eldest) {
            return size() > MAX_KEPT;
        }
    };

    private DynamicAuthorization(DatagramChannel channel, String hostName, Sessions sessions) {
        this.channel = channel;
        this.hostName = hostName;
        this.sessions = sessions;
    }

    /// Listens, if the port is to be had; else the operator hears why not.
    ///
    /// @param hostName our name where settings have no other
    static Optional<DynamicAuthorization> open(
            int port, String hostName, Sessions sessions, Radius.Surroundings around) {
        try {
            DatagramChannel channel = DatagramChannel.open().bind(new InetSocketAddress(port));
            DynamicAuthorization made = new DynamicAuthorization(channel, hostName, sessions);
            Thread.ofPlatform().daemon().name("radius disconnects").start(made::run);
            return Optional.of(made);
        } catch (IOException e) {
            around.notice("RADIUS: no disconnects: port " + port + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    /// Whether the request names this session: every attribute that says which has to fit.
    static boolean names(Packet request, Account account) {
        String userName = account.user.userName();
        var caller = account.user.caller();
        return fits(request.text(Attribute.ACCT_SESSION_ID), account.id)
                && request.text(Attribute.USER_NAME)
                        .map(it ->
                                it.equals(userName) || it.equals(Access.fullName(account.servers.settings(), userName)))
                        .orElse(true)
                && request.number(Attribute.NAS_PORT)
                        .map(it -> it == Access.port(caller))
                        .orElse(true)
                && fits(
                        request.text(Attribute.CALLED_STATION_ID),
                        caller.calledNumber().orElse(""))
                && fits(
                        request.text(Attribute.CALLING_STATION_ID),
                        caller.callingNumber().orElse(""))
                && Access.address(request, Attribute.FRAMED_IP_ADDRESS)
                        .map(it -> account.address().filter(it::equals).isPresent())
                        .orElse(true);
    }

    private static boolean fits(Optional<String> asked, String is) {
        return asked.map(is::equals).orElse(true);
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
        Optional<Packet> decoded = Packet.decode(octets)
                .filter(it -> it.code() == Packet.DISCONNECT_REQUEST || it.code() == Packet.COA_REQUEST)
                .filter(DynamicAuthorization::isFresh);
        Optional<Sender> sender = decoded.flatMap(it -> sender(from, octets, it));
        if (decoded.isEmpty() || sender.isEmpty()) {
            return Optional.empty();
        }
        Packet request = decoded.get();
        String key = from + " " + HexFormat.of().formatHex(request.authenticator());
        return Optional.of(answered.computeIfAbsent(key, _ -> answer(request, sender.get())));
    }

    private Optional<Sender> sender(InetSocketAddress from, byte[] octets, Packet request) {
        List<RadiusSettings> by = new ArrayList<>();
        Optional<Secret> known = Optional.empty();
        for (RadiusSettings settings : sessions.settings()) {
            Optional<Secret> secret = settings.servers().stream()
                    .filter(server -> isOf(server, from))
                    .flatMap(server -> server.secret().stream())
                    .filter(it -> Seal.isDigestedRequest(octets, request, it))
                    .findFirst();
            if (secret.isPresent()) {
                by.add(settings);
                known = secret;
            }
        }
        return known.map(secret -> new Sender(List.copyOf(by), secret));
    }

    private byte[] answer(Packet request, Sender sender) {
        boolean ends = request.code() == Packet.DISCONNECT_REQUEST;
        int error = carryOut(request, sender.settings(), ends);
        int code = ends
                ? error == 0 ? Packet.DISCONNECT_ACK : Packet.DISCONNECT_NAK
                : error == 0 ? Packet.COA_ACK : Packet.COA_NAK;
        List<Attribute> attributes = new ArrayList<>();
        if (error != 0) {
            attributes.add(Attribute.number(Attribute.ERROR_CAUSE, error));
        }
        attributes.addAll(request.all(Attribute.PROXY_STATE));
        return Seal.answer(code, request.identifier(), request.authenticator(), attributes, sender.secret());
    }

    /// Returns 0, or the Error-Cause.
    private int carryOut(Packet request, List<RadiusSettings> by, boolean ends) {
        boolean namesOne = false;
        boolean changesOne = false;
        for (Attribute attribute : request.attributes()) {
            int type = attribute.type();
            boolean isClassOfSession = ends && type == Attribute.CLASS;
            namesOne |= NAMES.contains(type);
            changesOne |= CHANGES.contains(type);
            if (type == Attribute.SERVICE_TYPE) {
                return UNSUPPORTED_SERVICE;
            }
            if (!NAMES.contains(type)
                    && !ABOUT.contains(type)
                    && !isClassOfSession
                    && (ends || !CHANGES.contains(type))) {
                return UNSUPPORTED_ATTRIBUTE;
            }
            boolean isNumber = CHANGES.contains(type) && type != Attribute.CLASS;
            if (isNumber && attribute.number().isEmpty()) {
                return INVALID_ATTRIBUTE_VALUE;
            }
        }
        if (by.stream().noneMatch(settings -> isForUs(request, settings))) {
            return NAS_IDENTIFICATION_MISMATCH;
        }
        if (!namesOne || !ends && !changesOne) {
            return MISSING_ATTRIBUTE;
        }
        int found = ends ? sessions.disconnect(request, by) : sessions.change(request, by);
        return found == 0 ? SESSION_NOT_FOUND : 0;
    }

    private boolean isForUs(Packet request, RadiusSettings by) {
        String name = by.nasIdentifier().orElse(hostName);
        Optional<IpAddress> asked = Access.address(request, Attribute.NAS_IP_ADDRESS)
                .or(() -> request.first(Attribute.NAS_IPV6_ADDRESS)
                        .filter(it -> it.value().length == 16)
                        .map(it -> IpAddress.of(it.value())));
        return fits(request.text(Attribute.NAS_IDENTIFIER), name)
                && (asked.isEmpty() || by.nasAddress().isEmpty() || asked.equals(by.nasAddress()));
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
