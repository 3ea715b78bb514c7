package org.prol2tp.protocol.control;

import java.util.List;
import java.util.Optional;
import org.prol2tp.protocol.wire.DigestType;
import org.prol2tp.protocol.wire.PseudowireAvp.PseudowireType;

/// What one control connection is set to. Immutable; many connections may share one.
///
/// @param hostName Host Name AVP, 1..n octets of UTF-8
/// @param vendorName Vendor Name AVP; empty: not sent
/// @param firmwareRevision Firmware Revision AVP, 16 bits
/// @param version which versions of L2TP this end speaks
/// @param routerId Router ID AVP of L2TPv3, 32 bits
/// @param pseudowireTypes what L2TPv3 sessions may carry here, by number (RFC 3931 §5.4.3); at least one
/// @param digestType of the Message Digests of L2TPv3, which prove who sent a message if there is a secret;
///     empty: none
/// @param nonceOctets length of the nonce that goes with them; 0: none does, and they show only that messages are whole
/// @param propagatesEcn whether the data plane takes congestion marks over from outer headers (RFC 9601)
/// @param secret answers the peer's challenge, and hides and reveals AVPs
/// @param challengePeer whether the peer must answer a challenge of ours; needs a secret, else every peer
///     is refused
/// @param hideAvps whether to hide what may be hidden, but never in the SCCRQ; without a secret nothing is
///     hidden
/// @param tieBreaker whether to send a Tie Breaker AVP in the SCCRQ
/// @param framingCapabilities bit 0 synchronous, bit 1 asynchronous
/// @param bearerCapabilities bit 0 digital, bit 1 analog; 0: the AVP is not sent
/// @param receiveWindow Receive Window Size AVP, 1..32768; also the bound of the
///     reorder queue
/// @param sendWindowLimit most messages in flight, 1 or more; cut to the peer's window
/// @param helloTimeoutNs HELLO when nothing came from the peer for this long; 0: never
/// @param retryTimeoutNs before the first retransmission; doubles up to 8 s (a larger one stays as it is)
/// @param maxRetries retransmissions of one message before the peer is given up, 0 or more
/// @param ackDelayNs how long a ZLB waits for a message that carries the acknowledgement; 0: until the
///     inputs at hand
///     are handled, that is [ControlConnection#deadlineNs] is the instant of the message itself
/// @param establishTimeoutNs the connection must be established within; 0: no limit
/// @param callTimeoutNs a call must be connected within; 0: no limit
/// @param idleTimeoutNs the connection closes this long after its last session; 0: never
public record ControlSettings(
        String hostName,
        String vendorName,
        int firmwareRevision,
        VersionChoice version,
        int routerId,
        List<Integer> pseudowireTypes,
        Optional<DigestType> digestType,
        int nonceOctets,
        boolean propagatesEcn,
        Optional<SharedSecret> secret,
        boolean challengePeer,
        boolean hideAvps,
        boolean tieBreaker,
        int framingCapabilities,
        int bearerCapabilities,
        int receiveWindow,
        int sendWindowLimit,
        long helloTimeoutNs,
        long retryTimeoutNs,
        int maxRetries,
        long ackDelayNs,
        long establishTimeoutNs,
        long callTimeoutNs,
        long idleTimeoutNs) {
    /// The defaults of RFC 2661 and of this program, to be changed field by field.
    public static Builder builder() {
        return new Builder();
    }

    /// The same with the times of `other`, which a connection may change while it is up: its HELLOs, its
    /// retransmissions, how long it waits for what.
    ControlSettings withTimesOf(ControlSettings other) {
        return new ControlSettings(
                hostName,
                vendorName,
                firmwareRevision,
                version,
                routerId,
                pseudowireTypes,
                digestType,
                nonceOctets,
                propagatesEcn,
                secret,
                challengePeer,
                hideAvps,
                tieBreaker,
                framingCapabilities,
                bearerCapabilities,
                receiveWindow,
                sendWindowLimit,
                other.helloTimeoutNs,
                other.retryTimeoutNs,
                other.maxRetries,
                ackDelayNs,
                other.establishTimeoutNs,
                other.callTimeoutNs,
                other.idleTimeoutNs);
    }

    /// Fields hold the defaults until they are set.
    public static final class Builder {
        public String hostName = "prol2tpd";
        public String vendorName = "";
        public int firmwareRevision;
        public VersionChoice version = VersionChoice.L2TPV2;
        public int routerId;
        public List<Integer> pseudowireTypes = List.of(PseudowireType.PPP.number());
        public Optional<DigestType> digestType = Optional.empty();
        public int nonceOctets = 16;
        public boolean propagatesEcn;
        public Optional<SharedSecret> secret = Optional.empty();
        public boolean challengePeer;
        public boolean hideAvps;
        public boolean tieBreaker;
        public int framingCapabilities = 3;
        public int bearerCapabilities = 3;
        public int receiveWindow = 10;
        public int sendWindowLimit = 10;
        public long helloTimeoutNs = 60_000_000_000L;
        public long retryTimeoutNs = 1_000_000_000L;
        public int maxRetries = 5;
        public long ackDelayNs;
        public long establishTimeoutNs = 120_000_000_000L;
        public long callTimeoutNs = 120_000_000_000L;
        public long idleTimeoutNs;

        private Builder() {}

        /// Settings with the fields as they are now.
        public ControlSettings build() {
            return new ControlSettings(
                    hostName,
                    vendorName,
                    firmwareRevision,
                    version,
                    routerId,
                    pseudowireTypes,
                    digestType,
                    nonceOctets,
                    propagatesEcn,
                    secret,
                    challengePeer,
                    hideAvps,
                    tieBreaker,
                    framingCapabilities,
                    bearerCapabilities,
                    receiveWindow,
                    sendWindowLimit,
                    helloTimeoutNs,
                    retryTimeoutNs,
                    maxRetries,
                    ackDelayNs,
                    establishTimeoutNs,
                    callTimeoutNs,
                    idleTimeoutNs);
        }
    }
}
