package org.prol2tp.plugin;

import java.net.Inet4Address;
import java.util.Optional;

/// The daemon's side of the PPP of one session. Its methods may be called from any thread, and never block.
public interface PppPort {
    /// The longest packet of IP that the session may carry, octets.
    int mtu();

    /// Sends a frame, which begins with FF 03 or with the protocol field; 1..65000 octets. While the daemon is
    /// flooded it may be dropped, as on any line.
    void send(byte[] frame);

    /// The network is up: the daemon makes the session's interface, or changes it. What is not named is down.
    void up(Network network);

    /// It is over, for this reason: one line for the log and the peer.
    void close(String reason);

    /// What was negotiated.
    ///
    /// @param addresses of IPv4
    /// @param identifiers of IPv6
    /// @param mtu the longest packet to send, 68..65535 octets
    /// @param compressAddressControl the peer takes frames without FF 03
    /// @param compressProtocol the peer takes protocol fields of one octet
    /// @param userName who the peer proved to be; empty text: nobody
    record Network(
            Optional<Addresses> addresses,
            Optional<Identifiers> identifiers,
            int mtu,
            boolean compressAddressControl,
            boolean compressProtocol,
            String userName) {}

    /// The addresses of both ends.
    record Addresses(Inet4Address local, Inet4Address peer) {}

    /// Interface identifiers of RFC 5072: the link-local addresses are `fe80::` and these 64 bits.
    record Identifiers(long local, long peer) {}
}
