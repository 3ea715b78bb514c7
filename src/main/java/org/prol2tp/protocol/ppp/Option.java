package org.prol2tp.protocol.ppp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// A configuration option: type (8 bits), length (8 bits, of the whole, at least 2), value. RFC 1661 §6.
record Option(int type, byte[] value) {
    /// Options taken from one packet; a longer list is no negotiation but an attack.
    static final int MAX_OPTIONS = 64;

    private static final int HEADER_OCTETS = 2;

    /// An option whose value is a number of so many octets.
    static Option of(int type, long number, int lengthOctets) {
        byte[] octets = new byte[lengthOctets];
        for (int i = 0; i < lengthOctets; i++) {
            octets[i] = (byte) (number >> (8 * (lengthOctets - 1 - i)));
        }
        return new Option(type, octets);
    }

    static Option ofInt(int type, int value) {
        return of(type, value, 4);
    }

    static Option ofShort(int type, int value) {
        return of(type, value, 2);
    }

    static Option ofLong(int type, long value) {
        return of(type, value, 8);
    }

    static Option empty(int type) {
        return new Option(type, new byte[0]);
    }

    boolean hasLength(int valueOctets) {
        return value.length == valueOctets;
    }

    /// The value as an unsigned number of at most 8 octets.
    long number() {
        long number = 0;
        for (byte octet : value) {
            number = (number << 8) | (octet & 0xFF);
        }
        return number;
    }

    /// Reads a list. Empty if a length is below 2 or beyond the end, or if there are more than
    /// [#MAX_OPTIONS].
    static Optional<List<Option>> decode(byte[] data) {
        List<Option> options = new ArrayList<>();
        int at = 0;
        while (at < data.length) {
            if (options.size() == MAX_OPTIONS || at + HEADER_OCTETS > data.length) {
                return Optional.empty();
            }
            int length = data[at + 1] & 0xFF;
            if (length < HEADER_OCTETS || at + length > data.length) {
                return Optional.empty();
            }
            options.add(new Option(data[at] & 0xFF, Arrays.copyOfRange(data, at + HEADER_OCTETS, at + length)));
            at += length;
        }
        return Optional.of(options);
    }

    static byte[] encode(List<Option> options) {
        int length = 0;
        for (Option option : options) {
            length += HEADER_OCTETS + option.value.length;
        }
        byte[] data = new byte[length];
        int at = 0;
        for (Option option : options) {
            data[at] = (byte) option.type;
            data[at + 1] = (byte) (HEADER_OCTETS + option.value.length);
            System.arraycopy(option.value, 0, data, at + HEADER_OCTETS, option.value.length);
            at += HEADER_OCTETS + option.value.length;
        }
        return data;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Option option && type == option.type && Arrays.equals(value, option.value);
    }

    @Override
    public int hashCode() {
        return 31 * type + Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return type + "=" + HexFormat.of().formatHex(value);
    }
}
