package org.prol2tp.protocol.node;

import java.util.Optional;

/// What a LAC tells its LNS of the PPP that it has done with the user: LCP options, and how the user proved itself.
///
/// @param initialReceived options of the user's first Configure-Request
/// @param lastSent options of the LAC's last Configure-Request, which the user acknowledged
/// @param lastReceived options of the user's last Configure-Request, which the LAC acknowledged
/// @param identifier of the challenge or the PAP request, 0..255
/// @param response to the challenge, or the password
///
/// Source: RFC 2661 §4.4.5.
public record ProxyParameters(
        Optional<OctetString> initialReceived,
        Optional<OctetString> lastSent,
        Optional<OctetString> lastReceived,
        Authentication authentication,
        Optional<String> name,
        Optional<OctetString> challenge,
        int identifier,
        Optional<Secret> response) {
    /// Nothing is told.
    public static final ProxyParameters NONE = new Builder().build();

    /// How the user proved itself: the Proxy Authen Type AVP.
    public enum Authentication {
        /// Nothing is said of it.
        UNSAID(0),
        TEXT(1),
        CHAP(2),
        PAP(3),
        NONE(4),
        MSCHAP(5);

        private final int number;

        Authentication(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }

        /// Whether the user proved itself: name and response are told.
        public boolean isProof() {
            return this != UNSAID && this != NONE;
        }

        /// Whether there was a challenge.
        public boolean isChallenge() {
            return this == CHAP || this == MSCHAP;
        }
    }

    /// A builder that starts from these values.
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.initialReceived = initialReceived;
        builder.lastSent = lastSent;
        builder.lastReceived = lastReceived;
        builder.authentication = authentication;
        builder.name = name;
        builder.challenge = challenge;
        builder.identifier = identifier;
        builder.response = response;
        return builder;
    }

    /// Fields hold the defaults until they are set.
    public static final class Builder {
        public Optional<OctetString> initialReceived = Optional.empty();
        public Optional<OctetString> lastSent = Optional.empty();
        public Optional<OctetString> lastReceived = Optional.empty();
        public Authentication authentication = Authentication.UNSAID;
        public Optional<String> name = Optional.empty();
        public Optional<OctetString> challenge = Optional.empty();
        public int identifier;
        public Optional<Secret> response = Optional.empty();

        public ProxyParameters build() {
            return new ProxyParameters(
                    initialReceived, lastSent, lastReceived, authentication, name, challenge, identifier, response);
        }
    }
}
