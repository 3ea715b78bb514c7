package org.prol2tp.dataplane.kernel;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.prol2tp.dataplane.DataPlaneSink;
import org.prol2tp.linux.LinuxException;
import org.prol2tp.protocol.node.DataCounters;
import org.prol2tp.protocol.node.DataPlaneCommand.ActivateEthernet;
import org.prol2tp.protocol.node.DataPlaneCommand.AddSession;
import org.prol2tp.protocol.node.DataPlaneCommand.PseudowireOptions;
import org.prol2tp.protocol.node.DataPlaneCommand.SequencingOptions;
import org.prol2tp.protocol.node.Input;
import org.prol2tp.protocol.node.SessionHandle;

/// The sessions of L2TPv3 but those of PPP, as far as the kernel may have to carry them. The node's thread changes
/// them.
final class EthernetPorts {
    private static final int VERSION_3 = 3;

    private final KernelTunnels tunnels;
    private final KernelCounters counters;
    private final UnitPlumber plumber;
    private final PortPlumber portPlumber;
    private final Inheritance inheritance;
    private final DataPlaneSink sink;
    private final Map<SessionHandle, KernelPort> ports = new ConcurrentHashMap<>();

    EthernetPorts(
            KernelTunnels tunnels,
            KernelCounters counters,
            UnitPlumber plumber,
            PortPlumber portPlumber,
            Inheritance inheritance,
            DataPlaneSink sink) {
        this.tunnels = tunnels;
        this.counters = counters;
        this.plumber = plumber;
        this.portPlumber = portPlumber;
        this.inheritance = inheritance;
        this.sink = sink;
    }

    /// Any thread.
    Optional<KernelPort> find(SessionHandle session) {
        return Optional.ofNullable(ports.get(session));
    }

    void add(KernelTunnel tunnel, AddSession add, PseudowireOptions pseudowire) {
        ports.put(add.session(), new KernelPort(add, tunnel, pseudowire));
    }

    /// Who carries an Ethernet session is decided with its first interface, when both ends are known.
    ///
    /// @return whether the embedded plane has to
    boolean activate(ActivateEthernet activate) {
        Optional<KernelPort> port = find(activate.session());
        try {
            if (port.isPresent() && (port.get().inKernel || suits(port.get(), activate))) {
                tunnels.connect(port.get().tunnel, VERSION_3);
                port.get().inKernel = true;
                inheritance.keep(port.get());
                port.get().tunnel.ports.add(port.get());
                plumber.then(() -> portPlumber.activate(port.get(), activate.options()));
                return false;
            }
        } catch (LinuxException e) {
            refuse(activate.session(), e.getMessage());
            return false;
        }
        return true;
    }

    void deactivate(KernelPort port) {
        inheritance.forget(port);
        plumber.then(() -> portPlumber.release(port));
    }

    void change(KernelPort port, PseudowireOptions pseudowire, SequencingOptions sequencing) {
        port.pseudowire = pseudowire;
        port.sequencing = sequencing;
        if (!port.inKernel) {
            return;
        }
        if (KernelPseudowire.suits(pseudowire, sequencing)) {
            inheritance.keep(port);
            plumber.then(() -> portPlumber.renew(port));
        } else {
            refuse(port.handle, "the kernel has no pseudowires like that");
        }
    }

    void remove(KernelPort port) {
        ports.remove(port.handle);
        if (port.inKernel) {
            DataCounters carried = counters.now(port.tunnel.localId, port.localId);
            port.gone = true;
            port.tunnel.remove(port, carried);
            inheritance.forget(port);
            plumber.then(() -> portPlumber.release(port));
        }
    }

    /// The tunnel goes.
    void removeAll(KernelTunnel tunnel) {
        List.copyOf(ports.values()).stream().filter(it -> it.tunnel == tunnel).forEach(this::remove);
    }

    private boolean suits(KernelPort port, ActivateEthernet activate) {
        return KernelPseudowire.suits(port.pseudowire, port.sequencing)
                && activate.options().vlanId() == 0
                && !activate.options().clampMss()
                && tunnels.suits(port.tunnel);
    }

    private void refuse(SessionHandle session, String why) {
        sink.answer(new Input.DataPlaneFailed(session, why));
        sink.wake();
    }
}
