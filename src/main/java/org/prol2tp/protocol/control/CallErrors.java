package org.prol2tp.protocol.control;

/// The counts of a WAN-Error-Notify, each 32 bits unsigned, since the call was connected.
///
/// Source: RFC 2661 §4.4.6, §6.13.
public record CallErrors(
        long crcErrors,
        long framingErrors,
        long hardwareOverruns,
        long bufferOverruns,
        long timeouts,
        long alignmentErrors) {}
