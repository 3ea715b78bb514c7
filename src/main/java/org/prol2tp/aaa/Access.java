package org.prol2tp.aaa;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.prol2tp.operator.config.RadiusSettings;
import org.prol2tp.protocol.node.AaaAnswer;
import org.prol2tp.protocol.node.AaaQuestion;
import org.prol2tp.protocol.node.DataPlaneCommand.Route;
import org.prol2tp.protocol.node.IpAddress;
import org.prol2tp.protocol.node.Secret;

/// A question as an Access-Request, and its answer.
///
/// Source: RFC 2865 §4, §5; RFC 2548 §2 (Microsoft's); RFC 2868 §3, RFC 2809 (Tunnel-*); RFC 2869 §5.
final class Access {
    static final String NO_ANSWER = "no RADIUS server answers";

    /// RFC 2865 §5.8: the user may have the address it likes, or one of ours.
    private static final int USER_CHOOSES = 0xffff_ffff;

    private static final int NAS_CHOOSES = 0xffff_fffe;

    /// Routes of one user, and name servers: more would not fit into a packet.
    private static final int MAX_ROUTES = 64;

    private static final int FRAMED = 2;
    private static final int PPP = 1;
    private static final int VIRTUAL = 5;
    private static final int L2TP = 3;
    private static final int OVER_IPV4 = 1;
    private static final int OVER_IPV6 = 2;
    private static final int MS_CHAP_FLAG_AT = 48;
    private static final int MS_CHAP2_SUCCESS_OCTETS = 42;

    private Access() {}

    /// What all requests say of us.
    static List<Attribute> ofUs(RadiusSettings settings, String hostName) {
        List<Attribute> attributes = new ArrayList<>();
        attributes.add(Attribute.text(
                Attribute.NAS_IDENTIFIER, settings.nasIdentifier().orElse(hostName)));
        settings.nasAddress()
                .ifPresent(address -> attributes.add(Attribute.address(
                        address.isIpv6() ? Attribute.NAS_IPV6_ADDRESS : Attribute.NAS_IP_ADDRESS, address)));
        return attributes;
    }

    /// The user's name as these servers have it.
    static String fullName(RadiusSettings settings, String userName) {
        return settings.defaultRealm()
                .filter(_ -> userName.indexOf('@') < 0)
                .map(realm -> userName + "@" + realm)
                .orElse(userName);
    }

    /// Where the session is for NAS-Port: the tunnel's id and its own.
    static long port(AaaQuestion.Caller caller) {
        return ((long) caller.session().tunnel().id().value() << 16
                        | caller.session().id().value() & 0xffffL)
                & 0xffff_ffffL;
    }

    /// What all requests about a session say of it.
    static List<Attribute> ofSession(RadiusSettings settings, AaaQuestion.User user) {
        AaaQuestion.Caller caller = user.caller();
        List<Attribute> attributes = new ArrayList<>();
        attributes.add(Attribute.text(Attribute.USER_NAME, fullName(settings, user.userName())));
        attributes.add(Attribute.number(Attribute.SERVICE_TYPE, FRAMED));
        attributes.add(Attribute.number(Attribute.FRAMED_PROTOCOL, PPP));
        attributes.add(Attribute.number(Attribute.NAS_PORT_TYPE, VIRTUAL));
        attributes.add(Attribute.number(Attribute.NAS_PORT, port(caller)));
        caller.calledNumber().ifPresent(it -> attributes.add(Attribute.text(Attribute.CALLED_STATION_ID, it)));
        caller.callingNumber().ifPresent(it -> attributes.add(Attribute.text(Attribute.CALLING_STATION_ID, it)));
        IpAddress peer = caller.peer().address();
        attributes.add(Attribute.number(Attribute.TUNNEL_TYPE, L2TP));
        attributes.add(Attribute.number(Attribute.TUNNEL_MEDIUM_TYPE, peer.isIpv6() ? OVER_IPV6 : OVER_IPV4));
        attributes.add(tagged(Attribute.TUNNEL_CLIENT_ENDPOINT, peer.toString()));
        if (!caller.peerHostName().isEmpty()) {
            attributes.add(tagged(Attribute.TUNNEL_CLIENT_AUTH_ID, caller.peerHostName()));
        }
        attributes.add(tagged(Attribute.TUNNEL_SERVER_AUTH_ID, user.localName()));
        return attributes;
    }

    /// RFC 2868 §3: a text with the tag 0.
    private static Attribute tagged(int type, String text) {
        return Attribute.text(type, "\0" + text);
    }

    /// The proof.
    static List<Attribute> proof(AaaQuestion.Proof proof, byte[] authenticator, Secret secret) {
        return switch (proof) {
            case AaaQuestion.Password(Secret password) ->
                List.of(new Attribute(
                        Attribute.USER_PASSWORD, Seal.hidePassword(password.octets(), authenticator, secret)));
            case AaaQuestion.Chap(int identifier, byte[] challenge, byte[] response) ->
                List.of(
                        new Attribute(Attribute.CHAP_PASSWORD, joined((byte) identifier, response)),
                        new Attribute(Attribute.CHAP_CHALLENGE, challenge));
            case AaaQuestion.MsChapV1(int identifier, byte[] challenge, byte[] response) ->
                List.of(
                        Attribute.ofMicrosoft(Attribute.MS_CHAP_CHALLENGE, challenge),
                        Attribute.ofMicrosoft(Attribute.MS_CHAP_RESPONSE, withFlagFirst(identifier, response)));
            case AaaQuestion.MsChapV2(int identifier, byte[] challenge, byte[] response) ->
                List.of(
                        Attribute.ofMicrosoft(Attribute.MS_CHAP_CHALLENGE, challenge),
                        Attribute.ofMicrosoft(Attribute.MS_CHAP2_RESPONSE, withFlagFirst(identifier, response)));
            case AaaQuestion.Eap(byte[] packet, byte[] state) -> EapMessage.attributes(packet, state);
        };
    }

    /// As RADIUS has both responses: PPP has the flag at the end.
    private static byte[] withFlagFirst(int identifier, byte[] response) {
        return ByteBuffer.allocate(2 + MS_CHAP_FLAG_AT)
                .put((byte) identifier)
                .put(response[MS_CHAP_FLAG_AT])
                .put(response, 0, MS_CHAP_FLAG_AT)
                .array();
    }

    private static byte[] joined(byte first, byte[] rest) {
        return ByteBuffer.allocate(1 + rest.length).put(first).put(rest).array();
    }

    /// What the server's answer says to the question.
    static AaaAnswer answer(AaaQuestion.User question, Packet answer) {
        Optional<String> text = answer.text(Attribute.REPLY_MESSAGE);
        return switch (answer.code()) {
            case Packet.ACCESS_ACCEPT -> accepted(question, answer, text);
            case Packet.ACCESS_CHALLENGE ->
                question.proof() instanceof AaaQuestion.Eap
                        ? EapMessage.asksOn(answer)
                        : new AaaAnswer.Refused("the RADIUS server asks a question that PPP cannot carry");
            default -> new AaaAnswer.Refused(text.orElse("refused by RADIUS"));
        };
    }

    private static AaaAnswer accepted(AaaQuestion.User question, Packet answer, Optional<String> text) {
        if (!(question.proof() instanceof AaaQuestion.MsChapV2 proof)) {
            return new AaaAnswer.Accepted(grant(answer), text.orElse(""));
        }
        return answer.ofMicrosoft(Attribute.MS_CHAP2_SUCCESS)
                .filter(value -> value.length >= 1 + MS_CHAP2_SUCCESS_OCTETS
                        && (value[0] & 0xff) == proof.identifier()
                        && value[1] == 'S'
                        && value[2] == '=')
                .<AaaAnswer>map(value -> new AaaAnswer.Accepted(
                        grant(answer), new String(value, 1, value.length - 1, StandardCharsets.UTF_8)))
                .orElseGet(() -> new AaaAnswer.Refused("the RADIUS server cannot prove itself (MS-CHAP2-Success)"));
    }

    /// What the session gets.
    static AaaAnswer.Grant grant(Packet answer) {
        Optional<IpAddress> address = address(answer, Attribute.FRAMED_IP_ADDRESS)
                .filter(it -> it.ipv4Bits() != USER_CHOOSES && it.ipv4Bits() != NAS_CHOOSES && !it.isAny());
        List<Route> routes = new ArrayList<>();
        address(answer, Attribute.FRAMED_IP_NETMASK)
                .flatMap(mask -> address.flatMap(it -> network(it, mask)))
                .ifPresent(routes::add);
        answer.all(Attribute.FRAMED_ROUTE).stream()
                .limit(MAX_ROUTES)
                .map(route -> FramedRoute.parse(route.text()))
                .flatMap(Optional::stream)
                .forEach(routes::add);
        List<IpAddress> dnsServers = new ArrayList<>();
        answer.ofMicrosoft(Attribute.MS_PRIMARY_DNS_SERVER)
                .flatMap(Access::address)
                .ifPresent(dnsServers::add);
        answer.ofMicrosoft(Attribute.MS_SECONDARY_DNS_SERVER)
                .flatMap(Access::address)
                .ifPresent(dnsServers::add);
        return new AaaAnswer.Grant(
                address,
                answer.text(Attribute.FRAMED_POOL),
                seconds(answer, Attribute.SESSION_TIMEOUT),
                seconds(answer, Attribute.IDLE_TIMEOUT),
                List.copyOf(dnsServers),
                List.copyOf(routes));
    }

    /// The network that a user with more than one address has.
    private static Optional<Route> network(IpAddress address, IpAddress mask) {
        int bits = mask.ipv4Bits();
        int length = Integer.bitCount(bits);
        boolean isMask = length > 0 && bits == -1 << (Integer.SIZE - length);
        return isMask && length < Integer.SIZE
                ? Optional.of(new Route(IpAddress.ofIpv4(address.ipv4Bits() & bits), length, 0))
                : Optional.empty();
    }

    static Optional<Duration> seconds(Packet answer, int type) {
        return answer.number(type).filter(it -> it > 0).map(Duration::ofSeconds);
    }

    static Optional<IpAddress> address(Packet packet, int type) {
        return packet.first(type).flatMap(it -> address(it.value()));
    }

    private static Optional<IpAddress> address(byte[] value) {
        return value.length == 4 ? Optional.of(IpAddress.of(value)) : Optional.empty();
    }
}
