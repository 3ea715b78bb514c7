package org.prol2tp.protocol.node;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The network interface of a session, as far as the data plane has made it what it is to be. It is there once a
/// network layer has opened, that of an Ethernet pseudowire with its session. Small: there is one for each session.
final class SessionInterface {
    private @Nullable String name;

    /// Between the loss of a network layer and the next time the session is up: what it had.
    private Event.@Nullable SessionFacts factsWhileUp;

    /// Commands to the data plane that it has not answered yet.
    private short activationsPending;

    private boolean outdated;

    private boolean isTooMuch;

    /// The name is that of another node's before this one.
    private boolean resumed;

    Optional<String> name() {
        return Optional.ofNullable(name);
    }

    Optional<Event.SessionFacts> factsWhileUp() {
        return Optional.ofNullable(factsWhileUp);
    }

    void resumes(String nameBefore) {
        name = nameBefore;
        resumed = true;
    }

    Optional<String> nameBefore() {
        return resumed ? name() : Optional.empty();
    }

    void remember(Event.SessionFacts facts) {
        if (factsWhileUp == null) {
            factsWhileUp = facts;
        }
    }

    /// The session is up, or begins anew.
    void forgetFacts() {
        factsWhileUp = null;
    }

    /// Whether it is what it was last asked to be.
    boolean isReady() {
        return name != null && activationsPending == 0;
    }

    /// It is not what it should be. Returns whether that is news: [#renew] has to follow.
    ///
    /// @param less the interface must go before it is made anew
    boolean outdate(boolean less) {
        isTooMuch |= less;
        boolean news = !outdated;
        outdated = true;
        return news;
    }

    /// Makes it what it is to be now.
    ///
    /// @param there whether the session is not over; if it is, the data plane knows
    /// @param activation what the data plane is told to make; empty: nothing is to be there
    void renew(Lcce lcce, SessionHandle handle, boolean there, Optional<DataPlaneCommand> activation) {
        boolean tooMuch = isTooMuch;
        outdated = false;
        isTooMuch = false;
        if (!there) {
            return;
        }
        if (tooMuch) {
            name = null;
            lcce.program(new DataPlaneCommand.DeactivateInterface(handle));
        }
        if (activation.isPresent()) {
            activationsPending++;
            lcce.program(activation.get());
        }
    }

    /// Answers to what was asked for will not come: they were another session's.
    void asksAnew() {
        activationsPending = 0;
        outdated = false;
    }

    /// The data plane answered one command. Only the answer to the last one tells of all that it is to be.
    void activated(String newName, boolean isWanted) {
        activationsPending--;
        if (isWanted && activationsPending == 0) {
            name = newName;
        }
    }

    /// The session left the data plane.
    void gone() {
        name = null;
        resumed = false;
    }
}
