package org.prol2tp.protocol.control;

import java.util.ArrayList;
import java.util.List;
import org.prol2tp.protocol.wire.CallStatusAvp.CallErrors;
import org.prol2tp.protocol.wire.CallStatusAvp.CircuitStatus;
import org.prol2tp.protocol.wire.SessionId;

/// Writes down what a connection says. Datagrams in [#sent], the rest as one line each in [#said].
final class RecordingOutbox implements ControlOutbox {
    final List<byte[]> sent = new ArrayList<>();
    final List<String> said = new ArrayList<>();
    final List<String> traced = new ArrayList<>();
    final List<CallDetails> details = new ArrayList<>();
    CallAnswer answer = new CallAnswer.Refuse(4, 0, "nobody home");
    int nextId;
    boolean traces;
    boolean released;

    /// Accepts calls with ids from `firstId` on.
    void acceptFrom(int firstId) {
        nextId = firstId;
    }

    @Override
    public void send(byte[] datagram) {
        sent.add(datagram);
    }

    @Override
    public void fellBack() {
        said.add("fell back");
    }

    @Override
    public void established(PeerIdentity peer) {
        said.add("established " + peer.id() + " " + peer.hostName());
    }

    @Override
    public void closed(Ending why) {
        said.add("closed " + why.result() + " " + why.error() + " " + why.message() + (why.byPeer() ? " (peer)" : ""));
    }

    @Override
    public void released() {
        said.add("released");
        released = true;
    }

    @Override
    public CallAnswer callRequested(CallKind kind, SessionId peerId, CallDetails asked) {
        said.add("requested " + kind.label() + " " + peerId);
        details.add(asked);
        return nextId == 0 ? answer : new CallAnswer.Accept(new SessionId(nextId++));
    }

    @Override
    public void callProceeds(SessionId localId, SessionId peerId, CallDetails details) {
        said.add("proceeds " + localId + " " + peerId);
    }

    @Override
    public void callConnected(SessionId localId, SessionId peerId, CallKind kind, CallDetails told) {
        said.add("connected " + localId + " " + peerId + " " + kind.label());
        details.add(told);
    }

    @Override
    public void callEnded(SessionId localId, Ending why) {
        said.add("ended " + localId + " " + why.result() + " " + why.message() + (why.byPeer() ? " (peer)" : ""));
    }

    @Override
    public void callErrors(SessionId localId, CallErrors errors) {
        said.add("errors " + localId + " " + errors);
    }

    @Override
    public void circuitStatus(SessionId localId, CircuitStatus status) {
        said.add("circuit " + localId + " " + (status.active() ? "active" : "inactive"));
    }

    @Override
    public void linkInformation(SessionId localId, int sendAccm, int receiveAccm) {
        said.add("accm " + localId + " " + Integer.toHexString(sendAccm) + " " + Integer.toHexString(receiveAccm));
    }

    @Override
    public void peerFault(SessionId localIdOrNone, String what) {
        said.add("fault " + what);
    }

    @Override
    public boolean traces(ControlTrace kind, SessionId localIdOrNone) {
        return traces;
    }

    @Override
    public void trace(ControlTrace kind, SessionId localIdOrNone, String line) {
        if (!traces) {
            throw new AssertionError("nobody asked for this line: " + line);
        }
        traced.add(kind + ": " + line);
    }
}
