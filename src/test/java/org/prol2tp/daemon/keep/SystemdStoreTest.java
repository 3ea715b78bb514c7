package org.prol2tp.daemon.keep;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.prol2tp.dataplane.DescriptorStore;
import org.prol2tp.linux.DescriptorReceiver;
import org.prol2tp.linux.DescriptorSocket;
import org.prol2tp.linux.Descriptors;
import org.prol2tp.linux.L2tpSocket;
import org.prol2tp.linux.LinuxException;
import org.prol2tp.linux.SocketAddress;

@Timeout(60)
class SystemdStoreTest {
    private static final long PID = 42;

    @TempDir
    Path folder;

    private final List<String> complaints = new ArrayList<>();
    private String address = "";

    @BeforeEach
    void address() {
        address = folder.resolve("notify").toString();
    }

    private SystemdStore open(Map<String, String> more) throws LinuxException {
        Map<String, String> environment = new java.util.HashMap<>(more);
        environment.put("NOTIFY_SOCKET", address);
        return SystemdStore.open(environment, PID, complaints::add);
    }

    @Test
    void descriptorsGoToTheServiceManagerByName() throws Exception {
        try (DescriptorSocket manager = DescriptorReceiver.at(address);
                L2tpSocket socket = L2tpSocket.bind(
                        new SocketAddress(false, 0, 0x7f00_0001, 0),
                        new L2tpSocket.Options(1 << 16, false, true, false))) {
            SystemdStore store = open(Map.of());
            store.forget("unknown");
            store.keep("s.1.2.3.4", List.of(socket.descriptor(), socket.descriptor()));
            DescriptorSocket.Message kept = manager.receive().orElseThrow();
            assertEquals("FDSTORE=1\nFDPOLL=0\nFDNAME=s.1.2.3.4", kept.text());
            assertEquals(2, kept.descriptors().size());
            assertEquals(
                    socket.localAddress(),
                    L2tpSocket.adopt(kept.descriptors().getFirst()).localAddress());
            kept.descriptors().forEach(Descriptors::close);
            store.forget("s.1.2.3.4");
            assertEquals(
                    "FDSTOREREMOVE=1\nFDNAME=s.1.2.3.4",
                    manager.receive().orElseThrow().text());
            store.close();
        }
        assertEquals(List.of(), complaints);
    }

    /// The manager drops what is too much without a word, so it is for us to count.
    @Test
    void noMoreAreGivenThanItTakes() throws Exception {
        try (DescriptorSocket manager = DescriptorReceiver.at(address);
                L2tpSocket socket = L2tpSocket.bind(
                        new SocketAddress(false, 0, 0x7f00_0001, 0),
                        new L2tpSocket.Options(1 << 16, false, true, false))) {
            SystemdStore store = open(Map.of("FDSTORE", "3"));
            store.keep("a", List.of(socket.descriptor(), socket.descriptor()));
            store.keep("b", List.of(socket.descriptor(), socket.descriptor()));
            store.keep("c", List.of(socket.descriptor()));
            manager.receive().orElseThrow().descriptors().forEach(Descriptors::close);
            DescriptorSocket.Message second = manager.receive().orElseThrow();
            assertEquals("FDSTORE=1\nFDPOLL=0\nFDNAME=c", second.text());
            second.descriptors().forEach(Descriptors::close);
            store.close();
        }
        assertEquals(
                List.of("keep_sessions: the service manager's descriptor store: it takes no more than 3 descriptors:"
                        + " what the kernel has of tunnels and sessions will not outlive this daemon"),
                complaints);
    }

    @Test
    void whatTheLastProcessGaveComesBackUnderItsNames() throws Exception {
        try (DescriptorSocket _ = DescriptorReceiver.at(address)) {
            Map<String, String> handed =
                    Map.of("LISTEN_PID", "42", "LISTEN_FDS", "4", "LISTEN_FDNAMES", "t.1.2:s.1.2.3.4:other:s.1.2.3.4");
            assertEquals(
                    List.of(
                            new DescriptorStore.Kept("t.1.2", List.of(3)),
                            new DescriptorStore.Kept("s.1.2.3.4", List.of(4, 6)),
                            new DescriptorStore.Kept("other", List.of(5))),
                    open(handed).takeBefore());
        }
    }

    @Test
    void descriptorsOfAnotherProcessAreNotOurs() throws Exception {
        try (DescriptorSocket _ = DescriptorReceiver.at(address)) {
            Map<String, String> handed = Map.of("LISTEN_PID", "43", "LISTEN_FDS", "1", "LISTEN_FDNAMES", "t.1.2");
            assertEquals(List.of(), open(handed).takeBefore());
        }
    }
}
