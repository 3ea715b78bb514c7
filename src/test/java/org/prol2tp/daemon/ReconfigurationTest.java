package org.prol2tp.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prol2tp.operator.config.DaemonSettings;
import org.prol2tp.operator.config.DaemonSettings.LogLevel;
import org.prol2tp.operator.config.Parsed;
import org.prol2tp.protocol.node.Change;
import org.prol2tp.protocol.node.Input;
import org.prol2tp.protocol.node.Reply;
import org.prol2tp.protocol.node.Request;
import org.prol2tp.protocol.node.Settings;

/// A reload between the file and the node, for which a thread stands in.
class ReconfigurationTest {
    private static final String GOOD = "system { udp_port 1800; log_level info }\ntunnel t { dest_ipaddr 127.0.0.2 }\n";

    @TempDir
    private Path folder;

    private final InputQueue queue = new InputQueue();
    private final NodeInquiry inquiry = new NodeInquiry(queue);
    private final List<Input.SettingsRead> ofNode = new CopyOnWriteArrayList<>();
    private final List<DaemonSettings> ofDaemon = new ArrayList<>();
    private final List<String> logged = new CopyOnWriteArrayList<>();
    private final Thread node = new Thread(this::answer);
    private Optional<Reply> answer = Optional.empty();
    private List<String> objections = List.of();
    private boolean hasBug;
    private final List<Parsed.Good> inForce = new ArrayList<>();
    private final Reconfiguration.Outside outside = new Reconfiguration.Outside() {
        @Override
        public Settings applyTo(Settings settings) {
            return settings;
        }

        @Override
        public List<String> objections(Parsed.Good next) {
            if (hasBug) {
                throw new IllegalStateException("bug");
            }
            return objections;
        }

        @Override
        public void changed(Parsed.Good next) {
            inForce.add(next);
        }
    };

    @BeforeEach
    void start() throws IOException {
        write(GOOD);
        node.setDaemon(true);
        node.start();
    }

    @AfterEach
    void end() {
        node.interrupt();
    }

    private void answer() {
        try {
            while (true) {
                for (Input input : queue.take(new ArrayList<>(), 1_000_000_000L)) {
                    if (input instanceof Input.SettingsRead read) {
                        ofNode.add(read);
                        inquiry.answered(
                                read.ticket(), answer.orElseGet(() -> new Reply.Reloaded(read.dryRun(), List.of())));
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("x.conf"), text);
    }

    private Reconfiguration started() {
        String file = folder.resolve("x.conf").toString();
        CommandLine.Run run = (CommandLine.Run) CommandLine.parse(List.of("-f", "-c", file));
        ConfigFiles.Result.Good read = (ConfigFiles.Result.Good) ConfigFiles.read(Optional.of(file), 0);
        Log log = new Log() {
            @Override
            public void write(LogLevel level, String text) {
                logged.add(level + " " + text);
            }

            @Override
            public void close() {}
        };
        return new Reconfiguration(run, read, outside, inquiry, log, ofDaemon::add);
    }

    @Test
    void whoAsksIsAnsweredOfABugToo() throws IOException {
        List<Reply> replies = new ArrayList<>();
        Reconfiguration reconfiguration = started();
        Log log = (level, text) -> logged.add(level + " " + text);
        Loop.Replies answers = (_, reply) -> replies.add(reply);
        Reloads reloads = new Reloads(() -> reconfiguration.reload(false), Runnable::run, _ -> {}, answers, log);
        ConfigDesk desk = new ConfigDesk(reconfiguration, reloads, Runnable::run, answers, log);
        hasBug = true;
        assertThat(desk.takes(1, new Request.Reload(true))).isTrue();
        assertThat(desk.takes(2, new Request.Reload(false))).isTrue();
        assertThat(replies).hasSize(2).allMatch(Reply.Faulty.class::isInstance);
        assertThat(logged).hasSize(2).allMatch(line -> line.startsWith("ERROR a bug of prol2tpd: "));
    }

    @Test
    void aFileThatTurnedBadChangesNothingAndSaysEveryErrorWithItsPlace() throws IOException {
        Reconfiguration reconfiguration = started();
        write("system { udp_port 99999 }\ntunnel t { dest_ipaddr 127.0.0.2; nonsense 1 }\n");
        Reply reply = reconfiguration.reload(false);
        assertThat(reply)
                .isInstanceOfSatisfying(
                        Reply.Faulty.class,
                        it -> assertThat(it.errors())
                                .hasSize(3)
                                .anyMatch(line -> line.contains("x.conf:1:19:"))
                                .anyMatch(line -> line.contains("x.conf:2:35:"))
                                .contains("the config file has errors, nothing was changed"));
        assertThat(ofNode).isEmpty();
        assertThat(ofDaemon).isEmpty();
        assertThat(logged).hasSize(3).allMatch(line -> line.startsWith("ERROR reload: "));
        write(GOOD);
        assertThat(reconfiguration.reload(false)).isInstanceOf(Reply.Reloaded.class);
    }

    @Test
    void aFileThatCannotBeObeyedWhileItRunsChangesNothing() throws IOException {
        Reconfiguration reconfiguration = started();
        objections = List.of("x.conf:1:2: no");
        for (boolean dryRun : List.of(true, false)) {
            assertThat(reconfiguration.reload(dryRun))
                    .isEqualTo(new Reply.Faulty(
                            List.of("x.conf:1:2: no", "the config file has errors, nothing was changed")));
        }
        assertThat(ofNode).isEmpty();
        assertThat(ofDaemon).isEmpty();
        assertThat(inForce).isEmpty();
        assertThat(logged)
                .containsExactly(
                        "ERROR reload: x.conf:1:2: no",
                        "ERROR reload: the config file has errors, nothing was changed");
        objections = List.of();
        assertThat(reconfiguration.reload(false)).isInstanceOf(Reply.Reloaded.class);
        assertThat(inForce).hasSize(1);
    }

    @Test
    void aFileThatIsGoneChangesNothing() throws IOException {
        Reconfiguration reconfiguration = started();
        Files.delete(folder.resolve("x.conf"));
        assertThat(reconfiguration.reload(false)).isInstanceOf(Reply.Faulty.class);
        assertThat(ofNode).isEmpty();
    }

    @Test
    void aDryRunTellsAndChangesNothing() throws IOException {
        Reconfiguration reconfiguration = started();
        write(GOOD.replace("info", "debug"));
        for (int turn = 0; turn < 2; turn++) {
            assertThat(reconfiguration.reload(true))
                    .as("the second time there is as much to do")
                    .isInstanceOfSatisfying(
                            Reply.Reloaded.class,
                            it -> assertThat(it.changes())
                                    .extracting(Change::text)
                                    .anyMatch(text -> text.contains("log_level")));
        }
        assertThat(ofNode).hasSize(2).allMatch(Input.SettingsRead::dryRun);
        assertThat(ofDaemon).isEmpty();
        assertThat(logged).isEmpty();
    }

    @Test
    void whatNeedsARestartIsSaidUntilItIsDoneAndThePortStays() throws IOException {
        Reconfiguration reconfiguration = started();
        write(GOOD.replace("1800", "1801"));
        for (int turn = 0; turn < 2; turn++) {
            assertThat(reconfiguration.reload(false))
                    .isInstanceOfSatisfying(
                            Reply.Reloaded.class,
                            it -> assertThat(it.changes())
                                    .anyMatch(change -> change.kind() == Change.Kind.RESTART
                                            && change.text().contains("udp_port")));
        }
        assertThat(ofNode).allMatch(read -> read.settings().system().udpPort() == 1800);
        assertThat(ofDaemon).hasSize(2);
    }

    @Test
    void whereTheNodeRefusesTheFileIsNotInForce() throws IOException {
        Reconfiguration reconfiguration = started();
        write(GOOD.replace("info", "debug"));
        answer = Optional.of(new Reply.Refused("busy"));
        assertThat(reconfiguration.reload(false)).isEqualTo(new Reply.Refused("busy"));
        assertThat(ofDaemon).isEmpty();
        answer = Optional.empty();
        assertThat(reconfiguration.reload(false))
                .isInstanceOfSatisfying(
                        Reply.Reloaded.class,
                        it -> assertThat(it.changes())
                                .extracting(Change::text)
                                .anyMatch(text -> text.contains("log_level")));
    }
}
