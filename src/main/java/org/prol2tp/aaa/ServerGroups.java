package org.prol2tp.aaa;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.prol2tp.operator.config.RadiusSettings;
import org.prol2tp.protocol.node.AaaQuestion;

/// Which servers know which users: those of the system, and those of the files that profiles name. What a reloaded
/// config has no more stays until the last session of its users is told of. Any thread.
final class ServerGroups {
    /// No path of a file.
    private static final String SYSTEM = "";

    private final Consumer<String> notices;
    private final Map<String, Servers> byPath = new HashMap<>();
    private final List<Servers> retired = new ArrayList<>();
    private Client.Counts questionsOfGone = Client.Counts.NONE;
    private Client.Counts recordsOfGone = Client.Counts.NONE;

    /// @param notices lines for the operator, from any thread
    ServerGroups(RadiusSettings system, Map<String, RadiusSettings> hints, Consumer<String> notices) {
        this.notices = notices;
        configure(system, hints);
    }

    /// Takes other settings. Returns the servers that are new.
    synchronized List<Servers> configure(RadiusSettings system, Map<String, RadiusSettings> hints) {
        Map<String, RadiusSettings> wanted = new HashMap<>(hints);
        wanted.put(SYSTEM, system);
        List<Servers> made = new ArrayList<>();
        for (String path : Set.copyOf(byPath.keySet())) {
            if (!wanted.containsKey(path)) {
                retire(path);
            }
        }
        wanted.forEach((path, settings) -> {
            Servers known = byPath.get(path);
            if (known != null && !known.settings().bindAddress().equals(settings.bindAddress())) {
                retire(path); // Its sockets are bound.
                known = null;
            }
            if (known == null) {
                Servers servers = new Servers(settings, notices);
                byPath.put(path, servers);
                made.add(servers);
            } else {
                known.configure(settings);
            }
        });
        return made;
    }

    private void retire(String path) {
        Servers gone = byPath.remove(path);
        if (gone != null) {
            retired.add(gone);
        }
    }

    synchronized Servers ofSystem() {
        return Objects.requireNonNull(byPath.get(SYSTEM), "it is always configured");
    }

    /// Those of a user; empty if none is configured.
    synchronized Optional<Servers> of(AaaQuestion.Servers of) {
        Optional<Servers> found = switch (of) {
            case AaaQuestion.Servers.None _ -> Optional.empty();
            case AaaQuestion.Servers.OfSystem _ -> Optional.ofNullable(byPath.get(SYSTEM));
            case AaaQuestion.Servers.OfHint(String path) -> Optional.ofNullable(byPath.get(path));
        };
        return found.filter(it -> !it.settings().servers().isEmpty());
    }

    /// Those that are configured.
    synchronized List<Servers> all() {
        return byPath.values().stream()
                .filter(it -> !it.settings().servers().isEmpty())
                .toList();
    }

    /// Those that have users, and those that may get some.
    synchronized List<Servers> known() {
        return both();
    }

    /// Lets those go that are not configured any more and of whose users no session is left.
    synchronized void closeUnused(Collection<Account> accounts) {
        if (retired.isEmpty()) {
            return;
        }
        Set<Servers> used = new HashSet<>();
        accounts.forEach(account -> used.add(account.servers));
        retired.removeIf(servers -> {
            boolean done = !used.contains(servers) && servers.isQuiet();
            if (done) {
                questionsOfGone = questionsOfGone.plus(servers.questions.counts());
                recordsOfGone = recordsOfGone.plus(servers.records.counts());
                servers.finish(Duration.ZERO);
            }
            return done;
        });
    }

    synchronized Client.Counts questions() {
        return sum(questionsOfGone, servers -> servers.questions.counts());
    }

    synchronized Client.Counts records() {
        return sum(recordsOfGone, servers -> servers.records.counts());
    }

    private Client.Counts sum(Client.Counts gone, Function<Servers, Client.Counts> counts) {
        Client.Counts sum = gone;
        for (Servers servers : both()) {
            sum = sum.plus(counts.apply(servers));
        }
        return sum;
    }

    private List<Servers> both() {
        List<Servers> both = new ArrayList<>(byPath.values());
        both.addAll(retired);
        return both;
    }

    /// Sends what is left, and waits so long for all of it together.
    void finish(Duration most) {
        List<Servers> left;
        synchronized (this) {
            left = both();
        }
        long byNs = System.nanoTime() + most.toNanos();
        left.forEach(servers -> servers.finish(Duration.ofNanos(Math.max(0, byNs - System.nanoTime()))));
    }
}
