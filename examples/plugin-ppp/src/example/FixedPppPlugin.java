package example;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.prol2tp.plugin.Host;
import org.prol2tp.plugin.Plugin;
import org.prol2tp.plugin.PppLink;
import org.prol2tp.plugin.PppPort;
import org.prol2tp.plugin.PppProvider;
import org.prol2tp.plugin.Session;

/// PPP without a word: between two daemons that both have this plugin nothing is negotiated and nobody is asked who he
/// is. The server is 10.99.0.1, its clients 10.99.0.2. Shows what a provider of PPP has to do, not how PPP is done.
public final class FixedPppPlugin implements Plugin, PppProvider {
    @Override
    public String name() {
        return "fixed-ppp";
    }

    @Override
    public void start(Host host) {
        host.providePpp(this);
    }

    @Override
    public PppLink open(Session session, Role role, PppPort port) {
        boolean client = role == Role.CLIENT;
        PppPort.Addresses addresses =
                new PppPort.Addresses(address(client ? 2 : 1), address(client ? 1 : 2));
        port.up(new PppPort.Network(
                Optional.of(addresses), Optional.empty(), port.mtu(), false, false, client ? "" : "anybody"));
        return frame -> port.close("the peer wants to negotiate: it does not have this plugin");
    }

    private static Inet4Address address(int last) {
        try {
            return (Inet4Address) InetAddress.getByAddress(new byte[] {10, 99, 0, (byte) last});
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
