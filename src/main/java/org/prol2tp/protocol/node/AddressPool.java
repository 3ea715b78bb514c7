package org.prol2tp.protocol.node;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The IPv4 addresses of a pool and which of them are given away: one bit each. An address that came
/// back is given again as late as possible (next fit), so that a peer's late packets do not reach the
/// wrong user.
final class AddressPool {
    private final long first;

    private final int count;

    private final BitSet taken;

    private final BitSet reserved = new BitSet();

    /// Those among the taken that were given away before this pool was there, by another one.
    private final Set<IpAddress> heldOver = new HashSet<>();

    private final List<DataPlaneCommand.Route> routes;

    private int next;

    private int inUse;

    /// `first`..`last`, both included, without those reserved, by the pool's settings or for users.
    ///
    /// @throws IllegalArgumentException if they are not IPv4, or too many
    AddressPool(Settings.AddressPoolSettings settings, List<IpAddress> usersOwn) {
        first = settings.first().low();
        long length = settings.last().low() - first + 1;
        if (settings.first().isIpv6() || settings.last().isIpv6() || length < 1 || length > Limits.POOL_ADDRESSES) {
            throw new IllegalArgumentException("pool " + settings.name() + ": " + settings.first() + ".."
                    + settings.last() + " is not a range of 1.." + Limits.POOL_ADDRESSES + " IPv4 addresses");
        }
        count = (int) length;
        routes = networks(first, settings.last().low());
        taken = new BitSet(count);
        settings.reserved().forEach(this::reserve);
        usersOwn.forEach(this::reserve);
    }

    /// A free address, now taken; empty if there is none.
    Optional<IpAddress> take() {
        int index = taken.nextClearBit(next);
        if (index >= count) {
            index = taken.nextClearBit(0);
        }
        if (index >= count) {
            return Optional.empty();
        }
        return Optional.of(takeIndex(index));
    }

    /// Gives an address back that was taken.
    void giveBack(IpAddress address) {
        if (holds(address) && taken.get(index(address)) && !reserved.get(index(address))) {
            taken.clear(index(address));
            inUse--;
        }
    }

    /// An address that this pool's predecessor gave away is still in use. Nothing happens if the pool does not hold
    /// it, or not for everybody.
    void keep(IpAddress address) {
        if (holds(address) && !taken.get(index(address))) {
            taken.set(index(address));
            inUse++;
        }
    }

    /// The same for an address of another pool, until [#release].
    void holdOver(IpAddress address) {
        if (holds(address) && !taken.get(index(address))) {
            taken.set(index(address));
            heldOver.add(address);
        }
    }

    /// Whether somebody has the address of this pool, or of one before it.
    boolean isLent(IpAddress address) {
        return holds(address) && taken.get(index(address)) && !reserved.get(index(address));
    }

    /// Whoever had this address has it no more.
    void release(IpAddress address) {
        if (heldOver.remove(address)) {
            taken.clear(index(address));
        }
    }

    /// Whether the address lies between the pool's first and last.
    boolean holds(IpAddress address) {
        return !address.isIpv6() && address.low() >= first && address.low() < first + count;
    }

    /// The largest networks that hold the pool's addresses and no others, in order.
    List<DataPlaneCommand.Route> routes() {
        return routes;
    }

    /// How many are given away.
    int inUse() {
        return inUse;
    }

    /// How many can still be given.
    int free() {
        return count - taken.cardinality();
    }

    private static List<DataPlaneCommand.Route> networks(long first, long last) {
        List<DataPlaneCommand.Route> networks = new ArrayList<>();
        long from = first;
        while (from <= last) {
            int bits = from == 0 ? 32 : Math.min(32, Long.numberOfTrailingZeros(from));
            while (from + (1L << bits) - 1 > last) {
                bits--;
            }
            networks.add(new DataPlaneCommand.Route(IpAddress.ofIpv4((int) from), 32 - bits, 0));
            from += 1L << bits;
        }
        return List.copyOf(networks);
    }

    private void reserve(IpAddress address) {
        if (holds(address)) {
            taken.set(index(address));
            reserved.set(index(address));
        }
    }

    private IpAddress takeIndex(int index) {
        taken.set(index);
        next = index + 1;
        inUse++;
        return IpAddress.ofIpv4((int) (first + index));
    }

    private int index(IpAddress address) {
        return (int) (address.low() - first);
    }
}
