package org.prol2tp.bench;

/// One call the generator places, and the PPP client in it.
final class LoadSession {
    /// Where the set-up is.
    enum Phase {
        WAITING,
        CALLING,
        PPP,
        UP,
        FAILED
    }

    final LoadTunnel tunnel;
    final int id;
    final int serial;
    int peerId;
    byte[] cookie = new byte[0];
    boolean sublayer;
    Phase phase = Phase.WAITING;
    long startedNs;
    PppClient ppp;

    LoadSession(LoadTunnel tunnel, int id, int serial, PppClient.Account account) {
        this.tunnel = tunnel;
        this.id = id;
        this.serial = serial;
        this.ppp = new PppClient(this, account);
    }
}
