package org.prol2tp.dataplane.userspace;

import org.prol2tp.protocol.node.DataPlaneCommand.EthernetOptions;
import org.prol2tp.protocol.node.DataPlaneCommand.InterfaceOptions;

/// Makes the network interfaces of sessions, on a thread of its own. Commands of one session are carried out in order.
interface Interfaces extends AutoCloseable {
    /// Makes a session's interface, or changes the one it has. The sink is answered.
    void activate(Session session, InterfaceOptions options);

    /// Makes an Ethernet session's interface, or changes the one it has. The sink is answered.
    void activate(Session session, EthernetOptions options);

    /// The peer's circuit became active or inactive: the interface of an Ethernet session has a carrier, or has none.
    void peerChanged(Session session);

    /// The interface of one session is another one's from now on, as it is.
    void pass(Session from, Session to);

    /// Removes a session's interface, if it has one.
    void deactivate(Session session);

    /// All that goes on of a daemon before this one has been asked for: the rest goes, then `after` runs.
    void settled(Runnable after);

    /// Removes all interfaces and returns when they are gone.
    @Override
    void close();
}
