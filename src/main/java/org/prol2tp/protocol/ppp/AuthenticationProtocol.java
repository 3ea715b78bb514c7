package org.prol2tp.protocol.ppp;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The authentication protocols we know, in the order in which we demand them.
enum AuthenticationProtocol {
    /// RFC 2759 §3.
    MS_CHAP_V2("MS-CHAPv2", 1, 3, 0xC22381),
    /// RFC 3748, with its method MD5-Challenge.
    EAP("EAP", 8, 2, 0xC227),
    /// RFC 1994 §3.
    CHAP_MD5("CHAP", 2, 3, 0xC22305),
    /// RFC 2433 §3.
    MS_CHAP_V1("MS-CHAP", 16, 3, 0xC22380),
    /// RFC 1334 §2.1.
    PAP("PAP", 4, 2, 0xC023);

    private static final List<AuthenticationProtocol> BEST_FIRST = List.of(values());

    private final String title;

    private final int bit;

    private final int lengthOctets;

    private final int value;

    /// @param bit stands for the protocol in a set of them
    /// @param lengthOctets of the option's value
    /// @param value of the option: the protocol number, and CHAP's algorithm
    AuthenticationProtocol(String title, int bit, int lengthOctets, int value) {
        this.title = title;
        this.bit = bit;
        this.lengthOctets = lengthOctets;
        this.value = value;
    }

    boolean isChap() {
        return this == MS_CHAP_V2 || this == CHAP_MD5 || this == MS_CHAP_V1;
    }

    int bit() {
        return bit;
    }

    String title() {
        return title;
    }

    /// As LCP negotiates it.
    Option option() {
        return Option.of(Lcp.AUTHENTICATION_PROTOCOL, value, lengthOctets);
    }

    /// Empty if it is one that we do not know.
    static Optional<AuthenticationProtocol> of(Option option) {
        return Arrays.stream(values())
                .filter(known -> known.option().equals(option))
                .findFirst();
    }

    /// What the settings allow, the best first.
    static List<AuthenticationProtocol> allowedBy(LinkSettings settings) {
        return BEST_FIRST.stream()
                .filter(protocol -> protocol.isAllowedBy(settings))
                .toList();
    }

    /// The best that the settings allow and that is not among `refused`, a set of [#bit]s.
    static Optional<AuthenticationProtocol> firstAllowed(LinkSettings settings, int refused) {
        for (AuthenticationProtocol protocol : BEST_FIRST) {
            if (protocol.isAllowedBy(settings) && (refused & protocol.bit()) == 0) {
                return Optional.of(protocol);
            }
        }
        return Optional.empty();
    }

    /// What we say to the peer's demand: who has no name does not authenticate itself.
    static Judgement judge(Option demand, LinkSettings settings) {
        List<AuthenticationProtocol> allowed = settings.userName().isEmpty() ? List.of() : allowedBy(settings);
        if (allowed.isEmpty()) {
            return Judgement.REJECT;
        }
        return of(demand).filter(allowed::contains).isPresent()
                ? Judgement.ACK
                : new Judgement.Nak(allowed.getFirst().option());
    }

    boolean isAllowedBy(LinkSettings settings) {
        return switch (this) {
            case MS_CHAP_V2 -> settings.authMschapv2();
            case EAP -> settings.authEap();
            case CHAP_MD5 -> settings.authChap();
            case MS_CHAP_V1 -> settings.authMschapv1();
            case PAP -> settings.authPap();
        };
    }
}
