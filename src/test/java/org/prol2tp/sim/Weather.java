package org.prol2tp.sim;

import java.time.Duration;

/// What the link between two nodes does to packets. The three shares are 0..1, each packet is judged by
/// itself.
///
/// @param reordering this share takes up to ten times the delay longer, so that others overtake it
/// @param delay of each packet, one way
public record Weather(double loss, double duplication, double reordering, Duration delay) {
    /// Nothing is lost.
    public static final Weather FAIR = new Weather(0, 0, 0, Duration.ofMillis(5));

    /// What issue 2 demands that every session survives.
    public static final Weather FOUL = new Weather(0.3, 0.1, 0.1, Duration.ofMillis(5));

    /// Nothing gets through.
    public static final Weather DEAD = new Weather(1, 0, 0, Duration.ofMillis(5));
}
