package org.prol2tp.protocol.node;

import java.util.Arrays;
import java.util.Optional;

/// An IPv4 or IPv6 address: 4 or 16 octets in network order, held as two numbers so that it compares
/// and hashes cheaply. An IPv4 address has `high` 0 and its 32 bits in `low`.
public record IpAddress(boolean isIpv6, long high, long low) implements Comparable<IpAddress> {
    /// 0.0.0.0: "any" where one listens, "none" where one is asked for.
    public static final IpAddress ANY_IPV4 = ofIpv4(0);

    /// ::
    public static final IpAddress ANY_IPV6 = new IpAddress(true, 0, 0);

    /// The IPv4 address with these 32 bits, most significant octet first.
    public static IpAddress ofIpv4(int bits) {
        return new IpAddress(false, 0, bits & 0xffff_ffffL);
    }

    /// The address with these 4 or 16 octets, network order.
    ///
    /// @throws IllegalArgumentException for any other length
    public static IpAddress of(byte[] octets) {
        return switch (octets.length) {
            case 4 -> new IpAddress(false, 0, number(octets, 0, 4));
            case 16 -> new IpAddress(true, number(octets, 0, 8), number(octets, 8, 16));
            default -> throw new IllegalArgumentException("an IP address has 4 or 16 octets, not " + octets.length);
        };
    }

    /// Reads `192.0.2.1` or `2001:db8::1` (RFC 4291 §2.2 forms 1 to 3, no zone); empty if it is neither.
    public static Optional<IpAddress> parse(String text) {
        return text.indexOf(':') < 0 ? parseIpv4(text) : parseIpv6(text);
    }

    /// 0.0.0.0 or ::
    public boolean isAny() {
        return high == 0 && low == 0;
    }

    /// The 32 bits of an IPv4 address, most significant octet first.
    public int ipv4Bits() {
        return (int) low;
    }

    /// 4 or 16 octets, network order.
    public byte[] octets() {
        byte[] octets = new byte[isIpv6 ? 16 : 4];
        long rest = low;
        for (int i = octets.length - 1; i >= 0; i--) {
            if (i == 7 && isIpv6) {
                rest = high;
            }
            octets[i] = (byte) rest;
            rest >>>= 8;
        }
        return octets;
    }

    /// Dotted decimal, or the canonical text of RFC 5952.
    @Override
    public String toString() {
        if (!isIpv6) {
            return (low >>> 24) + "." + (low >>> 16 & 255) + "." + (low >>> 8 & 255) + "." + (low & 255);
        }
        int[] groups = new int[8];
        for (int i = 0; i < 8; i++) {
            groups[i] = (int) ((i < 4 ? high : low) >>> (48 - 16 * (i & 3))) & 0xffff;
        }
        int bestStart = -1;
        int bestLength = 1;
        for (int i = 0; i < 8; i++) {
            int end = i;
            while (end < 8 && groups[end] == 0) {
                end++;
            }
            if (end - i > bestLength) {
                bestStart = i;
                bestLength = end - i;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if (i == bestStart) {
                text.append("::");
                i += bestLength - 1;
                continue;
            }
            if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
                text.append(':');
            }
            text.append(Integer.toHexString(groups[i]));
        }
        return text.toString();
    }

    @Override
    public int compareTo(IpAddress other) {
        return Arrays.compareUnsigned(octets(), other.octets());
    }

    private static long number(byte[] octets, int from, int to) {
        long value = 0;
        for (int i = from; i < to; i++) {
            value = (value << 8) | (octets[i] & 0xff);
        }
        return value;
    }

    private static Optional<IpAddress> parseIpv4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return Optional.empty();
        }
        int bits = 0;
        for (String part : parts) {
            int value = digits(part, 10, 3);
            if (value < 0 || value > 255) {
                return Optional.empty();
            }
            bits = bits << 8 | value;
        }
        return Optional.of(ofIpv4(bits));
    }

    private static Optional<IpAddress> parseIpv6(String text) {
        int gap = text.indexOf("::");
        String[] front = split(gap < 0 ? text : text.substring(0, gap));
        String[] back = split(gap < 0 ? "" : text.substring(gap + 2));
        byte[] head = ipv6Part(front, gap < 0);
        byte[] tail = ipv6Part(back, true);
        if (head == null || tail == null) {
            return Optional.empty();
        }
        int length = head.length + tail.length;
        if (gap < 0 ? length != 16 : length > 14) {
            return Optional.empty();
        }
        byte[] octets = Arrays.copyOf(head, 16);
        System.arraycopy(tail, 0, octets, 16 - tail.length, tail.length);
        return Optional.of(of(octets));
    }

    private static String[] split(String groups) {
        return groups.isEmpty() ? new String[0] : groups.split(":", -1);
    }

    private static byte @org.jspecify.annotations.Nullable [] ipv6Part(String[] groups, boolean atEnd) {
        byte[] octets = new byte[groups.length * 2 + 2];
        int length = 0;
        for (int i = 0; i < groups.length; i++) {
            if (atEnd && i == groups.length - 1 && groups[i].indexOf('.') >= 0) {
                Optional<IpAddress> embedded = parseIpv4(groups[i]);
                if (embedded.isEmpty()) {
                    return null;
                }
                System.arraycopy(embedded.get().octets(), 0, octets, length, 4);
                length += 4;
                continue;
            }
            int value = digits(groups[i], 16, 4);
            if (value < 0) {
                return null;
            }
            octets[length++] = (byte) (value >>> 8);
            octets[length++] = (byte) value;
        }
        return length > 16 ? null : Arrays.copyOf(octets, length);
    }

    /// The number these 1..`most` digits stand for; -1 if they are not that.
    private static int digits(String text, int radix, int most) {
        if (text.isEmpty() || text.length() > most) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int digit = c < 128 ? Character.digit(c, radix) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value * radix + digit;
        }
        return value;
    }
}
