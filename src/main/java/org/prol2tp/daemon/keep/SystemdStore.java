package org.prol2tp.daemon.keep;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.prol2tp.dataplane.DescriptorStore;
import org.prol2tp.linux.DescriptorSocket;
import org.prol2tp.linux.Descriptors;
import org.prol2tp.linux.LinuxException;

/// Keeps descriptors in the service manager that started us: `FDSTORE` of sd_pid_notify_with_fds(3), and
/// `LISTEN_FDS` of sd_listen_fds(3) at the start after.
public final class SystemdStore implements DescriptorStore, AutoCloseable {
    /// What systemd is asked for at most.
    public static final int MOST_DESCRIPTORS = 4096;

    /// The names of all descriptors come in one word of the environment, which may have 131,072 octets.
    private static final int MOST_NAME_OCTETS = 130_000;

    private static final int FIRST = 3;
    private static final long END_S = 20;

    private final DescriptorSocket manager;
    private final int most;
    private final Consumer<String> complaint;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("keep-descriptors").factory());
    private final Map<String, List<Integer>> before = new LinkedHashMap<>();
    /// How many descriptors it has under each name.
    private final Map<String, Integer> kept = new HashMap<>();
    private int count;
    private int nameOctets;
    private boolean told;

    private SystemdStore(DescriptorSocket manager, int most, Consumer<String> complaint) {
        this.manager = manager;
        this.most = most;
        this.complaint = complaint;
    }

    /// Takes what it has for us. `environment` has `NOTIFY_SOCKET`.
    ///
    /// @param complaint is told what fails, on any thread
    public static SystemdStore open(Map<String, String> environment, long pid, Consumer<String> complaint)
            throws LinuxException {
        SystemdStore store = new SystemdStore(
                DescriptorSocket.datagram(environment.getOrDefault("NOTIFY_SOCKET", "")),
                Math.min(MOST_DESCRIPTORS, number(environment, "FDSTORE", MOST_DESCRIPTORS)),
                complaint);
        if (number(environment, "LISTEN_PID", 0) == pid) {
            String[] names = environment.getOrDefault("LISTEN_FDNAMES", "").split(":", -1);
            int descriptors = Math.min(number(environment, "LISTEN_FDS", 0), names.length);
            for (int i = 0; i < descriptors; i++) {
                store.before.computeIfAbsent(names[i], _ -> new ArrayList<>()).add(FIRST + i);
            }
            store.before.forEach((name, of) -> store.kept.put(name, of.size()));
            store.count = descriptors;
            store.before.forEach((name, of) -> store.nameOctets += octets(name, of.size()));
        }
        return store;
    }

    private static int number(Map<String, String> environment, String name, int otherwise) {
        String text = environment.getOrDefault(name, "");
        return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : otherwise;
    }

    /// Of a name that stands there once for each descriptor, with a colon.
    private static int octets(String name, int descriptors) {
        return (name.length() + 1) * descriptors;
    }

    @Override
    public synchronized List<Kept> takeBefore() {
        List<Kept> taken = new ArrayList<>();
        before.forEach((name, descriptors) -> taken.add(new Kept(name, List.copyOf(descriptors))));
        before.clear();
        return taken;
    }

    @Override
    public synchronized void keep(String name, List<Integer> descriptors) {
        forget(name);
        int octets = octets(name, descriptors.size());
        if (count + descriptors.size() > most) {
            complain("it takes no more than " + most + " descriptors");
            return;
        }
        if (nameOctets + octets > MOST_NAME_OCTETS) {
            complain("it takes no more than " + MOST_NAME_OCTETS + " octets of names");
            return;
        }
        List<Integer> copies;
        try {
            copies = Descriptors.duplicate(descriptors);
        } catch (LinuxException e) {
            complain(e.getMessage());
            return;
        }
        count += descriptors.size();
        nameOctets += octets;
        kept.put(name, descriptors.size());
        thread.execute(() -> {
            say("FDSTORE=1\nFDPOLL=0\nFDNAME=" + name, copies); // without FDPOLL=0 it forgets a socket with an error
            copies.forEach(Descriptors::close);
        });
    }

    @Override
    public synchronized void forget(String name) {
        Integer descriptors = kept.remove(name);
        if (descriptors != null) {
            count -= descriptors;
            nameOctets -= octets(name, descriptors);
            thread.execute(() -> say("FDSTOREREMOVE=1\nFDNAME=" + name, List.of()));
        }
    }

    /// Returns when it has been told all.
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(END_S, TimeUnit.SECONDS)) {
                complain("it takes nothing");
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        takeBefore().forEach(it -> it.descriptors().forEach(Descriptors::close));
        manager.close();
    }

    private void say(String state, List<Integer> descriptors) {
        try {
            manager.send(state, descriptors);
        } catch (LinuxException e) {
            complain(e.getMessage());
        }
    }

    private synchronized void complain(String why) {
        if (!told) {
            told = true;
            complaint.accept("keep_sessions: the service manager's descriptor store: " + why
                    + ": what the kernel has of tunnels and sessions will not outlive this daemon");
        }
    }
}
