package org.prol2tp.protocol.control;

import java.util.Arrays;
import org.prol2tp.protocol.wire.Datagram;
import org.prol2tp.protocol.wire.Version;

/// What all control connections of a node counted together, and what they must know of each other. One
/// object for the node, given to each connection.
public final class ControlCounters {
    /// Message types are 0..16 (RFC 2661 §3.2) and 20 (RFC 3931 §3.1); 0 stands for what is none of them.
    public static final int MESSAGE_TYPES = 21;

    /// The Explicit Acknowledgement of RFC 3931 §6.15.
    public static final int ACK = 20;

    private final long[] received = new long[MESSAGE_TYPES];
    private final long[] receivedBad = new long[MESSAGE_TYPES];
    private final long[] sent = new long[MESSAGE_TYPES];

    final OpenChallenges openChallenges = new OpenChallenges();

    /// Control datagrams in and out, ZLBs and retransmissions among them.
    long datagramsReceived;
    long datagramsSent;
    long retransmissions;
    long authenticationFailures;
    long unknownSessionIds;
    long mismatchedSessionIds;
    long illegalMessages;
    long tunnelSetupFailures;
    long sessionSetupFailures;
    long ignoredAvps;
    long vendorAvps;
    long unsupportedMessages;
    long framesWithoutRoom;
    long sequenceNumberErrors;

    /// Good messages of this type that came; `messageType` 0..20.
    public long received(int messageType) {
        return received[messageType];
    }

    /// Messages of this type that came malformed or in the wrong state; `messageType` 0..20.
    public long receivedBad(int messageType) {
        return receivedBad[messageType];
    }

    /// Messages of this type that were sent, each once; `messageType` 0..20.
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
    public long unknownSessionIds() {
        return unknownSessionIds;
    }

    /// CDNs whose Assigned Session ID is not the one that the peer gave the session.
    public long mismatchedSessionIds() {
        return mismatchedSessionIds;
    }

    /// Messages without a Message Type AVP at their beginning, or with the M bit in one that this end does not know.
    public long illegalMessages() {
        return illegalMessages;
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

    /// Messages that found no room: too much waits already for an earlier one, or for the peer to acknowledge.
    public long framesWithoutRoom() {
        return framesWithoutRoom;
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
        unknownSessionIds = 0;
        mismatchedSessionIds = 0;
        illegalMessages = 0;
        tunnelSetupFailures = 0;
        sessionSetupFailures = 0;
        ignoredAvps = 0;
        vendorAvps = 0;
        unsupportedMessages = 0;
        framesWithoutRoom = 0;
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

    /// Of L2TPv3 those are messages too.
    void countAcknowledgementReceived(Datagram.Zlb zlb) {
        if (zlb.format().version() == Version.V3) {
            countReceived(ACK);
        }
    }

    void countSent(int messageType) {
        sent[slot(messageType)]++;
    }

    private static int slot(int messageType) {
        return messageType > 0 && messageType < MESSAGE_TYPES ? messageType : 0;
    }
}
