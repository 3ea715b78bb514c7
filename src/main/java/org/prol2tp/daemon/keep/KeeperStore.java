package org.prol2tp.daemon.keep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.prol2tp.dataplane.DescriptorStore;
import org.prol2tp.linux.Child;
import org.prol2tp.linux.DescriptorSocket;
import org.prol2tp.linux.Descriptors;
import org.prol2tp.linux.Errno;
import org.prol2tp.linux.LinuxException;
import org.prol2tp.linux.OwnThread;

/// Keeps descriptors in a [Keeper], which is started first of all, on a thread of its own. If the keeper
/// fails, that is told once, and nothing more is kept.
public final class KeeperStore implements DescriptorStore, AutoCloseable {
    /// A minute: it is a Java machine, and the system may be busy.
    private static final int TRIES = 3000;
    private static final long PAUSE_NS = 20_000_000;
    private static final long END_S = 20;
    private static final int ANSWER_MS = 5000;
    private static final String HAVE = "have ";

    private final String door;
    private final int limitS;
    private final Consumer<String> complaint;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("keep-descriptors").factory());
    private final List<Kept> before = new ArrayList<>();
    private @Nullable DescriptorSocket keeper;
    private Optional<Child> child = Optional.empty();
    private volatile boolean gone;
    private boolean told;

    private KeeperStore(String door, int limitS, Consumer<String> complaint) {
        this.door = door;
        this.limitS = limitS;
        this.complaint = complaint;
    }

    /// Takes what a keeper at `door` has for us, if there is one.
    ///
    /// @param limitS how long the keeper waits for the next daemon
    /// @param complaint is told what fails, on any thread
    public static KeeperStore open(Path door, int limitS, Consumer<String> complaint) {
        KeeperStore store = new KeeperStore(door.toString(), limitS, complaint);
        try {
            store.meet(DescriptorSocket.connect(store.door));
        } catch (LinuxException e) {
            if (e.errno() != Errno.ENOENT && e.errno() != Errno.ECONNREFUSED) {
                store.complain(e.getMessage());
            }
        }
        store.thread.execute(store::haveKeeper); // starting takes longer than a session that is just up may have
        return store;
    }

    @Override
    public synchronized List<Kept> takeBefore() {
        List<Kept> taken = List.copyOf(before);
        before.clear();
        return taken;
    }

    @Override
    public void keep(String name, List<Integer> descriptors) {
        if (gone) {
            return;
        }
        List<Integer> copies;
        try {
            copies = Descriptors.duplicate(descriptors);
        } catch (LinuxException e) {
            complain(e.getMessage());
            return;
        }
        thread.execute(() -> {
            say("keep " + name, copies);
            copies.forEach(Descriptors::close);
        });
    }

    @Override
    public void forget(String name) {
        thread.execute(() -> say("forget " + name, List.of()));
    }

    /// Returns when the keeper has been told all; it keeps what it was not told to forget.
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
        if (keeper != null) {
            keeper.close();
        }
        child.ifPresent(Child::close);
    }

    private void haveKeeper() {
        if (gone || keeper != null) {
            return;
        }
        try {
            meet(start());
            if (keeper == null) {
                throw new LinuxException("start of the keeper", Errno.ECONNREFUSED);
            }
        } catch (LinuxException e) {
            gone = true;
            complain(e.getMessage());
        }
    }

    private void say(String text, List<Integer> descriptors) {
        haveKeeper();
        DescriptorSocket to = keeper;
        if (to == null) {
            return;
        }
        try {
            to.send(text, descriptors);
            listen(to);
        } catch (LinuxException e) {
            gone = true;
            complain(e.getMessage());
        }
    }

    /// What it has to say without having been asked is that it is full.
    private void listen(DescriptorSocket to) {
        while (DescriptorSocket.await(List.of(to), 0).isPresent()) {
            if (to.receive().isEmpty()) {
                gone = true;
                complain("it has ended");
                return;
            }
            complain("it has no room for more");
        }
    }

    private void meet(DescriptorSocket with) throws LinuxException {
        with.send("limit " + limitS, List.of());
        with.send("list", List.of());
        while (true) {
            if (DescriptorSocket.await(List.of(with), ANSWER_MS).isEmpty()) {
                with.close();
                throw new LinuxException("recvmsg from the keeper of another daemon", Errno.EBUSY);
            }
            Optional<DescriptorSocket.Message> answer = with.receive();
            if (answer.isEmpty()) {
                with.close(); // it was just ending, since it had nothing
                return;
            }
            String text = answer.get().text();
            if (!text.startsWith(HAVE)) {
                keeper = with;
                return;
            }
            if (answer.get().complete()) {
                before.add(new Kept(text.substring(HAVE.length()), answer.get().descriptors()));
            } else {
                answer.get().descriptors().forEach(Descriptors::close);
            }
        }
    }

    /// Of the rights that this thread had, the keeper needs none: it has what it is given.
    private DescriptorSocket start() throws LinuxException {
        OwnThread.dropCapabilities();
        String java;
        try {
            java = Files.readSymbolicLink(Path.of("/proc/self/exe")).toString();
        } catch (IOException e) {
            throw new LinuxException("readlink /proc/self/exe", Errno.ENOENT);
        }
        List<String> words = List.of(
                "-Xint",
                "-Xmx32m",
                "-Xss256k",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-Xshare:auto",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                KeeperMain.class.getName(),
                door,
                Integer.toString(limitS));
        child = Optional.of(Child.start(java, words, List.of()));
        for (int i = 1; ; i++) {
            try {
                return DescriptorSocket.connect(door);
            } catch (LinuxException e) {
                if (i == TRIES || child.get().awaitEnd(0)) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE_NS);
            }
        }
    }

    private synchronized void complain(@Nullable String why) {
        if (!told) {
            told = true;
            complaint.accept("keep_sessions: the keeper: " + why
                    + ": what the kernel has of tunnels and sessions will not outlive this daemon");
        }
    }
}
