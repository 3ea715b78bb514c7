package org.prol2tp.protocol.node;

import org.prol2tp.protocol.control.Ending;

/// Why something ended, in the words of the node's face.
final class Endings {
    private Endings() {}

    /// For `show`: `peer: result 2 error 4: no resources`, as much of it as is known.
    static String describe(Ending why) {
        String who = why.byPeer() ? "peer: " : "";
        String code = why.result() == 0 ? "" : "result " + why.result();
        if (why.error() != 0) {
            code += " error " + why.error();
        }
        return who + code + (code.isEmpty() || why.message().isEmpty() ? "" : ": ") + why.message();
    }

    /// For events.
    static Event.Ending translate(Ending why) {
        return new Event.Ending(why.result(), why.error(), why.message(), why.byPeer());
    }
}
