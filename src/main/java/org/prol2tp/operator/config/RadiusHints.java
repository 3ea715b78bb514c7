package org.prol2tp.operator.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.prol2tp.operator.config.Check.Read;
import org.prol2tp.protocol.node.PppParameters;
import org.prol2tp.protocol.node.Settings;

/// The files that `radius_hint` of PPP profiles names, each read once.
final class RadiusHints {
    private static final String KEYWORD = "radius_hint";

    private RadiusHints() {}

    /// The servers of each file, by its path. What is wrong in a file is an error there, and a file that nobody would
    /// ask is one where it is named.
    ///
    /// @param system what holds where a file says nothing
    static Map<String, RadiusSettings> read(Check check, Profiles profiles, RadiusSettings.Builder system) {
        Map<String, RadiusSettings> all = new LinkedHashMap<>();
        List<String> known = new ArrayList<>();
        check.pppProfiles.forEach((name, read) -> {
            PppParameters ppp = profiles.ppp(name);
            if (read.has(KEYWORD) && !isUsed(check, profiles, name)) {
                check.error(read, KEYWORD, "radius_hint without use_radius");
            }
            Optional<String> path = ppp.radiusHint().filter(it -> read.has(KEYWORD) && !known.contains(it));
            path.ifPresent(known::add);
            path.flatMap(it -> file(check, read, it, system)).ifPresent(it -> all.put(path.get(), it));
        });
        return Map.copyOf(all);
    }

    /// The profile `default` may set it for others.
    private static boolean isUsed(Check check, Profiles profiles, String name) {
        return name.equals(Settings.DEFAULT_PROFILE)
                ? check.pppProfiles.keySet().stream()
                        .anyMatch(it -> profiles.ppp(it).useRadius())
                : profiles.ppp(name).useRadius();
    }

    private static Optional<RadiusSettings> file(
            Check check, Read<Drafts.Ppp> read, String path, RadiusSettings.Builder system) {
        return switch (check.sources().read(path)) {
            case Sources.Found.Unreadable(String why) -> {
                check.error(read, KEYWORD, KEYWORD + " \"" + path + "\": " + why);
                yield Optional.empty();
            }
            case Sources.Found.Text(String text, boolean readableByOthers) -> {
                RadiusClientFile file = new RadiusClientFile(text, path, check.sources(), system);
                Optional<RadiusSettings> settings = file.read();
                file.errors().forEach(check::error);
                if (readableByOthers && file.holdsSecrets()) {
                    check.warn(new ConfigError(
                            path, 1, 1, "the file has secrets and can be read by others, chmod o-r it"));
                }
                file.warnings().forEach(check::warn);
                yield settings;
            }
        };
    }
}
