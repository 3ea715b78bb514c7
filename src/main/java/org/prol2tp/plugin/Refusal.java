package org.prol2tp.plugin;

/// Why a call is refused: what a LAC that dials lines by a plugin has to tell the LNS, RFC 2661 §4.4.2.
public enum Refusal {
    /// Result 3, the one of [Answer#refuse(String)].
    ADMINISTRATIVE(3),
    /// Result 4: no line is free now.
    NO_FACILITIES_NOW(4),
    /// Result 5: there is no such line here.
    NO_FACILITIES(5),
    /// Result 6: not a number that can be called.
    INVALID_DESTINATION(6),
    /// Result 7: nobody answered with a carrier.
    NO_CARRIER(7),
    /// Result 8.
    BUSY(8),
    /// Result 9.
    NO_DIAL_TONE(9),
    /// Result 10: it took too long.
    TIMED_OUT(10),
    /// Result 11: a carrier, but no framing.
    NO_FRAMING(11);

    private final int result;

    Refusal(int result) {
        this.result = result;
    }

    /// The result code of the CDN.
    public int result() {
        return result;
    }
}
