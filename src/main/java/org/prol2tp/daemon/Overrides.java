package org.prol2tp.daemon;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.prol2tp.protocol.node.PppParameters;
import org.prol2tp.protocol.node.SessionParameters;
import org.prol2tp.protocol.node.Settings;
import org.prol2tp.protocol.node.Settings.ConfiguredSession;
import org.prol2tp.protocol.node.Settings.ConfiguredTunnel;
import org.prol2tp.protocol.node.SystemParameters;
import org.prol2tp.protocol.node.TraceCategory;
import org.prol2tp.protocol.node.TunnelParameters;

/// What the command line says against the config file: the UDP port always wins, a trace mask only where nothing else
/// is traced.
final class Overrides {
    private Overrides() {}

    /// The settings with what `run` overrides.
    static Settings apply(CommandLine.Run run, Settings settings) {
        int mask = run.traceAll() ? TraceCategory.ALL : run.traceMask();
        Settings traced = mask == 0 ? settings : traced(settings, mask);
        return udpPort(traced, run.udpPort());
    }

    private static Settings udpPort(Settings settings, OptionalInt udpPort) {
        if (udpPort.isEmpty()) {
            return settings;
        }
        SystemParameters.Builder system = settings.system().toBuilder();
        system.udpPort = udpPort.getAsInt();
        return new Settings(
                system.build(),
                settings.peerProfiles(),
                settings.tunnelProfiles(),
                settings.sessionProfiles(),
                settings.pppProfiles(),
                settings.pools(),
                settings.secrets(),
                settings.tunnels());
    }

    private static Settings traced(Settings settings, int mask) {
        return new Settings(
                settings.system(),
                settings.peerProfiles(),
                each(settings.tunnelProfiles(), tunnel -> traced(tunnel, mask)),
                each(settings.sessionProfiles(), session -> traced(session, mask)),
                each(settings.pppProfiles(), ppp -> traced(ppp, mask)),
                settings.pools(),
                settings.secrets(),
                settings.tunnels().stream().map(tunnel -> traced(tunnel, mask)).toList());
    }

    private static ConfiguredTunnel traced(ConfiguredTunnel tunnel, int mask) {
        List<ConfiguredSession> sessions = tunnel.sessions().stream()
                .map(session -> new ConfiguredSession(
                        session.name(),
                        session.profileName(),
                        traced(session.parameters(), mask),
                        traced(session.ppp(), mask)))
                .toList();
        return new ConfiguredTunnel(
                tunnel.name(),
                tunnel.peerHost(),
                tunnel.localAddress(),
                tunnel.profileName(),
                traced(tunnel.parameters(), mask),
                sessions);
    }

    private static TunnelParameters traced(TunnelParameters parameters, int mask) {
        TunnelParameters.Builder builder = parameters.toBuilder();
        builder.traceFlags = builder.traceFlags == 0 ? mask : builder.traceFlags;
        return builder.build();
    }

    private static SessionParameters traced(SessionParameters parameters, int mask) {
        SessionParameters.Builder builder = parameters.toBuilder();
        builder.traceFlags = builder.traceFlags == 0 ? mask : builder.traceFlags;
        return builder.build();
    }

    private static PppParameters traced(PppParameters parameters, int mask) {
        PppParameters.Builder builder = parameters.toBuilder();
        builder.traceFlags = builder.traceFlags == 0 ? mask : builder.traceFlags;
        return builder.build();
    }

    private static <T> Map<String, T> each(Map<String, T> profiles, UnaryOperator<T> change) {
        return profiles.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> change.apply(entry.getValue())));
    }
}
