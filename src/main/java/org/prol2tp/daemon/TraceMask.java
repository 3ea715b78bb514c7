package org.prol2tp.daemon;

import java.util.Locale;
import java.util.OptionalInt;
import org.prol2tp.protocol.node.TraceCategory;

/// Trace categories as an operator types them: a number by C's rules, or names with commas, in the spelling of the man
/// page or of the original's ancestor, any letter case.
final class TraceMask {
    private TraceMask() {}

    /// The mask, 0..2047; empty if `text` is none.
    static OptionalInt parse(String text) {
        if (!text.isEmpty() && Character.isDigit(text.charAt(0))) {
            try {
                int mask = Integer.decode(text);
                return mask <= TraceCategory.ALL ? OptionalInt.of(mask) : OptionalInt.empty();
            } catch (NumberFormatException e) {
                return OptionalInt.empty();
            }
        }
        int mask = 0;
        for (String name : text.split(",", -1)) {
            int bits = bits(name.strip().toLowerCase(Locale.ROOT).replace("_", ""));
            if (bits == 0) {
                return OptionalInt.empty();
            }
            mask |= bits;
        }
        return OptionalInt.of(mask);
    }

    private static int bits(String name) {
        return switch (name) {
            case "all" -> TraceCategory.ALL;
            case "protocol", "prot" -> TraceCategory.PROTOCOL.bit();
            case "fsm" -> TraceCategory.FSM.bit();
            case "api" -> TraceCategory.API.bit();
            case "avp", "avpinfo", "avpi" -> TraceCategory.AVP.bit();
            case "avphide", "avph" -> TraceCategory.AVP_HIDE.bit();
            case "avpdata", "avpd" -> TraceCategory.AVP_DATA.bit();
            case "func", "fun" -> TraceCategory.FUNC.bit();
            case "xprt", "transport", "tra" -> TraceCategory.XPRT.bit();
            case "data", "dat" -> TraceCategory.DATA.bit();
            case "system", "sys" -> TraceCategory.SYSTEM.bit();
            case "ppp", "pppcontrol" -> TraceCategory.PPP.bit();
            default -> 0;
        };
    }
}
