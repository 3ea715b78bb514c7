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
    long pppResources;
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
        pppResources = 0;
        tooManyTunnels = 0;
        tooManySessions = 0;
        authenticationFailures = 0;
        pppAuthenticationFailures = 0;
        unknownSessions = 0;
        earlyFramesDropped = 0;
        bugs = 0;
    }
}
