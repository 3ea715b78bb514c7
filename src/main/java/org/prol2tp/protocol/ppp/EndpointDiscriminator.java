package org.prol2tp.protocol.ppp;

import java.util.Arrays;
import java.util.HexFormat;

/// What tells one system from others whose links could be of the same bundle. RFC 1990 §5.1.3.
///
/// @param addressClass of the RFC's list, 0..255
/// @param address 0..20 octets, not to be changed
public record EndpointDiscriminator(int addressClass, byte[] address) {
    /// The null class: of a system that did not tell.
    public static final EndpointDiscriminator NONE = new EndpointDiscriminator(0, new byte[0]);

    /// An address of the system's own choice, which should be random.
    public static final int LOCALLY_ASSIGNED = 1;

    private static final int MAX_ADDRESS_OCTETS = 20;

    static boolean isWellFormed(Option option) {
        return option.value().length >= 1 && option.value().length <= 1 + MAX_ADDRESS_OCTETS;
    }

    static EndpointDiscriminator of(Option option) {
        byte[] value = option.value();
        return new EndpointDiscriminator(value[0] & 0xff, Arrays.copyOfRange(value, 1, value.length));
    }

    Option option() {
        byte[] value = new byte[1 + address.length];
        value[0] = (byte) addressClass;
        System.arraycopy(address, 0, value, 1, address.length);
        return new Option(Lcp.ENDPOINT_DISCRIMINATOR, value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EndpointDiscriminator it
                && addressClass == it.addressClass
                && Arrays.equals(address, it.address);
    }

    @Override
    public int hashCode() {
        return 31 * addressClass + Arrays.hashCode(address);
    }

    /// The class, then the octets as hexadecimal digits: `1:0a0b0c`.
    @Override
    public String toString() {
        return addressClass + ":" + HexFormat.of().formatHex(address);
    }
}
