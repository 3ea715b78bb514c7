package org.prol2tp.protocol.control;

import java.util.Optional;

/// What the two ends tell each other of a call: of ICRQ and ICCN, or of OCRQ and OCCN, what is known so
/// far.
///
/// @param serialNumber Call Serial Number AVP, 32 bits
/// @param bearerType Bearer Type AVP: bit 0 digital, bit 1 analog; 0: not sent
/// @param framingType Framing Type AVP: bit 0 synchronous, bit 1 asynchronous
/// @param txConnectSpeed bits per second, 32 bits unsigned
/// @param rxConnectSpeed bits per second, 32 bits unsigned; 0: not sent, same as `txConnectSpeed`
/// @param minimumBps of an outgoing call, 32 bits unsigned
/// @param maximumBps of an outgoing call, 32 bits unsigned
/// @param sequencingRequired every data message of the call must have sequence numbers (RFC 2661 §5.4)
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
        boolean sequencingRequired) {
    /// The same over another bearer, with another framing.
    CallDetails withTypes(int newBearerType, int newFramingType) {
        return new CallDetails(
                serialNumber,
                newBearerType,
                newFramingType,
                txConnectSpeed,
                rxConnectSpeed,
                minimumBps,
                maximumBps,
                callingNumber,
                calledNumber,
                subAddress,
                privateGroupId,
                sequencingRequired);
    }

    /// The same call on a line that has answered.
    public CallDetails onLine(long txBitsPerSecond, long rxBitsPerSecond, int framing, boolean sequencing) {
        return new CallDetails(
                serialNumber,
                bearerType,
                framing,
                txBitsPerSecond,
                rxBitsPerSecond,
                minimumBps,
                maximumBps,
                callingNumber,
                calledNumber,
                subAddress,
                privateGroupId,
                sequencing);
    }

    /// Nothing is known.
    static final CallDetails UNKNOWN = new CallDetails(
            0, 0, 0, 0, 0, 0, 0, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false);
}
