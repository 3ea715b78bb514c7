package org.prol2tp.operator.cli;

import java.util.List;
import org.prol2tp.protocol.node.IpAddress;
import org.prol2tp.protocol.node.PoolStatus;

/// `show ippool` as text.
final class PoolText {
    private PoolText() {}

    /// One line each.
    static String list(List<PoolStatus> pools) {
        Table table = new Table("Name", "First", "Last", ">In use", ">Free", ">Reserved");
        for (PoolStatus pool : pools) {
            table.row(
                    pool.settings().name(),
                    pool.settings().first().toString(),
                    pool.settings().last().toString(),
                    Integer.toString(pool.inUse()),
                    Integer.toString(pool.free()),
                    Long.toString(reserved(pool)));
        }
        StringBuilder text = new StringBuilder();
        table.printTo(text, "");
        return text.toString();
    }

    /// A paragraph each, with the leases.
    static String of(List<PoolStatus> pools) {
        StringBuilder text = new StringBuilder();
        for (PoolStatus pool : pools) {
            text.append(text.isEmpty() ? "" : "\n");
            text.append("IP pool \"").append(Text.clean(pool.settings().name())).append("\":-\n");
            Text.line(
                    text,
                    "addresses: ",
                    pool.settings().first().toString(),
                    " to ",
                    pool.settings().last().toString());
            Text.line(text, "in use: " + pool.inUse(), ", free: " + pool.free(), ", reserved: " + reserved(pool));
            for (IpAddress address : pool.settings().reserved()) {
                Text.line(text, "reserve: ", address.toString());
            }
            if (pool.leases().isEmpty()) {
                continue;
            }
            text.append("Leases:-\n");
            Table table = new Table("Address", "User", ">TunId", ">SesId", "Tunnel", "Session");
            for (PoolStatus.Lease lease : pool.leases()) {
                table.row(
                        lease.address().toString(),
                        Text.cell(lease.user()),
                        lease.tunnelId().toString(),
                        lease.sessionId().toString(),
                        Text.cell(lease.tunnelName()),
                        Text.cell(lease.sessionName()));
            }
            table.printTo(text, "  ");
        }
        return text.toString();
    }

    /// By the pool's settings, or for users: nobody else gets them.
    private static long reserved(PoolStatus pool) {
        long all = pool.settings().last().low() - pool.settings().first().low() + 1;
        return all - pool.inUse() - pool.free();
    }
}
