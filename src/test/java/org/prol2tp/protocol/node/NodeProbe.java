package org.prol2tp.protocol.node;

/// What only tests want to know of a node: whether anything is left in it.
public record NodeProbe(int channels, int timers, int addresses, int bundles, int pseudowireIds) {
    /// Nothing pending, nothing held.
    public static final NodeProbe EMPTY = new NodeProbe(0, 0, 0, 0, 0);

    public static NodeProbe of(Node node) {
        return new NodeProbe(
                node.tunnelCount(),
                node.timerCount(),
                node.addressesInUse(),
                node.bundleCount(),
                node.pseudowireIdCount());
    }
}
