package org.prol2tp.dataplane;

import org.prol2tp.protocol.node.Input;

/// Takes what a data plane has to say. Called by its threads, several at once.
public interface DataPlaneSink {
    /// Takes something a peer can cause at will: a control datagram, a PPP frame, an unreachable peer. Returns false,
    /// without waiting, if too much of it is queued already; the data plane then counts it as dropped.
    boolean offer(Input input);

    /// Takes the answer to a command. Never refused: there is at most one for each command, or for each time
    /// that somebody sets an interface up or down.
    void answer(Input input);

    /// Follows one or more offers or answers: the node's thread should look at them.
    void wake();

    /// A sentence for the operator: an offload that the kernel refuses, and the like. Rare.
    void notice(String sentence);
}
