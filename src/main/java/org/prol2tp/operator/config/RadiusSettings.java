package org.prol2tp.operator.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.prol2tp.protocol.node.IpAddress;
import org.prol2tp.protocol.node.Secret;

/// The RADIUS servers and how they are asked.
///
/// @param servers in the order to ask them
/// @param secret shared with all of them
/// @param timeout of a try
/// @param retries tries besides the first, before the next server is asked
/// @param nasAddress the NAS-IP-Address that they are told
/// @param demandsAuthenticator whether answers without a Message-Authenticator are dropped
/// @param accounting whether they are told of sessions
/// @param interimInterval between accounting records where the server names none; zero: no interim records
/// @param disconnectPort where they may ask that a session ends; 0: nowhere
public record RadiusSettings(
        List<Server> servers,
        Optional<Secret> secret,
        Duration timeout,
        int retries,
        Optional<String> nasIdentifier,
        Optional<IpAddress> nasAddress,
        boolean demandsAuthenticator,
        boolean accounting,
        Duration interimInterval,
        int disconnectPort) {
    /// Where a server takes questions; accounting goes to the next port.
    ///
    /// @param host a name or an address
    public record Server(String host, int port) {
        /// RFC 2865 §3.
        public static final int DEFAULT_PORT = 1812;
    }

    /// Fields hold the defaults until they are set.
    public static final class Builder {
        public List<Server> servers = List.of();
        public Optional<Secret> secret = Optional.empty();
        public Duration timeout = Duration.ofSeconds(3);
        public int retries = 2;
        public Optional<String> nasIdentifier = Optional.empty();
        public Optional<IpAddress> nasAddress = Optional.empty();
        public boolean demandsAuthenticator;
        public boolean accounting = true;
        public Duration interimInterval = Duration.ZERO;
        public int disconnectPort;

        public RadiusSettings build() {
            return new RadiusSettings(
                    servers,
                    secret,
                    timeout,
                    retries,
                    nasIdentifier,
                    nasAddress,
                    demandsAuthenticator,
                    accounting,
                    interimInterval,
                    disconnectPort);
        }
    }
}
