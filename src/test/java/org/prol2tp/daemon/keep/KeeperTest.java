package org.prol2tp.daemon.keep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.prol2tp.dataplane.DescriptorStore;
import org.prol2tp.linux.DescriptorSocket;
import org.prol2tp.linux.Descriptors;
import org.prol2tp.linux.L2tpSocket;
import org.prol2tp.linux.LinuxException;
import org.prol2tp.linux.SocketAddress;

@Timeout(60)
class KeeperTest {
    private static final int LONG_S = 60;
    private static final SocketAddress LOOPBACK = new SocketAddress(false, 0, 0x7f00_0001, 0);

    @TempDir
    Path folder;

    private final List<String> complaints = new ArrayList<>();

    private KeeperStore open(int limitS) {
        return KeeperStore.open(folder.resolve("door"), limitS, complaints::add);
    }

    private static L2tpSocket socket() throws LinuxException {
        return L2tpSocket.bind(LOOPBACK, new L2tpSocket.Options(1 << 16, false, true, false));
    }

    private static SocketAddress boundTo(DescriptorStore.Kept kept) throws LinuxException {
        return L2tpSocket.adopt(kept.descriptors().getFirst()).localAddress();
    }

    private static void poll(String what, BooleanSupplier condition) {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadlineNs, what);
            LockSupport.parkNanos(10_000_000);
        }
    }

    private static void release(List<DescriptorStore.Kept> kept) {
        kept.forEach(it -> it.descriptors().forEach(Descriptors::close));
    }

    /// The keeper is there before there is anything to keep, and ends with a daemon that leaves it nothing.
    @Test
    void whereNothingIsKeptTheKeeperEndsWithTheStore() {
        Path door = folder.resolve("door");
        try (KeeperStore store = open(LONG_S)) {
            assertEquals(List.of(), store.takeBefore());
            poll("the keeper is there", () -> Files.exists(door));
            store.forget("t.1.2");
        }
        poll("the keeper has ended", () -> !Files.exists(door));
        assertEquals(List.of(), complaints);
    }

    /// With a real keeper: a process.
    @Test
    void aSocketOutlivesTheStoreThatKeptIt() throws Exception {
        SocketAddress address;
        try (KeeperStore first = open(LONG_S);
                L2tpSocket kept = socket();
                L2tpSocket forgotten = socket()) {
            address = kept.localAddress();
            first.keep("t.1.2", List.of(kept.descriptor()));
            first.keep("t.3.4", List.of(forgotten.descriptor()));
            first.forget("t.3.4");
        }
        try (KeeperStore second = open(LONG_S)) {
            List<DescriptorStore.Kept> before = second.takeBefore();
            assertEquals(
                    List.of("t.1.2"),
                    before.stream().map(DescriptorStore.Kept::name).toList());
            assertEquals(address, boundTo(before.getFirst()));
            assertEquals(List.of(), second.takeBefore());
            release(before);
        }
        try (KeeperStore third = open(LONG_S)) { // nobody told it to forget
            List<DescriptorStore.Kept> before = third.takeBefore();
            assertEquals(address, boundTo(before.getFirst()));
            release(before);
            third.forget("t.1.2");
        }
        poll("a keeper that has nothing ends", () -> !Files.exists(folder.resolve("door")));
        L2tpSocket again = L2tpSocket.bind(address, new L2tpSocket.Options(1 << 16, false, true, false));
        again.close();
        assertEquals(List.of(), complaints);
    }

    @Test
    void whatNobodyComesForIsClosed() throws Exception {
        SocketAddress address;
        try (KeeperStore first = open(1);
                L2tpSocket kept = socket()) {
            address = kept.localAddress();
            first.keep("t.1.2", List.of(kept.descriptor()));
        }
        poll("a keeper that nobody comes to ends", () -> !Files.exists(folder.resolve("door")));
        poll("its socket is closed", () -> {
            try {
                L2tpSocket.bind(address, new L2tpSocket.Options(1 << 16, false, true, false))
                        .close();
                return true;
            } catch (LinuxException stillThere) {
                return false;
            }
        });
    }

    /// In this process: what a keeper answers.
    @Test
    void aNameThatIsKeptAgainHasTheNewDescriptors() throws Exception {
        String door = folder.resolve("door").toString();
        try (DescriptorSocket listening = DescriptorSocket.listen(door);
                L2tpSocket old = socket();
                L2tpSocket now = socket()) {
            Thread keeper = Thread.ofPlatform().start(() -> {
                try {
                    new Keeper(listening, LONG_S).run();
                } catch (LinuxException e) {
                    throw new IllegalStateException(e);
                }
            });
            try (DescriptorSocket daemon = DescriptorSocket.connect(door)) {
                daemon.send("keep a", List.of(old.descriptor()));
                daemon.send("keep a", List.of(now.descriptor(), old.descriptor()));
                daemon.send("nonsense", List.of(old.descriptor()));
                daemon.send("limit 0", List.of());
                daemon.send("list", List.of());
                DescriptorSocket.Message have = daemon.receive().orElseThrow();
                assertEquals("have a", have.text());
                assertEquals(2, have.descriptors().size());
                assertEquals(
                        now.localAddress(),
                        L2tpSocket.adopt(have.descriptors().getFirst()).localAddress());
                have.descriptors().forEach(Descriptors::close);
                assertEquals("end", daemon.receive().orElseThrow().text());
                daemon.send("forget a", List.of());
            }
            keeper.join();
        }
    }

    @Test
    void aKeeperThatHasNoRoomSaysSo() throws Exception {
        String door = folder.resolve("door").toString();
        try (DescriptorSocket listening = DescriptorSocket.listen(door)) {
            Thread keeper = Thread.ofPlatform().start(() -> {
                try {
                    new Keeper(listening, LONG_S).run();
                } catch (LinuxException e) {
                    throw new IllegalStateException(e);
                }
            });
            try (DescriptorSocket daemon = DescriptorSocket.connect(door)) {
                for (int i = 0; i < Keeper.MOST_NAMES; i++) {
                    daemon.send("keep " + i, List.of());
                }
                daemon.send("keep one more", List.of());
                assertEquals("full", daemon.receive().orElseThrow().text());
                for (int i = 0; i < Keeper.MOST_NAMES; i++) {
                    daemon.send("forget " + i, List.of());
                }
            }
            keeper.join();
        }
    }

    @Test
    void aKeeperThatIsKilledIsComplainedOfOnce() throws Exception {
        try (KeeperStore store = open(LONG_S);
                L2tpSocket socket = socket()) {
            store.keep("t.1.2", List.of(socket.descriptor()));
            Path door = folder.resolve("door");
            poll("the keeper is there", () -> Files.exists(door));
            Optional<ProcessHandle> keeper = ProcessHandle.current()
                    .children()
                    .filter(it -> commandOf(it).contains(door.toString()))
                    .findFirst();
            String status = Files.readString(
                    Path.of("/proc", Long.toString(keeper.orElseThrow().pid()), "status"));
            assertTrue(status.contains("CapEff:\t0000000000000000"), status);
            assertTrue(status.contains("CapPrm:\t0000000000000000"), status);
            keeper.orElseThrow().destroyForcibly();
            keeper.orElseThrow().onExit().join();
            store.keep("t.3.4", List.of(socket.descriptor()));
            store.keep("t.5.6", List.of(socket.descriptor()));
        }
        assertEquals(1, complaints.size());
        assertTrue(complaints.getFirst().startsWith("keep_sessions: the keeper: "), complaints.getFirst());
    }

    private static String commandOf(ProcessHandle process) {
        return String.join(" ", process.info().arguments().orElse(new String[0]));
    }

    @Test
    void aLimitIsBetweenASecondAndADay() {
        assertEquals(Optional.of(86_400), Keeper.limit("86400"));
        assertEquals(Optional.of(1), Keeper.limit("1"));
        assertEquals(Optional.empty(), Keeper.limit("86401"));
        assertEquals(Optional.empty(), Keeper.limit("0"));
        assertEquals(Optional.empty(), Keeper.limit("-1"));
        assertEquals(Optional.empty(), Keeper.limit(""));
    }
}
