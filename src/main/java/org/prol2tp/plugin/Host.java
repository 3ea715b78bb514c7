package org.prol2tp.plugin;

import java.util.List;

/// What a plugin may ask of the daemon. Its methods may be called from any thread, and never block.
public interface Host {
    /// Writes a line to the daemon's log, with the plugin's name. Too many lines are held back.
    void log(String line);

    /// Tells `listener` of tunnels and sessions from now on. In [Plugin#start] only.
    void listen(Listener listener);

    /// Asks `authoriser` who may have a session. In [Plugin#start] only. From then on no session comes up without
    /// its answer: also not when the plugin has been switched off.
    ///
    /// @param calls ask when a peer asks for a session
    /// @param users ask when a PPP user has to prove who it is
    void authorise(Authoriser authoriser, boolean calls, boolean users);

    /// Negotiates PPP of all sessions in place of the daemon. In [Plugin#start] only. From then on no session with PPP
    /// comes up without it: also not when the plugin has been switched off.
    void providePpp(PppProvider provider);

    /// Tells `listener` of the AVPs of every control message that is received. In [Plugin#start] only.
    void watchAvps(AvpListener listener);

    /// Adds these AVPs to the control messages that are sent from now on, in place of those of the last call.
    ///
    /// @throws IllegalArgumentException for more than 32, for more than 1024 octets with 6 for the header of
    ///     each, and for a message that is not one of RFC 2661
    void addAvps(List<AddedAvp> avps);
}
