package org.prol2tp.protocol.ppp;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the peer's LCP asked for and we acknowledged; where it did not ask, the defaults hold.
///
/// @param mru what it takes at most, octets
/// @param accm what it asks us, or whoever frames for us, to map
/// @param magicNumber 0: none
/// @param demanded what it wants us to do; null: nothing
/// @param mrru what it takes at most over a bundle of links, octets; 0: it does no multilink
record PeerOptions(
        int mru,
        int accm,
        int magicNumber,
        boolean takesCompressedProtocol,
        boolean takesCompressedAddressControl,
        @Nullable AuthenticationProtocol demanded,
        int mrru,
        boolean shortSequence,
        EndpointDiscriminator discriminator) {
    static final PeerOptions DEFAULT = of(List.of());

    static PeerOptions of(List<Option> asked) {
        int mru = Lcp.DEFAULT_MRU;
        int accm = Lcp.ALL_MAPPED;
        int magicNumber = 0;
        boolean takesCompressedProtocol = false;
        boolean takesCompressedAddressControl = false;
        AuthenticationProtocol demanded = null;
        int mrru = 0;
        boolean shortSequence = false;
        EndpointDiscriminator discriminator = EndpointDiscriminator.NONE;
        for (Option option : asked) {
            switch (option.type()) {
                case Lcp.MRU -> mru = (int) option.number();
                case Lcp.ACCM -> accm = (int) option.number();
                case Lcp.AUTHENTICATION_PROTOCOL ->
                    demanded = AuthenticationProtocol.of(option).orElse(null);
                case Lcp.MAGIC_NUMBER -> magicNumber = (int) option.number();
                case Lcp.PROTOCOL_FIELD_COMPRESSION -> takesCompressedProtocol = true;
                case Lcp.ADDRESS_CONTROL_COMPRESSION -> takesCompressedAddressControl = true;
                case Lcp.MRRU -> mrru = (int) option.number();
                case Lcp.SHORT_SEQUENCE_NUMBERS -> shortSequence = true;
                case Lcp.ENDPOINT_DISCRIMINATOR -> discriminator = EndpointDiscriminator.of(option);
                default -> {}
            }
        }
        return new PeerOptions(
                mru,
                accm,
                magicNumber,
                takesCompressedProtocol,
                takesCompressedAddressControl,
                demanded,
                mrru,
                shortSequence,
                discriminator);
    }
}
