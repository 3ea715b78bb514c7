package org.prol2tp.protocol.control;

import java.util.Optional;
import org.prol2tp.protocol.wire.Datagram;
import org.prol2tp.protocol.wire.Message;
import org.prol2tp.protocol.wire.Reading;
import org.prol2tp.protocol.wire.Version;
import org.prol2tp.protocol.wire.WireFormat;

/// Which versions of L2TP an end speaks.
public enum VersionChoice {
    L2TPV2,
    L2TPV3,
    /// Both: L2TPv3 with every peer that has it. Such an end opens a connection with an SCCRQ of both
    /// versions, and what the answer is in decides (RFC 3931 §4.7.3).
    AUTO;

    /// In what this end opens a connection.
    WireFormat opening() {
        return switch (this) {
            case L2TPV2 -> WireFormat.V2;
            case L2TPV3 -> WireFormat.V3;
            case AUTO -> WireFormat.V2_OR_V3;
        };
    }

    /// The version whose ids a connection has that this end opens.
    public Version idsOfOpening() {
        return opening().version();
    }

    boolean speaks(Version version) {
        return switch (this) {
            case L2TPV2 -> version == Version.V2;
            case L2TPV3 -> version == Version.V3;
            case AUTO -> true;
        };
    }

    /// As what this end takes an SCCRQ: one of both versions as L2TPv3 if this end speaks that, any other as
    /// what its header says, even if this end does not speak it. What is no SCCRQ stays as it is.
    public Datagram.Control taken(Datagram.Control sccrq) {
        if (sccrq.format().version() == Version.V2 && speaks(Version.V3) && sccrq.namesConnectionOfV3()) {
            Datagram.Control inV3 = sccrq.as(WireFormat.V3);
            if (inV3.read(Optional.empty()) instanceof Reading.Accepted accepted
                    && accepted.message() instanceof Message.Sccrq) {
                return inV3;
            }
        }
        return sccrq;
    }
}
