package org.prol2tp.daemon.pppd;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.prol2tp.linux.Child;
import org.prol2tp.linux.Descriptor;
import org.prol2tp.linux.Errno;
import org.prol2tp.linux.LinuxException;
import org.prol2tp.linux.MemoryFile;
import org.prol2tp.linux.Pipe;
import org.prol2tp.protocol.node.PppTerms;
import org.prol2tp.protocol.node.SessionHandle;
import org.prol2tp.protocol.node.ToPppProvider;

/// One session's pppd, from the moment it is wanted until it has ended. Belongs to the runner's thread.
final class Pppd {
    /// A line of its log; the rest of a longer one is left out. pppd writes lines of at most 1 KB.
    private static final int LINE_OCTETS = 2048;

    private static final List<String> ENVIRONMENT = List.of("PATH=/usr/local/sbin:/usr/sbin:/sbin:/usr/bin:/bin");

    final SessionHandle session;
    final long number;
    final ToPppProvider.Opened opened;
    final PppTerms terms;
    final PppdTold told = new PppdTold();

    /// Whether it has not said yet that it has an interface.
    boolean starting;

    /// The node wants it to end.
    boolean ending;

    /// When it is killed if it is still there; [PppdRunner#NEVER].
    long killNs = PppdRunner.NEVER;

    private @Nullable Child child;
    private @Nullable Pipe log;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(0);

    Pppd(SessionHandle session, long number, ToPppProvider.Opened opened, PppTerms terms) {
        this.session = session;
        this.number = number;
        this.opened = opened;
        this.terms = terms;
    }

    boolean isRunning() {
        return child != null;
    }

    /// Starts it with the session's socket.
    void start(String program, Descriptor socket) throws LinuxException {
        if (!Files.isExecutable(Path.of(program))) {
            throw new LinuxException("start " + program, Errno.ENOENT);
        }
        byte[] secrets = PppdArguments.secrets(terms);
        Pipe pipe = Pipe.open();
        try (MemoryFile file = MemoryFile.of("pppd-options", secrets)) {
            List<String> command = new ArrayList<>(List.of("--pdeathsig", "TERM", program));
            command.addAll(PppdArguments.of(opened, terms));
            child = Child.start(
                    PppdProgram.WITH_DEATH_SIGNAL,
                    command,
                    ENVIRONMENT,
                    pipe.writeDescriptor(),
                    List.of(socket.number(), pipe.writeDescriptor(), file.descriptor()));
            log = pipe;
        } finally {
            java.util.Arrays.fill(secrets, (byte) 0);
            pipe.closeWriteEnd();
            if (log == null) {
                pipe.close();
            }
        }
    }

    Child child() {
        return java.util.Objects.requireNonNull(child);
    }

    int logDescriptor() {
        return java.util.Objects.requireNonNull(log).readDescriptor();
    }

    /// Hands over the lines that its log has by now. Returns false if there is nothing more to come for the moment.
    boolean read(Consumer<String> lines) {
        byte[] octets = java.util.Objects.requireNonNull(log).read();
        for (byte octet : octets) {
            if (octet == '\n') {
                lines.accept(line.toString(StandardCharsets.UTF_8).strip());
                line.reset();
            } else if (line.size() < LINE_OCTETS) {
                line.write(octet);
            }
        }
        return octets.length > 0;
    }

    /// After its end: the exit status, see [Child#reap].
    int reap() {
        Child ended = child();
        int status = ended.reap();
        ended.close();
        java.util.Objects.requireNonNull(log).close();
        child = null;
        return status;
    }
}
