package org.prol2tp.operator.ctl;

import java.util.ArrayList;
import java.util.List;
import org.prol2tp.protocol.node.IpAddress;
import org.prol2tp.protocol.node.PoolStatus;
import org.prol2tp.protocol.node.Settings.AddressPoolSettings;
import org.prol2tp.protocol.wire.ControlConnectionId;
import org.prol2tp.protocol.wire.SessionId;

/// A [PoolStatus] as a JSON object.
final class PoolJson {
    private PoolJson() {}

    static void write(Line line, PoolStatus pool) {
        AddressPoolSettings settings = pool.settings();
        line.text("name", settings.name())
                .text("first_ipaddr", settings.first().toString())
                .text("last_ipaddr", settings.last().toString())
                .texts("reserve", texts(settings.reserved()))
                .number("in_use", pool.inUse())
                .number("free", pool.free())
                .objects("leases", pool.leases(), PoolJson::writeLease);
    }

    static PoolStatus read(Members members) {
        return new PoolStatus(
                new AddressPoolSettings(
                        members.text("name"),
                        members.address("first_ipaddr"),
                        members.address("last_ipaddr"),
                        addresses(members, "reserve")),
                members.integer("in_use"),
                members.integer("free"),
                members.objects("leases", PoolJson::readLease));
    }

    private static void writeLease(Line line, PoolStatus.Lease lease) {
        line.text("address", lease.address().toString())
                .text("user_name", lease.user())
                .id("tunnel_id", lease.tunnelId().value())
                .text("tunnel_name", lease.tunnelName())
                .id("session_id", lease.sessionId().value())
                .text("session_name", lease.sessionName());
    }

    private static PoolStatus.Lease readLease(Members members) {
        return new PoolStatus.Lease(
                members.address("address"),
                members.optionalText("user_name"),
                new ControlConnectionId(members.id("tunnel_id")),
                members.optionalText("tunnel_name"),
                new SessionId(members.id("session_id")),
                members.optionalText("session_name"));
    }

    static List<String> texts(List<IpAddress> addresses) {
        return addresses.stream().map(IpAddress::toString).toList();
    }

    /// Throws [BadLine] for what is no address.
    static List<IpAddress> addresses(Members members, String name) {
        List<IpAddress> all = new ArrayList<>();
        for (String text : members.texts(name)) {
            all.add(IpAddress.parse(text)
                    .orElseThrow(() -> new BadLine("member \"" + name + "\" must hold IP addresses")));
        }
        return List.copyOf(all);
    }
}
