package org.prol2tp.protocol.wire;

import java.util.Arrays;
import java.util.HexFormat;

/// An immutable string of 0..n octets, compared by content.
///
/// Prints as its length only, since some of these are secrets; [#hex] prints the content.
public final class Octets {
    public static final Octets EMPTY = new Octets(new byte[0]);

    private final byte[] octets;

    private Octets(byte[] octets) {
        this.octets = octets;
    }

    /// Copies `octets`.
    public static Octets of(byte... octets) {
        return octets.length == 0 ? EMPTY : new Octets(octets.clone());
    }

    /// Copies `octets[from..to)`.
    public static Octets of(byte[] octets, int from, int to) {
        return from == to ? EMPTY : new Octets(Arrays.copyOfRange(octets, from, to));
    }

    /// Reads pairs of hexadecimal digits; spaces between them are skipped.
    public static Octets ofHex(String digits) {
        return new Octets(HexFormat.of().parseHex(digits.replace(" ", "")));
    }

    public int length() {
        return octets.length;
    }

    /// The octet at `index`, 0..255.
    public int at(int index) {
        return octets[index] & 0xff;
    }

    /// A copy.
    public byte[] toArray() {
        return octets.clone();
    }

    /// As a number, the first octet the most significant. For up to 8 octets.
    public long number() {
        long number = 0;
        for (byte octet : octets) {
            number = number << 8 | octet & 0xff;
        }
        return number;
    }

    /// Lower-case hexadecimal digits, two an octet.
    public String hex() {
        return HexFormat.of().formatHex(octets);
    }

    /// The octets themselves, for readers in this package that do not write to them.
    byte[] shared() {
        return octets;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Octets that && Arrays.equals(octets, that.octets);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(octets);
    }

    @Override
    public String toString() {
        return "(" + octets.length + " octets)";
    }
}
