package org.prol2tp.protocol.control;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.prol2tp.protocol.wire.ResultCode.StopCcnResult;

/// The states of a control connection and what each event does in each of them.
///
/// Two things differ from the RFC's table. "Clean up → idle" is `Draining` where reliable delivery
/// must go on (§5.8); the table's own remark that a StopCCN does it is kept by the actions. And a
/// close by this end is possible in every state.
///
/// Source: RFC 2661 §7.2.1.
final class ConnectionTable {
    private ConnectionTable() {}

    sealed interface State {
        /// As traces print it.
        String label();

        /// As `show` prints it.
        default String title() {
            return getClass().getSimpleName();
        }
    }

    /// Nothing said yet, or all said and done.
    record Idle() implements State {
        @Override
        public String label() {
            return "IDLE";
        }
    }

    /// SCCRQ is sent. `challenge`: what was sent to the peer in it.
    record WaitCtlReply(Optional<ChallengeAuthentication> challenge, OptionalLong tieBreaker) implements State {
        @Override
        public String label() {
            return "WAITCTLREPLY";
        }
    }

    /// SCCRP is sent. `challenge`: what was sent to the peer in it.
    record WaitCtlConn(Optional<ChallengeAuthentication> challenge) implements State {
        @Override
        public String label() {
            return "WAITCTLCONN";
        }
    }

    record Established() implements State {
        @Override
        public String label() {
            return "ESTABLISHED";
        }
    }

    /// Over, but the peer must still hear of it, or may repeat its StopCCN because ours to it was lost.
    record Draining() implements State {
        @Override
        public String label() {
            return "CLOSING";
        }
    }

    sealed interface Event {
        /// As traces print it.
        String label();
    }

    /// This end wants the connection. `sent` is the state that its SCCRQ makes.
    record LocalOpen(WaitCtlReply sent) implements Event {
        @Override
        public String label() {
            return "OPEN_REQ";
        }
    }

    /// `sent` is the state that our SCCRP makes.
    record SccrqAcceptable(WaitCtlConn sent) implements Event {
        @Override
        public String label() {
            return "SCCRQ_ACCEPT";
        }
    }

    record SccrqNotAcceptable(Ending why) implements Event {
        @Override
        public String label() {
            return "SCCRQ_DENY";
        }
    }

    /// The peer's SCCRQ won a tie; the node hands it to a new connection.
    record TieLost(Ending why) implements Event {
        @Override
        public String label() {
            return "LOSETIE";
        }
    }

    record SccrpAcceptable() implements Event {
        @Override
        public String label() {
            return "SCCRP_ACCEPT";
        }
    }

    record SccrpNotAcceptable(Ending why) implements Event {
        @Override
        public String label() {
            return "SCCRP_DENY";
        }
    }

    record ScccnAcceptable() implements Event {
        @Override
        public String label() {
            return "SCCCN_ACCEPT";
        }
    }

    record ScccnNotAcceptable(Ending why) implements Event {
        @Override
        public String label() {
            return "SCCCN_DENY";
        }
    }

    /// This end ends it: the operator, a time-out, or a fault of the peer that the RFC answers so.
    record LocalClose(Ending why) implements Event {
        @Override
        public String label() {
            return "CLOSE_REQ";
        }
    }

    record StopCcnReceived(Ending why) implements Event {
        @Override
        public String label() {
            return "STOPCCN";
        }
    }

    /// The peer does not acknowledge.
    record TransportDown(Ending why) implements Event {
        @Override
        public String label() {
            return "XPRT_DOWN";
        }
    }

    /// Draining has lasted long enough.
    record Drained() implements Event {
        @Override
        public String label() {
            return "DRAINED";
        }
    }

    enum Action {
        SEND_SCCRQ,
        SEND_SCCRP,
        SEND_SCCCN,
        SEND_STOPCCN,
        /// Tell the node, and the calls that wait for the tunnel.
        OPEN_SESSIONS,
        /// End all calls, tell the node that the connection is over.
        CLEAN_UP,
        /// Tell the node that nothing is pending.
        RELEASE
    }

    /// What an event does: the next state, what to do, and why it ends if it does.
    record Step(State next, List<Action> actions, Optional<Ending> why) {}

    private record Cell(State state, Event event) {}

    /// The table.
    static Step step(State state, Event event) {
        return switch (new Cell(state, event)) {
            case Cell(Idle _, LocalOpen(var sent)) -> go(sent, Action.SEND_SCCRQ);
            case Cell(Idle _, SccrqAcceptable(var sent)) -> go(sent, Action.SEND_SCCRP);
            case Cell(Idle _, SccrqNotAcceptable(var why)) -> refuse(state, why);
            case Cell(Idle _, SccrpAcceptable _) -> refuse(state, outOfPlace("SCCRP", state));
            case Cell(Idle _, SccrpNotAcceptable _) -> refuse(state, outOfPlace("SCCRP", state));
            case Cell(Idle _, ScccnAcceptable _) -> stay(state);
            case Cell(Idle _, ScccnNotAcceptable _) -> stay(state);
            case Cell(Idle _, TieLost _) -> stay(state);
            case Cell(Idle _, LocalClose _) -> stay(state);
            case Cell(Idle _, StopCcnReceived _) -> stay(state);
            case Cell(Idle _, TransportDown _) -> stay(state);
            case Cell(Idle _, Drained _) -> stay(state);

            case Cell(WaitCtlReply _, SccrpAcceptable _) ->
                go(new Established(), Action.SEND_SCCCN, Action.OPEN_SESSIONS);
            case Cell(WaitCtlReply _, SccrpNotAcceptable(var why)) -> close(why);
            case Cell(WaitCtlReply _, TieLost(var why)) -> vanish(why);
            case Cell(WaitCtlReply _, ScccnAcceptable _) -> close(outOfPlace("SCCCN", state));
            case Cell(WaitCtlReply _, ScccnNotAcceptable _) -> close(outOfPlace("SCCCN", state));
            case Cell(WaitCtlReply _, SccrqAcceptable _) -> close(outOfPlace("SCCRQ", state));
            case Cell(WaitCtlReply _, SccrqNotAcceptable _) -> close(outOfPlace("SCCRQ", state));
            case Cell(WaitCtlReply _, LocalOpen _) -> stay(state);
            case Cell(WaitCtlReply _, LocalClose(var why)) -> close(why);
            case Cell(WaitCtlReply _, StopCcnReceived(var why)) -> drain(why);
            case Cell(WaitCtlReply _, TransportDown(var why)) -> vanish(why);
            case Cell(WaitCtlReply _, Drained _) -> stay(state);

            case Cell(WaitCtlConn _, ScccnAcceptable _) -> go(new Established(), Action.OPEN_SESSIONS);
            case Cell(WaitCtlConn _, ScccnNotAcceptable(var why)) -> close(why);
            case Cell(WaitCtlConn _, SccrpAcceptable _) -> close(outOfPlace("SCCRP", state));
            case Cell(WaitCtlConn _, SccrpNotAcceptable _) -> close(outOfPlace("SCCRP", state));
            case Cell(WaitCtlConn _, SccrqAcceptable _) -> close(outOfPlace("SCCRQ", state));
            case Cell(WaitCtlConn _, SccrqNotAcceptable _) -> close(outOfPlace("SCCRQ", state));
            case Cell(WaitCtlConn _, TieLost _) -> stay(state);
            case Cell(WaitCtlConn _, LocalOpen _) -> stay(state);
            case Cell(WaitCtlConn _, LocalClose(var why)) -> close(why);
            case Cell(WaitCtlConn _, StopCcnReceived(var why)) -> drain(why);
            case Cell(WaitCtlConn _, TransportDown(var why)) -> vanish(why);
            case Cell(WaitCtlConn _, Drained _) -> stay(state);

            case Cell(Established _, LocalOpen _) -> go(state, Action.OPEN_SESSIONS);
            case Cell(Established _, SccrqAcceptable _) -> close(outOfPlace("SCCRQ", state));
            case Cell(Established _, SccrqNotAcceptable _) -> close(outOfPlace("SCCRQ", state));
            case Cell(Established _, SccrpAcceptable _) -> close(outOfPlace("SCCRP", state));
            case Cell(Established _, SccrpNotAcceptable _) -> close(outOfPlace("SCCRP", state));
            case Cell(Established _, ScccnAcceptable _) -> close(outOfPlace("SCCCN", state));
            case Cell(Established _, ScccnNotAcceptable _) -> close(outOfPlace("SCCCN", state));
            case Cell(Established _, TieLost _) -> stay(state);
            case Cell(Established _, LocalClose(var why)) -> close(why);
            case Cell(Established _, StopCcnReceived(var why)) -> drain(why);
            case Cell(Established _, TransportDown(var why)) -> vanish(why);
            case Cell(Established _, Drained _) -> stay(state);

            case Cell(Draining _, Drained _) -> go(new Idle(), Action.RELEASE);
            case Cell(Draining _, TransportDown _) -> go(new Idle(), Action.RELEASE);
            case Cell(Draining _, LocalOpen _) -> stay(state);
            case Cell(Draining _, SccrqAcceptable _) -> stay(state);
            case Cell(Draining _, SccrqNotAcceptable _) -> stay(state);
            case Cell(Draining _, SccrpAcceptable _) -> stay(state);
            case Cell(Draining _, SccrpNotAcceptable _) -> stay(state);
            case Cell(Draining _, ScccnAcceptable _) -> stay(state);
            case Cell(Draining _, ScccnNotAcceptable _) -> stay(state);
            case Cell(Draining _, TieLost _) -> stay(state);
            case Cell(Draining _, LocalClose _) -> stay(state);
            case Cell(Draining _, StopCcnReceived _) -> stay(state);
        };
    }

    private static Step go(State next, Action... actions) {
        return new Step(next, List.of(actions), Optional.empty());
    }

    private static Step stay(State state) {
        return go(state);
    }

    /// StopCCN to a peer of which nothing is kept.
    private static Step refuse(State state, Ending why) {
        return new Step(state, List.of(Action.SEND_STOPCCN), Optional.of(why));
    }

    private static Step close(Ending why) {
        return new Step(new Draining(), List.of(Action.SEND_STOPCCN, Action.CLEAN_UP), Optional.of(why));
    }

    private static Step drain(Ending why) {
        return new Step(new Draining(), List.of(Action.CLEAN_UP), Optional.of(why));
    }

    private static Step vanish(Ending why) {
        return new Step(new Idle(), List.of(Action.CLEAN_UP, Action.RELEASE), Optional.of(why));
    }

    private static Ending outOfPlace(String message, State state) {
        return Ending.local(StopCcnResult.STATE_MACHINE_ERROR, message + " in state " + state.title());
    }
}
