package org.prol2tp.dataplane.userspace;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import org.prol2tp.dataplane.DataPlaneSink;
import org.prol2tp.dataplane.DeviceConfiguration;
import org.prol2tp.dataplane.EthernetConfiguration;
import org.prol2tp.dataplane.PortWatch;
import org.prol2tp.dataplane.ProxyArp;
import org.prol2tp.linux.Errno;
import org.prol2tp.linux.LinuxException;
import org.prol2tp.linux.Rtnetlink;
import org.prol2tp.linux.Tun;
import org.prol2tp.protocol.node.DataPlaneCommand.EthernetOptions;
import org.prol2tp.protocol.node.DataPlaneCommand.InterfaceOptions;
import org.prol2tp.protocol.node.DataPlaneCommand.SharedInterface;
import org.prol2tp.protocol.node.Input;

/// The thread that makes and removes TUN and TAP devices, which takes the kernel from a fraction of a
/// millisecond to tens of them. Removing is the slow part, since the kernel waits until nobody looks at
/// a device any more; devices that go at the same time are therefore removed together.
final class Plumber implements Interfaces, Runnable, DeviceFailures {
    private static final String NUMBERED = "l2tp%d";
    private static final String NUMBERED_ETHERNET = "l2tpeth%d";
    private static final int TASKS_AT_ONCE = 1024;

    private final Transmitter transmitter;
    private final DataPlaneSink sink;
    private final Rtnetlink netlink = Rtnetlink.open();
    private final LinkedBlockingQueue<Task> tasks = new LinkedBlockingQueue<>();
    /// Devices of one session, and what was asked for last.
    private final Map<Device, InterfaceOptions> devices = new LinkedHashMap<>();
    private final Map<Device, EthernetOptions> ports = new LinkedHashMap<>();
    private final Map<String, SharedDevice> shared = new HashMap<>();
    private final GoingDevices going;
    private final BitSet slots = new BitSet();
    /// Numbers in use, by what stands before them in the name.
    private final DeviceNames names = new DeviceNames();
    private Tun.Offload offload;
    private final ProxyArp proxyArp;
    /// Empty before there is a port.
    private Optional<PortWatch> watch = Optional.empty();
    private final KeptDevices kept;
    /// The sink was told something since it was woken.
    private boolean answered;

    private boolean stopped;

    Plumber(Receiver receiver, Transmitter transmitter, DataPlaneSink sink, Tun.Offload offload, KeptDevices kept)
            throws LinuxException {
        this.kept = kept;
        this.transmitter = transmitter;
        this.sink = sink;
        this.offload = offload;
        proxyArp = new ProxyArp(netlink, sink);
        going = new GoingDevices(netlink, receiver, transmitter, sink);
    }

    private sealed interface Task {
        record Activate(Session session, InterfaceOptions options) implements Task {}

        record ActivateEthernet(Session session, EthernetOptions options) implements Task {}

        record Pass(Session from, Session to) implements Task {}

        record Deactivate(Session session) implements Task {}

        record SetCarrier(Session session) implements Task {}

        record Fail(Device device, String reason) implements Task {}

        record Settle(Runnable after) implements Task {}

        record Stop() implements Task {}
    }

    @Override
    public void activate(Session session, InterfaceOptions options) {
        tasks.add(new Task.Activate(session, options));
    }

    @Override
    public void activate(Session session, EthernetOptions options) {
        tasks.add(new Task.ActivateEthernet(session, options));
    }

    @Override
    public void peerChanged(Session session) {
        tasks.add(new Task.SetCarrier(session));
    }

    @Override
    public void pass(Session from, Session to) {
        tasks.add(new Task.Pass(from, to));
    }

    @Override
    public void deactivate(Session session) {
        tasks.add(new Task.Deactivate(session));
    }

    @Override
    public void settled(Runnable after) {
        tasks.add(new Task.Settle(after));
    }

    /// The thread ends when all devices are gone.
    @Override
    public void close() {
        tasks.add(new Task.Stop());
    }

    @Override
    public void failed(Device device, String call, int errno) {
        if (!device.failed) {
            device.failed = true;
            LinuxException why = new LinuxException(call + " " + device.tun.name(), errno);
            tasks.add(new Task.Fail(device, why.getMessage()));
        }
    }

    @Override
    public void run() {
        List<Task> batch = new ArrayList<>();
        while (!stopped) {
            try {
                batch.add(tasks.take());
            } catch (InterruptedException e) {
                batch.add(new Task.Stop());
            }
            tasks.drainTo(batch, TASKS_AT_ONCE);
            batch.forEach(this::perform);
            batch.clear();
            wakeSink();
            removeGoing();
        }
        netlink.close();
    }

    private void perform(Task task) {
        switch (task) {
            case Task.Activate(Session session, InterfaceOptions options) -> perform(session, options);
            case Task.ActivateEthernet(Session session, EthernetOptions options) -> perform(session, options);
            case Task.Pass(Session from, Session to) -> perform(from, to);
            case Task.Deactivate(Session session) -> release(session);
            case Task.SetCarrier(Session session) -> setCarrier(session);
            case Task.Fail(Device device, String reason) -> fail(device, reason);
            case Task.Settle(Runnable after) -> {
                kept.sweep();
                after.run();
            }
            case Task.Stop() -> {
                kept.sweep();
                proxyArp.forgetAll();
                List.copyOf(devices.keySet()).forEach(this::retire);
                List.copyOf(ports.keySet()).forEach(this::retire);
                List.copyOf(shared.values()).forEach(this::retireShared);
                watch.ifPresent(PortWatch::stop);
                stopped = true;
            }
        }
    }

    private void perform(Session session, InterfaceOptions options) {
        answer(
                session,
                () -> options.shared().isPresent()
                        ? join(session, options, options.shared().get())
                        : own(session, options));
        if (session.state().device().isPresent()) {
            proxyArp.set(session.handle, options);
        }
        if (options.shared().isEmpty()) {
            wakeSink(); // the next one may take long
        }
    }

    private void perform(Session session, EthernetOptions options) {
        answer(session, () -> port(session, options));
        wakeSink();
    }

    private void perform(Session from, Session to) {
        Session.State was = from.state();
        if (was.device().isEmpty() || was.device().get().isShared()) {
            return;
        }
        Device device = was.device().get();
        proxyArp.forget(from.handle);
        to.change(state -> state.with(was.framing(), device, was.ipv4(), was.ipv6(), was.tcpMtu()));
        kept.forget(device);
        device.passTo(to);
        from.change(Session.State::withoutDevice);
    }

    private void answer(Session session, Work work) {
        try {
            Device device = work.device();
            answered = true;
            sink.answer(new Input.InterfaceActivated(session.handle, device.tun.name()));
        } catch (LinuxException e) {
            release(session);
            answerFailed(session, e.getMessage());
        }
    }

    private interface Work {
        Device device() throws LinuxException;
    }

    private void wakeSink() {
        if (answered) {
            answered = false;
            sink.wake();
        }
    }

    /// The session has no device any more.
    private void release(Session session) {
        proxyArp.forget(session.handle);
        Optional<Device> device = session.state().device();
        if (device.isEmpty()) {
            return;
        }
        if (!device.get().isShared()) {
            retire(device.get());
            return;
        }
        SharedDevice left = shared.get(device.get().tun.name());
        if (left != null) {
            leave(left, session);
        }
    }

    private void fail(Device device, String reason) {
        SharedDevice many = shared.get(device.tun.name());
        if (many != null && many.device == device) {
            many.sessions().forEach(session -> answerFailed(session, reason));
            retireShared(many);
        } else {
            device.owner().ifPresent(session -> answerFailed(session, reason));
        }
    }

    private void answerFailed(Session session, String reason) {
        answered = true;
        sink.answer(new Input.DataPlaneFailed(session.handle, reason));
    }

    private Device join(Session session, InterfaceOptions options, SharedInterface wanted) throws LinuxException {
        SharedDevice found = shared.get(wanted.name());
        Optional<Device> before = session.state().device();
        if (before.isPresent() && (found == null || before.get() != found.device)) {
            release(session);
        }
        if (found == null) {
            found = makeShared(wanted);
        }
        try {
            found.join(session, options, wanted);
            return found.device;
        } catch (LinuxException e) {
            leave(found, session);
            throw e;
        }
    }

    private void leave(SharedDevice device, Session session) {
        device.leave(session);
        if (device.isEmpty()) {
            retireShared(device);
        }
    }

    private SharedDevice makeShared(SharedInterface wanted) throws LinuxException {
        removeGoing(); // one of them may have the name
        int slot = freeSlot();
        Tun tun = open(wanted.name(), Tun.Kind.TUN, offload);
        try {
            SharedDevice made = SharedDevice.make(netlink, sink, Device.shared(tun, slot), wanted);
            transmitter.watch(made.device);
            slots.set(slot);
            shared.put(wanted.name(), made);
            return made;
        } catch (LinuxException e) {
            tun.close();
            throw e;
        }
    }

    private Device own(Session session, InterfaceOptions options) throws LinuxException {
        Optional<Device> device = session.state().device();
        if (device.isPresent() && device.get().isShared()) {
            release(session);
            return make(session, options);
        }
        return device.isPresent() ? change(session, device.get(), options) : make(session, options);
    }

    private Device make(Session session, InterfaceOptions options) throws LinuxException {
        Device device = make(session, options.name().orElse(NUMBERED), Tun.Kind.TUN, (made, isNew) -> {
            List<String> missing = isNew
                    ? DeviceConfiguration.set(netlink, made.tun, options)
                    : DeviceConfiguration.again(netlink, made.tun, options);
            missing.forEach(sink::notice);
            publish(session, made, options);
        });
        devices.put(device, options);
        return device;
    }

    private Device port(Session session, EthernetOptions options) throws LinuxException {
        String name = options.name().orElse(NUMBERED_ETHERNET);
        Optional<Device> before = session.state().device();
        if (before.isPresent() && DeviceNames.fits(before.get().tun.name(), name)) {
            Optional<EthernetOptions> old = Optional.ofNullable(ports.put(before.get(), options));
            publish(session, before.get(), old, options);
            return before.get();
        }
        release(session);
        Device device = make(session, name, Tun.Kind.TAP, (made, isNew) -> {
            publish(session, made, Optional.empty(), options);
            if (!isNew || !session.state().peerActive()) {
                setCarrier(session);
            }
            watch(session, made, isNew);
        });
        ports.put(device, options);
        return device;
    }

    private void setCarrier(Session session) {
        Optional<Device> device = session.state().device().filter(it -> it.tun.isTap());
        try {
            if (device.isPresent()) {
                device.get().tun.setCarrier(session.state().peerActive());
            }
        } catch (LinuxException e) {
            sink.notice("the carrier of " + device.map(it -> it.tun.name()).orElse("") + " stays: " + e.getMessage());
        }
    }

    private void watch(Session session, Device device, boolean isNew) {
        try {
            if (watch.isEmpty()) {
                watch = Optional.of(PortWatch.start(sink));
            }
            watch.get().watch(device.tun.index(), session.handle, isNew);
        } catch (LinuxException e) {
            sink.notice("peers are not told when " + device.tun.name() + " is set down: " + e.getMessage());
        }
    }

    private void publish(Session session, Device device, Optional<EthernetOptions> old, EthernetOptions options)
            throws LinuxException {
        EthernetConfiguration.change(netlink, device.tun, old, options);
        device.setVlanId(options.vlanId());
        session.change(state -> state.with(device, options.clampMss() ? options.mtu() : 0));
    }

    /// A device of one session, of that kind, with this name or one that is numbered: a new one, or the one that it had
    /// with a daemon before this one. `setUp` configures it and gives it to the session.
    private Device make(Session session, String name, Tun.Kind kind, SetUp setUp) throws LinuxException {
        int slot = freeSlot();
        Tun.Offload most = session.link == null ? offload : Tun.Offload.NONE; // fragments are cut from whole packets
        Optional<Tun> before = kept.take(session, name, kind, most);
        if (before.isEmpty() && !DeviceNames.isNumbered(name)) {
            removeGoing(); // one of them may have the name
        }
        Tun tun = before.isPresent()
                ? before.get()
                : DeviceNames.isNumbered(name) ? openNumbered(name, kind, most) : open(name, kind, most);
        Device device = Device.of(session, tun, slot);
        try {
            setUp.of(device, before.isEmpty());
            transmitter.watch(device);
            slots.set(slot);
            if (session.link == null) {
                kept.keep(session, device);
            }
            return device;
        } catch (LinuxException e) {
            watch.ifPresent(it -> it.unwatch(tun.index()));
            session.change(Session.State::withoutDevice);
            names.giveBack(tun.name());
            tun.close();
            throw e;
        }
    }

    private interface SetUp {
        void of(Device device, boolean isNew) throws LinuxException;
    }

    private Device change(Session session, Device device, InterfaceOptions options) throws LinuxException {
        if (!DeviceNames.fits(device.tun.name(), options.name().orElse(NUMBERED))) {
            retire(device);
            return make(session, options);
        }
        InterfaceOptions old = Optional.ofNullable(devices.put(device, options)).orElseThrow();
        DeviceConfiguration.change(netlink, device.tun, old, options).forEach(sink::notice);
        publish(session, device, options);
        return device;
    }

    private static void publish(Session session, Device device, InterfaceOptions options) {
        boolean ipv4 = options.ipv4().isPresent();
        boolean ipv6 = DeviceConfiguration.ipv6(options).isPresent();
        int tcpMtu = DeviceConfiguration.tcpMtu(options);
        session.change(state -> state.with(options.framing(), device, ipv4, ipv6, tcpMtu));
    }

    private int freeSlot() throws LinuxException {
        int slot = slots.nextClearBit(0);
        if (slot >= Transmitter.DEVICES) {
            throw new LinuxException("interface " + (slot + 1), Errno.ENOBUFS);
        }
        return slot;
    }

    private Tun openNumbered(String numbered, Tun.Kind kind, Tun.Offload most) throws LinuxException {
        while (true) {
            String name = names.take(numbered);
            try {
                return open(name, kind, most);
            } catch (LinuxException e) {
                // Somebody else's device has the name: it is not ours to give.
                if (e.errno() != Errno.EBUSY && e.errno() != Errno.EEXIST && e.errno() != Errno.EINVAL) {
                    names.giveBack(name);
                    throw e;
                }
            }
        }
    }

    private Tun open(String name, Tun.Kind kind, Tun.Offload most) throws LinuxException {
        try {
            return Tun.open(name, kind, most);
        } catch (LinuxException e) {
            if (most == Tun.Offload.NONE || e.errno() == Errno.EBUSY || e.errno() == Errno.EPERM) {
                throw e;
            }
            Tun tun = Tun.open(name, kind, Tun.Offload.NONE);
            sink.notice("TUN devices work without segmentation offload, which makes them slower: " + e.getMessage());
            offload = Tun.Offload.NONE;
            return tun;
        }
    }

    /// Nobody finds the device any more; it goes with the next [#removeGoing].
    private void retire(Device device) {
        transmitter.unwatch(device);
        device.owner().ifPresent(session -> session.change(Session.State::withoutDevice));
        devices.remove(device);
        if (ports.remove(device) != null) {
            watch.ifPresent(it -> it.unwatch(device.tun.index()));
        }
        going.add(device, kept.forget(device));
    }

    private void retireShared(SharedDevice device) {
        device.sessions().forEach(session -> session.change(Session.State::withoutDevice));
        shared.remove(device.device.tun.name(), device);
        transmitter.unwatch(device.device);
        going.add(device.device, false);
    }

    private void removeGoing() {
        for (Device device : going.remove()) {
            slots.clear(device.slot);
            names.giveBack(device.tun.name());
        }
    }
}
