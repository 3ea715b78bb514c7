package org.prol2tp.protocol.ppp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// The options of a Configure-Request of LCP. RFC 1661 §6.
///
/// @param mru octets; 0: not said
/// @param accm empty: not said
/// @param demanded the authentication protocol; empty: none
/// @param magicNumber 0: not said
record LcpOptions(
        int mru,
        OptionalInt accm,
        Optional<AuthenticationProtocol> demanded,
        int magicNumber,
        boolean compressProtocol,
        boolean compressAddressControl) {
    List<Option> list() {
        List<Option> options = new ArrayList<>(6);
        if (mru != 0) {
            options.add(Option.ofShort(Lcp.MRU, mru));
        }
        accm.ifPresent(it -> options.add(Option.ofInt(Lcp.ACCM, it)));
        demanded.ifPresent(it -> options.add(it.option()));
        if (magicNumber != 0) {
            options.add(Option.ofInt(Lcp.MAGIC_NUMBER, magicNumber));
        }
        if (compressProtocol) {
            options.add(Option.empty(Lcp.PROTOCOL_FIELD_COMPRESSION));
        }
        if (compressAddressControl) {
            options.add(Option.empty(Lcp.ADDRESS_CONTROL_COMPRESSION));
        }
        return options;
    }
}
