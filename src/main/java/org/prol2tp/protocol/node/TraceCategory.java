package org.prol2tp.protocol.node;

/// What trace messages are about; each category is one bit of a trace mask.
public enum TraceCategory {
    PROTOCOL(1),
    FSM(2),
    API(4),
    AVP(8),
    AVP_HIDE(16),
    AVP_DATA(32),
    FUNC(64),
    XPRT(128),
    DATA(256),
    SYSTEM(512),
    PPP(1024);

    /// All of them.
    public static final int ALL = 2047;

    /// A mask that nobody set: what the instance belongs to decides, at last the system.
    public static final int INHERITED = 1 << 30;

    private final int bit;

    TraceCategory(int bit) {
        this.bit = bit;
    }

    public int bit() {
        return bit;
    }

    /// Whether `mask` holds this category.
    public boolean in(int mask) {
        return (mask & bit) != 0;
    }
}
