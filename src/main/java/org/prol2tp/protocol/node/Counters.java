package org.prol2tp.protocol.node;

/// What the node itself counts, besides `control`'s counters: datagrams that reached no connection, and
/// refusals.
final class Counters {
    long shortFrames;
    long wrongVersionFrames;
    long unexpectedDataFrames;
    long badFrames;
    long unknownTunnelIds;
    long mismatchedPeerAddresses;
    long sendFailures;
    /// Limits of [Limits] that one peer, the tunnels, or the sessions of all reached.
    long peerResources;
    long tunnelResources;
    long sessionResources;
    long pppResources;
    /// What was to be added to a message did not fit.
    long encodeFailures;
    long tooManyTunnels;
    long tooManySessions;
    long authenticationFailures;
    long pppAuthenticationFailures;
    long unknownSessions;
    long earlyFramesDropped;
    long bugs;

    /// All to zero.
    void reset() {
        shortFrames = 0;
        wrongVersionFrames = 0;
        unexpectedDataFrames = 0;
        badFrames = 0;
        unknownTunnelIds = 0;
        mismatchedPeerAddresses = 0;
        sendFailures = 0;
        peerResources = 0;
        tunnelResources = 0;
        sessionResources = 0;
        pppResources = 0;
        encodeFailures = 0;
        tooManyTunnels = 0;
        tooManySessions = 0;
        authenticationFailures = 0;
        pppAuthenticationFailures = 0;
        unknownSessions = 0;
        earlyFramesDropped = 0;
        bugs = 0;
    }
}
