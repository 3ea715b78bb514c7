package org.prol2tp.dataplane;

import org.prol2tp.linux.Descriptor;
import org.prol2tp.linux.LinuxException;
import org.prol2tp.protocol.node.SessionHandle;

/// Sessions of PPP whose kernel half another program takes: it inherits the session's socket, makes the network
/// interface, and gives it its addresses. Any thread.
public interface PppSockets {
    /// From now on the PPP of all sessions is another program's: no frame of it is read here, and a session that the
    /// kernel does not carry fails. Before the first session.
    void leavePppToOthers();

    /// The socket, for a program to inherit. The caller closes it.
    ///
    /// @throws LinuxException if there is no such session
    Descriptor pppSocket(SessionHandle session) throws LinuxException;

    /// The program has made this interface. Before the node says that it wants one.
    void interfaceIs(SessionHandle session, String name);
}
