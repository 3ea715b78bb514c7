package org.prol2tp.dataplane.userspace;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.prol2tp.linux.Tun;

/// A TUN device of one session, or of many, or a TAP device of one. Made, changed and closed by the
/// plumber, written by the receiver, read by the transmitter.
final class Device {
    /// Packets of one device before others have their turn.
    static final int PACKETS_PER_TURN = 128;

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

    /// When it had its last turn, and how many packets it may have in the next; the transmitter's.
    private int lastRound;

    private int turn = 1;

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

    /// How many packets are to be read of it now. If no other has any: as many as it has. Else one, or, if it has
    /// had packets in the round before, twice as many as then: asking for a packet that it does not have costs
    /// nearly as much as a packet, being told of it once more costs little.
    int beginTurn(int round, boolean alone) {
        int next = lastRound == round - 1 ? Math.min(turn, PACKETS_PER_TURN / 2) * 2 : 1;
        turn = alone ? PACKETS_PER_TURN : next;
        lastRound = round;
        return turn;
    }

    /// It had only so many.
    void ranDry(int packets) {
        turn = Math.max(packets, 1);
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
