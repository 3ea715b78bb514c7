package org.prol2tp.protocol.wire;

/// What a LAC that began PPP with the user tells the LNS, so that PPP need not start anew.
///
/// Source: RFC 2661 §4.4.5.
public sealed interface ProxyAvp extends Avp {
    /// The options of the user's first LCP CONFREQ.
    record InitialReceivedLcpConfreq(Octets options) implements ProxyAvp {}

    /// The options of the last LCP CONFREQ to the user.
    record LastSentLcpConfreq(Octets options) implements ProxyAvp {}

    /// The options of the user's last LCP CONFREQ.
    record LastReceivedLcpConfreq(Octets options) implements ProxyAvp {}

    /// How the user authenticated, see [ProxyAuthenticationKind].
    ///
    /// @param number 16 bits
    record ProxyAuthenType(int number) implements ProxyAvp {
        public ProxyAuthenType {
            MalformedValue.u16(number, "proxy authen type");
        }
    }

    /// The name the user gave.
    record ProxyAuthenName(String value) implements ProxyAvp {}

    /// The challenge the user got.
    ///
    /// @param value at least one octet
    record ProxyAuthenChallenge(Octets value) implements ProxyAvp {
        public ProxyAuthenChallenge {
            MalformedValue.length(value, 1, AvpFormat.MAX_VALUE_OCTETS, "proxy authen challenge");
        }
    }

    /// The identifier of that challenge. 8 bits, after 8 reserved ones.
    record ProxyAuthenId(int value) implements ProxyAvp {
        public ProxyAuthenId {
            MalformedValue.u8(value, "proxy authen id");
        }
    }

    /// The user's answer: the response to the challenge, or the password in clear for PAP and text.
    record ProxyAuthenResponse(Octets value) implements ProxyAvp {}

    /// Ways a user can have authenticated. Number 0 is reserved.
    enum ProxyAuthenticationKind {
        TEXTUAL(1),
        PPP_CHAP(2),
        PPP_PAP(3),
        NONE(4),
        MS_CHAP_V1(5);

        private final int number;

        ProxyAuthenticationKind(int number) {
            this.number = number;
        }

        public int number() {
            return number;
        }
    }
}
