package org.prol2tp.protocol.node;

import java.util.ArrayList;
import java.util.List;
import org.prol2tp.protocol.control.Ending;
import org.prol2tp.protocol.wire.ResultCode.StopCcnResult;

/// The orderly end of a node: every tunnel is closed with a StopCCN, and the operator hears when the
/// last one is acknowledged or given up. That takes no longer than a StopCCN's retransmissions, and a
/// moment where the peer closes too ([Channel]).
final class Shutdown {
    private static final Ending SHUTTING_DOWN = Ending.local(StopCcnResult.SHUTTING_DOWN, "shutting down");

    private final Lcce lcce;

    private final List<Long> waitingTickets = new ArrayList<>(1);

    private boolean reported;

    Shutdown(Lcce lcce) {
        this.lcce = lcce;
    }

    /// An operator asks for the end.
    void begin(long ticket) {
        if (lcce.tracing.wants(TraceCategory.SYSTEM)) {
            lcce.tracing.line(
                    TraceCategory.SYSTEM,
                    "stop: tunnels to close " + lcce.tunnels().size() + ", sessions "
                            + lcce.sessions().size());
        }
        waitingTickets.add(ticket);
        lcce.stop();
        lcce.tunnels().forEach(tunnel -> tunnel.redial().ifPresent(Redial::cancel));
        for (Channel channel : lcce.router.channels()) {
            channel.close(SHUTTING_DOWN);
        }
        for (Tunnel tunnel : List.copyOf(lcce.tunnels())) {
            if (tunnel.channelCount() == 0) {
                tunnel.gone();
            }
        }
    }

    /// After each input: says that all is over, once it is.
    void step() {
        if (!lcce.stopping() || !lcce.tunnels().isEmpty()) {
            return;
        }
        if (!reported) {
            reported = true;
            lcce.report(new Event.NodeStopped());
        }
        for (long ticket : waitingTickets) {
            lcce.say(new Output.AnswerOperator(ticket, new Reply.Done()));
        }
        waitingTickets.clear();
    }
}
