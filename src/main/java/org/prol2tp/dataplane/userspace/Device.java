package org.prol2tp.dataplane.userspace;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.prol2tp.linux.Tun;

/// A TUN device of one session, or of many, or a TAP device of one. Made, changed and closed by the
/// plumber, written by the receiver, read by the transmitter.
final class Device {
    final Tun tun;
    /// Its place in the list of devices.
    final int slot;

    /// Null: many sessions use it.
    private volatile @Nullable Session owner;
    /// By the IPv4 addresses of their peers; empty if it has an owner. Written by the plumber.
    final SessionTable sessions = new SessionTable();

    /// Whether the node was told that it is broken. Two threads may find out at once; telling twice does no harm.
    volatile boolean failed;

    private volatile int vlanId;

    private Device(Tun tun, int slot, @Nullable Session owner) {
        this.tun = tun;
        this.slot = slot;
        this.owner = owner;
    }

    static Device of(Session owner, Tun tun, int slot) {
        return new Device(tun, slot, owner);
    }

    static Device shared(Tun tun, int slot) {
        return new Device(tun, slot, null);
    }

    /// It is this session's now.
    void passTo(Session heir) {
        owner = heir;
    }

    /// Empty if many sessions use it.
    Optional<Session> owner() {
        return Optional.ofNullable(owner);
    }

    boolean isShared() {
        return owner == null;
    }

    /// Whose packet this is, to be sent to the peer; null rather than an Optional, since this is asked for every
    /// packet.
    @Nullable
    Session sessionFor(MemorySegment memory, long at, int octets) {
        Session one = owner;
        if (one != null) {
            return one;
        }
        return octets >= Ip.IPV4_HEADER_OCTETS && Ip.version(memory, at) == 4
                ? sessions.find(Ip.ipv4Destination(memory, at))
                : null;
    }

    /// The tag that frames have in the pseudowire and not at the device, 1..4094; 0: they are the same
    /// at both.
    int vlanId() {
        return vlanId;
    }

    void setVlanId(int newVlanId) {
        vlanId = newVlanId;
    }

    /// Octets in front of each packet that is read or written.
    int headerOctets() {
        return tun.offload() == Tun.Offload.NONE ? 0 : Tun.HEADER_OCTETS;
    }
}
