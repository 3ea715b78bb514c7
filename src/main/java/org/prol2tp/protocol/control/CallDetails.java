package org.prol2tp.protocol.control;

import java.util.Optional;

/// What the two ends tell each other of a call: of ICRQ and ICCN, or of OCRQ and OCCN, what is known so
/// far.
///
/// @param serialNumber Call Serial Number AVP, 32 bits
/// @param bearerType Bearer Type AVP: bit 0 digital, bit 1 analog; 0: not sent
/// @param framingType Framing Type AVP: bit 0 synchronous, bit 1 asynchronous
/// @param txConnectSpeed bits per second, unsigned: 32 bits, 64 in L2TPv3
/// @param rxConnectSpeed likewise; 0: not sent, same as `txConnectSpeed`
/// @param minimumBps of an outgoing call, 32 bits unsigned
/// @param maximumBps of an outgoing call, 32 bits unsigned
/// @param pseudowire what L2TPv3 tells besides; empty in L2TPv2
/// @param sequencingRequired every data message of the call must have sequence numbers (RFC 2661 §5.4)
/// @param physicalChannelId the LAC's vendor's number of the channel, 32 bits
/// @param proxy what the LAC of an incoming call has settled with the user before
public record CallDetails(
        long serialNumber,
        int bearerType,
        int framingType,
        long txConnectSpeed,
        long rxConnectSpeed,
        long minimumBps,
        long maximumBps,
        Optional<String> callingNumber,
        Optional<String> calledNumber,
        Optional<String> subAddress,
        Optional<String> privateGroupId,
        boolean sequencingRequired,
        Optional<CallProxy> proxy,
        Optional<Pseudowire> pseudowire,
        Optional<Long> physicalChannelId) {
    /// Of a call of L2TPv2.
    public CallDetails(
            long serialNumber,
            int bearerType,
            int framingType,
            long txConnectSpeed,
            long rxConnectSpeed,
            long minimumBps,
            long maximumBps,
            Optional<String> callingNumber,
            Optional<String> calledNumber,
            Optional<String> subAddress,
            Optional<String> privateGroupId,
            boolean sequencingRequired,
            Optional<CallProxy> proxy) {
        this(
                serialNumber,
                bearerType,
                framingType,
                txConnectSpeed,
                rxConnectSpeed,
                minimumBps,
                maximumBps,
                callingNumber,
                calledNumber,
                subAddress,
                privateGroupId,
                sequencingRequired,
                proxy,
                Optional.empty(),
                Optional.empty());
    }

    /// The same in L2TPv3; empty: in L2TPv2.
    public CallDetails over(Optional<Pseudowire> newPseudowire) {
        return new CallDetails(
                serialNumber,
                bearerType,
                framingType,
                txConnectSpeed,
                rxConnectSpeed,
                minimumBps,
                maximumBps,
                callingNumber,
                calledNumber,
                subAddress,
                privateGroupId,
                sequencingRequired,
                proxy,
                newPseudowire,
                physicalChannelId);
    }

    /// The same over another bearer, with another framing.
    CallDetails withTypes(int newBearerType, int newFramingType) {
        return with(
                newBearerType,
                newFramingType,
                txConnectSpeed,
                rxConnectSpeed,
                sequencingRequired,
                proxy,
                physicalChannelId);
    }

    /// The same call on a line that has answered.
    public CallDetails onLine(long txBitsPerSecond, long rxBitsPerSecond, int framing, boolean sequencing) {
        return with(bearerType, framing, txBitsPerSecond, rxBitsPerSecond, sequencing, proxy, physicalChannelId);
    }

    /// The same on this channel of the LAC.
    CallDetails onChannel(Optional<Long> channelId) {
        return with(bearerType, framingType, txConnectSpeed, rxConnectSpeed, sequencingRequired, proxy, channelId);
    }

    /// The same without what the LAC settled, once that is of no use any more: it may hold a password.
    public CallDetails withoutProxy() {
        return proxy.isEmpty()
                ? this
                : with(
                        bearerType,
                        framingType,
                        txConnectSpeed,
                        rxConnectSpeed,
                        sequencingRequired,
                        Optional.empty(),
                        physicalChannelId);
    }

    private CallDetails with(
            int bearer,
            int framing,
            long tx,
            long rx,
            boolean sequencing,
            Optional<CallProxy> settled,
            Optional<Long> channelId) {
        return new CallDetails(
                serialNumber,
                bearer,
                framing,
                tx,
                rx,
                minimumBps,
                maximumBps,
                callingNumber,
                calledNumber,
                subAddress,
                privateGroupId,
                sequencing,
                settled,
                pseudowire,
                channelId);
    }

    /// Nothing is known.
    static final CallDetails UNKNOWN = new CallDetails(
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false,
            Optional.empty());
}
