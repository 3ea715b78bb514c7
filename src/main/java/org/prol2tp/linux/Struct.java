package org.prol2tp.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Numbers in memory: in this machine's order, or in the network's. None needs to be aligned.
final class Struct {
    static final ValueLayout.OfShort NATIVE_16 = JAVA_SHORT_UNALIGNED;
    static final ValueLayout.OfInt NATIVE_32 = JAVA_INT_UNALIGNED;
    static final ValueLayout.OfLong NATIVE_64 = JAVA_LONG_UNALIGNED;
    static final ValueLayout.OfShort NETWORK_16 = JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    static final ValueLayout.OfInt NETWORK_32 = JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    static final ValueLayout.OfLong NETWORK_64 = JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private Struct() {}
}
