package org.prol2tp.dataplane.kernel;

import java.util.Optional;
import org.prol2tp.dataplane.DataPlaneSink;
import org.prol2tp.dataplane.EthernetConfiguration;
import org.prol2tp.dataplane.PortWatch;
import org.prol2tp.linux.Errno;
import org.prol2tp.linux.L2tpNetlink;
import org.prol2tp.linux.LinuxException;
import org.prol2tp.linux.PppLink;
import org.prol2tp.linux.Rtnetlink;
import org.prol2tp.protocol.node.DataPlaneCommand.EthernetOptions;
import org.prol2tp.protocol.node.Input;
import org.prol2tp.protocol.node.SessionHandle;

/// Makes and removes the kernel's sessions of Ethernet, each of which is a network interface. Its methods are called by
/// the plumber's thread.
///
/// The kernel does not let us say that an `l2tpeth` has no carrier (it has no `ndo_change_carrier`). What it lets us
/// say comes to the same: the interface is dormant, so that it does not run and a bridge passes it over, and it sends
/// nothing.
final class PortPlumber {
    private static final String NUMBERED = "l2tpeth%d";
    private final L2tpNetlink netlink;
    private final Inheritance inheritance;
    private final Rtnetlink links = Rtnetlink.open();
    private final DataPlaneSink sink;
    /// Empty before there is a port.
    private Optional<PortWatch> watch = Optional.empty();

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
        if (port.made.isPresent() && port.made.get().equals(port.wanted(port.device.map(PppLink.Unit::name)))) {
            setCarrier(port); // and its interface stays up or down, as somebody has set it
        } else {
            port.options.ifPresent(options -> tried(port, options));
        }
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
        port.device.ifPresent(device -> watch.ifPresent(it -> it.unwatch(device.index())));
        port.device = Optional.empty();
        port.silent = Optional.of(false);
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
        watch.ifPresent(PortWatch::stop);
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
        boolean isMade = true;
        if (port.made.isEmpty()) {
            Optional<String> before = inheritance.port(wanted, it -> UnitPlumber.hasName(it, named));
            if (before.isPresent()) {
                isMade = false;
                port.silent = Optional.empty();
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
        boolean isNew = port.options.isEmpty();
        EthernetConfiguration.change(links, device, port.options, options);
        port.options = Optional.of(options);
        setCarrier(port);
        if (isNew) {
            watch(port.handle, device, isMade);
        }
    }

    /// As the peer's circuit is.
    private void setCarrier(KernelPort port) {
        boolean silent = !port.pseudowire.peerActive();
        if (port.device.isEmpty() || port.silent.equals(Optional.of(silent))) {
            return;
        }
        boolean isKnown = port.silent.isPresent();
        port.silent = Optional.of(silent);
        int index = port.device.get().index();
        links.setSilent(index, silent);
        links.setDormant(index, silent);
        try {
            Optional<Rtnetlink.Refusal> refusal = links.commit().stream()
                    .filter(it -> isKnown || silent || !isNotSilent(it.exception()))
                    .findFirst();
            if (refusal.isPresent()) {
                throw refusal.get().exception();
            }
        } catch (LinuxException e) {
            sink.notice(port.device.get().name() + " does not go by the peer's circuit: " + e.getMessage());
        }
    }

    /// That it goes on sending is refused where it was not silent.
    private static boolean isNotSilent(LinuxException e) {
        return e.errno() == Errno.ENOENT || e.errno() == Errno.EINVAL;
    }

    private void watch(SessionHandle session, PppLink.Unit device, boolean isNew) {
        try {
            if (watch.isEmpty()) {
                watch = Optional.of(PortWatch.start(sink));
            }
            watch.get().watch(device.index(), session, isNew);
        } catch (LinuxException e) {
            sink.notice("peers are not told when " + device.name() + " is set down: " + e.getMessage());
        }
    }
}
