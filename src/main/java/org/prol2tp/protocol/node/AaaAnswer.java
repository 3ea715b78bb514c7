package org.prol2tp.protocol.node;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.prol2tp.protocol.wire.ResultCode.CdnResult;

/// The answer to an [AaaQuestion].
public sealed interface AaaAnswer {
    /// What a session gets.
    ///
    /// @param address of the peer, before any other
    /// @param poolName the pool for it, in place of the profile's
    /// @param sessionTimeout the session ends after this long; a shorter one of the profile's stays
    /// @param idleTimeout the session ends when it carried nothing for this long, in place of the profile's
    /// @param dnsServers 0..2, for the peer, in place of the profile's
    /// @param routes through the interface, besides the profile's
    record Grant(
            Optional<IpAddress> address,
            Optional<String> poolName,
            Optional<Duration> sessionTimeout,
            Optional<Duration> idleTimeout,
            List<IpAddress> dnsServers,
            List<DataPlaneCommand.Route> routes) {
        /// Without the rest.
        public Grant(Optional<IpAddress> address, Optional<String> poolName, Optional<Duration> sessionTimeout) {
            this(address, poolName, sessionTimeout, Optional.empty(), List.of(), List.of());
        }

        /// Nothing but the permission.
        public static final Grant NONE = new Grant(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /// Nobody outside has an opinion: the settings decide.
    record Passed() implements AaaAnswer {}

    /// It may be; a user's proof has been verified.
    ///
    /// @param message for the user. For MS-CHAPv2 the authenticator response, `S=` and 40 hexadecimal digits
    ///     (RFC 2759 §8.7), perhaps followed by ` M=` and a text: a user that does not get it goes away
    record Accepted(Grant grant, String message) implements AaaAnswer {}

    /// It may be if the user knows this secret: the node verifies the proof.
    record SecretFound(Secret secret, Grant grant) implements AaaAnswer {}

    /// The user has to answer this first: [AaaQuestion.Eap] only.
    ///
    /// @param request a whole packet of EAP, code Request
    /// @param state goes back with the answer, as it is
    record AsksOn(byte[] request, byte[] state) implements AaaAnswer {}

    /// It may not be.
    ///
    /// @param message one line for the peer and the log
    /// @param result of the CDN, where it is a call that is refused; a user is told no in PPP
    record Refused(String message, CdnResult result) implements AaaAnswer {
        /// By somebody who may say so.
        public Refused(String message) {
            this(message, CdnResult.ADMINISTRATIVE);
        }
    }
}
