package org.prol2tp.protocol.node;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Which IPv4 address the peer of a session gets: one of its user's own, else the profile's, else one
/// of the pool.
final class Addresses {
    private final Map<String, AddressPool> pools = new HashMap<>();

    private final Map<String, Integer> traceFlags = new HashMap<>();

    private final Map<IpAddress, Session> usersOwnInUse = new HashMap<>();

    private Map<String, Settings.AddressPoolSettings> settings;

    private List<IpAddress> reserved;

    private final Supplier<Collection<Session>> sessions;

    /// An address given to a session.
    ///
    /// @param pool its name, if it came from one
    record Lease(IpAddress address, Optional<String> pool, boolean usersOwn) {}

    /// @param sessions all of the node
    Addresses(Map<String, Settings.AddressPoolSettings> settings, Users users, Supplier<Collection<Session>> sessions) {
        this.settings = settings;
        this.sessions = sessions;
        reserved = users.reservedAddresses();
        settings.forEach(this::add);
    }

    private void add(String name, Settings.AddressPoolSettings pool) {
        pools.put(name, new AddressPool(pool, reserved));
        traceFlags.put(name, pool.traceFlags());
    }

    /// Other pools. What sessions have been given they keep: no pool gives it away before they end.
    void adopt(Map<String, Settings.AddressPoolSettings> next, Users users) {
        if (next.equals(settings) && users.reservedAddresses().equals(reserved)) {
            return;
        }
        reserved = users.reservedAddresses();
        settings = next;
        pools.clear();
        traceFlags.clear();
        next.forEach(this::add);
        for (Session session : sessions.get()) {
            session.ppp().flatMap(PppEnd::lease).ifPresent(this::keep);
        }
    }

    private void keep(Lease lease) {
        lease.pool()
                .flatMap(name -> Optional.ofNullable(pools.get(name)))
                .ifPresent(pool -> pool.keep(lease.address()));
        holdOver(lease.address());
    }

    /// No pool gives it away.
    private void holdOver(IpAddress address) {
        pools.values().forEach(pool -> pool.holdOver(address));
    }

    /// Whether a session with this profile may be given an address.
    boolean mayAssign(PppParameters ppp) {
        return !reserved.isEmpty()
                || ppp.peerAddress().isPresent()
                || ppp.ipPoolName().isPresent();
    }

    /// An address for a session whose user's own are `usersOwn` (empty: none). Where all of these are
    /// in use, the newest session wins and another one must end: it is most likely what a crashed
    /// client left behind.
    ///
    /// @param granted pool and address from outside: they go before the profile's
    Optional<Lease> take(Session session, List<IpAddress> usersOwn, AaaAnswer.Grant granted, PppParameters ppp) {
        Optional<String> poolName = granted.poolName().or(ppp::ipPoolName);
        if (granted.address().isPresent()) {
            return Optional.of(takeUsersOwn(session, List.of(granted.address().get())));
        }
        if (!usersOwn.isEmpty()) {
            return Optional.of(takeUsersOwn(session, usersOwn));
        }
        if (ppp.peerAddress().isPresent() && granted.poolName().isEmpty()) {
            return ppp.peerAddress().map(address -> new Lease(address, Optional.empty(), false));
        }
        Optional<Lease> lease = poolName.flatMap(name -> Optional.ofNullable(pools.get(name)))
                .flatMap(AddressPool::take)
                .map(address -> new Lease(address, poolName, false));
        poolName.ifPresent(name ->
                trace(session, name, lease.map(it -> "gives " + it.address()).orElse("has no address left")));
        return lease;
    }

    /// Another session of the same peer has the address now.
    void pass(Lease lease, Session to) {
        if (lease.usersOwn()) {
            usersOwnInUse.put(lease.address(), to);
        }
    }

    /// The session has had the address since before this node was.
    void takeAgain(Session session, Lease lease) {
        if (lease.usersOwn()) {
            usersOwnInUse.put(lease.address(), session);
        }
        keep(lease);
    }

    /// The session is over.
    void giveBack(Session session, Lease lease) {
        if (lease.usersOwn()) {
            usersOwnInUse.remove(lease.address(), session);
        }
        lease.pool()
                .flatMap(name -> Optional.ofNullable(pools.get(name)))
                .ifPresent(pool -> pool.giveBack(lease.address()));
        if (usersOwnInUse.containsKey(lease.address())) { // a newer session has it
            holdOver(lease.address());
        } else {
            pools.values().forEach(pool -> pool.release(lease.address()));
        }
        lease.pool().ifPresent(name -> trace(session, name, "gets back " + lease.address()));
    }

    /// Traces what the pool gives and gets back, or no more.
    void trace(String pool, boolean on) {
        traceFlags.put(pool, on ? TraceCategory.ALL : 0);
    }

    private void trace(Session session, String pool, String what) {
        if (TraceCategory.PPP.in(traceFlags.getOrDefault(pool, 0))) {
            session.tunnel().trace(TraceCategory.PPP, session, "ippool " + pool + " " + what);
        }
    }

    /// The pool of this name; empty if there is none.
    Optional<AddressPool> pool(String name) {
        return Optional.ofNullable(pools.get(name));
    }

    /// The pool as networks; none if there is no such pool.
    List<DataPlaneCommand.Route> routes(String poolName) {
        return Optional.ofNullable(pools.get(poolName)).map(AddressPool::routes).orElse(List.of());
    }

    /// Addresses given and not yet back, those of profiles apart.
    int inUse() {
        return usersOwnInUse.size()
                + pools.values().stream().mapToInt(AddressPool::inUse).sum();
    }

    private Lease takeUsersOwn(Session session, List<IpAddress> usersOwn) {
        IpAddress address = usersOwn.stream()
                .filter(candidate -> !usersOwnInUse.containsKey(candidate))
                .findFirst()
                .orElseGet(usersOwn::getFirst);
        Session before = usersOwnInUse.put(address, session);
        if (before != null && before != session) {
            before.giveWay("address " + address + " is wanted by a newer session of the same user");
        }
        if (before == null && pools.values().stream().anyMatch(pool -> pool.isLent(address))) {
            for (Session borrower : borrowers(address)) {
                if (borrower != session) {
                    borrower.giveWay("address " + address + " is another user's own");
                }
            }
        }
        holdOver(address);
        return new Lease(address, Optional.empty(), true);
    }

    /// Who has the address from a pool: one session, or the links of a bundle.
    private List<Session> borrowers(IpAddress address) {
        List<Session> found = new ArrayList<>();
        for (Session session : sessions.get()) {
            session.ppp()
                    .filter(it -> it.lease()
                            .filter(lease ->
                                    lease.pool().isPresent() && lease.address().equals(address))
                            .isPresent())
                    .ifPresent(it -> {
                        found.add(session);
                        found.addAll(it.others());
                    });
        }
        return found;
    }
}
