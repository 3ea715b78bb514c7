package org.prol2tp.protocol.node;

/// How far a session has come with the call it has, and since when.
final class SessionLife {
    private final Lcce lcce;

    private final long createdAtNs;

    private long upSinceNs;

    private boolean up;

    /// With this call.
    private boolean wasUp;

    /// Asked for by the peer, and neither up nor over yet.
    private boolean rising;

    SessionLife(Lcce lcce) {
        this.lcce = lcce;
        createdAtNs = lcce.nowNs();
    }

    long ageNs() {
        return lcce.nowNs() - createdAtNs;
    }

    /// 0 while it is not up.
    long upNs() {
        return up ? lcce.nowNs() - upSinceNs : 0;
    }

    boolean isUp() {
        return up;
    }

    /// We place a call.
    void dials() {
        wasUp = false;
    }

    /// The peer asks for a call: it is among those that the limit of rising sessions is for.
    void rises() {
        wasUp = false;
        rising = true;
        lcce.countRisingSessions(1);
    }

    void comesUp() {
        up = true;
        wasUp = true;
        upSinceNs = lcce.nowNs();
        stopRising();
    }

    /// Its last network layer closed; the call is still there.
    void goesDown() {
        up = false;
    }

    /// The call is over.
    ///
    /// @return whether it was up once and went down before
    boolean ends() {
        boolean wentDown = wasUp && !up;
        up = false;
        stopRising();
        return wentDown;
    }

    private void stopRising() {
        if (rising) {
            rising = false;
            lcce.countRisingSessions(-1);
        }
    }
}
