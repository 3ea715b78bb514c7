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
}
