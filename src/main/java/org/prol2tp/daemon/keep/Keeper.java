package org.prol2tp.daemon.keep;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.prol2tp.linux.DescriptorSocket;
import org.prol2tp.linux.Descriptors;
import org.prol2tp.linux.LinuxException;

/// A process beside the daemon that keeps its descriptors open when it dies, and gives them to the next one.
///
/// One daemon is connected at a time, by packets of text: `keep NAME` with descriptors, `forget NAME`,
/// `limit SECONDS`, `list`, which is answered by a `have NAME` with descriptors for each name, and `end`. What is
/// listed is kept on. The keeper answers `full` to a `keep` that it has no room for.
///
/// It ends, and all it has is closed, when the daemon leaves it with nothing, or nobody came for `limit` seconds.
final class Keeper {
    /// Names it keeps: what fits into its heap. It has room for as many descriptors as a process may have open.
    static final int MOST_NAMES = 65_536;

    private static final int MOST_LIMIT_S = 86_400;

    private final DescriptorSocket door;
    private final Map<String, List<Integer>> kept = new LinkedHashMap<>();
    private int limitS;

    /// @param limitS how long it waits for a daemon, until a daemon says otherwise
    Keeper(DescriptorSocket door, int limitS) {
        this.door = door;
        this.limitS = limitS;
    }

    /// Serves one daemon after the other, until there is no need any more.
    void run() throws LinuxException {
        while (DescriptorSocket.await(List.of(door), limitS * 1000).isPresent()) {
            try (DescriptorSocket daemon = door.accept()) {
                serve(daemon);
            }
            if (kept.isEmpty()) {
                break;
            }
        }
        kept.values().forEach(Keeper::close);
    }

    /// Until it is gone. Another daemon that comes meanwhile waits at the door.
    private void serve(DescriptorSocket daemon) {
        Optional<DescriptorSocket.Message> message = daemon.receive();
        while (message.isPresent()) {
            try {
                obey(message.get(), daemon);
            } catch (LinuxException gone) {
                return;
            }
            message = daemon.receive();
        }
    }

    private void obey(DescriptorSocket.Message message, DescriptorSocket daemon) throws LinuxException {
        String[] words = message.text().split(" ", 2);
        String about = words.length > 1 ? words[1] : "";
        switch (words[0]) {
            case "keep" -> {
                forget(about);
                if (message.complete() && kept.size() < MOST_NAMES) {
                    kept.put(about, message.descriptors());
                } else {
                    close(message.descriptors());
                    daemon.send("full", List.of());
                }
            }
            case "forget" -> forget(about);
            case "limit" -> limitS = limit(about).orElse(limitS);
            case "list" -> {
                for (Map.Entry<String, List<Integer>> it : kept.entrySet()) {
                    daemon.send("have " + it.getKey(), it.getValue());
                }
                daemon.send("end", List.of());
            }
            default -> close(message.descriptors());
        }
    }

    /// A number of seconds that it may wait; empty: it is none.
    static Optional<Integer> limit(String text) {
        return text.matches("[0-9]{1,6}")
                ? Optional.of(Integer.parseInt(text)).filter(it -> it >= 1 && it <= MOST_LIMIT_S)
                : Optional.empty();
    }

    private void forget(String name) {
        List<Integer> before = kept.remove(name);
        if (before != null) {
            close(before);
        }
    }

    private static void close(List<Integer> descriptors) {
        descriptors.forEach(Descriptors::close);
    }
}
