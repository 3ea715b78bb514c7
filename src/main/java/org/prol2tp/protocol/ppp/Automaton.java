package org.prol2tp.protocol.ppp;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The option negotiation automaton of RFC 1661 §4, for one control protocol of one link: packets to
/// events, the table's actions, the Restart timer and its counters.
final class Automaton {
    private static final byte[] NOTHING = {};

    /// Times Max-Configure: Configure-Requests to a peer that sends requests but never an answer. Times the limit of
    /// refusals: those of one and the same request.
    private static final int MAX_PATIENCE = 4;

    private static final short NONE = -1;

    private final ControlProtocol protocol;

    private State state = State.INITIAL;

    /// Of the Configure-Request that is or will be sent. Unchanged in retransmissions, RFC 1661 §5.1.
    private byte identifier;

    private int restartCount;

    /// Configure-Requests we refused since the last Configure-Ack, each once however often it came.
    private short refusalsSent;

    /// Of the Configure-Request we refused last. The same one again says that our answer was lost.
    private short refusedIdentifier = NONE;

    /// How often one came again. Who repeats it for ever is given up too.
    private short refusalsRepeated;

    /// Configure-Naks and -Rejects we took since the last Configure-Ack.
    private short refusalsReceived;

    /// Configure-Requests since the negotiation began.
    private int requestsSent;

    private long restartNs = Link.NEVER;

    Automaton(ControlProtocol protocol) {
        this.protocol = protocol;
    }

    State state() {
        return state;
    }

    long deadlineNs() {
        return restartNs;
    }

    /// Opened, because somebody else has negotiated for us.
    void takeOver() {
        state = State.OPENED;
    }

    /// An event that brings no packet.
    void handle(AutomatonEvent event, Turn turn) {
        handle(event, null, null, turn);
    }

    void timePassed(Turn turn) {
        if (turn.nowNs() >= restartNs) {
            handle(
                    restartCount > 0
                            ? AutomatonEvent.TIMEOUT_WITH_COUNTER
                            : AutomatonEvent.TIMEOUT_WITH_COUNTER_EXPIRED,
                    turn);
        }
    }

    /// Handles any packet of the protocol. The lower layer must be up. RFC 1661 §5.
    void receive(ControlPacket packet, Turn turn) {
        switch (packet.code()) {
            case ControlPacket.CONFIGURE_REQUEST -> receiveRequest(packet, turn);
            case ControlPacket.CONFIGURE_ACK -> receiveAck(packet, turn);
            case ControlPacket.CONFIGURE_NAK, ControlPacket.CONFIGURE_REJECT -> receiveRefusal(packet, turn);
            case ControlPacket.TERMINATE_REQUEST -> {
                protocol.terminateRequested();
                handle(AutomatonEvent.RECEIVE_TERMINATE_REQUEST, packet, null, turn);
            }
            case ControlPacket.TERMINATE_ACK -> handle(AutomatonEvent.RECEIVE_TERMINATE_ACK, turn);
            case ControlPacket.CODE_REJECT -> receiveCodeReject(packet, turn);
            default -> {
                if (!protocol.receiveOwnCode(packet, turn)) {
                    handle(AutomatonEvent.RECEIVE_UNKNOWN_CODE, packet, null, turn);
                }
            }
        }
    }

    private void receiveRequest(ControlPacket packet, Turn turn) {
        Optional<List<Option>> asked = Option.decode(packet.data());
        if (asked.isEmpty()) {
            protocol.link().discard(turn, "malformed options");
            return;
        }
        keepTrying();
        int refusedBefore = refusalsSent - (packet.identifier() == refusedIdentifier ? 1 : 0);
        ConfigureReply reply = ConfigureReply.judge(protocol, asked.get(), refusedBefore >= limits().maxFailure());
        AutomatonEvent event = reply.isAck()
                ? AutomatonEvent.RECEIVE_CONFIGURE_REQUEST_GOOD
                : AutomatonEvent.RECEIVE_CONFIGURE_REQUEST_BAD;
        handle(event, packet, reply, turn);
        if (refusalsSent > refusalLimit() || refusalsRepeated > MAX_PATIENCE * refusalLimit()) {
            protocol.giveUp(notConverging("it insists on what was rejected"), turn);
        } else if (state.isNegotiating()) {
            giveUpIfHopeless(turn);
        }
    }

    /// A peer that asks is alive, though our requests or its answers are lost: Max-Configure begins anew,
    /// but not for ever.
    private void keepTrying() {
        if (state.isNegotiating() && requestsSent < MAX_PATIENCE * limits().maxConfigure()) {
            restartCount = Math.max(restartCount, limits().maxConfigure());
        }
    }

    private void receiveAck(ControlPacket packet, Turn turn) {
        if (packet.identifier() != (identifier & 0xFF)
                || (state.isNegotiating() && !Arrays.equals(packet.data(), Option.encode(protocol.wishes())))) {
            protocol.link().discard(turn, "Configure-Ack for no request of ours");
            return;
        }
        if (state.isNegotiating()) {
            identifier++;
            refusalsReceived = 0;
        }
        handle(AutomatonEvent.RECEIVE_CONFIGURE_ACK, packet, null, turn);
    }

    private void receiveRefusal(ControlPacket packet, Turn turn) {
        Optional<List<Option>> options = Option.decode(packet.data());
        boolean reject = packet.code() == ControlPacket.CONFIGURE_REJECT;
        if (packet.identifier() != (identifier & 0xFF)
                || options.isEmpty()
                || (reject && state.isNegotiating() && !protocol.wishes().containsAll(options.get()))) {
            protocol.link().discard(turn, "Configure-Nak or -Reject for no request of ours");
            return;
        }
        if (state.isNegotiating()) {
            identifier++;
            refusalsReceived++;
            boolean asReject = reject || refusalsReceived > limits().maxFailure();
            for (Option option : options.get()) {
                if (asReject) {
                    protocol.rejected(option);
                } else {
                    protocol.naked(option);
                }
            }
            if (refusalsReceived > refusalLimit()) {
                protocol.giveUp(notConverging("it refuses every request"), turn);
                return;
            }
            if (giveUpIfHopeless(turn)) {
                return;
            }
        }
        handle(AutomatonEvent.RECEIVE_CONFIGURE_NAK_OR_REJECT, packet, null, turn);
    }

    /// Naks, then as many rejects, before we give up: what bounds a negotiation that goes nowhere.
    private int refusalLimit() {
        return 2 * limits().maxFailure() + 1;
    }

    private LinkEnd notConverging(String how) {
        return new LinkEnd(LinkEnd.Cause.NOT_NEGOTIABLE, protocol.name() + " does not agree with the peer: " + how);
    }

    private boolean giveUpIfHopeless(Turn turn) {
        Optional<LinkEnd> end = protocol.hopeless();
        end.ifPresent(why -> protocol.giveUp(why, turn));
        return end.isPresent();
    }

    /// Losing one of the codes 1..7 is catastrophic: nothing can be negotiated. RFC 1661 §5.6.
    private void receiveCodeReject(ControlPacket packet, Turn turn) {
        int code = packet.data().length == 0 ? 0 : packet.data()[0] & 0xFF;
        if (code >= ControlPacket.CONFIGURE_REQUEST && code <= ControlPacket.CODE_REJECT) {
            turn.out().notice(protocol.name() + ": the peer rejects code " + code);
            handle(AutomatonEvent.RECEIVE_REJECT_CATASTROPHIC, turn);
        } else {
            protocol.codeRejected(code);
            handle(AutomatonEvent.RECEIVE_REJECT_PERMITTED, turn);
        }
    }

    /// One step of the table. `packet` is what arrived, `reply` the answer if it is a Configure-Request.
    void handle(AutomatonEvent event, @Nullable ControlPacket packet, @Nullable ConfigureReply reply, Turn turn) {
        Optional<AutomatonTable.Cell> cell = AutomatonTable.cell(event, state);
        if (cell.isEmpty()) {
            return;
        }
        State before = state;
        state = cell.get().next();
        if (turn.out().traces() && before != state) {
            turn.out().trace(protocol.name() + " " + event.abbreviation() + ": " + before + " -> " + state);
        }
        if (!state.hasTimer()) {
            restartNs = Link.NEVER;
        }
        List<AutomatonAction> actions = cell.get().actions();
        for (int i = 0; i < actions.size(); i++) { // an iterator would be left on the heap
            switch (actions.get(i)) {
                case THIS_LAYER_UP -> protocol.thisLayerUp(turn);
                case THIS_LAYER_DOWN -> protocol.thisLayerDown(turn);
                case THIS_LAYER_STARTED -> {}
                case THIS_LAYER_FINISHED -> protocol.thisLayerFinished(turn);
                case INITIALIZE_RESTART_COUNT ->
                    restartCount = actions.contains(AutomatonAction.SEND_TERMINATE_REQUEST)
                            ? limits().maxTerminate()
                            : limits().maxConfigure();
                case ZERO_RESTART_COUNT -> {
                    restartCount = 0;
                    startTimer(turn);
                }
                case SEND_CONFIGURE_REQUEST -> sendRequest(before, turn);
                case SEND_CONFIGURE_ACK, SEND_CONFIGURE_NAK_OR_REJECT -> sendReply(packet, reply, turn);
                case SEND_TERMINATE_REQUEST -> {
                    restartCount--;
                    startTimer(turn);
                    send(ControlPacket.TERMINATE_REQUEST, identifier & 0xFF, NOTHING, turn);
                }
                case SEND_TERMINATE_ACK -> send(ControlPacket.TERMINATE_ACK, identifierOf(packet), NOTHING, turn);
                case SEND_CODE_REJECT -> sendCodeReject(packet, turn);
                case SEND_ECHO_REPLY -> sendEchoReply(packet, turn);
            }
        }
    }

    private void sendRequest(State before, Turn turn) {
        if (!before.isNegotiating()) {
            protocol.restart();
            identifier++;
            refusalsSent = 0;
            refusalsRepeated = 0;
            refusedIdentifier = NONE;
            refusalsReceived = 0;
            requestsSent = 0;
            restartCount = limits().maxConfigure();
        }
        restartCount--;
        requestsSent++;
        startTimer(turn);
        send(ControlPacket.CONFIGURE_REQUEST, identifier & 0xFF, Option.encode(protocol.wishes()), turn);
    }

    private void sendReply(@Nullable ControlPacket packet, @Nullable ConfigureReply reply, Turn turn) {
        if (packet == null || reply == null) {
            return;
        }
        if (reply.isAck()) {
            refusalsSent = 0;
            refusalsRepeated = 0;
            refusedIdentifier = NONE;
            protocol.adopt(reply.options());
        } else if (packet.identifier() == refusedIdentifier) {
            refusalsRepeated++;
        } else {
            refusalsSent++;
            refusedIdentifier = (short) packet.identifier();
        }
        send(reply.code(), packet.identifier(), Option.encode(reply.options()), turn);
    }

    private void sendCodeReject(@Nullable ControlPacket packet, Turn turn) {
        if (packet != null) {
            int limitOctets = protocol.link().peerMru() - ControlPacket.HEADER_OCTETS;
            send(ControlPacket.CODE_REJECT, protocol.link().nextIdentifier(), packet.encode(limitOctets), turn);
        }
    }

    private void sendEchoReply(@Nullable ControlPacket packet, Turn turn) {
        if (packet != null && protocol instanceof Lcp lcp) {
            lcp.answerEcho(packet, turn);
        }
    }

    private static int identifierOf(@Nullable ControlPacket packet) {
        return packet == null ? 0 : packet.identifier();
    }

    private void startTimer(Turn turn) {
        restartNs = turn.nowNs() + limits().restartTimer().toNanos();
    }

    private LinkSettings.AutomatonLimits limits() {
        return protocol instanceof Lcp
                ? protocol.link().settings().lcp()
                : protocol.link().settings().ncp();
    }

    private void send(int code, int withIdentifier, byte[] data, Turn turn) {
        protocol.link().send(protocol.protocol(), new ControlPacket(code, withIdentifier, data), turn);
    }
}
