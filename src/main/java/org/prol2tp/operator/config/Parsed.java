package org.prol2tp.operator.config;

import java.util.ArrayList;
import java.util.List;
import org.prol2tp.protocol.node.Settings;

/// What came of reading a config file.
public sealed interface Parsed {
    /// The file is good: what was written, and what it means.
    ///
    /// @param warnings what is not wrong, but should not be
    record Good(Config config, Settings settings, DaemonSettings daemon, List<ConfigError> warnings) implements Parsed {
        /// The same with these users after those of the config file: for what [SecretsFile] read.
        public Good withSecrets(List<Settings.UserSecret> more) {
            List<Settings.UserSecret> all = new ArrayList<>(settings.secrets());
            all.addAll(more);
            Settings with = new Settings(
                    settings.system(),
                    settings.peerProfiles(),
                    settings.tunnelProfiles(),
                    settings.sessionProfiles(),
                    settings.pppProfiles(),
                    settings.ethernetProfiles(),
                    settings.pools(),
                    List.copyOf(all),
                    settings.tunnels());
            return new Good(config, with, daemon, warnings);
        }

        /// The same with one warning more.
        public Good warned(ConfigError warning) {
            List<ConfigError> all = new ArrayList<>(warnings);
            all.add(warning);
            return new Good(config, settings, daemon, List.copyOf(all));
        }
    }

    /// Everything that is wrong with it, in the order of the file; at least one error.
    record Bad(List<ConfigError> errors) implements Parsed {}
}
