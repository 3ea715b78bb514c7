package org.prol2tp.daemon.keep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.prol2tp.linux.DescriptorSocket;
import org.prol2tp.linux.LinuxException;
import org.prol2tp.linux.OwnProcess;

/// The keeper's process: see [Keeper]. Arguments: where to listen, and how many seconds to wait for a daemon.
public final class KeeperMain {
    private static final int WRONG_USE = 2;

    private KeeperMain() {}

    public static void main(String[] words) throws LinuxException, IOException {
        if (words.length != 2 || Keeper.limit(words[1]).isEmpty()) {
            System.exit(WRONG_USE);
        }
        Path door = Path.of(words[0]);
        Files.deleteIfExists(door); // nobody listens there: the daemon has tried
        try (DescriptorSocket listening = DescriptorSocket.listen(words[0])) {
            new Keeper(listening, Keeper.limit(words[1]).orElseThrow()).run();
        } finally {
            Files.deleteIfExists(door);
        }
        OwnProcess.exitNow(0);
    }
}
