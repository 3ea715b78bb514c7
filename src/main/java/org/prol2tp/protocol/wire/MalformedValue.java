package org.prol2tp.protocol.wire;

import org.prol2tp.protocol.wire.ResultCode.ErrorCode;

/// Octets that are no value of the layout they should have. Never leaves this package: it becomes
/// [Avp.Malformed].
///
/// Carries no stack trace: a peer can cause one per AVP.
final class MalformedValue extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final ErrorCode error;

    MalformedValue(String why) {
        this(ErrorCode.OUT_OF_RANGE, why);
    }

    private MalformedValue(ErrorCode error, String why) {
        super(why);
        this.error = error;
    }

    /// There are too few octets, or too many.
    static MalformedValue ofLength(String why) {
        return new MalformedValue(ErrorCode.WRONG_LENGTH, why);
    }

    /// What the peer is told of it.
    ErrorCode error() {
        return error;
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }

    /// `value`, if it is in `least..most`.
    static int inRange(int value, int least, int most, String name) {
        return (int) inRange((long) value, least, most, name);
    }

    /// `value`, if it is in `least..most`.
    static long inRange(long value, long least, long most, String name) {
        if (value < least || value > most) {
            throw new MalformedValue(name + " " + value + ", must be " + least + ".." + most);
        }
        return value;
    }

    static int u8(int value, String name) {
        return inRange(value, 0, 0xff, name);
    }

    static int u16(int value, String name) {
        return inRange(value, 0, 0xffff, name);
    }

    static long u32(long value, String name) {
        return inRange(value, 0, 0xffff_ffffL, name);
    }

    /// `value`, if it is not 0.
    static int notZero(int value, String name) {
        if (value == 0) {
            throw new MalformedValue(name + " 0");
        }
        return value;
    }

    /// `text`, if it is not empty.
    static String notEmpty(String text, String name) {
        if (text.isEmpty()) {
            throw ofLength(name + " is empty");
        }
        return text;
    }

    /// `octets`, if there are `least..most` of them.
    static Octets length(Octets octets, int least, int most, String name) {
        if (octets.length() < least || octets.length() > most) {
            throw ofLength(name + " length in octets " + octets.length() + ", must be " + least + ".." + most);
        }
        return octets;
    }
}
