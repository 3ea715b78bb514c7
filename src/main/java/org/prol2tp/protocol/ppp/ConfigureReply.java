package org.prol2tp.protocol.ppp;

import java.util.ArrayList;
import java.util.List;

/// Our answer to a Configure-Request: rejected options first, then naks, then all acknowledged, in the
/// order of the request. RFC 1661 §5.2..§5.4.
///
/// @param code Configure-Ack, Configure-Nak or Configure-Reject
/// @param options of the answer
record ConfigureReply(int code, List<Option> options) {
    /// Judges `asked`. Where `noMoreNaks` is true, what would be naked is rejected and nothing is appended
    /// (Max-Failure, RFC 1661 §4.6). An urgent nak goes before all others, and for ever.
    static ConfigureReply judge(ControlProtocol protocol, List<Option> asked, boolean noMoreNaks) {
        List<Option> naks = new ArrayList<>();
        List<Option> rejects = new ArrayList<>();
        List<Option> urgent = new ArrayList<>();
        for (Option option : asked) {
            switch (protocol.judge(option)) {
                case Judgement.Ack _ -> {}
                case Judgement.Nak(Option wanted) -> {
                    if (protocol.isUrgent(option)) {
                        urgent.add(wanted);
                    } else if (noMoreNaks) {
                        rejects.add(option);
                    } else {
                        naks.add(wanted);
                    }
                }
                case Judgement.Reject _ -> rejects.add(option);
            }
        }
        if (!urgent.isEmpty()) {
            return new ConfigureReply(ControlPacket.CONFIGURE_NAK, urgent);
        }
        if (!rejects.isEmpty()) {
            return new ConfigureReply(ControlPacket.CONFIGURE_REJECT, rejects);
        }
        if (!noMoreNaks) {
            naks.addAll(protocol.missing(asked));
        }
        return naks.isEmpty()
                ? new ConfigureReply(ControlPacket.CONFIGURE_ACK, asked)
                : new ConfigureReply(ControlPacket.CONFIGURE_NAK, naks);
    }

    boolean isAck() {
        return code == ControlPacket.CONFIGURE_ACK;
    }
}
