package org.prol2tp.protocol.node;

/// Names one tunnel for the whole life of the node; never used again, unlike the ids on the wire.
public record TunnelHandle(long value) {
    @Override
    public String toString() {
        return Long.toString(value);
    }
}
