package org.prol2tp.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.prol2tp.protocol.node.EthernetParameters;
import org.prol2tp.protocol.node.IpAddress;
import org.prol2tp.protocol.node.PppParameters;
import org.prol2tp.protocol.node.Secret;
import org.prol2tp.protocol.node.SessionParameters;
import org.prol2tp.protocol.node.Settings;
import org.prol2tp.protocol.node.Settings.AddressPoolSettings;
import org.prol2tp.protocol.node.Settings.ConfiguredSession;
import org.prol2tp.protocol.node.Settings.ConfiguredTunnel;
import org.prol2tp.protocol.node.Settings.PeerProfile;
import org.prol2tp.protocol.node.Settings.UserSecret;
import org.prol2tp.protocol.node.Statement;
import org.prol2tp.protocol.node.SystemParameters;
import org.prol2tp.protocol.node.TunnelParameters;
import org.prol2tp.protocol.node.TunnelParameters.ProtocolVersion;

/// Settings in the making: one profile of each kind, the defaults until a scenario changes them.
public final class Recipe {
    public final SystemParameters.Builder system = new SystemParameters.Builder();

    public final TunnelParameters.Builder tunnel = new TunnelParameters.Builder();

    public final SessionParameters.Builder session = new SessionParameters.Builder();

    public final PppParameters.Builder ppp = new PppParameters.Builder();

    public final EthernetParameters.Builder ethernet = new EthernetParameters.Builder();

    public final List<UserSecret> secrets = new ArrayList<>();

    public final List<PeerProfile> peers = new ArrayList<>();

    /// What becomes of the client's sessions before they are used.
    public UnaryOperator<ConfiguredSession> eachSession = it -> it;

    private final List<TunnelPlan> tunnels = new ArrayList<>();

    private Optional<AddressPoolSettings> pool = Optional.empty();

    private record TunnelPlan(String peerHost, int sessions) {}

    /// A server with a pool of `addresses` addresses from 10.0.0.2 on, and the user `user` / `password`.
    public static Recipe lns(int addresses) {
        Recipe recipe = new Recipe();
        recipe.system.hostName = "lns";
        recipe.ppp.localAddress = IpAddress.parse("10.0.0.1");
        recipe.pool(addresses);
        recipe.secrets.add(new UserSecret("user", "*", Secret.of("password"), List.of()));
        return recipe;
    }

    /// A client with tunnels to host `b`, each with so many sessions of `user` / `password`.
    public static Recipe lac(int tunnels, int sessionsEach) {
        Recipe recipe = new Recipe();
        recipe.system.hostName = "lac";
        recipe.session.userName = Optional.of("user");
        recipe.session.userPassword = Optional.of(Secret.of("password"));
        for (int i = 0; i < tunnels; i++) {
            recipe.connect("b", sessionsEach);
        }
        return recipe;
    }

    /// The server's only user is `user` with this password.
    public Recipe user(String password) {
        secrets.clear();
        secrets.add(new UserSecret("user", "*", Secret.of(password), List.of()));
        return this;
    }

    public Recipe pool(int addresses) {
        IpAddress first = IpAddress.parse("10.0.0.2").orElseThrow();
        IpAddress last = IpAddress.ofIpv4(first.ipv4Bits() + addresses - 1);
        pool = Optional.of(new AddressPoolSettings("p", first, last, List.of()));
        ppp.ipPoolName = Optional.of("p");
        return this;
    }

    public Recipe connect(String peerHost, int sessions) {
        tunnels.add(new TunnelPlan(peerHost, sessions));
        return this;
    }

    /// These tunnels instead of those so far.
    public Recipe reconnect(String peerHost, int tunnelCount, int sessionsEach) {
        tunnels.clear();
        for (int i = 0; i < tunnelCount; i++) {
            connect(peerHost, sessionsEach);
        }
        return this;
    }

    /// Speaks this version, on a data plane that has L2TPv3.
    public Recipe in(ProtocolVersion version) {
        tunnel.version = version;
        system.dataPlaneHasL2tpV3 = true;
        return this;
    }

    /// Only one way to authenticate.
    public Recipe authenticateBy(boolean pap, boolean chap, boolean mschapv2) {
        ppp.authPap = pap;
        ppp.authChap = chap;
        ppp.authMschapv2 = mschapv2;
        ppp.authMschapv1 = false;
        ppp.authEap = false;
        return this;
    }

    public Settings build() {
        TunnelParameters tunnelParameters = tunnel.build();
        SessionParameters sessionParameters = session.build();
        PppParameters pppParameters = ppp.build();
        EthernetParameters ethernetParameters = ethernet.build();
        List<ConfiguredTunnel> configured = new ArrayList<>();
        for (TunnelPlan plan : tunnels) {
            List<ConfiguredSession> sessions = new ArrayList<>();
            for (int i = 0; i < plan.sessions; i++) {
                sessions.add(eachSession.apply(new ConfiguredSession(
                        "s" + (i + 1),
                        Optional.empty(),
                        sessionParameters,
                        pppParameters,
                        ethernetParameters,
                        Statement.NONE)));
            }
            configured.add(new ConfiguredTunnel(
                    "t" + (configured.size() + 1),
                    plan.peerHost,
                    Optional.empty(),
                    Optional.empty(),
                    tunnelParameters,
                    sessions));
        }
        String name = Settings.DEFAULT_PROFILE;
        return new Settings(
                system.build(),
                List.copyOf(peers),
                Map.of(name, tunnelParameters),
                Map.of(name, sessionParameters),
                Map.of(name, pppParameters),
                Map.of(name, ethernetParameters),
                pool.<Map<String, AddressPoolSettings>>map(it -> Map.of(it.name(), it))
                        .orElse(Map.of()),
                List.copyOf(secrets),
                configured);
    }
}
