package org.prol2tp.protocol.node;

import java.util.ArrayList;
import java.util.List;

/// PPP frames that came before the call was established at this end. Bounded: what does not fit is
/// dropped, PPP sends it again.
final class EarlyFrames {
    private final List<byte[]> frames = new ArrayList<>(Limits.EARLY_FRAMES);

    /// Keeps a frame for later; false if it does not fit.
    boolean keep(byte[] frame) {
        if (frames.size() >= Limits.EARLY_FRAMES || frame.length > Limits.EARLY_FRAME_OCTETS) {
            return false;
        }
        return frames.add(frame);
    }

    /// Those kept, in the order they came.
    List<byte[]> frames() {
        return frames;
    }
}
