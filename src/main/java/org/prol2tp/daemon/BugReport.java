package org.prol2tp.daemon;

import java.util.HexFormat;
import org.prol2tp.dataplane.Bug;
import org.prol2tp.protocol.node.Input;
import org.prol2tp.protocol.node.Output;

/// A bug of ours as one log line: the exception, where it came from, and what caused it.
final class BugReport {
    /// The L2TP header and the Message Type AVP. What follows may hold secrets (proxy authentication).
    private static final int DATAGRAM_OCTETS = 20;

    /// The PPP header and the control protocol's code, id and length. What follows may be a password.
    private static final int FRAME_OCTETS = 8;

    private BugReport() {}

    /// The line for a bug that `input` caused.
    static String of(Throwable bug, Input input) {
        return of(
                bug,
                switch (input) {
                    case Input.DatagramReceived(var path, var octets) ->
                        "datagram from " + path.peer() + ": " + start(octets, DATAGRAM_OCTETS);
                    case Input.PppFrameReceived(var session, var frame) ->
                        "PPP frame in session handle " + session + ": " + start(frame, FRAME_OCTETS);
                    case Input.AaaAnswered answer -> "answer to a question about session handle " + answer.session();
                    default -> input.toString();
                });
    }

    /// The line for a bug that carrying out `output` brought to light.
    static String of(Throwable bug, Output output) {
        return of(bug, output.getClass().getSimpleName());
    }

    /// The line for a bug that came to light in `cause`.
    static String of(Throwable bug, String cause) {
        return new LogLine("a bug of prol2tpd: please report this line")
                .with("bug", Bug.inOneLine(bug))
                .with("cause", cause)
                .toString();
    }

    private static String start(byte[] octets, int count) {
        return HexFormat.of().formatHex(octets, 0, Math.min(octets.length, count)) + " of " + octets.length + " octets";
    }
}
