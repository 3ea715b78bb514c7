package org.prol2tp.linux;

/// The kernel's switch for IPv6 on one interface.
final class Ipv6Switch {
    private Ipv6Switch() {}

    static boolean set(String interfaceName, boolean on) {
        return KernelSetting.set("/proc/sys/net/ipv6/conf/" + interfaceName + "/disable_ipv6", on ? 0 : 1);
    }
}
