package org.prol2tp.dataplane.userspace;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.prol2tp.dataplane.DataPlaneSink;
import org.prol2tp.dataplane.DescriptorStore;
import org.prol2tp.dataplane.DescriptorStore.Kept;
import org.prol2tp.linux.Descriptors;
import org.prol2tp.linux.LinuxException;
import org.prol2tp.linux.Tun;

/// Devices of a daemon before this one, whose descriptors somebody kept open ([DescriptorStore]): a session of the
/// same ids is given its own again, with all that hangs on it, and what no session asks for goes ([#sweep]). The
/// devices that this daemon makes are kept in turn. Belongs to the plumber.
///
/// Names in the store: `d.TUNNEL.OURS.PEERS`, unsigned ids.
final class KeptDevices {
    private static final String NAMES = "d(\\.[0-9]{1,10}){3}";

    private final DescriptorStore store;
    private final DataPlaneSink sink;
    private final Map<String, Integer> before = new HashMap<>();
    private final Map<Device, String> kept = new HashMap<>();

    KeptDevices(DescriptorStore store, List<Kept> before, DataPlaneSink sink) {
        this.store = store;
        this.sink = sink;
        for (Kept it : before) {
            if (it.name().matches(NAMES) && it.descriptors().size() == 1) {
                this.before.put(it.name(), it.descriptors().getFirst());
            } else {
                store.forget(it.name());
                it.descriptors().forEach(Descriptors::close);
            }
        }
    }

    /// The device that a session of these ids had, if it is what is wanted now; it is the caller's.
    Optional<Tun> take(Session session, String name, Tun.Kind kind, Tun.Offload most) {
        Integer descriptor = before.remove(name(session));
        if (descriptor == null) {
            return Optional.empty();
        }
        try {
            Tun tun = Tun.adopt(descriptor, most);
            if (tun.isTap() == (kind == Tun.Kind.TAP) && DeviceNames.fits(tun.name(), name)) {
                return Optional.of(tun);
            }
        } catch (LinuxException e) {
            sink.notice("an interface cannot be gone on with: " + e.getMessage());
        }
        drop(name(session), descriptor);
        return Optional.empty();
    }

    /// It is to outlive this daemon.
    void keep(Session session, Device device) {
        if (store.keeps()) {
            kept.put(device, name(session));
            store.keep(name(session), List.of(device.tun.descriptor()));
        }
    }

    /// It is about to go, or is another session's.
    ///
    /// @return whether somebody else may still have it open for a moment
    boolean forget(Device device) {
        String name = kept.remove(device);
        if (name != null) {
            store.forget(name);
        }
        return name != null;
    }

    /// What no session asked for goes.
    void sweep() {
        if (!before.isEmpty()) {
            sink.notice("of a daemon before this one, nobody wants these any more: interfaces " + before.size());
        }
        before.forEach(this::drop);
        before.clear();
    }

    private void drop(String name, int descriptor) {
        store.forget(name);
        Descriptors.close(descriptor);
    }

    private static String name(Session session) {
        return "d." + Integer.toUnsignedString(session.tunnel.localId) + "." + Integer.toUnsignedString(session.key)
                + "." + Integer.toUnsignedString(session.peerId);
    }
}
