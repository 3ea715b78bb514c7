package org.prol2tp.bench;

/// How the generator's messages look on the wire: where the two versions of L2TP differ. It is written anew here, as
/// what
/// is measured must not measure itself.
enum Wire {
    /// RFC 2661.
    V2 {
        @Override
        Octets control(int peerTunnelId, int type) {
            return Octets.control(peerTunnelId, 0).avp16(0, type);
        }

        @Override
        Octets sccrq(int tunnelId) {
            return control(0, 1)
                    .avp16(2, 0x0100)
                    .avp32(3, 3)
                    .avp32(4, 3)
                    .avpText(7, "generator")
                    .avp16(9, tunnelId)
                    .avp16(10, WINDOW);
        }

        @Override
        Octets stopCcn(int peerTunnelId, int tunnelId) {
            return control(peerTunnelId, 4).avp16(9, tunnelId).avp16(1, 1);
        }

        @Override
        Octets icrq(LoadSession session) {
            return control(session.tunnel.peerId(), 10).avp16(14, session.id).avp32(15, session.serial);
        }

        @Override
        Octets iccn(LoadSession session) {
            return Octets.control(session.tunnel.peerId(), session.peerId)
                    .avp16(0, 12)
                    .avp32(24, 100_000_000)
                    .avp32(19, 1);
        }

        @Override
        int tunnelOfControl(byte[] octets) {
            return Octets.get16(octets, 4);
        }

        @Override
        int sessionOfControl(byte[] octets, int length) {
            return Octets.get16(octets, 6);
        }

        @Override
        int assignedTunnel(byte[] octets, int length) {
            return Octets.avp(octets, length, 9);
        }

        @Override
        void answered(LoadSession session, byte[] octets, int length) {
            session.peerId = Octets.avp(octets, length, 14);
        }

        @Override
        Octets frame(LoadSession session, int protocol) {
            return new Octets()
                    .u16(0x0002)
                    .u16(session.tunnel.peerId())
                    .u16(session.peerId)
                    .u16(0xff03)
                    .u16(protocol);
        }

        @Override
        int tunnelOfData(byte[] octets) {
            return Octets.get16(octets, (octets[0] & 0x40) == 0 ? 2 : 4);
        }

        @Override
        int sessionOfData(byte[] octets) {
            return Octets.get16(octets, (octets[0] & 0x40) == 0 ? 4 : 6);
        }

        @Override
        int bodyOfData(byte[] octets) {
            int body = (octets[0] & 0x40) == 0 ? 6 : 8;
            body += (octets[0] & 0x08) == 0 ? 0 : 4;
            return body + ((octets[0] & 0x02) == 0 ? 0 : 2 + Octets.get16(octets, body));
        }
    },

    /// RFC 3931, with PPP in the sessions (type 7), over UDP. It asks for neither cookie nor sublayer, and sends what
    /// the LNS
    /// asks for.
    V3 {
        @Override
        Octets control(int peerTunnelId, int type) {
            return new Octets()
                    .u16(0xc803)
                    .u16(0)
                    .u32(peerTunnelId)
                    .u16(0)
                    .u16(0)
                    .avp16(0, type);
        }

        @Override
        Octets sccrq(int tunnelId) {
            return control(0, 1)
                    .avpText(7, "generator")
                    .avp32(60, 0x0a00_0001)
                    .avp32(61, tunnelId)
                    .avp16(62, 7)
                    .avp16(10, WINDOW);
        }

        @Override
        Octets stopCcn(int peerTunnelId, int tunnelId) {
            return control(peerTunnelId, 4).avp32(61, tunnelId).avp16(1, 1);
        }

        @Override
        Octets icrq(LoadSession session) {
            return control(session.tunnel.peerId(), 10)
                    .avp32(63, sessionId(session))
                    .avp32(64, 0)
                    .avp32(15, session.serial)
                    .avp16(68, 7)
                    .avpText(66, "line")
                    .avp16(71, 1);
        }

        @Override
        Octets iccn(LoadSession session) {
            return control(session.tunnel.peerId(), 12)
                    .avp32(63, sessionId(session))
                    .avp32(64, session.peerId);
        }

        @Override
        int tunnelOfControl(byte[] octets) {
            return Octets.get32(octets, 4);
        }

        @Override
        int sessionOfControl(byte[] octets, int length) {
            return Octets.avp(octets, length, 64) & SESSION_BITS;
        }

        @Override
        int assignedTunnel(byte[] octets, int length) {
            return Octets.avp(octets, length, 61);
        }

        @Override
        void answered(LoadSession session, byte[] octets, int length) {
            session.peerId = Octets.avp(octets, length, 63);
            session.cookie = Octets.avpOctets(octets, length, 65);
            session.sublayer = Octets.avp(octets, length, 69) == 1;
        }

        @Override
        Octets frame(LoadSession session, int protocol) {
            Octets octets = new Octets().u16(3).u16(0).u32(session.peerId).bytes(session.cookie);
            return (session.sublayer ? octets.u32(0) : octets).u16(0xff03).u16(protocol);
        }

        @Override
        int tunnelOfData(byte[] octets) {
            return Octets.get16(octets, 4);
        }

        @Override
        int sessionOfData(byte[] octets) {
            return Octets.get16(octets, 6);
        }

        @Override
        int bodyOfData(byte[] octets) {
            return 8;
        }

        // Unique in all tunnels: the tunnel's id, and the session's in it.
        private static int sessionId(LoadSession session) {
            return session.tunnel.id() << 16 | session.id;
        }
    };

    /// Messages that the peer may have in flight.
    static final int WINDOW = 64;

    private static final int SESSION_BITS = 0xffff;

    /// A message of this type about no session, with its Length, Ns and Nr still 0.
    abstract Octets control(int peerTunnelId, int type);

    abstract Octets sccrq(int tunnelId);

    abstract Octets stopCcn(int peerTunnelId, int tunnelId);

    abstract Octets icrq(LoadSession session);

    abstract Octets iccn(LoadSession session);

    /// A message that only acknowledges.
    Octets zlb(int peerTunnelId) {
        return new Octets().bytes(control(peerTunnelId, 0).toBytes(), Octets.HEADER);
    }

    /// Our id of the tunnel that a control message is for.
    abstract int tunnelOfControl(byte[] octets);

    /// Our number of the session in its tunnel, 1 the first.
    abstract int sessionOfControl(byte[] octets, int length);

    /// The peer's id of the tunnel, as its SCCRP says.
    abstract int assignedTunnel(byte[] octets, int length);

    /// Takes from an ICRP what data needs.
    abstract void answered(LoadSession session, byte[] octets, int length);

    /// A data message with the beginning of a PPP frame: address, control, protocol.
    abstract Octets frame(LoadSession session, int protocol);

    abstract int tunnelOfData(byte[] octets);

    abstract int sessionOfData(byte[] octets);

    /// Where the frame begins.
    abstract int bodyOfData(byte[] octets);
}
