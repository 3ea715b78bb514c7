package org.prol2tp.protocol.node;

import java.util.Optional;

/// What a session profile or a session sets for L2TPv3 alone, RFC 3931.
///
/// @param cookieLength of the cookie that we assign: 0, 4 or 8 octets (§4.1)
/// @param cookie ours, fixed; 4 or 8 octets
/// @param peerCookie the peer's, fixed; 4 or 8 octets
/// @param remoteEndId Remote End ID AVP (§5.4.4)
/// @param peerSessionId the peer's id where it does not tell, 32 bits; else 0
public record L2tpV3Session(
        int cookieLength,
        Optional<Secret> cookie,
        Optional<Secret> peerCookie,
        L2SpecificSublayer l2SpecificSublayer,
        DataSequencing dataSequencing,
        Optional<String> remoteEndId,
        int peerSessionId) {
    /// What applies where nothing is set.
    public static final L2tpV3Session DEFAULT = new L2tpV3Session(
            0,
            Optional.empty(),
            Optional.empty(),
            L2SpecificSublayer.DEFAULT,
            DataSequencing.NONE,
            Optional.empty(),
            0);

    /// RFC 3931 §4.6.
    public enum L2SpecificSublayer {
        NONE,
        DEFAULT
    }

    /// RFC 3931 §5.4.4: which data must carry sequence numbers.
    public enum DataSequencing {
        NONE,
        NON_IP,
        ALL
    }

    /// The same with a cookie of so many octets.
    public L2tpV3Session withCookieLength(int other) {
        return new L2tpV3Session(
                other, cookie, peerCookie, l2SpecificSublayer, dataSequencing, remoteEndId, peerSessionId);
    }

    /// The same with this cookie.
    public L2tpV3Session withCookie(Secret other) {
        return new L2tpV3Session(
                cookieLength,
                Optional.of(other),
                peerCookie,
                l2SpecificSublayer,
                dataSequencing,
                remoteEndId,
                peerSessionId);
    }

    /// The same with this cookie of the peer.
    public L2tpV3Session withPeerCookie(Secret other) {
        return new L2tpV3Session(
                cookieLength,
                cookie,
                Optional.of(other),
                l2SpecificSublayer,
                dataSequencing,
                remoteEndId,
                peerSessionId);
    }

    /// The same with this sublayer.
    public L2tpV3Session withL2SpecificSublayer(L2SpecificSublayer other) {
        return new L2tpV3Session(cookieLength, cookie, peerCookie, other, dataSequencing, remoteEndId, peerSessionId);
    }

    /// The same with sequence numbers in these data.
    public L2tpV3Session withDataSequencing(DataSequencing other) {
        return new L2tpV3Session(
                cookieLength, cookie, peerCookie, l2SpecificSublayer, other, remoteEndId, peerSessionId);
    }

    /// The same with this Remote End ID.
    public L2tpV3Session withRemoteEndId(String other) {
        return new L2tpV3Session(
                cookieLength,
                cookie,
                peerCookie,
                l2SpecificSublayer,
                dataSequencing,
                Optional.of(other),
                peerSessionId);
    }

    /// The same with this id of the peer's.
    public L2tpV3Session withPeerSessionId(int other) {
        return new L2tpV3Session(
                cookieLength, cookie, peerCookie, l2SpecificSublayer, dataSequencing, remoteEndId, other);
    }
}
