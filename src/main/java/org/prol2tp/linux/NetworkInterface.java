package org.prol2tp.linux;

/// A network interface of ours, whatever stands behind it.
public interface NetworkInterface {
    String name();

    /// The interface's number.
    int index();

    /// Switches IPv6 off or on for this interface. False if the kernel has no such switch, or does not let us.
    default boolean setIpv6(boolean on) {
        return Ipv6Switch.set(name(), on);
    }
}
