package org.prol2tp.protocol.node;

import java.util.Optional;
import org.prol2tp.protocol.ppp.LinkEnd;

/// What somebody says who negotiates PPP in place of the node.
public sealed interface FromPppProvider {
    /// Send this frame. It begins with FF 03 or with the protocol field.
    record Send(byte[] frame) implements FromPppProvider {}

    /// The network layers are open, those that are not there closed. May be said again.
    ///
    /// @param ipv4 the addresses of both ends
    /// @param ipv6 the interface identifiers of both ends
    /// @param mtu the longest packet to send, octets
    /// @param userName who the peer proved to be; empty text: nobody
    record Up(
            Optional<DataPlaneCommand.Ipv4Addresses> ipv4,
            Optional<DataPlaneCommand.Ipv6Identifiers> ipv6,
            int mtu,
            DataPlaneCommand.PppFraming framing,
            String userName)
            implements FromPppProvider {}

    /// It is over; `reason` is one line for the log and the peer.
    record Ended(LinkEnd.Cause cause, String reason) implements FromPppProvider {
        /// He wants it so.
        public Ended(String reason) {
            this(LinkEnd.Cause.CLOSED_LOCALLY, reason);
        }
    }
}
