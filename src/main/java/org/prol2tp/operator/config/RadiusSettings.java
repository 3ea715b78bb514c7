package org.prol2tp.operator.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.prol2tp.protocol.node.IpAddress;
import org.prol2tp.protocol.node.Secret;

/// The RADIUS servers of some users, and how they are asked.
///
/// @param servers take questions; in the order to ask them
/// @param accountingServers take records; in the order to tell them
/// @param timeout of a try
/// @param retries tries besides the first, before the next server is asked
/// @param deadTime how long a server that did not answer is asked last
/// @param bindAddress where our packets come from; empty: as the routes have it
/// @param nasAddress the NAS-IP-Address that they are told
/// @param defaultRealm follows `@` in the names of users that have none
/// @param demandsAuthenticator whether answers without a Message-Authenticator are dropped
/// @param accounting whether they are told of sessions
/// @param interimInterval between accounting records where the server names none; zero: no interim records
/// @param disconnectPort where they may ask that a session ends; 0: nowhere
public record RadiusSettings(
        List<Server> servers,
        List<Server> accountingServers,
        Duration timeout,
        int retries,
        Duration deadTime,
        Optional<IpAddress> bindAddress,
        Optional<String> nasIdentifier,
        Optional<IpAddress> nasAddress,
        Optional<String> defaultRealm,
        boolean demandsAuthenticator,
        boolean accounting,
        Duration interimInterval,
        int disconnectPort) {
    /// A server.
    ///
    /// @param host a name or an address
    /// @param secret shared with it; empty in a [Builder]: the one for all
    public record Server(String host, int port, Optional<Secret> secret) {
        /// RFC 2865 §3.
        public static final int DEFAULT_PORT = 1812;

        /// RFC 2866 §3.
        public static final int DEFAULT_ACCOUNTING_PORT = 1813;

        /// With the secret for all.
        public Server(String host, int port) {
            this(host, port, Optional.empty());
        }
    }

    /// Fields hold the defaults until they are set.
    public static final class Builder {
        public List<Server> servers = List.of();
        /// Empty: each server takes records at the port after the one for questions.
        public Optional<List<Server>> accountingServers = Optional.empty();
        /// Of the servers that have none of their own.
        public Optional<Secret> secret = Optional.empty();
        public Duration timeout = Duration.ofSeconds(3);
        public int retries = 2;
        public Duration deadTime = Duration.ofSeconds(60);
        public Optional<IpAddress> bindAddress = Optional.empty();
        public Optional<String> nasIdentifier = Optional.empty();
        public Optional<IpAddress> nasAddress = Optional.empty();
        public Optional<String> defaultRealm = Optional.empty();
        public boolean demandsAuthenticator;
        public boolean accounting = true;
        public Duration interimInterval = Duration.ZERO;
        public int disconnectPort;

        /// The same, to go another way from here: for a profile with servers of its own.
        Builder copy() {
            Builder copy = new Builder();
            copy.servers = servers;
            copy.accountingServers = accountingServers;
            copy.secret = secret;
            copy.timeout = timeout;
            copy.retries = retries;
            copy.deadTime = deadTime;
            copy.bindAddress = bindAddress;
            copy.nasIdentifier = nasIdentifier;
            copy.nasAddress = nasAddress;
            copy.defaultRealm = defaultRealm;
            copy.demandsAuthenticator = demandsAuthenticator;
            copy.accounting = accounting;
            copy.interimInterval = interimInterval;
            copy.disconnectPort = disconnectPort;
            return copy;
        }

        public RadiusSettings build() {
            List<Server> records = accountingServers.orElseGet(() -> servers.stream()
                    .map(it -> new Server(it.host(), it.port() + 1, it.secret()))
                    .toList());
            return new RadiusSettings(
                    withSecrets(servers),
                    withSecrets(records),
                    timeout,
                    retries,
                    deadTime,
                    bindAddress,
                    nasIdentifier,
                    nasAddress,
                    defaultRealm,
                    demandsAuthenticator,
                    accounting,
                    interimInterval,
                    disconnectPort);
        }

        private List<Server> withSecrets(List<Server> of) {
            return of.stream()
                    .map(it -> new Server(it.host(), it.port(), it.secret().or(() -> secret)))
                    .toList();
        }
    }
}
