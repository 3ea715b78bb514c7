package org.prol2tp.dataplane.kernel;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.prol2tp.dataplane.DataPlaneSink;
import org.prol2tp.dataplane.DeviceConfiguration;
import org.prol2tp.dataplane.ProxyArp;
import org.prol2tp.linux.LinuxException;
import org.prol2tp.linux.PppLink;
import org.prol2tp.linux.Rtnetlink;
import org.prol2tp.protocol.node.DataPlaneCommand.InterfaceOptions;
import org.prol2tp.protocol.node.Input;

/// Makes and removes the kernel's PPP interfaces on a thread of its own, since the kernel takes its time.
final class UnitPlumber {
    private static final String NUMBERED = "l2tp%d";
    private static final String NUMBER = "%d";
    private static final long END_S = 60;

    private final FrameReader reader;
    private final Inheritance inheritance;
    private final DataPlaneSink sink;
    private final Rtnetlink netlink = Rtnetlink.open();
    private final ProxyArp proxyArp;
    private final MssClamp mssClamp;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("data-kernel-plumber").factory());

    UnitPlumber(FrameReader reader, Inheritance inheritance, DataPlaneSink sink) throws LinuxException {
        this.reader = reader;
        this.inheritance = inheritance;
        this.sink = sink;
        proxyArp = new ProxyArp(netlink, sink);
        mssClamp = new MssClamp(inheritance, sink);
    }

    /// Makes a session's interface, or changes the one it has. The sink is answered.
    void activate(KernelSession session, InterfaceOptions options) {
        thread.execute(() -> {
            if (session.gone) {
                return;
            }
            try {
                String name = make(session, options);
                proxyArp.set(session.handle, options);
                sink.answer(new Input.InterfaceActivated(session.handle, name));
            } catch (LinuxException e) {
                release(session);
                sink.answer(new Input.DataPlaneFailed(session.handle, e.getMessage()));
            }
            sink.wake();
        });
    }

    /// The peer's circuit takes data, or no longer. What pppd has made is left as it is.
    void renewPassing(KernelSession session) {
        thread.execute(() -> {
            if (session.options.isPresent() && session.unit.isPresent() && !session.gone) {
                try {
                    session.pass(session.options.get());
                } catch (LinuxException e) {
                    sink.notice(e.getMessage());
                }
            }
        });
    }

    /// Removes a session's interface, if it has one.
    void deactivate(KernelSession session) {
        thread.execute(() -> release(session));
    }

    /// Removes its interface, if it has one, and all that the kernel has of it.
    void remove(KernelSession session) {
        thread.execute(() -> {
            release(session);
            reader.forget(session);
            session.link.close();
        });
    }

    /// Does something when all that was asked for before is done.
    void then(Runnable work) {
        thread.execute(work);
    }

    /// Returns when all that was asked for is done.
    void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(END_S, TimeUnit.SECONDS)) {
                sink.notice("interfaces of the kernel are still going after " + END_S + " s");
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        netlink.close();
        mssClamp.close();
    }

    private String make(KernelSession session, InterfaceOptions options) throws LinuxException {
        return session.pppdInterface.isPresent()
                ? adopt(session, session.pppdInterface.get(), options)
                : makeUnit(session, options);
    }

    /// pppd has made it, with its addresses: what is missing is the rest.
    private String adopt(KernelSession session, String name, InterfaceOptions options) throws LinuxException {
        PppLink.Unit unit = new PppLink.Unit(name, Rtnetlink.indexOf(name));
        InterfaceOptions before = new InterfaceOptions(
                Optional.of(name),
                Rtnetlink.mtuOf(name),
                options.ipv4(),
                options.ipv6(),
                options.framing(),
                session.options.map(InterfaceOptions::routes).orElse(List.of()),
                Optional.empty());
        setGroup(unit, options);
        DeviceConfiguration.change(netlink, unit, before, options).forEach(sink::notice);
        session.options = Optional.of(options);
        return name;
    }

    private String makeUnit(KernelSession session, InterfaceOptions options) throws LinuxException {
        String wanted = options.name().orElse(NUMBERED);
        if (session.unit.isPresent() && !hasName(session.unit.get().name(), wanted)) {
            release(session);
        }
        Optional<PppLink.Unit> before = session.unit;
        if (before.isPresent()) {
            session.pass(options);
            setGroup(before.get(), options);
            Optional<InterfaceOptions> old = session.options;
            (old.isPresent()
                            ? DeviceConfiguration.change(netlink, before.get(), old.get(), options)
                            : DeviceConfiguration.again(netlink, before.get(), options))
                    .forEach(sink::notice);
            session.options = Optional.of(options);
            return before.get().name();
        }
        PppLink.Unit made = session.link.openUnit();
        reader.watchUnit(session);
        session.pass(options);
        netlink.rename(made.index(), wanted);
        setGroup(made, options);
        Optional<Rtnetlink.Refusal> refusal = netlink.commit().stream().findFirst();
        if (refusal.isPresent()) {
            throw refusal.get().exception();
        }
        PppLink.Unit unit = new PppLink.Unit(Rtnetlink.nameOf(made.index()), made.index());
        DeviceConfiguration.set(netlink, unit, options).forEach(sink::notice);
        session.unit = Optional.of(unit);
        session.options = Optional.of(options);
        inheritance.keep(session);
        return unit.name();
    }

    private void setGroup(PppLink.Unit unit, InterfaceOptions options) {
        netlink.setGroup(unit.index(), mssClamp.group(options.clampMss()));
    }

    private void release(KernelSession session) {
        proxyArp.forget(session.handle);
        inheritance.forget(session);
        session.link.closeUnit();
        session.unit = Optional.empty();
        session.options = Optional.empty();
    }

    /// Whether a name is the one that is wanted, or has a number in the place of its `%d`.
    static boolean hasName(String name, String wanted) {
        if (!wanted.endsWith(NUMBER)) {
            return name.equals(wanted);
        }
        String beginning = wanted.substring(0, wanted.length() - NUMBER.length());
        return name.startsWith(beginning)
                && name.length() > beginning.length()
                && name.substring(beginning.length()).chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
