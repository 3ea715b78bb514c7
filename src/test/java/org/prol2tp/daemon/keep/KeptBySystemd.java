package org.prol2tp.daemon.keep;

import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.prol2tp.dataplane.DescriptorStore;
import org.prol2tp.linux.Descriptors;
import org.prol2tp.linux.L2tpSocket;
import org.prol2tp.linux.LinuxException;
import org.prol2tp.linux.MemoryFile;
import org.prol2tp.linux.SocketAddress;

/// A service for a case with a real systemd: says what was kept for it, keeps a socket under one name and two under
/// another, forgets a third, and waits to be killed.
public final class KeptBySystemd {
    private KeptBySystemd() {}

    private static int socket() throws LinuxException {
        return L2tpSocket.bind(new SocketAddress(false, 0, 0x7f00_0001, 0), L2tpSocket.Options.DEFAULT)
                .descriptor();
    }

    @SuppressWarnings("SystemOut") // the journal has it
    public static void main(String[] words) throws LinuxException {
        SystemdStore store =
                SystemdStore.open(System.getenv(), ProcessHandle.current().pid(), System.out::println);
        for (DescriptorStore.Kept kept : store.takeBefore()) {
            System.out.println("before: " + kept.name() + " "
                    + kept.descriptors().stream().filter(Descriptors::isSocket).count());
        }
        store.keep("t.1.2", List.of(socket()));
        store.keep("s.1.3.4.0.5", List.of(socket(), socket()));
        store.keep("e.1.8.9.0", List.of(MemoryFile.of("e", new byte[0]).descriptor()));
        store.keep("t.6.7", List.of(socket()));
        store.forget("t.6.7");
        System.out.println("kept");
        while (true) {
            LockSupport.park();
        }
    }
}
