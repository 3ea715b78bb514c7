package org.prol2tp.protocol.ppp;

/// Why a link ended.
///
/// @param cause the class of the reason
/// @param text one line for the operator; never holds a secret
public record LinkEnd(Cause cause, String text) {
    /// Nothing that the link could carry was agreed on.
    public static final LinkEnd NO_NETWORK_LEFT =
            new LinkEnd(Cause.NO_NETWORK_PROTOCOL, "no network control protocol is left");

    public enum Cause {
        /// [Link#close] was called.
        CLOSED_LOCALLY,
        /// The peer sent a Terminate-Request.
        CLOSED_BY_PEER,
        /// [Link#lowerLayerDown] was called.
        LOWER_LAYER_DOWN,
        /// The peer answered none of our Configure-Requests.
        NO_ANSWER,
        /// The two ends do not agree on an option, or the peer rejects what PPP cannot do without.
        NOT_NEGOTIABLE,
        /// We receive our own frames.
        LOOPED_BACK,
        /// The peer does not want to authenticate itself, or not by a protocol we allow.
        PEER_REFUSES_AUTHENTICATION,
        /// The peer's name or secret is wrong, or it did not answer.
        PEER_NOT_AUTHENTICATED,
        /// The peer does not accept our name or secret, or could not prove that it knows the secret.
        NOT_AUTHENTICATED_BY_PEER,
        /// Too many echoes were not answered.
        ECHO_LOST,
        /// No network control protocol is left.
        NO_NETWORK_PROTOCOL,
        /// Its bundle takes packets of another length.
        UNEXPECTED_MRRU,
        /// Its bundle has sequence numbers of another length.
        UNEXPECTED_SHORT_SEQUENCE,
        /// Its bundle has links enough.
        BUNDLE_FULL
    }
}
