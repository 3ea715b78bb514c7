package org.prol2tp.protocol.ppp;

/// What LCP settled where both ends do multilink. RFC 1990 §5.1.
///
/// @param mrru the longest packet that the peer may send over the bundle, octets
/// @param peerMrru the longest that it takes
/// @param shortSequence the peer wants sequence numbers of 12 bits, else of 24
/// @param peer who it is
public record Multilink(int mrru, int peerMrru, boolean shortSequence, EndpointDiscriminator peer) {

    static Judgement judge(Option asked) {
        return switch (asked.type()) {
            case Lcp.MRRU ->
                asked.hasLength(2) && asked.number() >= Lcp.MIN_MRU
                        ? Judgement.ACK
                        : new Judgement.Nak(Option.ofShort(Lcp.MRRU, Lcp.DEFAULT_MRU));
            case Lcp.SHORT_SEQUENCE_NUMBERS -> Judgement.want(Option.empty(Lcp.SHORT_SEQUENCE_NUMBERS), asked);
            case Lcp.ENDPOINT_DISCRIMINATOR ->
                EndpointDiscriminator.isWellFormed(asked) ? Judgement.ACK : Judgement.REJECT;
            default -> Judgement.REJECT;
        };
    }
}
