package org.prol2tp.operator.config;

import java.util.Optional;
import org.prol2tp.operator.config.Check.Read;
import org.prol2tp.protocol.node.IpAddress;
import org.prol2tp.protocol.node.Settings.AddressPoolSettings;

/// What an `ippool` block means: a range of IPv4 addresses.
final class PoolMeaning {
    private final Check check;
    private final String name;
    private final Read<Drafts.Pool> read;
    private final Drafts.Pool draft = new Drafts.Pool();

    PoolMeaning(Check check, String name, Read<Drafts.Pool> read) {
        this.check = check;
        this.name = name;
        this.read = read;
        read.applyTo(draft);
    }

    /// The pool; empty if it is wrong, which is an error by then.
    Optional<AddressPoolSettings> settings() {
        boolean byRange = read.has("first_ipaddr") && read.has("last_ipaddr") && !read.has("network");
        boolean byNetwork = read.has("network") && !read.has("first_ipaddr") && !read.has("last_ipaddr");
        if (!byRange && !byNetwork) {
            check.error(read.block(), "needs either first_ipaddr and last_ipaddr, or network");
            return Optional.empty();
        }
        if (byRange && read.has("netmask")) {
            check.error(read, "netmask", "netmask without network");
        }
        return byRange ? range() : network();
    }

    private Optional<AddressPoolSettings> range() {
        if (draft.first.isEmpty() || draft.last.isEmpty()) {
            return Optional.empty();
        }
        return pool(draft.first.get().low(), draft.last.get().low());
    }

    private Optional<AddressPoolSettings> network() {
        if (draft.network.isEmpty()) {
            return Optional.empty();
        }
        IpAddress address = draft.network.get().address();
        int length = draft.network.get().length();
        if (address.isIpv6()) {
            check.error(read, "network", "network must be IPv4");
            return Optional.empty();
        }
        if (draft.netmask.isPresent()) {
            int mask = draft.netmask.get();
            if (mask > 32 || length != 32 && length != mask || Masks.hostBits(address, mask)) {
                check.error(read, "netmask", "netmask does not go with network");
                return Optional.empty();
            }
            length = mask;
        }
        long first = address.low();
        long last = Masks.lastOf(first, length);
        return length < 31 ? pool(first + 1, last - 1) : pool(first, last);
    }

    private Optional<AddressPoolSettings> pool(long first, long last) {
        if (first > last) {
            check.error(read, "first_ipaddr", "first_ipaddr is after last_ipaddr");
            return Optional.empty();
        }
        for (IpAddress reserved : draft.reserved) {
            if (reserved.low() < first || reserved.low() > last) {
                check.error(read, "reserve", "reserve " + reserved + " is not in the pool");
            }
        }
        return Optional.of(new AddressPoolSettings(
                name, IpAddress.ofIpv4((int) first), IpAddress.ofIpv4((int) last), draft.reserved, draft.traceFlags));
    }
}
