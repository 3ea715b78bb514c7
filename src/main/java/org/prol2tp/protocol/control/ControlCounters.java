package org.prol2tp.protocol.control;

import java.util.Arrays;

/// What all control connections of a node counted together, and what they must know of each other. One
/// object for the node, given to each connection.
public final class ControlCounters {
    /// Message types are 0..16 (RFC 2661 §3.2); 0 stands for what is none of them.
    public static final int MESSAGE_TYPES = 17;

    private final long[] received = new long[MESSAGE_TYPES];
    private final long[] receivedBad = new long[MESSAGE_TYPES];
    private final long[] sent = new long[MESSAGE_TYPES];

    final OpenChallenges openChallenges = new OpenChallenges();

    /// Control datagrams in and out, ZLBs and retransmissions among them.
    long datagramsReceived;
    long datagramsSent;
    long retransmissions;
    long authenticationFailures;
    long mismatchedSessionIds;
    long tunnelSetupFailures;
    long sessionSetupFailures;
    long ignoredAvps;
    long vendorAvps;
    long unsupportedMessages;
    long sendQueueOverflows;
    long sequenceNumberErrors;

    /// Good messages of this type that came; `messageType` 0..16.
    public long received(int messageType) {
        return received[messageType];
    }

    /// Messages of this type that came malformed or in the wrong state; `messageType` 0..16.
    public long receivedBad(int messageType) {
        return receivedBad[messageType];
    }

    /// Messages of this type that were sent, each once; `messageType` 0..16.
    public long sent(int messageType) {
        return sent[messageType];
    }

    public long datagramsReceived() {
        return datagramsReceived;
    }

    public long datagramsSent() {
        return datagramsSent;
    }

    public long retransmissions() {
        return retransmissions;
    }

    /// Peers refused because a challenge response was wrong or missing.
    public long authenticationFailures() {
        return authenticationFailures;
    }

    /// Session messages for a session that this end does not have.
    public long mismatchedSessionIds() {
        return mismatchedSessionIds;
    }

    /// Connections that ended before they were established.
    public long tunnelSetupFailures() {
        return tunnelSetupFailures;
    }

    /// Calls that ended before they were connected.
    public long sessionSetupFailures() {
        return sessionSetupFailures;
    }

    public long ignoredAvps() {
        return ignoredAvps;
    }

    public long vendorAvps() {
        return vendorAvps;
    }

    /// Messages of a type that this end does not know.
    public long unsupportedMessages() {
        return unsupportedMessages;
    }

    /// Connections closed because the peer did not acknowledge and too much waited for it.
    public long sendQueueOverflows() {
        return sendQueueOverflows;
    }

    /// Datagrams whose Ns or Nr lay outside what can be.
    public long sequenceNumberErrors() {
        return sequenceNumberErrors;
    }

    /// All to zero.
    public void reset() {
        Arrays.fill(received, 0);
        Arrays.fill(receivedBad, 0);
        Arrays.fill(sent, 0);
        datagramsReceived = 0;
        datagramsSent = 0;
        retransmissions = 0;
        authenticationFailures = 0;
        mismatchedSessionIds = 0;
        tunnelSetupFailures = 0;
        sessionSetupFailures = 0;
        ignoredAvps = 0;
        vendorAvps = 0;
        unsupportedMessages = 0;
        sendQueueOverflows = 0;
        sequenceNumberErrors = 0;
    }

    void countReceived(int messageType) {
        received[slot(messageType)]++;
    }

    void countReceivedBad(int messageType) {
        receivedBad[slot(messageType)]++;
    }

    /// A message that was counted as good turned out to be out of place.
    void recountAsBad(int messageType) {
        received[slot(messageType)]--;
        receivedBad[slot(messageType)]++;
    }

    void countSent(int messageType) {
        sent[slot(messageType)]++;
    }

    private static int slot(int messageType) {
        return messageType > 0 && messageType < MESSAGE_TYPES ? messageType : 0;
    }
}
