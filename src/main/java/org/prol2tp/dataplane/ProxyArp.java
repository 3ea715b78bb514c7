package org.prol2tp.dataplane;

import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.prol2tp.linux.LinuxException;
import org.prol2tp.linux.Rtnetlink;
import org.prol2tp.protocol.node.DataPlaneCommand.InterfaceOptions;
import org.prol2tp.protocol.node.DataPlaneCommand.Ipv4Addresses;
import org.prol2tp.protocol.node.IpAddress;
import org.prol2tp.protocol.node.SessionHandle;

/// Peers whose addresses are in the network of an Ethernet interface here: the kernel answers ARP for them there, so
/// that hosts of that network find them. It answers only while it forwards. Belongs to one thread.
public final class ProxyArp {
    private final Rtnetlink netlink;
    private final DataPlaneSink sink;
    private final Map<SessionHandle, Entry> entries = new HashMap<>();

    private record Entry(int index, IpAddress peer) {}

    public ProxyArp(Rtnetlink netlink, DataPlaneSink sink) {
        this.netlink = netlink;
        this.sink = sink;
    }

    /// The session's interface is there, with these options: ARP for its peer is answered from now on, if they say so.
    public void set(SessionHandle session, InterfaceOptions options) {
        Optional<IpAddress> peer =
                options.ipv4().filter(_ -> options.proxyArp()).map(Ipv4Addresses::peer);
        Entry before = entries.get(session);
        if (before == null ? peer.isEmpty() : peer.equals(Optional.of(before.peer))) {
            return;
        }
        forget(session);
        if (peer.isEmpty()) {
            return;
        }
        Optional<Integer> index = interfaceTo(peer.get());
        if (index.isEmpty()) {
            sink.notice("proxy_arp: no Ethernet interface here is in a network with " + peer.get());
            return;
        }
        Entry entry = new Entry(index.get(), peer.get());
        netlink.addProxy(entry.index, Addresses.of(entry.peer, 0));
        if (commit()) {
            entries.put(session, entry);
        }
    }

    /// ARP for the session's peer is not answered any more.
    public void forget(SessionHandle session) {
        Entry entry = entries.remove(session);
        if (entry != null) {
            netlink.removeProxy(entry.index, Addresses.of(entry.peer, 0));
            commit();
        }
    }

    /// Of every session.
    public void forgetAll() {
        entries.values().forEach(entry -> netlink.removeProxy(entry.index, Addresses.of(entry.peer, 0)));
        entries.clear();
        commit();
    }

    private boolean commit() {
        try {
            for (Rtnetlink.Refusal refusal : netlink.commit()) {
                sink.notice("proxy_arp: " + refusal.exception().getMessage());
                return false;
            }
            return true;
        } catch (LinuxException e) {
            sink.notice("proxy_arp: " + e.getMessage());
            return false;
        }
    }

    private static boolean inNetwork(IpAddress peer, IpAddress own, int prefix) {
        return prefix > 0 && prefix < 32 && (peer.ipv4Bits() ^ own.ipv4Bits()) >>> 32 - prefix == 0;
    }

    /// The interface with the longest prefix that has the address.
    private static Optional<Integer> interfaceTo(IpAddress peer) {
        Optional<Integer> found = Optional.empty();
        int longest = -1;
        for (NetworkInterface it : interfaces()) {
            for (InterfaceAddress address : it.getInterfaceAddresses()) {
                int prefix = address.getNetworkPrefixLength();
                IpAddress own = IpAddress.of(address.getAddress().getAddress());
                if (prefix > longest && !own.isIpv6() && inNetwork(peer, own, prefix) && isEthernet(it)) {
                    found = Optional.of(it.getIndex());
                    longest = prefix;
                }
            }
        }
        return found;
    }

    private static List<NetworkInterface> interfaces() {
        try {
            return NetworkInterface.networkInterfaces().toList();
        } catch (SocketException none) {
            return List.of();
        }
    }

    private static boolean isEthernet(NetworkInterface it) {
        try {
            return it.isUp() && !it.isLoopback() && !it.isPointToPoint() && it.getHardwareAddress() != null;
        } catch (SocketException goneMeanwhile) {
            return false;
        }
    }
}
