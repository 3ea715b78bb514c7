package org.prol2tp.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.prol2tp.operator.ctl.ReplyLine;
import org.prol2tp.protocol.node.DataPlaneCommand.Route;
import org.prol2tp.protocol.node.EthernetParameters;
import org.prol2tp.protocol.node.IpAddress;
import org.prol2tp.protocol.node.L2tpV3Session;
import org.prol2tp.protocol.node.L2tpV3Tunnel;
import org.prol2tp.protocol.node.PppParameters;
import org.prol2tp.protocol.node.Profile;
import org.prol2tp.protocol.node.ProxyParameters;
import org.prol2tp.protocol.node.Reply;
import org.prol2tp.protocol.node.Request;
import org.prol2tp.protocol.node.Secret;
import org.prol2tp.protocol.node.SessionParameters;
import org.prol2tp.protocol.node.SessionParameters.PseudowireType;
import org.prol2tp.protocol.node.SessionType;
import org.prol2tp.protocol.node.Settings;
import org.prol2tp.protocol.node.SystemStatus;
import org.prol2tp.protocol.node.TunnelParameters;
import org.prol2tp.sim.HandPeer;

/// Whatever a profile sets, `show … profile NAME` shows it, as text and as JSON; `show tunnel` and `show session` print
/// the same.
class EverythingIsShownTest {
    private static final IpAddress ADDRESS = IpAddress.ofIpv4(0x0a090909);

    /// The fields of a builder whose other value leaves what is shown as it is.
    ///
    /// @param build a profile of what the builder of this holds
    private static <B> List<String> unseen(B builder, Function<B, Profile> build) throws ReflectiveOperationException {
        List<String> unseen = new ArrayList<>();
        for (Field field : builder.getClass().getFields()) {
            Object before = field.get(builder);
            if (before instanceof ProxyParameters.Builder) {
                continue; // what a user said to prove itself: use_ppp_proxy shows whether there is any
            }
            String text = text(build.apply(builder));
            String json = json(build.apply(builder));
            for (Object other : others(field.getName(), before)) {
                field.set(builder, other);
                String what = field.getName() + " " + other;
                if (text(build.apply(builder)).equals(text)) {
                    unseen.add(what + " in the text");
                }
                if (json(build.apply(builder)).equals(json)) {
                    unseen.add(what + " in the JSON");
                }
            }
            field.set(builder, before);
        }
        return unseen;
    }

    private static String text(Profile profile) {
        return ProfileText.of(List.of(
                ReplyLine.decode(json(profile)) instanceof Reply.ProfilesShown shown
                        ? shown.profiles().getFirst()
                        : profile));
    }

    private static String json(Profile profile) {
        Profile.Kind kind = switch (profile) {
            case Profile.Peer _ -> Profile.Kind.PEER;
            case Profile.Tunnel _ -> Profile.Kind.TUNNEL;
            case Profile.Session _ -> Profile.Kind.SESSION;
            case Profile.Ppp _ -> Profile.Kind.PPP;
            case Profile.Ethernet _ -> Profile.Kind.ETHERNET;
        };
        return ReplyLine.encode(new Reply.ProfilesShown(kind, List.of(profile)));
    }

    private static List<Object> others(String name, Object value) throws ReflectiveOperationException {
        return switch (value) {
            case Boolean it -> List.of(!it);
            case Integer it when name.equals("traceFlags") -> List.of(it == 2 ? 1 : 2);
            case Integer it when name.endsWith("Type") -> List.of(it == 1 ? 2 : 1);
            case Integer it -> List.of(it + 1);
            case Long it -> List.of(it + 1);
            case Duration it -> List.of(it.plusSeconds(7));
            case Enum<?> it -> List.of(it.getDeclaringClass().getEnumConstants()[it.ordinal() == 0 ? 1 : 0]);
            case List<?> _ -> List.of(name.equals("routes") ? List.of(new Route(ADDRESS, 32, 5)) : List.of(ADDRESS));
            case Optional<?> _ -> List.of(Optional.of(given(name)));
            case L2tpV3Tunnel it -> parts(it, L2tpV3Tunnel.class);
            case L2tpV3Session it -> parts(it, L2tpV3Session.class);
            default -> throw new AssertionError(name + " is of an unknown kind");
        };
    }

    private static Object given(String name) {
        return switch (name) {
            case "localAddress", "peerAddress" -> ADDRESS;
            case "secret", "userPassword" -> Secret.of("secret");
            case "authPeer" -> true;
            case "type" -> SessionType.LNOC;
            default -> "given";
        };
    }

    /// The record with one component after the other changed.
    private static List<Object> parts(Object value, Class<? extends Record> type) throws ReflectiveOperationException {
        RecordComponent[] components = type.getRecordComponents();
        List<Object> all = new ArrayList<>();
        for (int changed = 0; changed < components.length; changed++) {
            Object[] values = new Object[components.length];
            Class<?>[] types = new Class<?>[components.length];
            for (int i = 0; i < components.length; i++) {
                values[i] = components[i].getAccessor().invoke(value);
                types[i] = components[i].getType();
            }
            String name = components[changed].getName();
            values[changed] = switch (values[changed]) {
                case Set<?> _ -> Set.of(PseudowireType.ETH);
                case Optional<?> _ when name.endsWith("ookie") -> Optional.of(new Secret(new byte[] {1, 2, 3, 4}));
                case Object it -> others(name, it).getFirst();
            };
            all.add(type.getDeclaredConstructor(types).newInstance(values));
        }
        return all;
    }

    @Test
    void ofTunnels() throws ReflectiveOperationException {
        assertThat(unseen(new TunnelParameters.Builder(), builder -> new Profile.Tunnel("p", builder.build())))
                .isEmpty();
    }

    @Test
    void ofSessions() throws ReflectiveOperationException {
        assertThat(unseen(new SessionParameters.Builder(), builder -> new Profile.Session("p", builder.build())))
                .isEmpty();
    }

    @Test
    void ofPpp() throws ReflectiveOperationException {
        assertThat(unseen(new PppParameters.Builder(), builder -> new Profile.Ppp("p", builder.build())))
                .isEmpty();
    }

    @Test
    void ofEthernet() throws ReflectiveOperationException {
        assertThat(unseen(new EthernetParameters.Builder(), builder -> new Profile.Ethernet("p", builder.build())))
                .isEmpty();
    }

    /// `show system statistics`: those that have no place of their own stand at the end.
    @Test
    void ofCounters() {
        Reply empty = new HandPeer(Settings.defaults()).ask(new Request.ShowSystem());
        SystemStatus status = ((Reply.SystemShown) empty).system();
        assertThat(status.counters()).hasSizeGreaterThan(30);
        for (String name : status.counters().keySet()) {
            String json = ReplyLine.encode(new Reply.SystemShown(status.withCounters(Map.of(name, 987_654_321L))));
            assertThat(json).as(name).contains("\"" + name + "\":987654321");
            SystemStatus shown = ((Reply.SystemShown) ReplyLine.decode(json)).system();
            assertThat(SystemText.of(shown, "statistics")).as(name).contains(": 987654321");
        }
    }
}
