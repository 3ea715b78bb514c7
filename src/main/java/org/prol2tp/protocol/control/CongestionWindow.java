package org.prol2tp.protocol.control;

/// How many messages may be in flight: slow start, then congestion avoidance, never more than the peer's
/// window.
///
/// Source: RFC 2661 Appendix A.
final class CongestionWindow {
    /// Half of a window of one or two would be none or one; recovery would crawl.
    private static final int LEAST_THRESHOLD = 2;

    private int limit;
    private int size = 1;
    private int threshold;
    private int credit;

    /// Starts with one message; `limit` is 1 or more.
    CongestionWindow(int limit) {
        this.limit = limit;
        this.threshold = limit;
    }

    /// The peer told its window.
    void limitTo(int newLimit) {
        limit = newLimit;
        threshold = newLimit;
        size = Math.min(size, limit);
    }

    /// So many messages were acknowledged for the first time. Each counts, also where one
    /// acknowledgement covers several: the window doubles in each round trip until it reaches the
    /// threshold, then grows by one.
    void acknowledged(int messages) {
        for (int i = 0; i < messages && size < limit; i++) {
            if (size < threshold) {
                size++;
            } else if (++credit >= size) {
                credit = 0;
                size++;
            }
        }
    }

    /// A retransmission timer expired.
    void timedOut() {
        halveThreshold();
        size = 1;
    }

    /// A later message arrived at the peer without an earlier one: the way is not blocked, only one
    /// message was lost.
    void gapSeen() {
        halveThreshold();
        size = Math.min(threshold, limit);
    }

    private void halveThreshold() {
        threshold = Math.max(size / 2, LEAST_THRESHOLD);
        credit = 0;
    }

    /// Messages that may be in flight, 1 or more.
    int size() {
        return size;
    }

    /// Where slow start ends.
    int threshold() {
        return threshold;
    }

    /// Acknowledgements counted towards the next step of congestion avoidance.
    int credit() {
        return credit;
    }
}
