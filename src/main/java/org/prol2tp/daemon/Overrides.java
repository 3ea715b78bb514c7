package org.prol2tp.daemon;

import java.util.OptionalInt;
import org.prol2tp.protocol.node.Settings;
import org.prol2tp.protocol.node.SystemParameters;

/// What the command line says against the config file.
final class Overrides {
    private Overrides() {}

    /// The settings with what `run` overrides.
    static Settings apply(CommandLine.Run run, Settings settings) {
        return traced(udpPort(settings, run.udpPort()), run.traceMask());
    }

    private static Settings udpPort(Settings settings, OptionalInt udpPort) {
        if (udpPort.isEmpty()) {
            return settings;
        }
        SystemParameters.Builder system = settings.system().toBuilder();
        system.udpPort = udpPort.getAsInt();
        return with(settings, system);
    }

    private static Settings traced(Settings settings, int traceFlags) {
        SystemParameters.Builder system = settings.system().toBuilder();
        system.traceFlags |= traceFlags;
        return with(settings, system);
    }

    private static Settings with(Settings settings, SystemParameters.Builder system) {
        return new Settings(
                system.build(),
                settings.peerProfiles(),
                settings.tunnelProfiles(),
                settings.sessionProfiles(),
                settings.pppProfiles(),
                settings.ethernetProfiles(),
                settings.pools(),
                settings.secrets(),
                settings.tunnels());
    }
}
