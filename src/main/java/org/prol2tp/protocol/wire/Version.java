package org.prol2tp.protocol.wire;

/// The two versions of L2TP that differ on the wire.
public enum Version {
    /// RFC 2661: ids of 16 bits.
    V2(2, 0xffffL),
    /// RFC 3931: ids of 32 bits.
    V3(3, 0xffff_ffffL);

    private final int number;
    private final long largestId;

    Version(int number, long largestId) {
        this.number = number;
        this.largestId = largestId;
    }

    /// As the Ver field holds it.
    public int number() {
        return number;
    }

    /// The largest id of a control connection or a session.
    public long largestId() {
        return largestId;
    }

    /// As an operator writes it: `l2tpv2`, `l2tpv3`.
    @Override
    public String toString() {
        return "l2tpv" + number;
    }
}
