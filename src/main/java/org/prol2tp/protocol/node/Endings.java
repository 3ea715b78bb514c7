package org.prol2tp.protocol.node;

import org.prol2tp.protocol.control.Ending;
import org.prol2tp.protocol.wire.MessageType;
import org.prol2tp.protocol.wire.ResultCode;

/// Why something ended, in the words of the node's face.
final class Endings {
    private Endings() {}

    /// For `show`: `result 3: administrative reasons: "…"`, as much of it as is known, with `peer: ` before what the
    /// peer said. `carrier` is StopCCN or CDN.
    static String describe(Ending why, MessageType carrier) {
        if (why.byPeer()) {
            return "peer: " + code(why) + why.message();
        }
        if (why.result() == 0) {
            return why.message();
        }
        return code(why) + new ResultCode(why.result(), why.error(), why.message()).describe(carrier);
    }

    private static String code(Ending why) {
        String error = why.error() == 0 ? "" : " error " + why.error();
        return why.result() == 0 ? "" : "result " + why.result() + error + ": ";
    }

    /// For events.
    static Event.Ending translate(Ending why) {
        return new Event.Ending(why.result(), why.error(), why.message(), why.byPeer());
    }
}
