package org.prol2tp.protocol.node;

import java.util.Map;
import java.util.Optional;
import org.prol2tp.protocol.wire.CallStatusAvp.Accm;
import org.prol2tp.protocol.wire.CallStatusAvp.CallErrors;

/// What the peer has told of the line while the call was up.
///
/// @param errors of the latest WEN: since the call began
/// @param accm of the latest SLI
///
/// Source: RFC 2661 §4.4.6, §6.13, §6.14.
record LineReports(Optional<CallErrors> errors, Optional<Accm> accm) {
    static final LineReports NONE = new LineReports(Optional.empty(), Optional.empty());

    LineReports with(CallErrors counted) {
        return new LineReports(Optional.of(counted), accm);
    }

    LineReports with(Accm agreed) {
        return new LineReports(errors, Optional.of(agreed));
    }

    /// For `show`.
    void printTo(Map<String, String> facts) {
        errors.ifPresent(counted -> {
            facts.put("crc_errors", Long.toString(counted.crcErrors()));
            facts.put("framing_errors", Long.toString(counted.framingErrors()));
            facts.put("hardware_overruns", Long.toString(counted.hardwareOverruns()));
            facts.put("buffer_overruns", Long.toString(counted.bufferOverruns()));
            facts.put("timeout_errors", Long.toString(counted.timeOutErrors()));
            facts.put("alignment_errors", Long.toString(counted.alignmentErrors()));
        });
        accm.ifPresent(agreed -> {
            facts.put("send_accm", "0x%08x".formatted(agreed.send()));
            facts.put("recv_accm", "0x%08x".formatted(agreed.receive()));
        });
    }

    /// For the log.
    static String describe(CallErrors counted) {
        return "the peer's line has errors: crc " + counted.crcErrors() + ", framing " + counted.framingErrors()
                + ", hardware overrun " + counted.hardwareOverruns() + ", buffer overrun " + counted.bufferOverruns()
                + ", time-out " + counted.timeOutErrors() + ", alignment " + counted.alignmentErrors();
    }
}
