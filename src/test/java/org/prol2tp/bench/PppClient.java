package org.prol2tp.bench;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/// The least PPP client that brings IPv4 up: LCP, PAP or CHAP with MD5, IPCP (RFC 1661, 1334, 1994, 1332). It rejects
/// whatever else the peer asks for, and repeats what was not answered.
final class PppClient {
    private static final int LCP = 0xc021;
    private static final int PAP = 0xc023;
    private static final int CHAP = 0xc223;
    private static final int IPCP = 0x8021;

    private static final int CONFIGURE_REQUEST = 1;
    private static final int CONFIGURE_ACK = 2;
    private static final int CONFIGURE_NAK = 3;
    private static final int CONFIGURE_REJECT = 4;
    private static final int TERMINATE_REQUEST = 5;
    private static final int PROTOCOL_REJECT = 8;
    private static final int ECHO_REQUEST = 9;

    /// Who logs in.
    record Account(String user, byte[] password) {
        static Account of(String user, String password) {
            return new Account(user, password.getBytes(StandardCharsets.UTF_8));
        }
    }

    private final LoadSession session;
    private final Account account;
    private boolean lcpAcked;
    private boolean peerLcpAcked;
    private int authentication;
    private boolean authenticated;
    private boolean ipcpAcked;
    private boolean peerIpcpAcked;
    private byte[] address = new byte[4];
    private byte[] waiting = new byte[0];
    private long sentNs;

    PppClient(LoadSession session, Account account) {
        this.session = session;
        this.account = account;
    }

    /// The call is up: begins LCP.
    void begin(long nowNs) {
        request(LCP, new Octets().u8(5).u8(6).u32(session.serial + 0x10000).toBytes(), nowNs);
    }

    /// Repeats what has waited for an answer longer than `limitNs`.
    void repeat(long nowNs, long limitNs) {
        if (waiting.length > 0 && nowNs - sentNs > limitNs) {
            sentNs = nowNs;
            session.tunnel.sendData(waiting);
        }
    }

    /// A frame of the peer's: `octets[at..end)` begins with its protocol number.
    void received(byte[] octets, int at, int end, long nowNs) {
        int protocol = Octets.get16(octets, at);
        int begin = at + 2;
        if (end - begin < 4) {
            return;
        }
        int code = octets[begin] & 0xff;
        int identifier = octets[begin + 1] & 0xff;
        int last = Math.min(end, begin + Octets.get16(octets, begin + 2));
        switch (protocol) {
            case LCP -> lcp(octets, begin, last, code, identifier, nowNs);
            case PAP -> authenticated(code == 2, nowNs);
            case CHAP -> chap(octets, begin, last, code, identifier, nowNs);
            case IPCP -> ipcp(octets, begin, last, code, identifier, nowNs);
            default -> {
                if (peerLcpAcked && protocol >= 0x8000) {
                    answer(LCP, PROTOCOL_REJECT, identifier, Arrays.copyOfRange(octets, at, end));
                }
            }
        }
    }

    private void lcp(byte[] octets, int begin, int end, int code, int identifier, long nowNs) {
        switch (code) {
            case CONFIGURE_REQUEST -> {
                byte[] refused = refused(octets, begin + 4, end, 0b1_1010_1110);
                if (refused.length > 0) {
                    answer(LCP, CONFIGURE_REJECT, identifier, refused);
                } else {
                    authentication = optionValue16(octets, begin + 4, end, 3);
                    answer(LCP, CONFIGURE_ACK, identifier, Arrays.copyOfRange(octets, begin + 4, end));
                    peerLcpAcked = true;
                    lcpMayBeOpen(nowNs);
                }
            }
            case CONFIGURE_ACK -> {
                lcpAcked = true;
                waiting = new byte[0];
                lcpMayBeOpen(nowNs);
            }
            case CONFIGURE_NAK, CONFIGURE_REJECT -> request(LCP, new byte[0], nowNs);
            case TERMINATE_REQUEST -> {
                answer(LCP, 6, identifier, new byte[0]);
                session.tunnel.failed(session);
            }
            case ECHO_REQUEST ->
                answer(
                        LCP,
                        10,
                        identifier,
                        new Octets().u32(session.serial + 0x10000).toBytes());
            default -> {}
        }
    }

    private void lcpMayBeOpen(long nowNs) {
        if (!lcpAcked || !peerLcpAcked || authenticated) {
            return;
        }
        if (authentication == 0) {
            authenticated(true, nowNs);
        } else if (authentication == PAP) {
            byte[] user = account.user().getBytes(StandardCharsets.UTF_8);
            Octets body = new Octets().u8(user.length).bytes(user);
            send(
                    PAP,
                    1,
                    1,
                    body.u8(account.password().length).bytes(account.password()).toBytes(),
                    nowNs);
        }
    }

    private void chap(byte[] octets, int begin, int end, int code, int identifier, long nowNs) {
        if (code == 1) {
            int size = octets[begin + 4] & 0xff;
            byte[] response = md5(identifier, Arrays.copyOfRange(octets, begin + 5, Math.min(end, begin + 5 + size)));
            Octets body = new Octets().u8(response.length).bytes(response).text(account.user());
            send(CHAP, 2, identifier, body.toBytes(), nowNs);
        } else {
            authenticated(code == 3, nowNs);
        }
    }

    private void authenticated(boolean success, long nowNs) {
        if (!success) {
            session.tunnel.failed(session);
        } else if (!authenticated) {
            authenticated = true;
            requestAddress(nowNs);
        }
    }

    private void ipcp(byte[] octets, int begin, int end, int code, int identifier, long nowNs) {
        switch (code) {
            case CONFIGURE_REQUEST -> {
                byte[] refused = refused(octets, begin + 4, end, 1 << 3);
                if (refused.length > 0) {
                    answer(IPCP, CONFIGURE_REJECT, identifier, refused);
                } else {
                    answer(IPCP, CONFIGURE_ACK, identifier, Arrays.copyOfRange(octets, begin + 4, end));
                    peerIpcpAcked = true;
                    mayBeUp(nowNs);
                }
            }
            case CONFIGURE_ACK -> {
                ipcpAcked = true;
                waiting = new byte[0];
                mayBeUp(nowNs);
            }
            case CONFIGURE_NAK -> {
                if (end - begin >= 10) {
                    address = Arrays.copyOfRange(octets, begin + 6, begin + 10);
                }
                requestAddress(nowNs);
            }
            case CONFIGURE_REJECT, TERMINATE_REQUEST -> session.tunnel.failed(session);
            default -> {}
        }
    }

    private void requestAddress(long nowNs) {
        request(IPCP, new Octets().u8(3).u8(6).bytes(address).toBytes(), nowNs);
    }

    private void mayBeUp(long nowNs) {
        if (ipcpAcked && peerIpcpAcked) {
            session.tunnel.up(session, nowNs);
        }
    }

    /// Those options whose type's bit is not in `known`.
    private static byte[] refused(byte[] octets, int from, int end, int known) {
        Octets refused = new Octets();
        for (int at = from; at + 2 <= end; at += Math.max(2, octets[at + 1] & 0xff)) {
            int type = octets[at] & 0xff;
            if (type > 31 || (known & 1 << type) == 0) {
                refused.bytes(Arrays.copyOfRange(octets, at, Math.min(end, at + (octets[at + 1] & 0xff))));
            }
        }
        return refused.toBytes();
    }

    /// The first 16 bits of an option; 0 if it is not there.
    private static int optionValue16(byte[] octets, int from, int end, int type) {
        for (int at = from; at + 4 <= end; at += Math.max(2, octets[at + 1] & 0xff)) {
            if (octets[at] == type) {
                return Octets.get16(octets, at + 2);
            }
        }
        return 0;
    }

    private void request(int protocol, byte[] options, long nowNs) {
        send(protocol, CONFIGURE_REQUEST, 1, options, nowNs);
    }

    /// Sends what expects an answer.
    private void send(int protocol, int code, int identifier, byte[] body, long nowNs) {
        waiting = frame(protocol, code, identifier, body);
        sentNs = nowNs;
        session.tunnel.sendData(waiting);
    }

    private void answer(int protocol, int code, int identifier, byte[] body) {
        session.tunnel.sendData(frame(protocol, code, identifier, body));
    }

    private byte[] frame(int protocol, int code, int identifier, byte[] body) {
        return session.tunnel
                .wire()
                .frame(session, protocol)
                .u8(code)
                .u8(identifier)
                .u16(body.length + 4)
                .bytes(body)
                .toBytes();
    }

    private byte[] md5(int identifier, byte[] challenge) {
        try {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            md5.update((byte) identifier);
            md5.update(account.password());
            return md5.digest(challenge);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
