package org.prol2tp.protocol.ppp;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The authentication protocols we know, in the order in which we demand them.
enum AuthenticationProtocol {
    /// RFC 2759 §3.
    MS_CHAP_V2("MS-CHAPv2", 0xC2, 0x23, 0x81),
    /// RFC 1994 §3.
    CHAP_MD5("CHAP", 0xC2, 0x23, 0x05),
    /// RFC 1334 §2.1.
    PAP("PAP", 0xC0, 0x23);

    private final String title;

    private final Option option;

    AuthenticationProtocol(String title, int... value) {
        this.title = title;
        byte[] octets = new byte[value.length];
        for (int i = 0; i < value.length; i++) {
            octets[i] = (byte) value[i];
        }
        this.option = new Option(Lcp.AUTHENTICATION_PROTOCOL, octets);
    }

    String title() {
        return title;
    }

    /// As LCP negotiates it.
    Option option() {
        return option;
    }

    /// Empty if it is one that we do not know.
    static Optional<AuthenticationProtocol> of(Option option) {
        return Arrays.stream(values())
                .filter(known -> known.option.equals(option))
                .findFirst();
    }

    /// What the settings allow, the best first.
    static List<AuthenticationProtocol> allowedBy(LinkSettings settings) {
        return Arrays.stream(values())
                .filter(protocol -> protocol.isAllowedBy(settings))
                .toList();
    }

    boolean isAllowedBy(LinkSettings settings) {
        return switch (this) {
            case MS_CHAP_V2 -> settings.authMschapv2();
            case CHAP_MD5 -> settings.authChap();
            case PAP -> settings.authPap();
        };
    }
}
