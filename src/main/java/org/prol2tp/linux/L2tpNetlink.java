package org.prol2tp.linux;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// The kernel's L2TP tunnels and sessions, over generic netlink. Any thread; one call at a time.
///
/// Source: linux/l2tp.h.
public final class L2tpNetlink implements AutoCloseable {
    private static final int TUNNEL_CREATE = 1;
    private static final int TUNNEL_DELETE = 2;
    private static final int TUNNEL_GET = 4;
    private static final int SESSION_CREATE = 5;
    private static final int SESSION_DELETE = 6;
    private static final int SESSION_MODIFY = 7;
    private static final int SESSION_GET = 8;

    private static final int PW_TYPE = 1;
    private static final int ENCAP_TYPE = 2;
    private static final int L2SPEC_TYPE = 5;
    private static final int PROTO_VERSION = 7;
    private static final int IFNAME = 8;
    private static final int CONN_ID = 9;
    private static final int PEER_CONN_ID = 10;
    private static final int SESSION_ID = 11;
    private static final int PEER_SESSION_ID = 12;
    private static final int COOKIE = 15;
    private static final int PEER_COOKIE = 16;
    private static final int RECV_SEQ = 18;
    private static final int SEND_SEQ = 19;
    private static final int LNS_MODE = 20;
    private static final int RECV_TIMEOUT = 22;
    private static final int FD = 23;
    private static final int STATS = 30;

    private static final int STATS_TX_PACKETS = 1;
    private static final int STATS_TX_BYTES = 2;
    private static final int STATS_TX_ERRORS = 3;
    private static final int STATS_RX_PACKETS = 4;
    private static final int STATS_RX_BYTES = 5;
    private static final int STATS_RX_SEQ_DISCARDS = 6;
    private static final int STATS_RX_OOS_PACKETS = 7;
    private static final int STATS_RX_ERRORS = 8;

    private static final int ENCAP_UDP = 0;
    private static final int ENCAP_IP = 1;
    private static final int VERSION_3 = 3;

    /// For sessions of L2TPv2, which have none.
    private static final Sequencing UNKNOWN = new Sequencing(false, false, false, 0);

    private final GenericNetlink netlink;

    private L2tpNetlink(GenericNetlink netlink) {
        this.netlink = netlink;
    }

    /// Those of the calling thread's network namespace.
    ///
    /// @throws LinuxException with [Errno#ENOENT] if the kernel has no L2TP
    public static L2tpNetlink open() throws LinuxException {
        return new L2tpNetlink(GenericNetlink.open("l2tp"));
    }

    /// Sequence numbers of a session.
    ///
    /// @param send put Ns into data messages
    /// @param required discard data messages without Ns
    /// @param decides whether we decide on Ns (an LNS's part); if not, Ns is sent when the peer does
    /// @param reorderMs how long a gap is waited for; 0: not at all
    public record Sequencing(boolean send, boolean required, boolean decides, long reorderMs) {}

    /// What a session carries.
    public enum Carried {
        PPP(7),
        ETHERNET(5);

        private final int type;

        Carried(int type) {
            this.type = type;
        }
    }

    /// A session of L2TPv3.
    ///
    /// @param interfaceName of Ethernet's network interface; `%d` in it stands for a number; empty: the same as
    ///     `l2tpeth%d`
    /// @param cookie in hexadecimal digits, expected from the peer: 0, 4 or 8 octets
    /// @param peerCookie sent to the peer
    /// @param sublayer whether the default L2-specific sublayer is there, both ways
    public record PseudowireSession(
            Carried carried,
            int tunnelId,
            int localId,
            int peerId,
            Optional<String> interfaceName,
            String cookie,
            String peerCookie,
            boolean sublayer,
            Sequencing sequencing) {
        /// The same but for its sequence numbers, which are all that can be changed.
        public PseudowireSession with(Sequencing other) {
            return new PseudowireSession(
                    carried, tunnelId, localId, peerId, interfaceName, cookie, peerCookie, sublayer, other);
        }

        /// Without the cookies.
        @Override
        public String toString() {
            return "session " + name(tunnelId, localId);
        }
    }

    /// What a session has carried.
    public record SessionStatistics(
            int tunnelId,
            int sessionId,
            long rxPackets,
            long rxOctets,
            long rxErrors,
            long rxOutOfSequencePackets,
            long rxOutOfSequenceDiscards,
            long txPackets,
            long txOctets,
            long txErrors) {}

    /// Gives a connected UDP socket to the kernel as the tunnel `localId` of L2TP's version 2 or 3. Its control
    /// messages are still received at the socket.
    public synchronized void createTunnel(L2tpSocket socket, int version, int localId, int peerId)
            throws LinuxException {
        createTunnel(socket.descriptor(), ENCAP_UDP, version, localId, peerId);
    }

    /// The same of L2TPv3 by IP; the ids are those that the socket has.
    public synchronized void createTunnel(L2tpIpSocket socket, int localId, int peerId) throws LinuxException {
        createTunnel(socket.descriptor(), ENCAP_IP, VERSION_3, localId, peerId);
    }

    private void createTunnel(int descriptor, int encapsulation, int version, int localId, int peerId)
            throws LinuxException {
        netlink.begin(TUNNEL_CREATE);
        netlink.attributes().put32(CONN_ID, localId);
        netlink.attributes().put32(PEER_CONN_ID, peerId);
        netlink.attributes().put8(PROTO_VERSION, version);
        netlink.attributes().put16(ENCAP_TYPE, encapsulation);
        netlink.attributes().put32(FD, descriptor);
        netlink.execute("create tunnel " + Integer.toUnsignedString(localId));
    }

    /// The tunnel goes, with its sessions. They may still be there when this returns.
    public synchronized void deleteTunnel(int localId) throws LinuxException {
        netlink.begin(TUNNEL_DELETE);
        netlink.attributes().put32(CONN_ID, localId);
        netlink.execute("delete tunnel " + Integer.toUnsignedString(localId));
    }

    /// Makes a session of PPP in L2TPv2, which carries nothing before a [PppLink] is connected to it.
    public synchronized void createSession(int tunnelId, int localId, int peerId, Sequencing sequencing)
            throws LinuxException {
        beginSession(SESSION_CREATE, tunnelId, localId);
        netlink.attributes().put32(PEER_SESSION_ID, peerId);
        netlink.attributes().put16(PW_TYPE, Carried.PPP.type);
        putSequencing(sequencing);
        netlink.execute("create session " + name(tunnelId, localId));
    }

    /// Makes a session of L2TPv3. One of Ethernet has its network interface from now on, which is down; one of PPP
    /// carries nothing before a [PppLink] is connected to it.
    public synchronized void createSession(PseudowireSession session) throws LinuxException {
        beginSession(SESSION_CREATE, session.tunnelId, session.localId);
        netlink.attributes().put32(PEER_SESSION_ID, session.peerId);
        netlink.attributes().put16(PW_TYPE, session.carried.type);
        session.interfaceName.ifPresent(name -> netlink.attributes().put(IFNAME, name));
        netlink.attributes().put8(L2SPEC_TYPE, session.sublayer ? 1 : 0);
        // The kernel's "cookie" is what it sends, and its "peer cookie" what it expects.
        if (!session.peerCookie.isEmpty()) {
            netlink.attributes().put(COOKIE, HexFormat.of().parseHex(session.peerCookie));
        }
        if (!session.cookie.isEmpty()) {
            netlink.attributes().put(PEER_COOKIE, HexFormat.of().parseHex(session.cookie));
        }
        putSequencing(session.sequencing);
        netlink.execute("create " + session);
    }

    /// The name of a session's network interface.
    public synchronized String interfaceName(int tunnelId, int localId) throws LinuxException {
        List<String> one = new ArrayList<>();
        beginSession(SESSION_GET, tunnelId, localId);
        netlink.get("get session " + name(tunnelId, localId), it -> one.add(it.text(IFNAME)));
        return one.getFirst();
    }

    /// Changes its sequence numbers.
    public synchronized void modifySession(int tunnelId, int localId, Sequencing sequencing) throws LinuxException {
        beginSession(SESSION_MODIFY, tunnelId, localId);
        putSequencing(sequencing);
        netlink.execute("modify session " + name(tunnelId, localId));
    }

    /// The session goes. It may still be there when this returns.
    public synchronized void deleteSession(int tunnelId, int localId) throws LinuxException {
        beginSession(SESSION_DELETE, tunnelId, localId);
        netlink.execute("delete session " + name(tunnelId, localId));
    }

    /// The ids of all tunnels, whoever made them.
    public synchronized List<Integer> tunnels() throws LinuxException {
        List<Integer> ids = new ArrayList<>();
        netlink.begin(TUNNEL_GET);
        netlink.dump("get tunnels", it -> ids.add(it.number32(CONN_ID)));
        return ids;
    }

    /// One session.
    public synchronized SessionStatistics session(int tunnelId, int localId) throws LinuxException {
        List<SessionStatistics> one = new ArrayList<>();
        beginSession(SESSION_GET, tunnelId, localId);
        netlink.get("get session " + name(tunnelId, localId), it -> one.add(statistics(it)));
        return one.getFirst();
    }

    /// All sessions of all tunnels, whoever made them.
    public synchronized List<SessionStatistics> sessions() throws LinuxException {
        List<SessionStatistics> all = new ArrayList<>();
        netlink.begin(SESSION_GET);
        netlink.dump("get sessions", it -> all.add(statistics(it)));
        return all;
    }

    /// How all sessions of all tunnels were made, those of L2TPv2 too, as far as the kernel tells: their sublayers and
    /// sequence numbers it does not.
    public synchronized List<PseudowireSession> made() throws LinuxException {
        List<PseudowireSession> all = new ArrayList<>();
        netlink.begin(SESSION_GET);
        netlink.dump("get sessions", it -> all.add(made(it)));
        return all;
    }

    private static PseudowireSession made(NetlinkAttributes session) {
        return new PseudowireSession(
                session.number16(PW_TYPE) == Carried.PPP.type ? Carried.PPP : Carried.ETHERNET,
                session.number32(CONN_ID),
                session.number32(SESSION_ID),
                session.number32(PEER_SESSION_ID),
                Optional.of(session.text(IFNAME)),
                HexFormat.of().formatHex(session.octets(PEER_COOKIE)),
                HexFormat.of().formatHex(session.octets(COOKIE)),
                false,
                UNKNOWN);
    }

    @Override
    public synchronized void close() {
        netlink.close();
    }

    private static String name(int tunnelId, int sessionId) {
        return Integer.toUnsignedString(tunnelId) + "/" + Integer.toUnsignedString(sessionId);
    }

    private void beginSession(int command, int tunnelId, int sessionId) {
        netlink.begin(command);
        netlink.attributes().put32(CONN_ID, tunnelId);
        netlink.attributes().put32(SESSION_ID, sessionId);
    }

    private void putSequencing(Sequencing sequencing) {
        netlink.attributes().put8(SEND_SEQ, sequencing.send ? 1 : 0);
        netlink.attributes().put8(RECV_SEQ, sequencing.required ? 1 : 0);
        netlink.attributes().put8(LNS_MODE, sequencing.decides ? 1 : 0);
        netlink.attributes().put64(RECV_TIMEOUT, sequencing.reorderMs);
    }

    private static SessionStatistics statistics(NetlinkAttributes session) {
        NetlinkAttributes counted = session.nested(STATS);
        return new SessionStatistics(
                session.number32(CONN_ID),
                session.number32(SESSION_ID),
                counted.number64(STATS_RX_PACKETS),
                counted.number64(STATS_RX_BYTES),
                counted.number64(STATS_RX_ERRORS),
                counted.number64(STATS_RX_OOS_PACKETS),
                counted.number64(STATS_RX_SEQ_DISCARDS),
                counted.number64(STATS_TX_PACKETS),
                counted.number64(STATS_TX_BYTES),
                counted.number64(STATS_TX_ERRORS));
    }
}
