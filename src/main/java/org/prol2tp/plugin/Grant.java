package org.prol2tp.plugin;

import java.net.Inet4Address;
import java.time.Duration;
import java.util.Optional;

/// What a user gets with the permission.
///
/// @param address the peer's address
/// @param poolName the pool its address comes from, in place of the profile's
/// @param sessionTimeout the session ends after this long
public record Grant(Optional<Inet4Address> address, Optional<String> poolName, Optional<Duration> sessionTimeout) {
    /// Nothing besides.
    public static final Grant NONE = new Grant(Optional.empty(), Optional.empty(), Optional.empty());
}
