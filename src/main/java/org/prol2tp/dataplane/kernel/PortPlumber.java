package org.prol2tp.dataplane.kernel;

import java.util.Optional;
import org.prol2tp.dataplane.DataPlaneSink;
import org.prol2tp.dataplane.EthernetConfiguration;
import org.prol2tp.linux.Errno;
import org.prol2tp.linux.L2tpNetlink;
import org.prol2tp.linux.LinuxException;
import org.prol2tp.linux.PppLink;
import org.prol2tp.linux.Rtnetlink;
import org.prol2tp.protocol.node.DataPlaneCommand.EthernetOptions;
import org.prol2tp.protocol.node.Input;

/// Makes and removes the kernel's sessions of Ethernet, each of which is a network interface. Its methods are called by
/// the plumber's thread.
final class PortPlumber {
    private static final String NUMBERED = "l2tpeth%d";
    private final L2tpNetlink netlink;
    private final Inheritance inheritance;
    private final Rtnetlink links = Rtnetlink.open();
    private final DataPlaneSink sink;

    PortPlumber(L2tpNetlink netlink, Inheritance inheritance, DataPlaneSink sink) throws LinuxException {
        this.netlink = netlink;
        this.inheritance = inheritance;
        this.sink = sink;
    }

    /// Makes the session with its interface, or changes the one it has. The sink is answered.
    void activate(KernelPort port, EthernetOptions options) {
        if (tried(port, options)) {
            sink.answer(new Input.InterfaceActivated(
                    port.handle, port.device.orElseThrow().name()));
            sink.wake();
        }
    }

    /// The peer said something new of its end, or ours has changed. The sink is told if that fails.
    void renew(KernelPort port) {
        port.options.ifPresent(options -> tried(port, options));
    }

    private boolean tried(KernelPort port, EthernetOptions options) {
        if (port.gone) {
            return false;
        }
        try {
            make(port, options);
            return true;
        } catch (LinuxException e) {
            release(port);
            sink.answer(new Input.DataPlaneFailed(port.handle, e.getMessage()));
            sink.wake();
            return false;
        }
    }

    /// The session goes from the kernel.
    void release(KernelPort port) {
        port.device = Optional.empty();
        port.options = Optional.empty();
        if (port.made.isPresent()) {
            port.made = Optional.empty();
            try {
                netlink.deleteSession(port.tunnel.localId, port.localId);
            } catch (LinuxException e) {
                if (e.errno() != Errno.ENODEV) {
                    sink.notice(e.getMessage());
                }
            }
        }
    }

    void close() {
        links.close();
    }

    private void make(KernelPort port, EthernetOptions options) throws LinuxException {
        String named = options.name().orElse(NUMBERED);
        Optional<String> has = port.device.map(PppLink.Unit::name).filter(it -> UnitPlumber.hasName(it, named));
        L2tpNetlink.PseudowireSession wanted = port.wanted(has.or(options::name));
        if (port.made.isPresent() && !port.made.get().equals(wanted)) {
            if (port.made.get().with(wanted.sequencing()).equals(wanted)) {
                netlink.modifySession(wanted.tunnelId(), wanted.localId(), wanted.sequencing());
                port.made = Optional.of(wanted);
            } else {
                release(port);
            }
        }
        if (port.made.isEmpty()) {
            Optional<String> before = inheritance.port(wanted, it -> UnitPlumber.hasName(it, named));
            if (before.isPresent()) {
                netlink.modifySession(wanted.tunnelId(), wanted.localId(), wanted.sequencing());
            } else {
                Retry.whileGoing(() -> netlink.createSession(wanted));
            }
            port.made = Optional.of(wanted); // so that it goes if the rest fails
            String name = before.isPresent() ? before.get() : netlink.interfaceName(port.tunnel.localId, port.localId);
            port.made = Optional.of(port.wanted(Optional.of(name)));
            port.device = Optional.of(new PppLink.Unit(name, Rtnetlink.indexOf(name)));
        }
        PppLink.Unit device = port.device.orElseThrow();
        EthernetConfiguration.change(links, device, port.options, options);
        port.options = Optional.of(options);
        if (!port.pseudowire.peerActive()) {
            links.linkDown(device.index());
            Optional<Rtnetlink.Refusal> refusal = links.commit().stream().findFirst();
            if (refusal.isPresent()) {
                throw refusal.get().exception();
            }
        }
    }
}
