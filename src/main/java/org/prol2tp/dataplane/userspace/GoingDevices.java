package org.prol2tp.dataplane.userspace;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.prol2tp.dataplane.DataPlaneSink;
import org.prol2tp.linux.Errno;
import org.prol2tp.linux.LinuxException;
import org.prol2tp.linux.Rtnetlink;

/// Devices that nobody finds any more, and that are removed when no thread looks at them either: together, since the
/// kernel takes its time for each removal. Belongs to the plumber.
final class GoingDevices {
    /// The interface group they are removed by; arbitrary, but unlikely to be used by others.
    private static final int GROUP = 0x6c327470;

    private final Rtnetlink netlink;
    private final Receiver receiver;
    private final Transmitter transmitter;
    private final DataPlaneSink sink;
    private final List<Device> devices = new ArrayList<>();
    /// One of them is open elsewhere for a moment: closing it does not suffice.
    private boolean heldElsewhere;

    GoingDevices(Rtnetlink netlink, Receiver receiver, Transmitter transmitter, DataPlaneSink sink) {
        this.netlink = netlink;
        this.receiver = receiver;
        this.transmitter = transmitter;
        this.sink = sink;
    }

    void add(Device device, boolean isHeldElsewhere) {
        devices.add(device);
        heldElsewhere |= isHeldElsewhere;
    }

    /// Removes them all, and returns them.
    List<Device> remove() {
        if (devices.isEmpty()) {
            return List.of();
        }
        receiver.quiescence().await();
        transmitter.quiescence().await();
        if (devices.size() > 1 || heldElsewhere) {
            try {
                removeTogether();
            } catch (LinuxException e) {
                sink.notice("interfaces are removed one by one: " + e.getMessage());
            }
        }
        List<Device> gone = List.copyOf(devices);
        gone.forEach(it -> it.tun.close());
        devices.clear();
        heldElsewhere = false;
        return gone;
    }

    /// Without an address left a device has no routes of its own; if it had, the kernel would look through all routes
    /// there are, for each device that goes.
    private void removeTogether() throws LinuxException {
        for (Device device : devices) {
            netlink.removeSomeAddress(device.tun.index());
            netlink.setGroup(device.tun.index(), GROUP);
            if (!netlink.hasRoom()) {
                netlink.commit();
            }
        }
        netlink.removeGroup(GROUP);
        Optional<Rtnetlink.Refusal> last = netlink.commit().stream().reduce((first, second) -> second);
        if (last.isPresent() && last.get().errno() == Errno.EPERM) {
            throw last.get().exception();
        }
    }
}
