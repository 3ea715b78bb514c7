package org.prol2tp.daemon;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.prol2tp.linux.LinuxException;
import org.prol2tp.linux.OwnProcess;

/// The way to the background. A JVM cannot fork, so:
///
/// 1. the process that was started runs its own command again, marked as the daemon, with a pipe as standard output,
/// 2. the daemon leaves the terminal's session, and starts; what is wrong it says on standard error, which is still
///    the terminal,
/// 3. when it serves, it writes `READY` to the pipe and puts its standard streams on the null device,
/// 4. the first process reads that, or the end of the pipe, and exits with the verdict.
final class Background {
    /// The system property that marks the daemon.
    private static final String MARK = "prol2tpd.background";

    private static final String READY = "READY";

    /// No file of ours is for others to write.
    private static final int UMASK = 0022;

    private Background() {}

    /// Whether this process is the daemon of [#launch].
    static boolean isDaemon() {
        return System.getProperty(MARK) != null;
    }

    /// Runs this process's command again as a daemon and waits for what becomes of it. Returns the exit status: 0 if it
    /// serves.
    static int launch(PrintStream out, PrintStream err) {
        try {
            Process daemon = new ProcessBuilder(command())
                    .redirectInput(new File("/dev/null"))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            Thread givenUp = new Thread(daemon::destroy); // who gives up waiting does not want the daemon either
            Runtime.getRuntime().addShutdownHook(givenUp);
            OwnProcess.mostOpenFiles(); // makes system calls ready for the exit, while the daemon starts anyway
            String said = verdict(daemon.getInputStream(), out);
            int status = said.equals(READY) ? 0 : Math.max(1, daemon.waitFor());
            Runtime.getRuntime().removeShutdownHook(givenUp);
            return status;
        } catch (IOException | LinuxException e) {
            err.println("prol2tpd: cannot go to the background: " + e.getMessage());
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        } catch (IllegalStateException ending) {
            return 1; // by a signal: the hook runs
        }
    }

    /// In the daemon, first of all: leaves the session.
    static void begin() throws LinuxException {
        OwnProcess.newSession();
        OwnProcess.umask(UMASK);
    }

    /// In the daemon, when it serves: says so, and lets go of the terminal and the folder it was started in.
    static void ready() throws LinuxException {
        OwnProcess.enterFolder("/");
        System.out.println(READY);
        System.out.flush();
        OwnProcess.silence();
    }

    /// The words this process was started with, with the mark.
    private static List<String> command() throws IOException {
        byte[] octets = Files.readAllBytes(Path.of("/proc/self/cmdline"));
        Charset charset = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8")); // of a process's words
        List<String> words = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < octets.length; i++) {
            if (octets[i] == 0) {
                words.add(new String(octets, from, i - from, charset));
                from = i + 1;
            }
        }
        words.set(0, Files.readSymbolicLink(Path.of("/proc/self/exe")).toString());
        words.add(1, "-D" + MARK + "=daemon");
        return words;
    }

    /// Reads up to the daemon's READY, or to the end; passes on what else is said.
    private static String verdict(InputStream from, PrintStream out) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = from.read(); octet >= 0; octet = from.read()) {
            if (octet != '\n') {
                line.append((char) octet);
            } else if (line.toString().equals(READY)) {
                return READY;
            } else {
                out.println(new String(line.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
                line.setLength(0);
            }
        }
        return "";
    }
}
