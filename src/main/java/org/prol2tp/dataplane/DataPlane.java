package org.prol2tp.dataplane;

import java.util.Map;
import org.prol2tp.linux.LinuxException;
import org.prol2tp.protocol.node.DataCounters;
import org.prol2tp.protocol.node.DataPlaneCommand;
import org.prol2tp.protocol.node.Encapsulation;
import org.prol2tp.protocol.node.Endpoint;
import org.prol2tp.protocol.node.Path;
import org.prol2tp.protocol.node.SessionHandle;
import org.prol2tp.protocol.node.TunnelHandle;

/// Carries the frames of a node, and owns the sockets that control messages share with them. What it
/// has to say goes to a [DataPlaneSink].
///
/// Unless a method says otherwise, it is called by one thread: the one that owns the node.
public interface DataPlane extends AutoCloseable {
    /// A word for the log and for status: `kernel`, `userspace`, `none`.
    String name();

    /// Opens a socket and returns its number, for [Path#socket]. Control datagrams that arrive there go
    /// to the sink from now on.
    ///
    /// UDP: listening (its port given) or a tunnel's own (port 0, any free one). IP: the port is 0, and
    /// one socket for an address serves all tunnels, since each that is open gets every packet to its
    /// address. Control octets begin with the control header either way: the four octets of zero that
    /// IP has before it are the data plane's.
    ///
    /// @throws LinuxException if the kernel refuses, for example because the port is in use
    int openSocket(Encapsulation encapsulation, Endpoint local) throws LinuxException;

    /// Opens a UDP socket.
    ///
    /// @throws LinuxException if the kernel refuses, for example because the port is in use
    default int openSocket(Endpoint local) throws LinuxException {
        return openSocket(Encapsulation.UDP, local);
    }

    /// Sockets opened from now on take only what came by IPsec: ESP in transport mode. The kernel drops everything
    /// else.
    void requireIpsec();

    /// How many datagrams the kernel dropped at the open sockets, for want of room or of IPsec. Any thread.
    long dropped();

    /// From now on no datagram of this socket is cut in pieces on its way; [Input.PathMtuFound] tells of one that was
    /// too long.
    ///
    /// @throws LinuxException if the kernel refuses
    void findPathMtu(int socket) throws LinuxException;

    /// Address and port a socket is bound to.
    Endpoint localEndpoint(int socket);

    /// Closes a socket. Datagrams for it that are not flushed yet are lost.
    void closeSocket(int socket);

    /// Sends a control datagram (T bit set) at the next [#flush], or before that if many are waiting. `octets` are not
    /// kept.
    void sendControl(Path path, byte[] octets);

    /// Sends a PPP frame in a data message of the session at the next [#flush], or before that. Dropped if the session
    /// is not there. `frame` is not kept.
    void sendPppFrame(SessionHandle session, byte[] frame);

    /// Sends what [#sendControl] and [#sendPppFrame] gathered: after every turn of the loop, and within one.
    void flush();

    /// Carries out a command. Commands of one session are carried out in order, those that need the network
    /// configuration on another thread; the sink gets their answers.
    void execute(DataPlaneCommand command);

    /// The node has asked for all that it goes on with: what is still there of a daemon before this one goes.
    default void settled() {}

    /// What the session has carried. Zero if it is not there. Any thread.
    DataCounters counters(SessionHandle session);

    /// Packets and control frames of PPP that the session has carried both ways, as far as the data plane can tell
    /// without what hosts send of themselves. It grows while the session is used. Any thread.
    default long traffic(SessionHandle session) {
        DataCounters counted = counters(session);
        return counted.rxPackets() + counted.txPackets();
    }

    /// What the tunnel's sessions have carried, those that are gone included. Zero if it is not there. Any thread.
    DataCounters counters(TunnelHandle tunnel);

    /// For one look at many of them, one after the other, which so costs less than by [#counters]. Belongs to one
    /// thread.
    default Counts counts() {
        return new Counts() {
            @Override
            public DataCounters of(SessionHandle session) {
                return counters(session);
            }

            @Override
            public DataCounters of(TunnelHandle tunnel) {
                return counters(tunnel);
            }
        };
    }

    /// Counters as they are at about one time.
    interface Counts {
        /// The same as [#counters].
        DataCounters of(SessionHandle session);

        /// The same as [#counters].
        DataCounters of(TunnelHandle tunnel);
    }

    /// What `show system` is to say of it besides its name. Any thread.
    default Map<String, String> facts() {
        return Map.of();
    }

    /// Data messages that were for no session, or not from its peer, or none at all. Any thread.
    long strays();

    /// Removes every interface and closes every socket, and returns when that is done.
    @Override
    void close();
}
