package org.prol2tp.protocol.node;

import java.util.Optional;

/// What an ethernet profile sets: the network interface of an Ethernet pseudowire (L2TPv3).
///
/// @param interfaceName 1..15 octets; empty: one is made up
/// @param mtu of the packets in the session, in octets; the interface's is what is left without the Ethernet header
/// @param localAddress of the interface
/// @param peerAddress of the other end, which scripts are told
/// @param prefixLength of `localAddress`
/// @param bridgeName the bridge that the interface is put into; it must be there, and there are no addresses then
/// @param macAddress six octets as `00:11:22:33:44:55`; empty: a random one
/// @param mssClamp TCP connections through the interface are held to segments that fit
/// @param vlanId the tag of an Ethernet VLAN pseudowire, 1..4094; 0: none
public record EthernetParameters(
        Optional<String> interfaceName,
        int mtu,
        Optional<IpAddress> localAddress,
        Optional<IpAddress> peerAddress,
        int prefixLength,
        Optional<String> bridgeName,
        Optional<String> macAddress,
        int vlanId,
        boolean mssClamp,
        int traceFlags) {

    /// Fields hold the defaults until they are set.
    public static final class Builder {
        public Optional<String> interfaceName = Optional.empty();
        public int mtu = 1460;
        public Optional<IpAddress> localAddress = Optional.empty();
        public Optional<IpAddress> peerAddress = Optional.empty();
        /// Of an IPv4 network of one address.
        public int prefixLength = 32;
        public Optional<String> bridgeName = Optional.empty();
        public Optional<String> macAddress = Optional.empty();
        /// 0: none.
        public int vlanId;
        /// TCP connections through the interface are held to segments that fit.
        public boolean mssClamp;
        /// Trace categories by bit, see [TraceCategory].
        public int traceFlags = TraceCategory.INHERITED;

        public EthernetParameters build() {
            return new EthernetParameters(
                    interfaceName,
                    mtu,
                    localAddress,
                    peerAddress,
                    prefixLength,
                    bridgeName,
                    macAddress,
                    vlanId,
                    mssClamp,
                    traceFlags);
        }
    }
}
